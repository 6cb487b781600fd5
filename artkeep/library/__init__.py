"""What we know, in SQL: one module per noun, plain functions that take an open transaction.

Nothing here commits, calls a site or reads a file; lists come in pages by key, never by offset.
"""
