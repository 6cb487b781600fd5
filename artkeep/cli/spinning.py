"""A sign on stderr that something goes on, for work whose length nobody knows."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn


@contextmanager
def spinner(*, quiet: bool) -> Iterator[Progress]:
    """Show tasks with their `words` where a person looks; nothing elsewhere."""
    console = Console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.fields[words]}", style="dim"),
        console=console,
        disable=quiet or not console.is_terminal,
        transient=True,
    ) as progress:
        yield progress
