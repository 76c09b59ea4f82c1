"""The registers on which the journeys begin, each made once in a run and copied for every journey."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import MappingProxyType

from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.register.undo import stacks
from secdesk.rules.naming import find, references
from secdesk.rules.process import OUTCOMES
from secdesk.services import agendas, consultations, records, sittings
from secdesk.services.agenda_suggestions import suggestions
from secdesk.services.sitting_queue import open_sittings, queue
from tests.ui.frames import make_sample

PAPER_DAY = date(2020, 2, 7)
CSC_DAY, BOARD_DAY, PANEL_DAY = date(2020, 2, 25), date(2020, 2, 26), date(2020, 2, 14)
CONSULTED = ("MP077", "MP078", "MP080", "MP093")
_RAISED = date(2020, 2, 10)


class Shelf:
    """Registers by name; each is made when it is first wanted."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder."""
        self._folder = folder

    def take(self, name: str, target: Path) -> Path:
        """Copy a register to a path; returns the path."""
        kept = self._folder / f"{name}.secdesk"
        if not kept.exists():
            made = self._folder / f"half {name}.secdesk"
            REGISTERS[name](self, made)
            made.rename(kept)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(kept, target)
        return target


@contextmanager
def changed(path: Path) -> Iterator[Session]:
    """Change a register as somebody did before the person sat down."""
    with Register.open(path, who="A colleague") as register, register.change("Before") as session:
        yield session


@contextmanager
def reopened(path: Path) -> Iterator[Session]:
    """Read what is in the file, through a connection of its own."""
    with Register.open(path, read_only=True) as register, register.read() as session:
        yield session


def undo_steps(path: Path) -> int:
    """Return how many steps can be taken back in a register."""
    with Register.open(path, read_only=True) as register:
        return len(stacks(register).undo)


def outcomes_on(session: Session, day: date) -> dict[str, str]:
    """Return what was decided on a day, by the reference that each proposal had before."""
    events = [each for each in records.list_records(session, "event", day) if each.values["date"] == day]
    called = references(session, [str(each.values["proposal"]) for each in events], date(2020, 2, 12))
    return {called[str(each.values["proposal"])]: str(each.values["outcome"]) for each in events}


def values_of(session: Session, kind: str, reference: str, at: date) -> Mapping[str, Value]:
    """Return what a register holds of the record of a name."""
    uid = find(session, kind, reference, at)
    assert uid is not None, f"no {kind} is called {reference}"
    return records.get_record(session, kind, uid, at).values


# --- how each is made ------------------------------------------------------------------------------------------------


def _make_empty(_shelf: Shelf, path: Path) -> None:
    Register.create(path, who="A colleague").close()


def _make_sample(_shelf: Shelf, path: Path) -> None:
    make_sample(path)


def _make_proposer(shelf: Shelf, path: Path) -> None:
    """Add a person who proposes, with her organisation."""
    with changed(shelf.take("sample", path)) as session:
        firm = records.create_record(session, "organisation", {"name": "Northern Meters"})
        records.create_record(session, "person", {"name": "Nora Jones", "organisation": firm})


def _make_agenda(shelf: Shelf, path: Path) -> None:
    """Put four items on the agenda of the next Working Group, as its secretary did the days before."""
    with changed(shelf.take("sample", path)) as session:
        uid = agendas.next_to_confirm(session, PAPER_DAY)
        assert uid is not None
        for each in suggestions(session, uid, PAPER_DAY):
            agendas.add_item(session, uid, each.proposal_uid)
        assert len(agendas.items(session, uid, PAPER_DAY)) == 4


def _make_open_consultations(shelf: Shelf, path: Path) -> None:
    with changed(shelf.take("sample", path)) as session:
        rows = consultations.rows(session, PAPER_DAY)
        wanted = [row.uid for row in rows if row.state == "to_issue"]
        consultations.issue(session, wanted, PAPER_DAY)


def _make_csc(shelf: Shelf, path: Path) -> None:
    with changed(shelf.take("sample", path)) as session:
        _add_sitting(session, "CSC", CSC_DAY, range(114, 126), ("raised",))


def _make_board(shelf: Shelf, path: Path) -> None:
    with changed(shelf.take("sample", path)) as session:
        before = ("raised", "csc_ready", "panel_converted_report")
        _add_sitting(session, "CB", BOARD_DAY, (114, 115, 116), before)


def _make_panel(shelf: Shelf, path: Path) -> None:
    """Give the February Panel its day and record the Change Board that sat before it."""
    with changed(shelf.take("sample", path)) as session:
        board, panel = (each for each in open_sittings(session, PANEL_DAY) if each.uid)
        assert (board.body, panel.body) == ("CB", "PANEL")
        for row in queue(session, board.uid, PANEL_DAY):
            sittings.draft_outcome(session, row.item_uid, "cb_recommended_approval")
        sittings.record_sitting(session, board.uid, PANEL_DAY)
        records.update_record(session, "meeting", panel.uid, {"date": PANEL_DAY})


def _make_here(shelf: Shelf, path: Path) -> None:
    """Change what the colleague leaves alone."""
    with changed(shelf.take("proposer", path)) as session:
        uid = find(session, "proposal", "MP078", PAPER_DAY)
        assert uid is not None
        records.update_record(session, "proposal", uid, {"latest_update": "Legal text is with the lawyers"})


def _make_there(shelf: Shelf, path: Path) -> None:
    """Be a colleague's copy: another proposal changed, and a person added."""
    with changed(shelf.take("proposer", path)) as session:
        uid = find(session, "proposal", "MP077", PAPER_DAY)
        assert uid is not None
        records.update_record(session, "proposal", uid, {"latest_update": "The DCC answered on Monday"})
        records.create_record(session, "person", {"name": "Owen Lloyd"})


def _add_sitting(session: Session, body: str, day: date, numbers: Sequence[int], before: Sequence[str]) -> None:
    """Add a meeting with proposals on its agenda that are where its body expects them."""
    meeting = records.create_record(session, "meeting", {"body": body, "date": day})
    for number in numbers:
        uid = records.create_record(session, "proposal", {"number": number, "title": f"Made for the sitting {number}"})
        for place, outcome in enumerate(before):
            values = {"proposal": uid, "outcome": outcome, "date": _RAISED, "position": place}
            records.create_record(session, "event", {**values, "body": OUTCOMES[outcome].body})
        agendas.add_item(session, meeting, uid)


REGISTERS: Mapping[str, Callable[[Shelf, Path], None]] = MappingProxyType(
    {
        "empty": _make_empty,
        "sample": _make_sample,
        "proposer": _make_proposer,
        "agenda": _make_agenda,
        "consulting": _make_open_consultations,
        "csc": _make_csc,
        "board": _make_board,
        "panel": _make_panel,
        "here": _make_here,
        "there": _make_there,
    }
)
