"""The twelve top tasks of ux.md 1.3: where each begins, how it is done by keys and by presses, what must come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import Qt

from secdesk.register.kept_backups import folder_of, list_backups
from secdesk.register.register import Register
from secdesk.services import agendas, assessments, consultations, records
from secdesk.services.issued_papers import frozen_file, issued_papers
from tests.journeys.driver import Driver
from tests.journeys.registers import (
    BOARD_DAY,
    CONSULTED,
    CSC_DAY,
    PANEL_DAY,
    PAPER_DAY,
    outcomes_on,
    reopened,
    values_of,
)

LETTERS = "RPFFRFFFFNDT"
OUTCOMES_BY_LETTER = {
    "R": "csc_ready",
    "P": "csc_ready_report",
    "F": "csc_develop",
    "N": "csc_noted",
    "D": "csc_deferred",
    "T": "csc_fast_track",
}
REPORT = "Change Status Report - 2020-01"
_NAV, _MAIN = "frame.navigation", "frame.primary"
_TITLE, _ISSUE = "Boiler readings at night", "Readings taken at night fail on older meters."


@dataclass(frozen=True, slots=True)
class Task:
    """One task: its words, its register and day, both ways of doing it, what came of it, and what it may cost.

    ``steps`` is how many steps there are to undo afterwards, None where each field is stored by itself.
    """

    words: str
    register: str
    by_keys: Callable[[Driver, Path], None]
    by_clicks: Callable[[Driver, Path], None]
    came_of_it: Callable[[Driver, Path], object]
    design_keys: int
    most_keys: int
    most_clicks: int
    today: date = PAPER_DAY
    steps: int | None = 1


# --- 1 and 2: proposals ----------------------------------------------------------------------------------------------


def _raise_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+Shift+N")
    person.type(_TITLE)
    person.press("Tab")
    person.type("nor")
    person.press("Return", "Tab", "Tab")
    person.copy(_ISSUE)
    person.press("Ctrl+V", "Ctrl+Return")


def _raise_by_clicks(person: Driver, _path: Path) -> None:
    person.click_menu("Record", "Raise Draft Proposal")
    person.type(_TITLE)
    person.click("proposals.proposer")
    person.type("Nora Jones")
    person.click("proposals.issue")
    person.type(_ISSUE)
    person.click(_MAIN)


def _was_raised(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        values = values_of(session, "proposal", "DP114", PAPER_DAY)
        proposer = records.get_record(session, "person", str(values["proposer"]), PAPER_DAY).values
        assert proposer["name"] == "Nora Jones"
        assert values["proposer_organisation"] == proposer["organisation"] is not None
        assert (values["title"], values["issue"]) == (_TITLE, _ISSUE)
        assert outcomes_on(session, PAPER_DAY)["DP114"] == "raised"


def _look_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+K")
    person.type("77")
    person.await_sight("frame.results")
    person.press("Return")


def _look_by_clicks(person: Driver, _path: Path) -> None:
    person.click("frame.search")
    person.type("77")
    person.await_sight("frame.results")
    person.click_row("frame.results", "MP077")


def _stands_there(person: Driver, _path: Path) -> None:
    assert str(person.shown("proposals.heading").property("text")).startswith("MP077  DCC Service Flagging")
    words = str(person.shown("proposals.next.words").property("text"))
    assert words.startswith("Next: Issue Refinement Consultation, because")


# --- 3, 8, 9 and 10: decisions ---------------------------------------------------------------------------------------


def _decide_by_keys(letters: str) -> Callable[[Driver, Path], None]:
    return lambda person, _path: person.press("Ctrl+3", *letters, "Ctrl+Return")


def _decide_by_clicks(letters: str) -> Callable[[Driver, Path], None]:
    def act(person: Driver, _path: Path) -> None:
        person.click_row(_NAV, "Decisions")
        for letter in letters:
            person.click(f"decisions.outcome.{letter}")
        person.click(_MAIN)

    return act


def _was_decided(day: date, wanted: Mapping[str, str]) -> Callable[[Driver, Path], None]:
    def look(_person: Driver, path: Path) -> None:
        with reopened(path) as session:
            assert outcomes_on(session, day) == wanted

    return look


def _authority_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+K")
    person.type("authority")
    person.await_sight("frame.results")
    person.press("Return", "A", "Ctrl+Return")


def _authority_by_clicks(person: Driver, _path: Path) -> None:
    person.click("frame.search")
    person.type("authority")
    person.await_sight("frame.results")
    person.click_row("frame.results", "Authority")
    person.click("decisions.outcome.A")
    person.click(_MAIN)


def _authority_approved(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        assert "authority_approved" in outcomes_on(session, PAPER_DAY).values()


# --- 4: an agenda ----------------------------------------------------------------------------------------------------


def _agenda_by_clicks(person: Driver, _path: Path) -> None:
    person.click_row(_NAV, "Meetings")
    person.click_menu("Record", "Move up")
    person.click(_MAIN)


def _agenda_confirmed(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        (row,) = [
            each
            for each in records.list_records(session, "meeting", PAPER_DAY)
            if each.values["agenda_confirmed"] == PAPER_DAY
        ]
        assert (row.values["body"], row.values["date"]) == ("WG", date(2020, 3, 4))
        order = [each.reference for each in agendas.items(session, row.uid, PAPER_DAY)]
        assert order == ["SECMP0067", "MP077", "MP093", "MP080"]


# --- 5 and 6: consultations ------------------------------------------------------------------------------------------


def _issue_by_clicks(person: Driver, _path: Path) -> None:
    person.click_row(_NAV, "Consultations")
    person.click_row("consultations.table", CONSULTED[0])
    person.click_row("consultations.table", CONSULTED[-1], Qt.KeyboardModifier.ShiftModifier)
    person.click(_MAIN)
    person.click("consultations.issue.now")


def _were_issued(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        found = {row.reference: row for row in consultations.rows(session, PAPER_DAY)}
        for reference in CONSULTED:
            row = found[reference]
            assert (row.opened, row.closes, row.days) == (PAPER_DAY, date(2020, 2, 27), 15)


def _close_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+5")
    person.type("77")
    person.press("F2")
    person.type("12")
    person.press("Return", "Ctrl+Return")


def _close_by_clicks(person: Driver, _path: Path) -> None:
    person.click_row(_NAV, "Consultations")
    person.click_row("consultations.table", "MP077")
    person.click("consultations.responses")
    person.type("12")
    person.click(_MAIN)


def _was_closed(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        found = {row.reference: row for row in consultations.rows(session, PAPER_DAY)}
        assert (found["MP077"].state, found["MP077"].responses, found["MP077"].closes) == ("closed", 12, PAPER_DAY)
        assert found["MP078"].state == "open"


# --- 7: an assessment ------------------------------------------------------------------------------------------------


def _return_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+6")
    person.type("0024")
    person.press("Ctrl+Return", "Return")


def _return_by_clicks(person: Driver, _path: Path) -> None:
    person.click_row(_NAV, "Assessments")
    person.click_row("assessments.table", "SECMP0024")
    person.click(_MAIN)
    person.click("assessments.returning.now")


def _was_returned(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        rows = assessments.rows(session, PAPER_DAY)
        returned = [(row.reference, row.kind, row.days) for row in rows if row.returned == PAPER_DAY]
        assert returned == [("SECMP0024", "PA", 183)]


# --- 11: the report --------------------------------------------------------------------------------------------------


def _export_by_clicks(person: Driver, _path: Path) -> None:
    """Papers has its own button beside the preview; everywhere else it is the filled button or a menu."""
    person.click("papers.export.button" if person.sees("papers.export.button") else _MAIN)


def _was_exported(person: Driver, _path: Path) -> None:
    found = person.frame.settings.papers_folder / f"{REPORT} - draft.pdf"
    person.await_that(found.exists)
    assert found.read_bytes().startswith(b"%PDF")


def _issue_report_by_keys(person: Driver, _path: Path) -> None:
    person.press("Ctrl+8", "Ctrl+Return")
    person.await_sight("issue")
    person.press("Return")


def _issue_report_by_clicks(person: Driver, _path: Path) -> None:
    person.click_row(_NAV, "Papers")
    person.click(_MAIN)
    person.await_sight("issue")
    person.click("issue.accept")


def _report_issued(person: Driver, path: Path) -> None:
    written = person.frame.settings.papers_folder / f"{REPORT} - v1.0.pdf"
    person.await_that(written.exists)
    with reopened(path) as session:
        (issued,) = issued_papers(session)
        assert (issued.subject.month, issued.version) == ("2020-01", "1.0")
        assert frozen_file(session, issued) == written.read_bytes()


# --- 12: copies ------------------------------------------------------------------------------------------------------


def _backed_up(person: Driver, path: Path) -> None:
    with Register.open(path, read_only=True) as register:
        folder = folder_of(person.frame.settings.backups_folder, path.stem, register.register_id)
    person.await_that(lambda: [each for each in list_backups(folder) if each.is_sound])


def _merge_by_keys(person: Driver, path: Path) -> None:
    person.press("Ctrl+K")
    person.type("merge")
    person.await_sight("frame.results")
    person.name_file(path.with_name("there.secdesk"))
    person.press("Return")
    person.await_sight("merge")
    person.press("Ctrl+Return")


def _merge_by_clicks(person: Driver, path: Path) -> None:
    person.name_file(path.with_name("there.secdesk"), by_keys=False)
    person.click_menu("File", "Merge a copy…")
    person.await_sight("merge")
    person.click("merge.merge")


def _was_merged(_person: Driver, path: Path) -> None:
    with reopened(path) as session:
        updates = [values_of(session, "proposal", each, PAPER_DAY)["latest_update"] for each in ("MP077", "MP078")]
        assert updates == ["The DCC answered on Monday", "Legal text is with the lawyers"]
        people = [row.values["name"] for row in records.list_records(session, "person", PAPER_DAY)]
        assert people.count("Owen Lloyd") == 1


def _keys(*chords: str) -> Callable[[Driver, Path], None]:
    return lambda person, _path: person.press(*chords)


_CSC = {f"DP{number}": OUTCOMES_BY_LETTER[letter] for number, letter in enumerate(LETTERS, start=114)}
_BOARD = {"MP114": "cb_sent_back", "MP115": "cb_recommended_approval", "MP116": "cb_approved"}
_PANEL = dict.fromkeys(("DP101", "DP104", "DP106"), "panel_converted")

TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "1": Task(
            "Raise a Draft Proposal", "proposer", _raise_by_keys, _raise_by_clicks, _was_raised, 7, 8, 5, steps=None
        ),
        "2": Task(
            "See where a proposal stands", "sample", _look_by_keys, _look_by_clicks, _stands_there, 2, 2, 2, steps=0
        ),
        "3": Task(
            "Record a CSC sitting with 12 proposals", "csc", _decide_by_keys(LETTERS), _decide_by_clicks(LETTERS),
            _was_decided(CSC_DAY, _CSC), 14, 16, 26, CSC_DAY,
        ),
        "4": Task(
            "Confirm the next Working Group's agenda", "agenda", _keys("Ctrl+4", "Alt+Up", "Ctrl+Return"),
            _agenda_by_clicks, _agenda_confirmed, 3, 5, 4, steps=2,
        ),
        "5": Task(
            "Issue 4 Refinement Consultations", "sample", _keys("Ctrl+5", "Ctrl+A", "Ctrl+Return", "Return"),
            _issue_by_clicks, _were_issued, 4, 6, 7,
        ),
        "6": Task(
            "Close a consultation with its count", "consulting", _close_by_keys, _close_by_clicks, _was_closed,
            4, 6, 5, steps=2,
        ),
        "7": Task("Return a DCC assessment", "sample", _return_by_keys, _return_by_clicks, _was_returned, 3, 4, 4),
        "8": Task(
            "Record 3 Change Board votes", "board", _decide_by_keys("SYA"), _decide_by_clicks("SYA"),
            _was_decided(BOARD_DAY, _BOARD), 5, 7, 8, BOARD_DAY,
        ),
        "9": Task(
            "Convert 3 Draft Proposals after the Panel", "panel", _decide_by_keys("CCC"), _decide_by_clicks("CCC"),
            _was_decided(PANEL_DAY, _PANEL), 5, 6, 8, PANEL_DAY,
        ),
        "10": Task(
            "Record an Authority decision", "sample", _authority_by_keys, _authority_by_clicks, _authority_approved,
            4, 5, 4,
        ),
        "11a": Task(
            "Export the Change Status Report", "sample", _keys("Ctrl+E"), _export_by_clicks, _was_exported,
            1, 1, 1, steps=0,
        ),
        "11b": Task(
            "Issue the Change Status Report", "sample", _issue_report_by_keys, _issue_report_by_clicks, _report_issued,
            3, 4, 3, steps=0,
        ),
        "12a": Task(
            "Back up now", "sample", _keys("Ctrl+B"), lambda person, _path: person.click("frame.status.backup"),
            _backed_up, 1, 1, 1, steps=0,
        ),
        "12b": Task(
            "Merge a colleague's copy", "here", _merge_by_keys, _merge_by_clicks, _was_merged, 4, 6, 5,
        ),
    }
)  # fmt: skip
"""By the numbers of ux.md 1.3."""
