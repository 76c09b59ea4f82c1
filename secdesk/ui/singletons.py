"""A guard against a fault of PySide6 6.12 on Python 3.11, where it would end the program after some thousand calls.

There, every function of Qt that returns nothing gives away a reference to ``None`` that it does not own, and every
``emit()`` one to ``True``. In the end Python's own ``None`` is freed and the interpreter aborts ("deallocating None").
PySide6 6.10 and 6.11 do not; Python 3.12 and later never free these objects.
"""

from __future__ import annotations

import ctypes
import sys

_PLENTY = 1 << 40
"""More references than calls in a lifetime: at a million a second they would last for twelve days without a pause."""


def keep_singletons_alive() -> None:
    """Give ``None``, ``True`` and their like references that nobody will use up; nothing to do where that is so."""
    if sys.version_info >= (3, 12) or sys.implementation.name != "cpython" or sys.maxsize < _PLENTY:
        return
    for one in (None, True, False, NotImplemented, Ellipsis):
        if sys.getrefcount(one) < _PLENTY:
            # The count is the first word of every object of this Python.
            ctypes.c_ssize_t.from_address(id(one)).value += _PLENTY
