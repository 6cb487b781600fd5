"""A pickle read without Python's own reader: nothing is imported, nothing is called.

A pickle is a program for a small machine with a stack. This machine knows only the instructions
that containers, text, numbers and a few arrays are written with. What a name stands for is looked
up in a table of ours, and what is "called" is done here, on plain values. Anything else is
refused: an instruction, a name, a protocol, more instructions or a higher stack than any database
has.
"""

import pickletools
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_STEPS = 60_000_000  # a database of 400,000 pictures has half of that
MOST_HEIGHT = 4_000_000  # of the stack
HIGHEST = 5  # protocol


class Refused(Exception):
    """A pickle that is none of ours; the message says why."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a pickle may use; it stands for nothing but itself."""

    module: str
    name: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """An array, whose numbers are of no use to us; for a type of numbers, its `code`."""

    code: str = ""


_CORES = ("numpy.core", "numpy._core")
_DTYPE, _NDARRAY = Name("numpy", "dtype"), Name("numpy", "ndarray")
_LEVELS = frozenset(Name(module, "_FailureLevel") for module in ("fapdata", "fapfavorites.fapdata"))
_FROM_BUFFER = frozenset(Name(f"{core}.numeric", "_frombuffer") for core in _CORES)
_RECONSTRUCT = frozenset(Name(f"{core}.multiarray", "_reconstruct") for core in _CORES)
_SCALAR = frozenset(Name(f"{core}.multiarray", "scalar") for core in _CORES)
# some Pythons (3.11.0 to 3.11.3) write a member as `getattr(its class, its name)`
_GETATTR = Name("builtins", "getattr")
_LEVEL_WORDS = {"PAGE": 1, "URL": 2, "FULL": 3}  # a level by a word of its name
_LEVEL_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,40}")
NAMES = _LEVELS | {_GETATTR} | _FROM_BUFFER | _RECONSTRUCT | _SCALAR | {_DTYPE, _NDARRAY}
_FORMATS = {"f4": "<f", "f8": "<d", "i4": "<i", "i8": "<q"}


@dataclass(slots=True)
class Machine:
    """What the instructions work on."""

    stack: list[Any] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)
    memo: list[Any] = field(default_factory=list)

    def pop(self) -> Any:
        if not self.stack or (self.marks and len(self.stack) <= self.marks[-1]):
            raise Refused("its stack runs empty")
        return self.stack.pop()

    def since_mark(self) -> list[Any]:
        if not self.marks:
            raise Refused("it lacks a mark")
        start = self.marks.pop()
        since = self.stack[start:]
        del self.stack[start:]
        return since

    def top(self, kind: type) -> Any:
        if not self.stack or type(self.stack[-1]) is not kind:
            raise Refused(f"it fills something that is no {kind.__name__}")
        return self.stack[-1]


def load(content: bytes) -> Any:
    """Return what a pickle holds: dicts, lists, sets, tuples, text, numbers. Raises Refused."""
    machine = Machine()
    try:
        for step, (code, argument, _) in enumerate(pickletools.genops(content)):
            if step > MOST_STEPS or len(machine.stack) > MOST_HEIGHT:
                raise Refused("it is larger than any database")
            if code.name == "STOP":
                return machine.pop()
            do = _STEPS.get(code.name)
            if do is None:
                raise Refused(f"{code.name} has no place in a database")
            do(machine, argument)
    except (ValueError, TypeError, IndexError, OverflowError, struct.error) as error:
        raise Refused(f"it is damaged: {str(error)[:100]}") from error
    raise Refused("it ends too soon")


def _push(machine: Machine, argument: Any) -> None:
    machine.stack.append(argument)


def _new(make: Callable[[], Any]) -> Callable[[Machine, Any], None]:
    return lambda machine, _: machine.stack.append(make())


def _proto(_machine: Machine, number: int) -> None:
    if number > HIGHEST:
        raise Refused(f"protocol {number} is none that we know")


def _mark(machine: Machine, _: Any) -> None:
    machine.marks.append(len(machine.stack))


def _tuple(number: int) -> Callable[[Machine, Any], None]:
    def make(machine: Machine, _: Any) -> None:
        parts = [machine.pop() for _ in range(number)]
        machine.stack.append(tuple(reversed(parts)))

    return make


def _tuple_since(machine: Machine, _: Any) -> None:
    machine.stack.append(tuple(machine.since_mark()))


def _frozenset(machine: Machine, _: Any) -> None:
    machine.stack.append(frozenset(machine.since_mark()))


def _append(machine: Machine, _: Any) -> None:
    last = machine.pop()
    machine.top(list).append(last)


def _appends(machine: Machine, _: Any) -> None:
    more = machine.since_mark()
    machine.top(list).extend(more)


def _add_items(machine: Machine, _: Any) -> None:
    more = machine.since_mark()
    machine.top(set).update(more)


def _set_item(machine: Machine, _: Any) -> None:
    value, key = machine.pop(), machine.pop()
    machine.top(dict)[key] = value


def _set_items(machine: Machine, _: Any) -> None:
    more = machine.since_mark()
    machine.top(dict).update(zip(more[::2], more[1::2], strict=True))


def _memoize(machine: Machine, _: Any) -> None:
    if not machine.stack:
        raise Refused("its stack runs empty")
    machine.memo.append(machine.stack[-1])


def _put(machine: Machine, number: int) -> None:
    if number != len(machine.memo):
        raise Refused("it numbers what it remembers in leaps")
    _memoize(machine, None)


def _get(machine: Machine, number: int) -> None:
    if number >= len(machine.memo):
        raise Refused("it remembers what never was")
    machine.stack.append(machine.memo[number])


def _name(machine: Machine, _: Any) -> None:
    name, module = machine.pop(), machine.pop()
    if type(name) is not str or type(module) is not str or Name(module, name) not in NAMES:
        raise Refused(f"it asks for {str(module)[:60]}.{str(name)[:60]}")
    machine.stack.append(Name(module, name))


def _reduce(machine: Machine, _: Any) -> None:
    """Do what a name stands for, on plain values."""
    told, name = machine.pop(), machine.pop()
    if type(told) is not tuple or type(name) is not Name:
        raise Refused("it calls what is no name")
    machine.stack.append(_made(name, told))


def _made(name: Name, told: tuple[Any, ...]) -> Any:
    if name == _DTYPE and told and type(told[0]) is str:
        return Numbers(told[0])
    if name in _FROM_BUFFER | _RECONSTRUCT:
        return Numbers()
    if name in _LEVELS and len(told) == 1 and told[0] in {1, 2, 3}:
        return told[0]
    if name == _GETATTR and len(told) == 2 and told[0] in _LEVELS:  # noqa: PLR2004 - class, name
        return _level(told[1])
    if name in _SCALAR and len(told) == 2:  # noqa: PLR2004 - its type and its bytes
        return _scalar(*told)
    raise Refused(f"it calls {name.name} in a way of its own")


def _level(name: Any) -> int:
    """Return which level a member's name means; 0: one that we do not know."""
    if type(name) is not str or not _LEVEL_NAME.fullmatch(name):
        raise Refused("it asks for something of a level that is none")
    return next((level for word, level in _LEVEL_WORDS.items() if word in name), 0)


def _scalar(kind: Any, content: Any) -> int | float:
    if type(kind) is not Numbers or type(content) is not bytes or kind.code not in _FORMATS:
        raise Refused("it has a number of a strange kind")
    number: int | float = struct.unpack(_FORMATS[kind.code], content)[0]
    return number


def _build(machine: Machine, _: Any) -> None:
    """Pass over what an array is told of itself."""
    machine.pop()
    machine.top(Numbers)


_PUSHED = (
    *("BININT", "BININT1", "BININT2", "LONG1", "LONG4", "BINFLOAT"),
    *("SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"),
    *("SHORT_BINBYTES", "BINBYTES", "BINBYTES8", "BYTEARRAY8"),
)
_STEPS: Mapping[str, Callable[[Machine, Any], None]] = {
    **dict.fromkeys(_PUSHED, _push),
    "NONE": lambda machine, _: machine.stack.append(None),
    "NEWTRUE": lambda machine, _: machine.stack.append(True),
    "NEWFALSE": lambda machine, _: machine.stack.append(False),
    "PROTO": _proto,
    "FRAME": lambda _machine, _: None,
    "MARK": _mark,
    "EMPTY_DICT": _new(dict),
    "EMPTY_LIST": _new(list),
    "EMPTY_SET": _new(set),
    "EMPTY_TUPLE": _new(tuple),
    "TUPLE1": _tuple(1),
    "TUPLE2": _tuple(2),
    "TUPLE3": _tuple(3),
    "TUPLE": _tuple_since,
    "FROZENSET": _frozenset,
    "APPEND": _append,
    "APPENDS": _appends,
    "ADDITEMS": _add_items,
    "SETITEM": _set_item,
    "SETITEMS": _set_items,
    "MEMOIZE": _memoize,
    "BINPUT": _put,
    "LONG_BINPUT": _put,
    "BINGET": _get,
    "LONG_BINGET": _get,
    "STACK_GLOBAL": _name,
    "REDUCE": _reduce,
    "BUILD": _build,
}
