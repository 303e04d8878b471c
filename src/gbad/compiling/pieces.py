"""Kernels as pieces of other kernels: compiled to LLVM's bitcode and no further.

A kernel that another kernel calls is linked into it as bitcode; its own machine code and the entry by which Python
would call it are never used. Every kernel has therefore two lives (:class:`Kernel`): what Python calls is compiled in
full, what kernels call is its twin, compiled without either. Each is made when it is first asked for, and kept on disk.

Leans on the inside of numba (dispatcher, target context, code library), so that its versions are bounded above in
``pyproject.toml``; ``tests/compiling/test_pieces.py`` looks whether it holds.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from numba.core import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompileResult
from numba.core.registry import CPUDispatcher

Keeping = Callable[[], AbstractContextManager[None]]


class Kernel(CPUDispatcher):
    """A kernel as Python calls it; kernels that name it get its twin."""

    def __init__(self, function: Callable[..., Any], options: dict[str, Any], keeping: Keeping) -> None:
        self._twin: CPUDispatcher | None = None
        self._keeping = keeping
        super().__init__(function, targetoptions={"nopython": True, "boundscheck": None} | options)
        with keeping():
            self.enable_caching()

    @property
    def _numba_type_(self) -> types.Dispatcher:
        """What the compiler takes the kernel's name to mean."""
        if self._twin is None:
            self._twin = CPUDispatcher(
                self.py_func, targetoptions=self.targetoptions | {"no_cpython_wrapper": True}, pipeline_class=_Compiler
            )
            with self._keeping():
                self._twin._cache = _Cache(self.py_func)
        return types.Dispatcher(self._twin)


class _Library(JITCodeLibrary):
    """Code that is optimised and can be linked into other code; the machine never sees it alone."""

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:
        return 0

    def serialize_using_object_code(self) -> tuple[str, str, bytes]:
        return self.serialize_using_bitcode()


class _Codegen:
    """numba's code generator, with libraries of the kind above."""

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)

    def create_library(self, name: str, **options: Any) -> _Library:
        return _Library(self, name, **options)

    def unserialize_library(self, serialized: Any) -> Any:
        return _Library._unserialize(self, serialized)

    def set_env(self, name: str, environment: Any) -> None:
        """Only machine code has one."""


def _of_pieces(context: Any) -> Any:
    """A target context whose functions become pieces; what it knows of others is shared."""
    pieces = copy.copy(context)
    pieces._internal_codegen = _Codegen(context.codegen())
    return pieces


class _Compiler(Compiler):
    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.state.targetctx = _of_pieces(self.state.targetctx)


class _Kept(CompileResultCacheImpl):
    def get_filename_base(self, fullname: str, abiflags: str) -> str:
        return f"{super().get_filename_base(fullname, abiflags)}.piece"

    def rebuild(self, target_context: Any, payload: Any) -> CompileResult:
        return CompileResult._rebuild(_of_pieces(target_context), *payload)


class _Cache(FunctionCache):
    _impl_class = _Kept
