"""The command line: every command in a module of its own, loaded when it is called.

Results go to stdout (with --json one object a line and nothing else), progress and words to
stderr. Exit codes: 0 all done · 1 error · 2 wrong usage · 3 partly done · 5 login needed ·
6 blocked or rate-limited · 130 interrupted.
"""

import signal
import sys
from importlib import import_module

import click

from artkeep import __version__
from artkeep.errors import ArtkeepError

INTERRUPTED = 130
# command → the module that holds it as `command`, and what it does
COMMANDS = {
    "accounts": ("artkeep.cli.accounts", "Show who is signed in where."),
    "add": ("artkeep.cli.add", "Add pictures: files, folders, addresses of posts and lists."),
    "audit": ("artkeep.cli.audit", "Look whether a list's pictures are there, and ours whole."),
    "demo": ("artkeep.cli.demo", "Try everything on small copies of the sites."),
    "doctor": ("artkeep.cli.doctor", "Check that rows, files and index agree; --repair."),
    "export": ("artkeep.cli.export", "Take works along: a folder, ZIP, CBZ, PDF or JSON lines."),
    "get": ("artkeep.cli.get", "Save pictures straight into a folder, without a library."),
    "login": ("artkeep.cli.login", "Sign in to a site, for what only members see."),
    "logout": ("artkeep.cli.logout", "Forget a login."),
    "import-from": ("artkeep.cli.import_from", "Move in what another program had kept."),
    "migrate": ("artkeep.cli.migrate", "Bring a PostgreSQL library to this version."),
    "password": ("artkeep.cli.password", "Choose who may change things in the browser."),
    "read": ("artkeep.cli.read", "Read a list, or a user's folders, into the library."),
    "recheck": ("artkeep.cli.recheck", "Look whether what we keep is still there."),
    "search": ("artkeep.cli.search", "Find works of the library."),
    "settings": ("artkeep.cli.settings", "Check, show or find the settings."),
    "similar": ("artkeep.cli.similar", "Find what in the library shows a picture."),
    "sync": ("artkeep.cli.sync", "Read the lists that are followed, fetch what is new."),
    "token": ("artkeep.cli.token", "Let a script change things; tokens for /api."),
    "up": ("artkeep.cli.up", "Serve the workbench in the browser, and work."),
    "version": ("artkeep.cli.version", "Say which version this is."),
    "world": ("artkeep.cli.world", "Serve small copies of the sites, to try things on."),
}


class _Commands(click.Group):
    """Loads a command's module only when that command is asked for, so that starting is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click says so
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in sorted(COMMANDS.items())])


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="artkeep")
def cli() -> None:
    """Keep the art you love, see it, find it again."""


def main() -> None:
    """Run a command; say errors in a sentence and leave with the code of the contract."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    sys.exit(_run())


def _run() -> int:
    try:
        code = cli.main(prog_name="artkeep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ArtkeepError as error:
        click.echo(f"artkeep: {error}", err=True)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("artkeep: interrupted; the same command goes on from here", err=True)
        return INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        sys.stderr.close()
        return 0
    return code if isinstance(code, int) else 0


def _interrupt(*_: object) -> None:
    """Stop as Ctrl-C does: what is in hand is put down in order."""
    raise KeyboardInterrupt
