"""The database: connections and transactions, the schema, what differs between the engines.

Nothing here knows what a row means; that is `artkeep.library`.
"""
