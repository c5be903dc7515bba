"""How the C library keeps memory for us: in one place, and what is free goes back to the machine.

By default each thread gets a place of its own that never shrinks to what is used. Ours are many and small (one a
database connection), and take turns anyway. Measured with a hundred thousand readers and nothing to do: 119 to
121 MB so, and 105 to 107 MB with these two settings (`tests/benchmarks/bench_idle.py`).
"""

import ctypes

ARENA_MAX, TRIM_THRESHOLD = -8, -1
"""Parameters of glibc's mallopt (malloc.h)."""
GIVE_BACK_FROM = 64 * 1024


def be_thrifty() -> bool:
    """Set it for this process, before it has threads; False where the C library knows no such settings."""
    try:
        library = ctypes.CDLL(None)
        return bool(library.mallopt(ARENA_MAX, 1)) and bool(library.mallopt(TRIM_THRESHOLD, GIVE_BACK_FROM))
    except (OSError, AttributeError, TypeError):
        return False
