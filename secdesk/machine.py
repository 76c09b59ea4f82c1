"""What the window needs of the machine: the shared libraries that Qt takes from the system, and their packages.

Looked at before Qt is imported, because Qt itself only says `cannot open shared object file` or ends the process.
Standard library only: `run.py` asks here before anything is installed. Tried on a bare Debian 12; Ubuntu has the same
names.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterable, Mapping

_TO_IMPORT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
_FOR_X = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
}
_FOR_WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0"}

APT_LINE = "sudo apt install python3-venv " + " ".join([*_TO_IMPORT.values(), *_FOR_X.values()])
"""The one line that makes a bare Debian or Ubuntu ready, as the README states it."""


def missing_libraries(
    window: bool, environ: Mapping[str, str] = os.environ, loads: Callable[[str], bool] | None = None
) -> list[str]:
    """Return the file names of the libraries that this machine lacks, in a fixed order; none outside Linux.

    Args:
        window: True for a window on a screen, False for the tests and screenshots, which paint in memory.
        environ: says whether the screen is X or Wayland only.
        loads: whether a library of that name can be loaded; left out, the system is asked.
    """
    if not sys.platform.startswith("linux"):
        return []
    wanted = dict(_TO_IMPORT)
    if window:
        wanted.update(_FOR_WAYLAND if _is_wayland_only(environ) else _FOR_X)
    return [name for name in wanted if not (loads or _loads)(name)]


def packages_of(libraries: Iterable[str]) -> list[str]:
    """Return the Debian packages that hold these libraries; a name that is no library stands for itself."""
    known = {**_TO_IMPORT, **_FOR_X, **_FOR_WAYLAND}
    return [known.get(name, name) for name in libraries]


def sentence(missing: Iterable[str], purpose: str = "the window", packages: Iterable[str] | None = None) -> str:
    """Return one sentence that names what is missing and the command that puts it right.

    Args:
        missing: file names as `missing_libraries` gives them, or names of packages.
        purpose: what cannot be had without them, for example "the tests".
        packages: what to install; left out, the packages that hold the missing ones.
    """
    names = list(missing)
    line = apt_line(packages_of(names) if packages is None else packages)
    lack = f"This machine lacks {_in_words(names)}, which {purpose} cannot do without"
    return f"{lack}: on Debian or Ubuntu, run `{line}`."


def apt_line(packages: Iterable[str]) -> str:
    """Return the command that installs these packages, with `sudo` unless the person is root already."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return " ".join([*([] if is_root else ["sudo"]), "apt", "install", *packages])


def has_display(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Tell whether a window could be seen: always on Windows and macOS, elsewhere as the environment says."""
    if platform in {"win32", "darwin"}:
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def _is_wayland_only(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("WAYLAND_DISPLAY")) and not environ.get("DISPLAY")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _in_words(names: list[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
