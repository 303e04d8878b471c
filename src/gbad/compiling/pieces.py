"""Kernels as pieces of other kernels, and kernels from disk: neither does more than it is asked for.

A kernel that another kernel calls is linked into it as LLVM's bitcode; its own machine code and the entry by which
Python would call it are never used. Every kernel has therefore two lives (:class:`Kernel`): what Python calls is
compiled in full, what kernels call is its twin, compiled without either. Each is made when it is first asked for, and
kept on disk.

What Python calls is never linked into anything: of it only machine code is kept, with the names it defines and those it
needs. Taking it up again needs neither bitcode nor what the compiler knows of numpy, lists, sets and scipy, which numba
reads first of all (half a second).

Leans on the inside of numba (dispatcher, target context, code library, cache, environments), so that its versions are
bounded above in ``pyproject.toml``; ``tests/compiling/test_pieces.py`` looks whether it holds.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import llvmlite.binding
from numba.core import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompileResult
from numba.core.compiler_lock import global_compiler_lock
from numba.core.environment import Environment
from numba.core.registry import CPUDispatcher
from numba.core.runtime import rtsys

Keeping = Callable[[], AbstractContextManager[None]]


class Kernel(CPUDispatcher):
    """A kernel as Python calls it; kernels that name it get its twin."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any], keeping: Keeping) -> None:
        self._twin: CPUDispatcher | None = None
        self._keeping = keeping
        self._looked = False
        super().__init__(function, targetoptions={"nopython": True, "boundscheck": None} | options)

    def compile(self, signature: Any) -> Any:
        """Find it on disk or compile it. Most kernels of a process are never called: their folder is not looked at."""
        with global_compiler_lock:
            if not self._looked:
                with self._keeping():
                    self._cache = _WholeCache(self.py_func)
                self._looked = True
            return super().compile(signature)

    @property
    def _numba_type_(self) -> types.Dispatcher:
        """What the compiler takes the kernel's name to mean."""
        if self._twin is None:
            self._twin = CPUDispatcher(
                self.py_func, targetoptions=self.targetoptions | {"no_cpython_wrapper": True}, pipeline_class=_Compiler
            )
            with self._keeping():
                self._twin._cache = _PieceCache(self.py_func)
        return types.Dispatcher(self._twin)


class _Piece(JITCodeLibrary):
    """Code that is optimised and can be linked into other code; the machine never sees it alone."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        return self.serialize_using_bitcode()


class _Whole(JITCodeLibrary):
    """Machine code from disk, which nothing is linked with."""

    @classmethod
    def _unserialize(cls, codegen: Any, state: tuple[str, bytes, frozenset[str]]) -> _Whole:
        name, code, defined = state
        library: _Whole = codegen.create_library(name)
        library.enable_object_caching()
        library._set_compiled_object(code)
        library._finalize_final_module()
        codegen._engine._defined_symbols |= defined
        return library


class _Codegen:
    """numba's code generator, with libraries of a kind above."""

    def __init__(self, numbas: Any, library: type[JITCodeLibrary]) -> None:
        self._numbas = numbas
        self._library = library

    def __getattr__(self, name: str) -> Any:
        return getattr(self._numbas, name)

    def create_library(self, name: str, **options: Any) -> JITCodeLibrary:
        return self._library(self, name, **options)

    def unserialize_library(self, serialized: Any) -> Any:
        return self._library._unserialize(self, serialized)

    def set_env(self, name: str, environment: Any) -> None:
        # only machine code has one
        if self._library is not _Piece:
            self._numbas.set_env(name, environment)


def _making(library: type[JITCodeLibrary], context: Any) -> Any:
    """A target context whose functions become libraries of that kind; what it knows of others is shared."""
    other = copy.copy(context)
    other._internal_codegen = _Codegen(context.codegen(), library)
    return other


class _Compiler(Compiler):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.state.targetctx = _making(_Piece, self.state.targetctx)


class _KeptPiece(CompileResultCacheImpl):
    def get_filename_base(self, fullname: str, abiflags: str) -> str:
        return f"{super().get_filename_base(fullname, abiflags)}.piece"

    def rebuild(self, target_context: Any, payload: Any) -> CompileResult:
        return CompileResult._rebuild(_making(_Piece, target_context), *payload)


class _PieceCache(FunctionCache):
    _impl_class = _KeptPiece


# what code asks of Python while it runs; without constants there is nothing to ask, whichever file it came from
_EMPTY = Environment({})


class _KeptWhole(CompileResultCacheImpl):
    def reduce(self, compiled: CompileResult) -> Any:
        (name, _, (code, _)), *rest, environments = super().reduce(compiled)
        module = compiled.library._final_module
        named = [*module.functions, *module.global_variables]
        needed = {value.name for value in named if value.is_declaration and not value.name.startswith("llvm.")}
        defined = {value.name for value in named if not value.is_declaration}
        # an environment from disk loads its module, be it numba's linear algebra: only those with constants are kept
        empty = tuple(environment.env_name for environment in environments if not environment.consts)
        full = tuple(environment for environment in environments if environment.consts)
        return frozenset(needed), empty, ((name, code, frozenset(defined)), *rest, full)

    def rebuild(self, target_context: Any, payload: Any) -> CompileResult:
        needed, empty, kept = payload
        # memory that kernels and Python share; the compiler may be far from ready
        rtsys.initialize(target_context)
        if any(llvmlite.binding.address_of_symbol(name) is None for name in needed):
            target_context.refresh()  # with it come the functions that numba's own modules hand to the machine
        result = CompileResult._rebuild(_making(_Whole, target_context), *kept)
        for name in empty:
            result.library.codegen.set_env(name, _EMPTY)
        return result


class _WholeCache(FunctionCache):
    _impl_class = _KeptWhole

    def load_overload(self, signature: Any, target_context: Any) -> CompileResult | None:
        """As numba's, without making the compiler ready first: it makes itself ready when there is nothing to load."""
        with self._guard_against_spurious_io_errors():
            found: CompileResult | None = self._load_overload(signature, target_context)
            return found
        return None
