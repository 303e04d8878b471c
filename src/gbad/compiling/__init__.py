"""How kernels are compiled, below the one decorator that everybody uses (``gbad._jit``)."""
