"""Straight files in a folder: `get`, which needs no library.

`names` makes a name that every disk takes of whatever a site calls a picture. `shelf` is the
folder: what lies there, whether it has these bytes already, and how a file comes into it whole or
not at all. `memory` is the one small file in it that says which posts need not be asked for again,
and `ids` writes their ids in few bytes.
`bringing` fetches what one post shows; `getting` reads lists and puts it all together.
"""
