"""The list that somebody is looking at, as a paper: its rows in their order, with the words of its filters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from secdesk.papers.list_print import collect_list, compose_list
from secdesk.papers.tree import Paper
from secdesk.register.register import Register


def make_list(
    register: Register, kind: str, uids: Sequence[str], at: date, where: str = "", marking: str | None = None
) -> Paper:
    """Return records of a kind, in the order given, as a tree; ``where`` says what they were filtered by.

    Raises KnownError for a kind that no list shows.
    """
    with register.read() as session:
        return compose_list(collect_list(session, kind, uids, at, where=where, marking=marking))
