"""The bar over a register in a synced or network folder, and moving it to this computer (ux.md 3.5)."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from secdesk.ui import texts
from secdesk.ui.settings import Settings
from secdesk.ui.widgets.info_bar import BarState

MOVED = ".moved"
"""What is put behind the name of a register that was moved: so nobody opens the old file by mistake."""


def shared_state(
    register: Path, settings: Settings, move: Callable[[], object], keep: Callable[[], object]
) -> BarState | None:
    """Return what to say of a register's folder, None where it is not shared or the person wants it so."""
    from secdesk.register.shared_folder import look_at_folder

    if register in settings.kept_here:
        return None
    sharing = look_at_folder(register.parent, os.environ)
    if sharing is None:
        return None
    words = texts.SYNCED_BAR.format(name=sharing.name) if sharing.how == "sync" else texts.NETWORK_BAR
    return BarState(words, "warning", [(texts.MOVE_HERE, move), (texts.KEEP_HERE, keep)])


def put_aside(register: Path) -> None:
    """Take the old file of a moved register out of the way; where that is not allowed it stays as it is."""
    with suppress(OSError):
        os.rename(register, register.with_name(register.name + MOVED))
