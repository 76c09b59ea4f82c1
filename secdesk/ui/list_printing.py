"""A list on paper: the rows shown, in their order, with the words of the filters (ux.md 3.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from secdesk.services import records
from secdesk.ui.desk import Desk
from secdesk.ui.printing_request import PrintRequest


def list_request(desk: Desk, kind: str, uids: Sequence[str], where: str) -> PrintRequest:
    """Return what prints the records of a list as at the day that the desk shows."""
    path, at, shown = desk.register.path, desk.as_at, tuple(uids)
    title = records.model_of(kind).kind.plural.capitalize()
    return PrintRequest(title, lambda: list_pdf(path, kind, shown, at, where))


def list_pdf(path: Path, kind: str, uids: Sequence[str], at: date, where: str) -> bytes:
    """Return a list as PDF; for a thread of its own, with a connection of its own."""
    from secdesk.papers.render import render
    from secdesk.register.register import Register
    from secdesk.services.list_papers import make_list

    with Register.open(path, read_only=True) as own:
        paper = make_list(own, kind, uids, at, where)
    return render(paper, ".pdf").data
