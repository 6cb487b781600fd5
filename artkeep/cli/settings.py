"""`artkeep settings`: what is set, where it comes from, and whether it is right."""

import json

import click


@click.group()
def settings() -> None:
    """Show and check the settings."""


@settings.command()
def check() -> None:
    """Read every place where settings stand, and say what is wrong with the first wrong one."""
    from artkeep.settings import read  # noqa: PLC0415  # costs 300 ms: only where it is needed

    loaded = read()
    for name in loaded.unused:
        click.echo(f"{name} is set; it is known, and nothing uses it yet.", err=True)
    click.echo(f"The settings are in order: {len(loaded.origins)} set, the rest as they come.")


@settings.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
def show(*, as_json: bool) -> None:
    """List every setting with its value and where the value comes from."""
    from artkeep.settings import shown  # noqa: PLC0415  # costs 300 ms: only where it is needed

    lines = shown()
    width = max(len(line.key) for line in lines)
    for line in lines:
        if as_json:
            told = {"setting": line.key, "value": line.value, "origin": line.origin}
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            value = "not set" if line.value is None else f"{line.value} {line.unit}".rstrip()
            click.echo(f"{line.key:<{width}}  {value}  ({line.origin})")


@settings.command()
def path() -> None:
    """Print where the library's own settings file is, or would be."""
    from artkeep.settings import load_settings  # noqa: PLC0415  # costs 300 ms

    click.echo(load_settings().file)
