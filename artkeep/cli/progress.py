"""Signs on stderr that something goes on, where a person looks; nothing elsewhere."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from rich.console import Console
from rich.progress import Progress, ProgressColumn, SpinnerColumn, TextColumn


@contextmanager
def showing(*columns: ProgressColumn, quiet: bool) -> Iterator[Progress]:
    """Show tasks with their title, these columns and their `words`."""
    console = Console(stderr=True)
    with Progress(
        *columns,
        TextColumn("{task.fields[words]}", style="dim"),
        console=console,
        disable=quiet or not console.is_terminal,
        transient=True,
    ) as progress:
        yield progress


def spinner(*, quiet: bool) -> AbstractContextManager[Progress]:
    """Show tasks whose length nobody knows."""
    return showing(SpinnerColumn(), TextColumn("{task.description}"), quiet=quiet)
