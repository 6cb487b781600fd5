"""What all kernels are written with. What is compiled is invisible to the measurement of coverage.

Import this, and the modules of kernels, in `compiling` only: it brings numba.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic

Words = npt.NDArray[np.uint64]  # (n, 4): 256 bits each
Numbers = npt.NDArray[np.uint32]
Bytes = npt.NDArray[np.uint8]
Integers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]
Weights = npt.NDArray[np.float32]
Int = Any  # a Python int or a NumPy integer: compiled, they are the same
Function = TypeVar("Function", bound=Callable[..., Any])

INT = types.int64
REAL = types.float64


def given(kind: Any, dimensions: int = 1) -> Any:
    """Return the type of an array that is only read."""
    return types.Array(kind, dimensions, "C", readonly=True)


def written(kind: Any, dimensions: int = 1) -> Any:
    """Return the type of an array that is written to."""
    return types.Array(kind, dimensions, "C")


def compiled(*signature: Any) -> Callable[[Function], Function]:
    """Compile a function of these arguments, which returns an integer."""
    made = njit(INT(*signature), nogil=True, error_model="numpy")
    return cast("Callable[[Function], Function]", made)


def inlined(function: Function) -> Function:
    """Compile as a part of those who call it."""
    return cast("Function", njit(function, error_model="numpy"))


def _generate_ones(_typing: Any, word: Any) -> Any:
    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return INT(word), generate


def _generate_root(_typing: Any, _number: Any) -> Any:
    """Have the processor take a square root, where Python's would call a library."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        made = builder.module.declare_intrinsic("llvm.sqrt", [ir.DoubleType()])
        return builder.call(made, arguments)

    return REAL(REAL), generate


def _generate_distance(_typing: Any, rows: Any, _row: Any, asked: Any, _query: Any) -> Any:
    """Compare all four words at once.

    LLVM does not find this by itself; the scan is a third faster for it.
    """
    four = ir.VectorType(ir.IntType(64), 4)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def load(array: int) -> Any:
            made = context.make_array(signature.args[array])(context, builder, arguments[array])
            at = builder.mul(arguments[array + 1], ir.IntType(64)(4))
            place = builder.bitcast(builder.gep(made.data, [at]), four.as_pointer())
            return builder.load(place, align=8)

        def call(name: str, result: Any, argument: Any) -> Any:
            known = builder.module.globals.get(name)
            kind = ir.FunctionType(result, [four])
            return builder.call(known or ir.Function(builder.module, kind, name), [argument])

        counts = call("llvm.ctpop.v4i64", four, builder.xor(load(0), load(2)))
        return call("llvm.vector.reduce.add.v4i64", ir.IntType(64), counts)

    return INT(rows, INT, asked, INT), generate


# How many bits of a word are ones.
ones = cast("Callable[[np.uint64], Int]", intrinsic(_generate_ones))

# In how many bits rows[row] and asked[query] differ: (rows, row, asked, query).
distance = cast("Callable[[Words, Int, Words, Int], Int]", intrinsic(_generate_distance))

# The square root of a number that is not negative.
root = cast("Callable[[float], float]", intrinsic(_generate_root))
