"""`artkeep settings`: what is set, where it comes from, and whether it is right."""

import json

import click

from artkeep.settings import Shown, load_settings, read, shown


@click.group()
def command() -> None:
    """Show and check the settings."""


@command.command()
def check() -> None:
    """Read every place where settings stand; name the first one that is wrong."""
    from artkeep.workbench import site_settings  # noqa: PLC0415 - it takes a second

    loaded = read()
    site_settings.check(loaded.settings.sites)
    for name in loaded.unused:
        click.echo(f"{name} is set; it is known, and nothing uses it yet.", err=True)
    click.echo(f"The settings are in order: {len(loaded.origins)} set, the rest as they come.")


@command.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def show(*, as_json: bool) -> None:
    """List every setting with its value and where the value comes from."""
    from artkeep.workbench import site_settings  # noqa: PLC0415 - it takes a second

    lines = [*shown(), *site_settings.shown(read())]
    width = max(len(line.key) for line in lines)
    for line in lines:
        click.echo(in_json(line) if as_json else in_words(line, width))


def in_json(line: Shown) -> str:
    """Return a setting for programs."""
    told = {"setting": line.key, "value": line.value, "origin": line.origin}
    return json.dumps(told, ensure_ascii=False)


def in_words(line: Shown, width: int) -> str:
    """Return a setting for people, its name padded to `width` letters."""
    value = "not set" if line.value is None else f"{line.value} {line.unit}".rstrip()
    return f"{line.key:<{width}}  {value}  ({line.origin})"


@command.command()
def path() -> None:
    """Print where the library's own settings file is, or would be."""
    click.echo(load_settings().file)
