"""What a person reads: sentences that are finished in English and know how to be said otherwise.

`text("There is no work {id}.", id=7)` is a `str`, so the command line, logs, JSON and tests take it
as it is. It also remembers its message and its values; a `Catalogue` says it in another language.
Translations are `locales/<language>/LC_MESSAGES/artkeep.po`, read when somebody first wants one.
"""

from artkeep.texts.figures import number
from artkeep.texts.text import Kept, Text, joined, many, text

__all__ = ["Kept", "Text", "joined", "many", "number", "text"]
