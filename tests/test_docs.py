"""The documents say what the program is: every name is in the reference, every link leads on."""

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from artkeep import cli, errors, handlers, settings
from artkeep.db import tables
from artkeep.settings import originals, sources
from artkeep.sites import SITES
from artkeep.web import routes
from artkeep.workbench.site_settings import PACES, known

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
CODE = [
    path
    for folder in ("artkeep", "tests", "benchmarks", "docs")
    for ending in ("py", "js", "css", "html")
    for path in (ROOT / folder).rglob(f"*.{ending}")
    if "vendor" not in path.parts
]
TODO = re.compile(r"\b(TODO|FIXME|XXX)\b(?!\(#\d+\))")


def reference(name):
    return (ROOT / "docs/reference" / f"{name}.md").read_text("utf-8")


def missing(names, page):
    text = reference(page)
    return [name for name in names if f"`{name}`" not in text]


def test_the_reference_is_what_the_program_says_of_itself():
    script = ROOT / "docs/make_reference.py"
    done = subprocess.run(
        [sys.executable, script, "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert "" == done.stderr
    assert 0 == done.returncode


def test_every_command_is_in_the_reference():
    names = []
    for name, (module, _) in cli.COMMANDS.items():
        command = import_module(module).command
        below = command.commands if isinstance(command, click.Group) else []
        names += [f"artkeep {name}", *(f"artkeep {name} {each}" for each in below)]

    assert [] == missing(names, "commands")


def test_every_setting_is_in_the_reference():
    assert [] == missing(map(sources.variable, settings.known()), "settings")
    originals_names = ["LOG_DIR", "LOG_LEVEL", "DATABASE_TYPE", "DATABASE_PATH", "DATABASE_URL"]
    assert [] == missing(originals_names, "settings")
    assert {"UPLOAD", "DONE"} == {name.split("_")[0] for name in originals.UNUSED}


def test_every_key_of_a_site_is_in_the_reference():
    keys = {f"sites.{site.name}.{key}" for site in SITES.values() for key in known(site.about)}
    keys -= {f"sites.{site}.{key}" for site in SITES for key in PACES}
    keys |= {f"sites.<site>.{key}" for key in PACES}

    assert [] == missing(sorted(keys), "settings")


def test_every_error_is_in_the_reference():
    names = [name for name, each in vars(errors).items() if isinstance(each, type)]
    names.remove("datetime")

    assert [] == missing(names, "errors")
    assert [] == [
        name for name in names if f" {name} " not in f" {errors.__doc__} ".replace("\n", " ")
    ]


def test_every_kind_of_job_is_in_the_reference():
    assert [] == missing(handlers.HANDLERS, "jobs")


def test_every_table_and_column_is_in_the_reference():
    names = [
        name
        for table in tables.metadata.tables.values()
        for name in (table.name, *(column.name for column in table.columns))
    ]

    assert [] == missing(names, "tables")


def test_every_route_is_in_the_reference():
    assert [] == missing([route.path for route in routes.ROUTES], "http")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document):
    text = document.read_text("utf-8")
    links = re.findall(r"\]\(([^)#:\s]+)(?:#([^)]+))?\)", text)
    links += [(source, "") for source in re.findall(r'src(?:set)?="([^"]+)"', text)]
    broken = [link for link, part in links if not leads(document.parent / link, part)]

    assert [] == broken


def leads(path, part):
    if not path.exists():
        return False
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8") if part else "", re.MULTILINE)
    return not part or part in [
        re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings
    ]


def test_every_document_is_linked_from_another():
    linked = {
        (document.parent / link).resolve()
        for document in DOCUMENTS
        for link in re.findall(r"\]\(([^)#:\s]+)", document.read_text("utf-8"))
    }
    alone = [path.name for path in DOCUMENTS if path.resolve() not in linked]

    assert set(alone) <= {"README.md", "CHANGELOG.md"}


def test_every_todo_has_an_issue():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in CODE
        if path != Path(__file__)
        for line in path.read_text("utf-8").splitlines()
        if TODO.search(line)
    ]

    assert [] == found


def test_every_dependency_has_its_line():
    decided = (ROOT / "docs/adr/0006-dependencies.md").read_text("utf-8")
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    block = project.partition("\ndependencies = [")[2].partition("\n]")[0]
    names = re.findall(r'"([a-z0-9-]+)', block)

    assert len(names) > 10
    assert [] == [name for name in names if name not in decided]
