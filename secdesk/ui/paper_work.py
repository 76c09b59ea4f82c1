"""What the Papers place has done beside the window: papers made, issued files read, a version frozen.

Each function opens a read-only connection of its own and takes no widget, so it may run on any thread.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from secdesk.errors import RegisterHeld

if TYPE_CHECKING:
    from secdesk.papers.issue_facts import Subject
    from secdesk.papers.tree import FigurePlace, Paper
    from secdesk.register.register import Register
    from secdesk.services.issue import Frozen, Prepared
    from secdesk.services.issued_papers import Staleness

T = TypeVar("T")
_TRIES = 20
_MARK = "paper:"


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper as it is shown: its bytes, its tree, where its figures stand.

    A draft has what would be issued (``prepared``), an issued paper what became of it since (``stale``).
    """

    data: bytes
    tree: Paper
    places: tuple[FigurePlace, ...]
    file_name: str
    prepared: Prepared | None = None
    stale: Staleness | None = None


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A paper that somebody wants as a file: the draft about a subject, or an issued one by its uid."""

    subject: Subject
    issued: str = ""


def wish_text(wish: PaperWish) -> str:
    """Return a wish as one text, which the window passes on without looking into it."""
    return _MARK + json.dumps({"issued": wish.issued, "subject": asdict(wish.subject)})


def read_wish(text: str) -> PaperWish | None:
    """Return the wish of a text; None for any other text, which is a month."""
    if not text.startswith(_MARK):
        return None
    from secdesk.papers.issue_facts import Subject

    found = json.loads(text.removeprefix(_MARK))
    return PaperWish(Subject(**found["subject"]), found["issued"])


def make_draft(path: Path, subject: Subject, today: date) -> ShownPaper:
    """Return the draft about a subject: made, checked and drawn. Raises KnownError in words where it cannot be."""
    from secdesk.papers.render import render
    from secdesk.services.issue import file_name, prepare_issue

    prepared = _when_free(path, lambda register: prepare_issue(register, subject, today))
    rendering = render(prepared.draft, ".pdf")
    name = file_name(prepared.draft, subject)
    return ShownPaper(rendering.data, prepared.draft, rendering.places, name, prepared=prepared)


def read_issued(path: Path, uid: str) -> ShownPaper:
    """Return an issued paper, byte for byte, and what became of it since."""
    from secdesk.papers.render import render
    from secdesk.services.issue import file_name
    from secdesk.services.issued_papers import find_issued, frozen_file, frozen_tree, staleness

    def read(register: Register) -> ShownPaper:
        with register.read() as session:
            found = find_issued(session, uid)
            tree, data = frozen_tree(session, found), frozen_file(session, found)
            name = file_name(tree, found.subject)
            return ShownPaper(data, tree, (), name, stale=staleness(session, found))

    shown = _when_free(path, read)
    drawn = render(shown.tree, ".pdf")
    # Another version of the program may set lines elsewhere; then nobody can tell where a figure stands.
    places = drawn.places if drawn.data == shown.data else ()
    return ShownPaper(shown.data, shown.tree, places, shown.file_name, stale=shown.stale)


def make_file(path: Path, wish: PaperWish, today: date) -> tuple[str, bytes]:
    """Return the name and the bytes of a paper that is wanted as a file: those that the preview shows."""
    shown = read_issued(path, wish.issued) if wish.issued else make_draft(path, wish.subject, today)
    return shown.file_name, shown.data


def read_changes(path: Path, month: str) -> tuple[str, ...]:
    """Return what changed since the report of the month before, in sentences."""
    from secdesk.rules.years import parse_month
    from secdesk.services.changes import changes_between_months

    before = str(parse_month(month).previous)
    found = _when_free(path, lambda register: changes_between_months(register, before, month))
    return tuple(fact.sentence for fact in found)


def freeze_draft(prepared: Prepared, who: str, day: date) -> Frozen:
    """Return what an issue keeps; reads nothing."""
    from secdesk.services.issue import freeze

    return freeze(prepared, who, day)


def _when_free(path: Path, read: Callable[[Register], T]) -> T:
    """Read again where a save was just being written; it takes some hundredths of a second."""
    from secdesk.register.register import Register

    for left in reversed(range(_TRIES)):
        try:
            with Register.open(path, read_only=True) as own:
                return read(own)
        except RegisterHeld:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")
