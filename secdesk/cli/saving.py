"""Files that commands write: whole or not at all, and in one sentence why not."""

from __future__ import annotations

from secdesk.services.saving import check_place, save, saving

__all__ = ["check_place", "save", "saving"]
