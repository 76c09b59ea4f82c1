"""What was chosen in the room and is not recorded yet: kept beside the record, one book a sitting (design.md 5.7).

A book stands in the draft table. It is written in one transaction with every key, so it survives a kill; it makes no
step, so neither history nor undo of the register nor an export knows it; whoever opens the same file sees it. The book
remembers its turns, so that the last letter can be taken back, also after a restart. Recording makes events of its
lines and leaves them in the book with the event that each became: while that event stands the line is spent, and when
the recording is undone the line is a draft again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import AgendaItem, Draft, Event, Step

KIND, FIELD = "sitting", "outcomes"
AUTHORITY = "AUTHORITY"
"""The name of the Authority's book: it has no meetings."""
_MOST_TURNS = 200
_KEPT_DAYS = 90
"""How long a book is kept after its last turn: as long as undo reaches (ux.md 3.1)."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """The outcome of one line: an agenda item, or a proposal where the Authority decides.

    ``votes`` are as they were typed. ``event`` is what the line became when it was recorded.
    """

    outcome: str | None = None
    target: str | None = None
    printed: str = ""
    private: str = ""
    reason: str = ""
    votes: str = ""
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One key: its words, what the lines were before and after, and the last step of the log at that time."""

    label: str
    step: int
    before: Mapping[str, DraftLine | None]
    after: Mapping[str, DraftLine | None]


@dataclass(frozen=True, slots=True)
class DraftBook:
    """The lines of a sitting by their keys, and its turns, of which the first ``done`` are in force."""

    lines: Mapping[str, DraftLine] = field(default_factory=dict)
    turns: tuple[Turn, ...] = ()
    done: int = 0
    day: date | None = None
    """The date of the letter, where the Authority decides."""

    @property
    def last(self) -> Turn | None:
        """The turn that can be taken back."""
        return self.turns[self.done - 1] if self.done else None

    @property
    def next(self) -> Turn | None:
        """The turn that can be done again."""
        return self.turns[self.done] if self.done < len(self.turns) else None

    def turned(self, label: str, step: int, lines: Mapping[str, DraftLine]) -> DraftBook:
        """Return the book with some lines changed as one turn; itself where they are as they were."""
        after = {key: line for key, line in lines.items() if self.lines.get(key) != line}
        if not after:
            return self
        turn = Turn(label, step, {key: self.lines.get(key) for key in after}, dict(after))
        turns = (*self.turns[: self.done], turn)[-_MOST_TURNS:]
        return replace(self, lines={**self.lines, **after}, turns=turns, done=len(turns))

    def stepped(self, by: int) -> tuple[DraftBook, Turn | None]:
        """Return the book one turn back (-1) or forward (1), and that turn; None where there is none."""
        turn = self.last if by < 0 else self.next
        if turn is None:
            return self, None
        lines = {**self.lines, **(turn.before if by < 0 else turn.after)}
        kept = {key: line for key, line in lines.items() if line is not None}
        return replace(self, lines=kept, done=self.done + by), turn


def read_book(session: Session, sitting: str) -> DraftBook:
    """Return the book of a meeting or of the Authority, with the lines that are still drafts."""
    return read_books(session, [sitting]).get(sitting, DraftBook())


def read_books(session: Session, sittings: Iterable[str] | None = None) -> dict[str, DraftBook]:
    """Return the books by sitting, all of them where none is named; lines whose event stands are left out."""
    query = select(Draft.record, Draft.text).where(Draft.kind == KIND, Draft.field == FIELD)
    if sittings is not None:
        query = query.where(Draft.record.in_(list(sittings)))
    books = {row.record: _book_of(row.text) for row in session.execute(query)}
    made = {line.event for book in books.values() for line in book.lines.values() if line.event}
    standing = set(session.scalars(select(Event.uid).where(Event.uid.in_(made)))) if made else set()
    return {name: _without_spent(book, standing) for name, book in books.items()}


def _without_spent(book: DraftBook, standing: set[str]) -> DraftBook:
    return replace(book, lines={key: line for key, line in book.lines.items() if line.event not in standing})


def change_lines(
    session: Session, sitting: str, label: str, lines: Mapping[str, DraftLine], *, day: date | None = None
) -> None:
    """Keep lines of a sitting as one turn with its words; the same as before changes nothing."""
    stored = _unspent_again(session, _stored_book(session, sitting))
    step = session.scalar(select(func.max(Step.seq))) or 0
    turned = stored.turned(label, step, {key: replace(line, event=None) for key, line in lines.items()})
    _keep(session, sitting, replace(turned, day=day or stored.day))


def keep_day(session: Session, sitting: str, day: date | None) -> None:
    """Keep the date of the letter that a sitting's decisions come with."""
    _keep(session, sitting, replace(_stored_book(session, sitting), day=day))


def step_book(session: Session, sitting: str, by: int) -> Turn | None:
    """Take the last turn of a sitting back (-1), or do the next again (1); returns it, None where there is none."""
    book, turn = _stored_book(session, sitting).stepped(by)
    if turn is not None:
        _keep(session, sitting, book)
    return turn


def peek_turns(session: Session, sitting: str) -> tuple[Turn | None, Turn | None]:
    """Return the turn of a sitting that can be taken back and the one that can be done again."""
    book = _stored_book(session, sitting)
    return book.last, book.next


def spend_lines(session: Session, sitting: str, events: Mapping[str, str], today: date) -> None:
    """Note which events the lines of a sitting became; books older than undo reaches are forgotten."""
    stored = _stored_book(session, sitting)
    spent = {key: replace(stored.lines.get(key, DraftLine()), event=event) for key, event in events.items()}
    _keep(session, sitting, replace(stored, lines={**stored.lines, **spent}, day=None))
    oldest = (today - timedelta(days=_KEPT_DAYS)).isoformat()
    for old in session.scalars(select(Draft).where(Draft.kind == KIND, Draft.at < oldest, Draft.record != sitting)):
        if not read_book(session, old.record).lines:
            session.delete(old)
    session.flush()


def line_of(book: DraftBook, item: AgendaItem) -> DraftLine:
    """Return the draft of an agenda item: what the book says, else what the item came with from elsewhere."""
    found = book.lines.get(item.uid)
    if found is not None:
        return found
    return DraftLine(
        item.draft_outcome,
        item.draft_target_meeting,
        item.draft_printed_note or "",
        item.draft_private_note or "",
        item.draft_reason or "",
    )


# --- how a book is written -----------------------------------------------------------------------------------------


def _stored_book(session: Session, sitting: str) -> DraftBook:
    row = session.get(Draft, (sitting, FIELD))
    return _book_of(row.text) if row is not None else DraftBook()


def _unspent_again(session: Session, book: DraftBook) -> DraftBook:
    """Return a book whose lines have forgotten the events that are gone: their recording was undone."""
    made = {line.event for line in book.lines.values() if line.event}
    standing = set(session.scalars(select(Event.uid).where(Event.uid.in_(made)))) if made else set()
    lines = {k: line if line.event in standing else replace(line, event=None) for k, line in book.lines.items()}
    return replace(book, lines=lines)


def _keep(session: Session, sitting: str, book: DraftBook) -> None:
    text = json.dumps(asdict(book), default=str, ensure_ascii=False, sort_keys=True)
    row = session.get(Draft, (sitting, FIELD))
    if row is None:
        row = Draft(record=sitting, field=FIELD, kind=KIND)
        session.add(row)
    elif row.text == text:
        return
    row.text = text
    # The clock of the database: the day serves for forgetting old books and for nothing that anybody is told.
    row.at = func.strftime("%Y-%m-%dT%H:%M:%S", "now")
    session.flush()


def _book_of(text: str) -> DraftBook:
    """Read a book; what is no book of this version counts as empty rather than stopping a sitting."""
    try:
        found = json.loads(text)
        turns = tuple(
            Turn(str(each["label"]), int(each["step"]), _lines(each["before"]), _lines(each["after"]))
            for each in found["turns"]
        )
        lines = {key: line for key, line in _lines(found["lines"]).items() if line is not None}
        day = date.fromisoformat(found["day"]) if found.get("day") else None
        return DraftBook(lines, turns, min(max(int(found["done"]), 0), len(turns)), day)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return DraftBook()


def _lines(found: dict[str, Any]) -> dict[str, DraftLine | None]:
    return {key: None if each is None else DraftLine(**each) for key, each in found.items()}
