"""A title for what has none: the first words that somebody wrote."""

LONGEST = 80  # characters


def headline(text: str) -> str:
    """Return the first line of a text that says something, cut between words; "": none does."""
    line = next((words for raw in text.splitlines() if (words := " ".join(raw.split()))), "")
    if len(line) <= LONGEST:
        return line
    whole_words = line[:LONGEST].rpartition(" ")[0]
    return f"{whole_words or line[: LONGEST - 1]}…"
