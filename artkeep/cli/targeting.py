"""The words by which `get`, `read` and `audit` are told what is meant."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from artkeep.collect.targets import Target

Command = TypeVar("Command", bound=Callable[..., Any])

_WORDS = (
    click.argument("where", required=False, metavar="[URL|SITE]"),
    click.option("-u", "--user", metavar="NAME", help="Whose favourites, by name."),
    click.option("-i", "--id", "id_", type=click.IntRange(1), help="Whose favourites, by number."),
    click.option("-f", "--folder", metavar="ID|NAME", help="Which folder of them."),
    click.option("-n", "--name", help="Which folder, by a name that could be a number."),
)


def target_options(command: Command) -> Callable[..., Any]:
    """Give a command the words for a target; it takes them as one `target`."""

    @wraps(command)
    def with_target(
        *,
        where: str | None,
        user: str | None,
        id_: int | None,
        folder: str | None,
        name: str | None,
        **others: Any,
    ) -> Any:
        return command(target=Target(where, user, id_, folder, name), **others)

    decorated: Callable[..., Any] = with_target
    for words in reversed(_WORDS):
        decorated = words(decorated)
    return decorated
