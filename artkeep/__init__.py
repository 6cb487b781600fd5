"""Artkeep: keep the art you love, see it, find it again.

The layers, from the faces down to the tools, are drawn in docs/explanation/architecture.md.
"""

__version__ = "0.1.0"
