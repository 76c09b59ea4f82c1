"""The agenda of a meeting on paper (ux.md 2.8, 3.10)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from secdesk.ui.desk import Desk
from secdesk.ui.printing_request import PrintRequest


def agenda_request(desk: Desk, meeting: str, name: str) -> PrintRequest:
    """Return what prints the agenda of a meeting as at the day that the desk shows."""
    path, at = desk.register.path, desk.as_at
    return PrintRequest(f"Agenda, {name}", lambda: agenda_pdf(path, meeting, at))


def agenda_pdf(path: Path, meeting: str, at: date) -> bytes:
    """Return an agenda as PDF; for a thread of its own, with a connection of its own."""
    from secdesk.papers.render import render
    from secdesk.register.register import Register
    from secdesk.services.papers import make_paper

    with Register.open(path, read_only=True) as own:
        paper = make_paper(own, "agenda", at=at, meeting=meeting)
    return render(paper, ".pdf").data
