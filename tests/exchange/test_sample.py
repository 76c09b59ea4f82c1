from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Select, func, select

from secdesk.errors import Conflict, Invalid, KnownError, NotFound
from secdesk.exchange.sample import LABEL, fill_with_sample
from secdesk.models import (
    AgendaItem,
    Assessment,
    Consultation,
    DatedValue,
    Event,
    Meeting,
    Organisation,
    Paper,
    Person,
    Proposal,
    Release,
    ReleasePart,
    Setting,
    StatedFigure,
    kinds,
)
from secdesk.paths import resource
from secdesk.register.register import Register
from secdesk.register.undo import stacks
from secdesk.rules.bank_holidays import HolidayCalendar
from secdesk.rules.naming import find, references
from secdesk.rules.reference import format_reference, parse_reference
from secdesk.rules.status import ProposalAt, proposal_of, select_proposals, value_at
from secdesk.rules.workdays import WEEKDAYS_INCLUSIVE, count_days, round_average, working_days_before

PAPER_DAY, FIGURES_DAY = date(2020, 2, 7), date(2020, 1, 31)
FACTS = json.loads((Path(__file__).parent.parent / "data" / "january-2020-facts.json").read_text(encoding="utf-8"))

STATUSES = {
    "refinement": "SECMP0007 SECMP0015 SECMP0024 SECMP0056 SECMP0066 SECMP0067 MP077 MP078 MP080 MP090 MP092 MP093",
    "unknown": "SECMP0046 SECMP0063",
    "approved_pending": "SECMP0053 MP081 MP086 MP091 MP097",
    "report_phase": "SECMP0062",
    "with_authority": "MP079",
    "draft_ready": "DP098 DP101 DP104 DP106 DP110",
    "draft_in_development": "DP094 DP095 DP096 DP100 DP107 DP108 DP109 DP111",
    "draft_raised": "DP112 DP113",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    with Register.create(tmp_path_factory.mktemp("sample") / "january.secdesk", who="A. Clerk") as register:
        fill_with_sample(register)
        yield register


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "new.secdesk") as register:
        yield register


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resource("sample"), tmp_path / "files"))


def change_file(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")


def proposals(register: Register, at: date = PAPER_DAY) -> dict[str, ProposalAt]:
    """Give every proposal under the reference of the paper's own day."""
    with register.read() as session:
        names = references(session, None, PAPER_DAY)
        return {names[row.uid]: proposal_of(row) for row in session.execute(select_proposals(at))}


def all_of(register: Register, query: Select[Any]) -> list[Any]:
    """Give the records that a query finds, also for use after the reading has ended."""
    with register.read() as session:
        found = list(session.scalars(query))
        session.expunge_all()
    return found


def uid_named(register: Register, kind: str, name: str) -> str:
    with register.read() as session:
        found = find(session, kind, name, PAPER_DAY)
    assert found is not None, name
    return found


def events_of(register: Register, reference: str) -> list[Event]:
    uid = proposals(register)[reference].uid
    return all_of(register, select(Event).where(Event.proposal == uid).order_by(Event.position))


def assessments(register: Register, reference: str, kind: str) -> list[Assessment]:
    uid = proposals(register)[reference].uid
    return all_of(register, select(Assessment).filter_by(proposal=uid, assessment_kind=kind))


# --- what is there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "count"),
    [
        (Proposal, 36), (Event, 53), (Meeting, 7), (AgendaItem, 8), (Assessment, 20), (Consultation, 4), (Release, 3),
        (ReleasePart, 5), (Paper, 1), (StatedFigure, 10), (Organisation, 7), (Person, 7), (Setting, 2),
    ],
)  # fmt: skip
def test_each_kind_of_record_is_there_as_often_as_the_report_names_it(sample: Register, model: Any, count: int) -> None:
    assert sample.count(model) == count


@pytest.mark.parametrize("titles", ["titles", "titles_from_public_pages"])
def test_every_proposal_has_its_title_as_published(sample: Register, titles: str) -> None:
    found = proposals(sample)
    assert {reference: found[reference].title for reference in FACTS[titles]} == FACTS[titles]


def test_a_title_that_is_not_known_stays_unknown(sample: Register) -> None:
    untitled = {reference for reference, proposal in proposals(sample).items() if proposal.title is None}
    assert untitled == set(FACTS["titles_not_known"])


def test_there_is_no_proposal_that_the_facts_do_not_name(sample: Register) -> None:
    named = [*FACTS["titles"], *FACTS["titles_from_public_pages"], *FACTS["titles_not_known"]]
    assert sorted(proposals(sample)) == sorted(named)


@pytest.mark.parametrize("status", STATUSES)
def test_each_proposal_stands_on_the_day_of_the_paper_where_the_report_has_it(sample: Register, status: str) -> None:
    found = {reference for reference, proposal in proposals(sample).items() if proposal.status == status}
    assert found == set(STATUSES[status].split())


def test_the_vote_of_22_january_moves_the_three_proposals_on_that_day(sample: Register) -> None:
    day_before, that_day = proposals(sample, date(2020, 1, 21)), proposals(sample, date(2020, 1, 22))
    voted = ("SECMP0062", "MP079", "MP097")
    assert {day_before[reference].status for reference in voted} == {"report_phase"}
    assert [that_day[reference].status for reference in voted] == ["report_phase", "with_authority", "approved_pending"]
    assert that_day["MP097"].concluded == date(2020, 1, 22)


def test_the_new_draft_proposals_have_their_days_and_proposers(sample: Register) -> None:
    found = proposals(sample)
    days = [13, 13, 13, 20, 20, 28, 28]
    new = [found[f"DP{number}"] for number in range(107, 114)]
    assert [proposal.raised for proposal in new] == [date(2020, 1, day) for day in days]
    people = ["Gemma Slaney", "Gary Fairclough", "Gary Fairclough", "Gordon Hextall", "Terry Jefferson",
              "Simon Crouch", "Ian Speller"]  # fmt: skip
    assert [proposal.proposer for proposal in new] == [uid_named(sample, "person", name) for name in people]
    assert all(proposal.issue and "\n" not in proposal.issue for proposal in new)


def test_dp110_has_a_proposer_without_an_organisation_of_his_own_and_a_body_he_speaks_for(sample: Register) -> None:
    found = proposals(sample)["DP110"]
    assert found.proposer_organisation is None
    assert found.on_behalf_of == uid_named(sample, "organisation", "SSC")
    assert found.on_behalf_of == uid_named(sample, "organisation", "Security Sub-Committee")


def test_dp112_and_dp113_have_been_raised_and_nothing_more(sample: Register) -> None:
    for reference in ("DP112", "DP113"):
        assert [event.outcome for event in events_of(sample, reference)] == ["raised"]


def test_dp104_was_ready_first_and_then_noted_as_green(sample: Register) -> None:
    _taken_over, ready, noted = events_of(sample, "DP104")
    assert (ready.outcome, noted.outcome) == ("csc_ready", "csc_noted")
    assert "GREEN" in (noted.printed_note or "")
    assert proposals(sample)["DP104"].marking == "GREEN"
    assert [r for r, proposal in proposals(sample).items() if proposal.marking] == ["DP104"]


def test_three_of_the_ready_proposals_go_to_the_panel_of_february_and_two_to_that_of_march(sample: Register) -> None:
    found = proposals(sample)
    february = uid_named(sample, "meeting", "SEC Panel, February 2020")
    march = uid_named(sample, "meeting", "SEC Panel, March 2020")
    aims = {reference: proposal.target_meeting for reference, proposal in found.items() if proposal.target_meeting}
    assert aims == {"DP098": march, "DP101": february, "DP104": february, "DP106": february, "DP110": march}
    for reference, aim in aims.items():
        (ready,) = [event for event in events_of(sample, reference) if event.target_meeting]
        assert ready.target_meeting == aim


def test_the_change_board_voted_in_the_order_of_its_agenda(sample: Register) -> None:
    board = uid_named(sample, "meeting", "Change Board, 22 Jan 2020")
    with sample.read() as session:
        query = (
            select(Event.outcome, AgendaItem.number, AgendaItem.meeting, AgendaItem.proposal == Event.proposal)
            .join(AgendaItem, AgendaItem.uid == Event.agenda_item)
            .order_by(Event.position)
        )
        rows = [tuple(row) for row in session.execute(query)]
    assert rows == [
        ("cb_sent_back", "1", board, True),
        ("cb_recommended_approval", "2", board, True),
        ("cb_approved", "3", board, True),
    ]


def test_the_proposal_sent_back_is_on_the_agenda_of_the_ad_hoc_meeting(sample: Register) -> None:
    sent_back = events_of(sample, "SECMP0062")[-1]
    ad_hoc = uid_named(sample, "meeting", "Change Board, 7 Feb 2020")
    assert sent_back.target_meeting == ad_hoc
    (meeting,) = all_of(sample, select(Meeting).where(Meeting.uid == ad_hoc))
    items = all_of(sample, select(AgendaItem.proposal).where(AgendaItem.meeting == ad_hoc))
    assert (meeting.ad_hoc, meeting.state, items) == (True, "planned", [sent_back.proposal])


def test_the_working_group_of_february_has_its_four_items_and_that_of_march_its_agenda_day(sample: Register) -> None:
    held = uid_named(sample, "meeting", "Working Group, 5 Feb 2020")
    by_uid = {proposal.uid: reference for reference, proposal in proposals(sample).items()}
    query = select(AgendaItem.proposal).where(AgendaItem.meeting == held).order_by(AgendaItem.position)
    assert [by_uid[uid] for uid in all_of(sample, query)] == ["SECMP0067", "MP077", "MP078", "MP080"]
    next_one = uid_named(sample, "meeting", "Working Group, 4 Mar 2020")
    (coming,) = all_of(sample, select(Meeting).where(Meeting.uid == next_one))
    assert coming.agenda_due is None
    assert working_days_before(coming.date, 10, HolidayCalendar()) == date(2020, 2, 19)


def test_each_release_has_its_date_and_its_modifications(sample: Register) -> None:
    by_uid = {proposal.uid: reference for reference, proposal in proposals(sample).items()}
    with sample.read() as session:
        dates = {
            row.name: (row.uid, row.day)
            for row in session.execute(
                select(Release.uid, Release.name, value_at(Release, "goes_live", PAPER_DAY).label("day"))
            )
        }
        parts = session.execute(
            select(ReleasePart.proposal, value_at(ReleasePart, "release", PAPER_DAY).label("release"))
        ).all()
    found = {
        name: (day, sorted(by_uid[part.proposal] for part in parts if part.release == uid))
        for name, (uid, day) in dates.items()
    }
    assert found == {
        "February 2020 SEC Release": ("2020-02-27", ["MP086", "MP091", "MP097"]),
        "June 2020 SEC Release": ("2020-06-25", ["SECMP0053"]),
        "November 2020 SEC Release": ("2020-11-05", ["MP081"]),
    }


def test_every_approved_modification_is_in_a_release_and_no_other_is(sample: Register) -> None:
    approved = {p.uid for p in proposals(sample).values() if p.status == "approved_pending"}
    assert set(all_of(sample, select(ReleasePart.proposal))) == approved


def test_four_refinement_consultations_are_expected_and_have_no_dates(sample: Register) -> None:
    by_uid = {proposal.uid: reference for reference, proposal in proposals(sample).items()}
    found = all_of(sample, select(Consultation))
    assert sorted(by_uid[each.proposal] for each in found) == ["MP077", "MP078", "MP080", "MP093"]
    assert {(c.consultation_kind, c.expected_month, c.opened, c.closes, c.responses) for c in found} == {
        ("refinement", "2020-02", None, None, None)
    }


def test_the_paper_stands_ready_and_is_not_issued(sample: Register) -> None:
    (paper,) = all_of(sample, select(Paper))
    assert (paper.month, paper.date, paper.figures_to) == ("2020-01", PAPER_DAY, FIGURES_DAY)
    assert (paper.reference, paper.version, paper.team) == ("SECP_77_0702_05", "1.0", "SECAS Team")
    assert paper.author == uid_named(sample, "person", "Harry Jones")
    assert (paper.issued, paper.marking, paper.frozen_tree) == (None, None, None)


# --- assessments and figures -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "kind", "target", "days"),
    [
        ("SECMP0007", "IA", "40", 134),
        ("SECMP0015", "IA", "40", 202),
        ("SECMP0024", "PA", "15", 178),
        ("SECMP0056", "IA", "40", 154),
        ("SECMP0066", "PA", "15", 167),
        ("MP078", "PA", "15", 89),
        ("MP090", "PA", "15", 51),
        ("MP092", "PA", "15", 45),
    ],
)
def test_an_open_assessment_has_lasted_as_long_as_printed(
    sample: Register, reference: str, kind: str, target: str, days: int
) -> None:
    (found,) = assessments(sample, reference, kind)
    assert found.returned is None
    assert found.accepted is not None
    assert count_days(found.accepted, FIGURES_DAY, WEEKDAYS_INCLUSIVE, HolidayCalendar()).days == days
    query = select(value_at(Assessment, "target", FIGURES_DAY)).where(Assessment.uid == found.uid)
    assert all_of(sample, query) == [target]


@pytest.mark.parametrize(("kind", "count", "average"), [("PA", 5, 106), ("IA", 3, 163)])
def test_the_open_assessments_average_as_printed(sample: Register, kind: str, count: int, average: int) -> None:
    query = select(Assessment.accepted).where(Assessment.returned.is_(None), Assessment.assessment_kind == kind)
    calendar = HolidayCalendar()
    durations = [count_days(day, FIGURES_DAY, WEEKDAYS_INCLUSIVE, calendar).days for day in all_of(sample, query)]
    assert (len(durations), round_average(durations)) == (count, average)


def test_what_is_not_printed_of_a_returned_assessment_stays_unknown(sample: Register) -> None:
    found = all_of(sample, select(Assessment).where(Assessment.returned.is_not(None)))
    assert len(found) == 12
    assert {(a.accepted, a.requested, a.cancelled, a.round, a.cost_low) for a in found} == {(None,) * 5}


def test_the_strict_rule_finds_nine_returned_in_the_year_and_the_tenth_is_stated(sample: Register) -> None:
    (first,) = assessments(sample, "SECMP0062", "PA")
    in_the_year = (Assessment.assessment_kind == "PA", Assessment.returned >= date(2019, 4, 1))
    strict = all_of(sample, select(Assessment.uid).where(*in_the_year))
    (stated,) = all_of(sample, select(StatedFigure).where(StatedFigure.figure == "assessment_year"))
    assert len(strict) == 9
    assert first.uid not in strict
    assert (stated.assessment, stated.value, stated.month) == (first.uid, "2019/20", None)


def test_figures_that_no_record_gives_are_stated_with_a_reason(sample: Register) -> None:
    rows = all_of(sample, select(StatedFigure))
    of_the_month = {row.figure: row.value for row in rows if row.month == "2020-01"}
    assert of_the_month == {
        "open_count": "47", "open_average": "269", "concluded_count": "19", "concluded_average": "165",
        "pa_completed_average": "59", "ia_completed_average": "56",
    }  # fmt: skip
    durations = {row.assessment: row.value for row in rows if row.figure == "assessment_duration"}
    printed = {"SECMP0007": "201", "SECMP0046": "31", "SECMP0053": "87"}
    assert durations == {assessments(sample, ref, "PA")[0].uid: days for ref, days in printed.items()}
    assert all(row.reason for row in rows)


# --- the same everywhere, and one step ---------------------------------------------------------------------------


def rows_of(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    found = {}
    with register.read() as session:
        for kind, model in kinds().items():
            columns = [column for column in model.__table__.columns if column.name not in ("rev", "row_hash")]
            found[kind] = [tuple(row) for row in session.execute(select(*columns).order_by(columns[0]))]
    return found


def test_two_registers_filled_with_the_sample_are_equal(sample: Register, empty: Register) -> None:
    fill_with_sample(empty)
    assert rows_of(empty) == rows_of(sample)
    assert sum(map(len, rows_of(empty).values())) > 150


def test_the_identities_are_those_of_every_earlier_copy(sample: Register) -> None:
    assert proposals(sample)["DP101"].uid == "b49450afddbf597c966617195670df1e"
    assert uid_named(sample, "meeting", "Change Board, 22 Jan 2020") == "429d9a6cb4045908b7bc717bff6d1e13"


def test_the_sample_is_one_step_that_undo_does_not_offer_to_take_back(sample: Register) -> None:
    assert sample.chain_head()[0] == 1
    assert stacks(sample).undo == ()
    step = sample.connection.execute("SELECT kind, label, who FROM step").fetchone()
    assert step == ("base", LABEL, "A. Clerk")


def test_no_link_of_the_sample_leads_nowhere(sample: Register) -> None:
    assert sample.connection.execute("PRAGMA foreign_key_check").fetchall() == []
    with sample.read() as session:
        for model in kinds().values():
            for name, info in model.dated_fields().items():
                values = session.scalars(
                    select(DatedValue.value)
                    .join(model, model.uid == DatedValue.record)
                    .where(DatedValue.field_name == name, DatedValue.value.is_not(None))
                ).all()
                if info.link:
                    there = set(session.scalars(select(kinds()[info.link].uid)))
                    assert set(values) <= there


def test_no_number_is_given_twice(sample: Register) -> None:
    assert set(all_of(sample, select(func.count(Proposal.uid)).group_by(Proposal.number, Proposal.suffix))) == {1}


# --- the files themselves ----------------------------------------------------------------------------------------


def words_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from words_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from words_in(each)
    elif isinstance(value, str):
        yield value


def sample_texts() -> list[str]:
    files = sorted(resource("sample").glob("*.toml"))
    return [text for file in files for text in words_in(tomllib.loads(file.read_text(encoding="utf-8")))]


def test_every_reference_in_the_files_is_written_as_the_register_writes_it() -> None:
    found = [name for text in sample_texts() for name in re.findall(r"\b(?:DP|MP|SECMP)[0-9OQIl]+\b", text)]
    assert len(found) > 100
    for name in found:
        read = parse_reference(name)
        assert name == format_reference(read.number, read.suffix, read.series, read.prefix == "MP")


def test_no_slip_of_the_scan_is_left_in_the_files() -> None:
    slips = re.compile(r"MP[OQ]|SECMPO|0O\d|\b1A\b|\b1?0ct\b|ARQO|nhame|\blan\b|\b12\.32|[‘’°]")
    assert [text for text in sample_texts() if slips.search(text)] == []


# --- files that are not as they must be --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("events.toml", 'proposal = "MP097"', 'proposal = "MP997"', ("events.toml", "'MP997 taken_over'", "MP997")),
        ("people.toml", 'organisation = "EUA"', 'organisation = "EAU"', ("people.toml", "'Terry Jefferson'", "EAU")),
        ("release_parts.toml", "June", "July", ("release_parts.toml", "'SECMP0053 July 2020 SEC Release'", "names")),
        ("papers.toml", "Harry", "Larry", ("papers.toml", "'change_status_report 2020-01'", "'Larry Jones'")),
    ],
)  # fmt: skip
def test_a_name_that_no_file_has_is_told_with_file_and_entry(
    empty: Register, files: Path, file: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    change_file(files, file, old, new)
    with pytest.raises(NotFound) as caught:
        fill_with_sample(empty, files)
    assert [part for part in words if part not in str(caught.value)] == []
    assert empty.chain_head()[0] == 0


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("meetings.toml", 'state = "held"', 'state = "over"', ("'CB 2020-01-22'", "State", "'over'")),
        ("meetings.toml", "number = 77", "number = 0", ("'PANEL 2020-02'", "from 1 to 9999")),
        ("meetings.toml", "number = 77", "number = true", ("'PANEL 2020-02'", "number must be a whole number")),
        ("meetings.toml", "date = 2020-01-22", "day = 2020-01-22", ("'CB 2020-01-22'", "no field 'day'")),
        ("meetings.toml", "date = 2020-01-22", 'date = "22 Jan"', ("date must be a date",)),
        ("meetings.toml", "date = 2020-01-22", "date = 2020-01-22T10:00:00", ("date must be a date",)),
        ("papers.toml", 'version = "1.0"', "version = 1.0", ("version must be text",)),
        ("papers.toml", 'month = "2020-01"', 'month = "2020-13"', ("month like 2020-03",)),
        ("stated_figures.toml", 'value = "47"', 'value = "47 or so"', ("'open_count 2020-01'", "whole number")),
        ("proposals.toml", '"DP101"', '"DP1O1"', ("'DP1O1'", "must look like")),
        ("settings.toml", "register_name", "report_author", ("'report_author'", "two entries")),
    ],
)
def test_a_value_that_can_never_be_right_is_told_with_file_and_entry(
    empty: Register, files: Path, file: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    change_file(files, file, old, new)
    with pytest.raises(Invalid) as caught:
        fill_with_sample(empty, files)
    assert [part for part in (file, *words) if part not in str(caught.value)] == []
    assert empty.chain_head()[0] == 0


@pytest.mark.parametrize(
    "break_file",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text("person = [", encoding="utf-8"),
        lambda path: path.write_bytes(b'name = "\xff"'),
        lambda path: path.write_text('[[human]]\nname = "Ian Speller"\n', encoding="utf-8"),
        lambda path: path.write_text('person = "Ian Speller"\n', encoding="utf-8"),
        lambda path: path.write_text('[[person]]\nrole = "Proposer"\n', encoding="utf-8"),
    ],
    ids=["gone", "half a file", "not text", "another kind", "no entries", "without a name"],
)
def test_a_file_that_cannot_be_read_is_told_by_name(
    empty: Register, files: Path, break_file: Callable[[Path], object]
) -> None:
    break_file(files / "people.toml")
    with pytest.raises(KnownError, match=r"people\.toml"):
        fill_with_sample(empty, files)


def test_a_register_that_was_worked_in_is_left_alone(sample: Register) -> None:
    before = rows_of(sample)
    with pytest.raises(Conflict, match=r"january\.secdesk"):
        fill_with_sample(sample)
    assert rows_of(sample) == before


def test_files_edited_by_hand_are_what_is_filled_in(empty: Register, files: Path) -> None:
    change_file(files, "people.toml", '{ name = "Terry', '{ name = "Ann  \u0141ukasz" },\n  { name = "Terry')
    fill_with_sample(empty, files)
    assert empty.count(Person) == 8
    assert uid_named(empty, "person", "Ann \u0141ukasz")
