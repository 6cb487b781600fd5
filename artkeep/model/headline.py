"""Titles: the first words that somebody wrote for what has none, and what is no title at all."""

from artkeep.model.refs import PostRef

LONGEST = 80  # characters


def headline(text: str) -> str:
    """Return the first line of a text that says something, cut between words; "": none does."""
    line = next((words for raw in text.splitlines() if (words := " ".join(raw.split()))), "")
    if len(line) <= LONGEST:
        return line
    whole_words = line[:LONGEST].rpartition(" ")[0]
    return f"{whole_words or line[: LONGEST - 1]}…"


def titled(title: str, ref: PostRef) -> str:
    """Return a title; "" for the bare id that is noted of a post until its site tells of it."""
    return "" if title == ref.id else title
