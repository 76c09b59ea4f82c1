"""The decision sheet of a sitting on paper, and the log of decisions (ux.md 2.7, 3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from secdesk.services.sitting_queue import Sitting
from secdesk.ui.desk import Desk
from secdesk.ui.list_printing import list_request
from secdesk.ui.printing_request import PrintRequest


def sheet_request(desk: Desk, sitting: Sitting) -> PrintRequest:
    """Return what prints the decision sheet of a sitting; what is only drafted is not on it."""
    path, at, meeting = desk.register.path, desk.as_at, sitting.uid
    return PrintRequest(f"Decision sheet, {sitting.name}", lambda: _sheet_pdf(path, meeting, at))


def log_request(desk: Desk, uids: Sequence[str], words: str) -> PrintRequest:
    """Return what prints the decisions that the log shows, with the words that narrow it."""
    return list_request(desk, "event", uids, words)


def _sheet_pdf(path: Path, meeting: str, at: date) -> bytes:
    """Return a sheet as PDF; for a thread of its own, with a connection of its own."""
    from secdesk.papers.render import render
    from secdesk.register.register import Register
    from secdesk.services.papers import make_paper

    with Register.open(path, read_only=True) as own:
        kind = "decision_sheet" if meeting else "authority_sheet"
        paper = make_paper(own, kind, at=at, meeting=meeting or None)
    return render(paper, ".pdf").data
