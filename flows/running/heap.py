"""One heap for all threads of a process: what one of them frees, any other has again."""

import ctypes

_ARENA_MAX = -8
"""`M_ARENA_MAX` of glibc's `mallopt`."""


def shared() -> None:
    """Has the C library make no heap apart for each new thread: each would keep some ten megabytes that were freed in it.

    Where it has no such setting (macOS, musl), all stays as it is.
    """
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option:
        set_option(ctypes.c_int(_ARENA_MAX), ctypes.c_int(1))
