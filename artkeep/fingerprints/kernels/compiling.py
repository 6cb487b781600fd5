"""`python -m artkeep.fingerprints.kernels.compiling`: compile the kernels, print their file.

A program of its own, so that nobody else has numba in memory.
"""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

import llvmlite.binding as llvm  # type: ignore[import-untyped]
from numba import types

from artkeep.fingerprints.kernels import cells, laying, prints, votes
from artkeep.fingerprints.kernels.engine import (
    NAMES,
    PREFIX,
    Argument,
    packed,
    target_machine,
)

MODULES = (prints, votes, laying, cells)

# numba counts who holds an array that it has made; ours are all made by others, so nobody does.
_NEVER = "define void @NRT_MemInfo_call_dtor(ptr %held) { unreachable }"


def compiled(sources: Mapping[str, Any]) -> bytes:
    """Return the content of a file of kernels: functions that numba has compiled, by name."""
    machine = target_machine()
    whole = llvm.parse_assembly(_NEVER)
    for name, source in sources.items():
        whole.link_in(_alone(name, source))
    _finish(whole, machine)
    unknown = [each.name for each in _declared(whole)]
    assert not unknown, f"kernels call what is not there when they run: {unknown}"
    arguments = {name: list(_arguments(source)) for name, source in sources.items()}
    return packed(machine.emit_object(whole), arguments)


def sources() -> dict[str, Any]:
    """Return the kernels' sources by name."""
    everything = {name: each for module in MODULES for name, each in vars(module).items()}
    return {name: everything[name] for name in NAMES}


def _alone(name: str, source: Any) -> Any:
    """Return the LLVM module of one function; nothing else in it is seen."""
    (signature,) = source.signatures
    module = llvm.parse_assembly(source.inspect_llvm(signature))
    own = source.overloads[signature].fndesc.llvm_func_name
    for each in module.functions:
        if each.name == own:
            each.name = PREFIX + name
        elif not each.is_declaration:  # the ways for Python to call it, which nobody takes
            each.linkage = "internal"
    for variable in module.global_variables:
        if not variable.is_declaration:
            variable.linkage = "internal"
    return module


def _finish(module: Any, machine: Any) -> None:
    """Have LLVM leave out what is not used."""
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(3))
    builder.getModulePassManager().run(module, builder)


def _declared(module: Any) -> Iterator[Any]:
    for each in module.functions:
        if each.is_declaration and not each.name.startswith("llvm."):
            yield each


def _arguments(source: Any) -> Iterator[Argument]:
    (signature,) = source.signatures
    for each in signature:
        if isinstance(each, types.Array):
            yield Argument(str(each.dtype), each.ndim, each.mutable)
        else:
            yield Argument(str(each), 0, is_written=False)


if __name__ == "__main__":
    sys.stdout.buffer.write(compiled(sources()))
