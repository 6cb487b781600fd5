"""Gather what the program says and bring the translations in step with it.

    python docs/make_texts.py            write artkeep.pot and every translation anew
    python docs/make_texts.py pt-BR      the same, and begin a language
    python docs/make_texts.py --check    only say what is stale, missing or wrong

Messages stand where they are said: `text` and `many` in Python, `_`, `many`, `rich` in templates,
`t` and `many` in scripts, and the sentence of each `setting`. Numbers of lines are left out, so
that code which moves makes nothing stale.
"""
# ruff: noqa: INP001 - a program beside the documents, not a package

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.core import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_javascript
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from artkeep.texts.languages import FOLDER, codes, po_of

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "artkeep"
POT = FOLDER / "artkeep.pot"
PLACE = re.compile(r"\{([^{}]*)\}")
# "; run: artkeep login pixiv", "; {hint}": what `troubles.plainly` leaves out
COMMAND = re.compile(
    r"(?:[;,] (?:or )?run:? artkeep login (?:[a-z_]+|\{[a-z_]+\})|; \{(?:hint|again)\})$"
)
TAG = re.compile(r"</?[a-z][^>]*>")
DATED = re.compile(rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By):.*\n', re.MULTILINE)
HEAD = "# How Artkeep says things in {language}. See docs/howto/translate.md.\n#"


@dataclass(frozen=True, slots=True)
class Said:
    """One message where it is said; `given` names what fills its places, None: not to be seen."""

    path: str
    one: str
    other: str | None
    given: frozenset[str] | None


def main() -> int:
    """Write everything, or check that writing would change nothing."""
    asked = sys.argv[1:]
    said = list(everything())
    faults = [fault for one in said for fault in faults_of(one)]
    template = gathered(said)
    if asked == ["--check"]:
        faults += stale(template)
    else:
        write(template, [*codes()[1:], *asked])
    for fault in faults:
        print(fault, file=sys.stderr)  # noqa: T201 - a program
    return 1 if faults else 0


# ---- where messages stand --------------------------------------------------------------------


def everything() -> Iterator[Said]:
    """Yield every message of the program, file by file."""
    for path in sorted(CODE.rglob("*")):
        name = path.relative_to(ROOT).as_posix()
        if "/vendor/" in name or "/fakes/" in name:
            continue
        if find := FINDERS.get(path.suffix):
            for one in find(name, path.read_text("utf-8")):
                yield from plainer(one)


def in_python(path: str, source: str) -> Iterator[Said]:
    """Find `text(…)`, `many(…)` and `setting(…)` where they are ours."""
    if "artkeep.texts" not in source and "setting(" not in source:
        return
    tree = ast.parse(source)
    ours = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("artkeep.texts")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "setting":
            yield from setting(path, node)
        elif ours.get(node.func.id) in {"text", "many"}:
            words = [one.value if isinstance(one, ast.Constant) else None for one in node.args]
            named = [keyword.arg for keyword in node.keywords]
            yield said(path, ours[node.func.id], words, named)


def setting(path: str, node: ast.Call) -> Iterator[Said]:
    """Find what a setting says of itself: its second argument, or `says`."""
    named = [keyword.value for keyword in node.keywords if keyword.arg == "says"]
    for one in [*node.args[1:2], *named]:
        if isinstance(one, ast.Constant):
            yield Said(path, str(one.value), None, None)


def in_template(path: str, source: str) -> Iterator[Said]:
    """Find `_(…)`, `many(…)` and `rich(…)`."""
    for node in Environment(autoescape=True).parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in {"_", "many", "rich"}:
            words = [one.value if isinstance(one, nodes.Const) else None for one in node.args]
            yield said(path, node.node.name, words, [keyword.key for keyword in node.kwargs])


def in_script(path: str, source: str) -> Iterator[Said]:
    """Find `t(…)` and `many(…)`."""
    keywords = {"t": None, "many": (1, 2)}
    for _, name, words, _ in extract_javascript(BytesIO(source.encode()), keywords, [], {}):
        found = [words] if isinstance(words, str) else list(words)
        yield said(path, str(name), found, [None])


FINDERS = {".py": in_python, ".html": in_template, ".xml": in_template, ".js": in_script}


def plainer(one: Said) -> Iterator[Said]:
    """Yield a message, and what a page says of it: there a button stands for the command."""
    yield one
    short = COMMAND.sub("", one.one)
    if short != one.one and one.other is None and PLACE.sub("", short).strip():
        yield Said(one.path, short, None, None)


def said(path: str, name: str, words: list[object], given: Iterable[str | None]) -> Said:
    """Put together what one call says. Raises SystemExit for one that we cannot read."""
    wanted = words[: 2 if name == "many" else 1]
    if not wanted or not all(isinstance(one, str) and one for one in wanted):
        raise SystemExit(f"{path}: {name}(…) wants its words as they are, not put together")
    names = list(given)
    known = None if None in names else frozenset(filter(None, names))
    if known is not None and name == "many":
        known |= {"n"}
    return Said(path, str(wanted[0]), str(wanted[1]) if name == "many" else None, known)


def faults_of(one: Said) -> Iterator[str]:
    """Say where the places of a message are not those that are filled."""
    if one.given is None or (not one.given and one.other is None):
        return
    places = places_of(one.one) | places_of(one.other or "")
    if places != one.given and places | {"n"} != one.given:
        yield f"{one.path}: “{one.one}” is given {', '.join(sorted(one.given))}"


def places_of(message: str) -> frozenset[str]:
    """Return the names between braces."""
    return frozenset(PLACE.findall(message))


# ---- the files -------------------------------------------------------------------------------


def gathered(said: Iterable[Said]) -> Catalog:
    """Put all messages into a template."""
    template = Catalog(project="Artkeep")
    for one in said:
        known = template.get(one.one)
        if one.other is None and known and known.pluralizable:
            template.add(known.id, locations=[(one.path, None)])
            continue
        if one.other is not None and known and not known.pluralizable:
            places = known.locations
            template.delete(one.one)
            template.add((one.one, one.other), locations=places)
        template.add((one.one, one.other) if one.other else one.one, locations=[(one.path, None)])
    return template


def written(catalog: Catalog) -> bytes:
    """Return a catalogue as a file, without what changes by itself."""
    file = BytesIO()
    write_po(
        file, catalog, width=100, include_lineno=False, sort_by_file=True, ignore_obsolete=True
    )
    return DATED.sub(b"", file.getvalue())


def write(template: Catalog, languages: Iterable[str]) -> None:
    """Write the template, and bring each language in step; what is new there is empty."""
    template.header_comment = HEAD.format(language="English")
    POT.write_bytes(written(template))
    for code in languages:
        path = po_of(code)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(in_step(template, code)))


def in_step(template: Catalog, code: str) -> Catalog:
    """Return a translation with exactly the messages of the template."""
    locale = Locale.parse(code, sep="-")
    catalog = translation(code) if po_of(code).exists() else Catalog(locale, project="Artkeep")
    catalog.update(template, no_fuzzy_matching=True)
    catalog.locale, catalog.fuzzy = locale, False
    catalog.version = catalog.msgid_bugs_address = ""
    catalog.last_translator = catalog.language_team = ""
    catalog.header_comment = HEAD.format(language=locale.english_name)
    return catalog


def translation(code: str) -> Catalog:
    """Read the translation into a language."""
    with po_of(code).open("rb") as file:
        return read_po(file, Locale.parse(code, sep="-"))


# ---- what is not in order --------------------------------------------------------------------


def stale(template: Catalog) -> Iterator[str]:
    """Say what the files lack, and what translators missed."""
    template.header_comment = HEAD.format(language="English")
    if not POT.exists() or written(template) != POT.read_bytes():
        yield "artkeep.pot is out of date; write it anew with: run.py docs"
    for code in codes()[1:]:
        known = translation(code)
        for one in template:
            if one.id:
                yield from (f"{code}: {fault}" for fault in amiss(one, known.get(one.id)))


def amiss(one: Message, known: Message | None) -> Iterator[str]:
    """Say what is wrong with the translation of a message."""
    name = one.id if isinstance(one.id, str) else one.id[0]
    forms = [] if known is None else [*texts_in(known.string)]
    if known is None or known.fuzzy or not forms or not all(forms):
        yield f"“{name}” is not translated"
        return
    wanted = frozenset().union(*map(places_of, texts_in(one.id)))
    for form in forms:
        spare = frozenset({"n"}) if one.pluralizable else frozenset()
        if places_of(form) | spare != wanted | spare:
            yield f"“{form}” has other places than “{name}”"
        if not one.pluralizable and sorted(TAG.findall(form)) != sorted(TAG.findall(name)):
            yield f"“{form}” has other tags than “{name}”"


def texts_in(said: object) -> list[str]:
    """Return the forms of a message or a translation."""
    return [said] if isinstance(said, str) else [str(one or "") for one in said or ()]


if __name__ == "__main__":
    sys.exit(main())
