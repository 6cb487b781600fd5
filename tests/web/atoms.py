"""Hold feeds against what Atom and OPDS ask of them."""

from pathlib import Path

from lxml import etree

_RULES = etree.RelaxNG(etree.parse(Path(__file__).with_name("opds.rng")))


def valid(content: bytes) -> bytes:
    """Return a feed that keeps the rules. Raises DocumentInvalid with the place."""
    _RULES.assertValid(etree.fromstring(content))
    return content
