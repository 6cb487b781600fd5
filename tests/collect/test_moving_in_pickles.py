"""A pickle is read without ever doing what it asks for."""

import bz2
import pickle
import struct

import numpy as np
import pytest

from artkeep.collect.moving_in.imagefap import reading
from artkeep.errors import BadRequest
from artkeep.intake.pickled import child, machine, rows
from artkeep.intake.pickled.machine import Refused
from tests.collect.imagefap_databases import Shelf

HEAD = b"\x80\x05"


def text(words):
    return b"\x8c" + bytes([len(words)]) + words.encode()


def named(module, name):
    return text(module) + text(name) + b"\x93"


def call(module, name, *told):
    """Return a pickle that calls a function, as an attack does."""
    return HEAD + named(module, name) + b"(" + b"".join(map(text, told)) + b"tR."


def trap(path):
    return f"open({str(path)!r}, 'w')"


GADGETS = {
    "os.system": lambda path: call("os", "system", f"touch {path}"),
    "posix.system": lambda path: call("posix", "system", f"touch {path}"),
    "nt.system": lambda path: call("nt", "system", f"echo > {path}"),
    "subprocess.run": lambda path: call("subprocess", "run", f"touch {path}"),
    "subprocess.Popen": lambda path: call("subprocess", "Popen", f"touch {path}"),
    "pty.spawn": lambda _: call("pty", "spawn", "/bin/sh"),
    "eval": lambda path: call("builtins", "eval", trap(path)),
    "exec": lambda path: call("builtins", "exec", trap(path)),
    "eval of Python 2": lambda path: call("__builtin__", "eval", trap(path)),
    "compile": lambda path: call("builtins", "compile", trap(path), "x", "exec"),
    "open": lambda path: call("builtins", "open", str(path), "w"),
    "getattr": lambda _: call("builtins", "getattr", "x", "__class__"),
    "__import__": lambda _: call("builtins", "__import__", "antigravity"),
    "importlib": lambda _: call("importlib", "import_module", "antigravity"),
    "pickle in pickle": lambda path: call("pickle", "loads", f"cos\nsystem\n(S'touch {path}'\ntR."),
    "marshal": lambda _: call("marshal", "loads", "x"),
    "types.FunctionType": lambda _: call("types", "FunctionType", "x"),
    "types.CodeType": lambda _: call("types", "CodeType", "x"),
    "operator": lambda _: call("operator", "attrgetter", "__globals__"),
    "functools.partial": lambda _: call("functools", "partial", "x"),
    "runpy": lambda path: call("runpy", "run_path", str(path)),
    "timeit": lambda path: call("timeit", "timeit", trap(path)),
    "code": lambda path: call("code", "interact", trap(path)),
    "ctypes": lambda _: call("ctypes", "CDLL", "libc.so.6"),
    "shutil.rmtree": lambda path: call("shutil", "rmtree", str(path.parent)),
    "pathlib": lambda path: call("pathlib", "Path.touch", str(path)),
    "urllib": lambda _: call("urllib.request", "urlopen", "http://127.0.0.1/"),
    "socket": lambda _: call("socket", "create_connection", "127.0.0.1"),
    "numpy runs text": lambda path: call("numpy.testing._private.utils", "runstring", trap(path)),
    "numpy opens files": lambda path: call("numpy", "load", str(path)),
    "a way through an allowed name": lambda _: call("numpy", "dtype.__class__.__subclasses__"),
    "ours": lambda _: call("artkeep.intake.pickled.machine", "load", "x"),
    "the old way to name": lambda path: b"cos\nsystem\n(S'touch " + str(path).encode() + b"'\ntR.",
    "the old way to make": lambda path: b"(S'touch " + str(path).encode() + b"'\nios\nsystem\n.",
    "obj": lambda _: HEAD + b"(" + named("numpy", "dtype") + text("f4") + b"o.",
    "newobj": lambda _: HEAD + named("numpy", "ndarray") + b")\x81.",
    "newobj_ex": lambda _: HEAD + named("numpy", "ndarray") + b")}\x92.",
    "a state for a dict": lambda _: HEAD + b"}" + b"}" + text("__class__") + text("x") + b"sb.",
    "an extension": lambda _: HEAD + b"\x82\x01.",
    "a name from elsewhere": lambda _: HEAD + b"Nx." + b"Pfile:///etc/passwd\n.",
    "a name by number": lambda _: HEAD + b"K\x01Q.",
    "a buffer from elsewhere": lambda _: HEAD + b"\x97.",
    "a name that is no text": lambda _: HEAD + b"K\x01K\x02\x93.",
    "calling text": lambda _: HEAD + text("os.system") + b"(" + text("ls") + b"tR.",
    "a strange number": lambda _: (
        HEAD + named("numpy._core.multiarray", "scalar") + b"(" + named("numpy", "dtype")
        + b"(" + text("O8") + b"tR" + b"C\x08" + b"\x00" * 8 + b"tR."
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GADGETS)
def test_what_a_pickle_asks_for_is_refused_and_never_done(name, tmp_path):
    trapped = tmp_path / "done"

    with pytest.raises(Refused):
        machine.load(GADGETS[name](trapped))

    assert not trapped.exists()
    assert tmp_path.exists()


BOMBS = {
    "nothing": b"",
    "no end": HEAD + b"}",
    "an empty stack": HEAD + b".",
    "a protocol to come": b"\x80\x06N.",
    "a far memory": HEAD + b"Nr\xff\xff\xff\xff.",
    "what never was remembered": HEAD + b"j\xff\xff\xff\x7f.",
    "remembering nothing": HEAD + b"\x94.",
    "a mark that is not there": HEAD + b"t.",
    "through a mark": HEAD + b"N(\x85.",
    "text of four gigabytes": HEAD + b"X\xff\xff\xff\xff.",
    "text of eight exabytes": HEAD + b"\x8d" + struct.pack("<Q", 2**63) + b".",
    "a key that cannot be one": HEAD + b"}]Ns.",
    "half a pair": HEAD + b"}(NNNu.",
    "a list that is a number": HEAD + b"K\x01(Ne.",
    "a set that is a list": HEAD + b"](N\x90.",
    "high": HEAD + b"N" * (machine.MOST_HEIGHT + 2) + b".",
    "no pickle": b"SQLite format 3\x00",
    "half a frame": HEAD + b"\x95\xff",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_damaged_or_monstrous_pickle_is_refused(name):
    with pytest.raises(Refused):
        machine.load(BOMBS[name])


@pytest.mark.parametrize(
    "held",
    [
        {"a": [1, 2.5, None, True, False], 7: ("x", ("y",), (), (1, 2, 3, 4))},
        {"s": {1, 2}, "f": frozenset({"x"}), "b": b"x", "big": 2**100, "less": -5},
        {"same": ["é", "é"] * 300, "long": "x" * 70_000},
    ],
)
@pytest.mark.parametrize("protocol", [4, 5])
def test_plain_values_are_read_as_python_reads_them(held, protocol):
    content = pickle.dumps(held, protocol=protocol)

    assert pickle.loads(content) == machine.load(content)


def test_arrays_are_passed_over_and_their_numbers_read():
    held = {"cnn": np.zeros(576, np.float32), "score": np.float32(0.5), "deep": np.float64(2.0)}

    read = machine.load(pickle.dumps(held, protocol=5))

    assert (0.5, 2.0) == (read["score"], read["deep"])
    assert isinstance(read["cnn"], machine.Numbers)


def base(**more):
    return {"users": {}, "favorites": {}, "tags": {}, "blobs": {}, "duplicates_index": {}} | more


SHA = "ab" * 32
SPOTS = {("x", 1, 2): ("n", ["keep"]), (1, 2, 3): ("n", ["keep"])}
FOLDER = {"name": 7, "images": ["x", -1, None, 2**200], "failed_images": {(1,)}}
GROUP = {"verdicts": {SHA: "keep"}, "sources": {"m": {"p": 1, ("a", "b"): 2}}}
HOSTILE = [
    base(users=7, favorites=[], tags="x", blobs=None, duplicates_index=5),
    base(users={"../..": "x", -1: "y", 3: 4, 5: {"name": ["x"]}, True: "z"}),
    base(favorites={77: {501: FOLDER, "x": {}}, "y": 7}),
    base(blobs={"../../etc/passwd": {}, SHA: {"loc": {(1, 2), "x"}, "ext": "../x", "sz": -1}}),
    base(blobs={SHA: {"loc": SPOTS, "tags": 7, "gone": {1: ((), {}, 3)}}}),
    base(duplicates_index={"x": {SHA: ["keep"], "y": "keep"}, "z": 5}),
    base(duplicates_registry={"x": GROUP}),
    base(configs={"x": {"y": float("nan"), 7: "z"}}),
    base(tags={1: {"name": "a\x00\ud800", "tags": {2: {"name": "b", "tags": 9}}}}),
]


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_odd_values_in_a_database_are_left_out(number):
    told = list(rows.of(HOSTILE[number]))

    assert all(isinstance(row[0], str) for row in told)
    assert "passwd" not in str(told)


def test_tags_below_tags_without_end_are_refused():
    endless = {"name": "x", "tags": {}}
    endless["tags"] = {1: endless}

    with pytest.raises(Refused, match="too deeply"):
        list(rows.of(base(tags={1: endless})))


def member(name, module="fapdata", of="_FailureLevel"):
    """Return a pickle of an enum's member as some Pythons write it."""
    return HEAD + named("builtins", "getattr") + named(module, of) + text(name) + b"\x86R."


@pytest.mark.parametrize(
    ("name", "level"), [("PAGE", 1), ("URL_EXTRACTION", 2), ("FULL_RES", 3), ("NEWER", 0)]
)
def test_a_level_is_read_as_every_python_writes_it(name, level):
    assert level == machine.load(member(name))


@pytest.mark.parametrize("name", ["__class__", "mro", "", "PAGE.x", "P" * 99])
def test_nothing_else_is_had_of_a_level(name):
    with pytest.raises(Refused):
        machine.load(member(name))


def test_nothing_is_had_of_anything_else():
    with pytest.raises(Refused, match=r"asks for os\.path"):
        machine.load(member("PAGE", "os", "path"))


# ---- the process that reads --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (call("os", "system", "touch done"), "asks for os.system"),
        (pickle.dumps([1, 2]), "no database of the imagefap tool"),
        (pickle.dumps(base() | {"duplicates_index": 1}), None),
        (pickle.dumps({"users": {}, "favorites": {}, "tags": {}, "blobs": {}}), "revision"),
        (b"BZh9 damaged", "damaged"),
        (bz2.compress(pickle.dumps(base()))[:-9], "ends too soon"),
        (b"", "ends too soon|damaged"),
    ],
)
def test_the_process_says_why_it_refuses(tmp_path, content, why):
    path = tmp_path / "imagefap.database"
    path.write_bytes(content)
    if why is None:
        assert [] == reading.read(path, None).blobs
        return
    with pytest.raises(BadRequest, match=why):
        reading.read(path, None)


def test_a_packed_bomb_is_refused():
    bomb = bz2.compress(bytes(1 << 24))

    assert bytes(1 << 24) == child.unpacked(bomb)
    with pytest.raises(Refused, match="larger than any database"):
        child.unpacked(bomb, most=1 << 23)


def test_a_database_is_named_by_itself_or_its_folder(tmp_path):
    shelf = Shelf(tmp_path / "fap")
    path = shelf.written(1)

    assert path == reading.place_of(path) == reading.place_of(path.parent)
    with pytest.raises(BadRequest, match=r"no imagefap\.database"):
        reading.place_of(tmp_path)
