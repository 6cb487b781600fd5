"""Machine code in memory, and the way to call it."""

import ctypes
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

PREFIX = "artkeep_"  # so that no name is that of something else in the process


class Argument(NamedTuple):
    """What a kernel wants: a number (`dimensions` 0) or an array of one kind of numbers."""

    kind: str
    dimensions: int
    is_written: bool


class Kernel:
    """One compiled function; its source says what it takes and returns.

    Arrays have to be of the right kind, in C's order: compiled code looks at nothing but bytes.
    """

    def __init__(self, engine: Any, name: str, arguments: Sequence[Argument]) -> None:
        self._engine = engine  # as long as it is there, so is the code
        self._arguments = [(each, np.dtype(each.kind)) for each in arguments]
        words = [word for argument in arguments for word in _words(argument)]
        pointers = [ctypes.c_void_p, ctypes.c_void_p]  # numba's: where the result goes, an error
        self._function = ctypes.CFUNCTYPE(ctypes.c_int32, *pointers, *words)(
            engine.get_function_address(PREFIX + name)
        )

    def __call__(self, *given: Array | float) -> int:
        """Run it; other threads go on. Raises TypeError for arrays of another kind."""
        result, error = ctypes.c_int64(), ctypes.c_void_p()
        words: list[object] = [ctypes.addressof(result), ctypes.addressof(error)]
        for (argument, kind), value in zip(self._arguments, given, strict=True):
            if isinstance(value, np.ndarray):
                _check(argument, kind, value)
                words += [None, None, value.size, value.itemsize, value.ctypes.data]
                words += value.shape + value.strides
            else:
                words.append(value)
        if self._function(*words):
            raise RuntimeError("compiled code failed")
        return result.value


def _words(argument: Argument) -> Iterator[Any]:
    """Yield the C types in which an argument is handed over, as numba lays them out."""
    if not argument.dimensions:
        yield ctypes.c_double if argument.kind == "float64" else ctypes.c_int64
        return
    yield from (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p)
    yield from [ctypes.c_int64] * (2 * argument.dimensions)


def _check(argument: Argument, kind: np.dtype[Any], value: Array) -> None:
    flags = value.flags
    right = value.dtype == kind and value.ndim == argument.dimensions
    if not (right and flags.c_contiguous and flags.aligned):
        raise TypeError(f"a kernel wants {argument}, not {value.dtype} of shape {value.shape}")
    if argument.is_written and not flags.writeable:
        raise TypeError("a kernel cannot write into this array")


@dataclass(frozen=True, slots=True)
class Kernels:
    """All of them, by name."""

    scan: Kernel
    probe: Kernel
    count: Kernel
    place: Kernel
    nearest_lists: Kernel
    tally: Kernel
    vote: Kernel
    agree: Kernel
    lay: Kernel
    compare_cells: Kernel


NAMES = tuple(field.name for field in fields(Kernels))


def packed(code: bytes, arguments: Mapping[str, Sequence[Argument]]) -> bytes:
    """Return the content of a file of kernels: a line that describes them, then their code."""
    return json.dumps(arguments).encode() + b"\n" + code


def running(content: bytes) -> Kernels:
    """Load what `packed` made, on the machine for which it was compiled."""
    llvm = compiler()
    line, _, code = content.partition(b"\n")
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    known = json.loads(line)
    return Kernels(*(_kernel(engine, name, known[name]) for name in NAMES))


def _kernel(engine: Any, name: str, arguments: list[Any]) -> Kernel:
    return Kernel(engine, name, [Argument(*each) for each in arguments])


def compiler() -> Any:
    """Return LLVM. Half of what loading kernels takes is importing it; who needs none saves it."""
    import llvmlite.binding  # type: ignore[import-untyped]  # noqa: PLC0415 - a tenth of a second

    return llvmlite.binding


def target_machine() -> Any:
    """Return LLVM's description of this machine, for code that is run at once."""
    llvm = compiler()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=llvm.get_host_cpu_features().flatten(),
        opt=3,
        reloc="pic",
        codemodel="jitdefault",
        jit=True,
    )
