"""Taking a list over: what is made of its rows, in one step, and nothing the second time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from secdesk.errors import KnownError
from secdesk.exchange.csv_form import read_csv
from secdesk.exchange.json_form import export_state
from secdesk.models import DatedValue, Event, Organisation, Person, Proposal, Release, ReleasePart, Step
from secdesk.register.register import Register
from secdesk.register.undo import stacks, undo
from secdesk.rules.process import STATUSES
from secdesk.rules.status import ProposalAt
from secdesk.services.queries import proposals_at
from secdesk.services.records import create_record, dated_rows
from secdesk.services.take_over import Taken, UnreadableRows, take_over

TODAY = date(2020, 2, 7)


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "a.secdesk") as made:
        yield made


def take(register: Register, *rows: str, readable_rows: bool = False, today: date = TODAY) -> Taken:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(row.split("|") for row in rows)
    with register.change("Imported from 'list.csv'") as session:
        preview = read_csv(session, written.getvalue().encode(), "list.csv", today)
        return take_over(session, preview, readable_rows=readable_rows)


def at(register: Register, day: date, number: int) -> ProposalAt:
    with register.read() as session:
        return next(found for found in proposals_at(session, day) if found.number == number)


def events(register: Register) -> list[tuple[str, date | None, date | None, str | None, int]]:
    with register.read() as session:
        rows = session.scalars(select(Event).order_by(Event.date, Event.position)).all()
        return [(row.outcome, row.date, row.known_by, row.status, row.position) for row in rows]  # type: ignore[misc]


def test_a_whole_list_is_one_step(register: Register) -> None:
    taken = take(
        register,
        "Number|Title|Proposer|Organisation|Status|Status date|Raised|Lead analyst|Release",
        "DP107|SMETS1 Validation|Gemma Slaney|Western Power|Development Stage|28/01/2020|13/01/2020|Ann|",
        "MP077|DCC Service Flagging|Gary Fairclough|DCC|Refinement Process|09/08/2019||Ann|November 2020",
        "SECMP0067|Traffic|Gary Fairclough|DCC|Withdrawn||||",
    )
    assert taken == Taken(3, 0, 0, 0, people=3, organisations=2, releases=1)
    assert [step.label for step in stacks(register).undo] == ["Imported from 'list.csv'"]
    found = at(register, TODAY, 107)
    assert (found.title, found.status, found.raised, found.converted) == (
        "SMETS1 Validation", "draft_in_development", date(2020, 1, 13), False,
    )  # fmt: skip
    assert at(register, date(2020, 1, 20), 107).status == "draft_raised"
    assert at(register, date(2020, 1, 1), 107).status == ""
    assert (at(register, TODAY, 77).status, at(register, TODAY, 77).converted) == ("refinement", True)
    assert (at(register, TODAY, 67).series, at(register, TODAY, 67).status) == ("SECMP", "withdrawn")
    with register.read() as session:
        gary = session.scalars(select(Person).where(Person.name == "Gary Fairclough")).one()
        dcc = session.scalars(select(Organisation).where(Organisation.name == "DCC")).one()
        assert gary.organisation == dcc.uid
        assert session.scalars(select(ReleasePart)).one().proposal == at(register, TODAY, 77).uid
        assert session.scalars(select(Release)).one().name == "November 2020"
    undo(register)
    assert all(register.count(model) == 0 for model in (Proposal, Event, Person, Organisation, Release, DatedValue))


def test_the_same_list_a_second_time_changes_nothing(register: Register) -> None:
    rows = (
        "Number|Title|Proposer|Organisation|Status|Status date|Raised|Path|On hold|Release|As at",
        "DP107|SMETS1 Validation|Gemma Slaney|Western Power|Development Stage|28/01/2020|13/01/2020||no||",
        "MP077|Flagging|Gary Fairclough (DCC)||Refinement Process||05/08/2019|3|yes|Nov 2020|",
        "102A|Split||||||||November 2020 SEC Release|31/01/2020",
        "MP079||||With Authority|||2|||31/01/2020",
    )
    take(register, *rows)
    before = export_state(register), register.chain_head()
    assert take(register, *rows) == Taken(0, 0, 4, 0, 0, 0, 0)
    assert take(register, *rows, today=date(2020, 6, 1)) == Taken(0, 0, 4, 0, 0, 0, 0)
    assert (export_state(register), register.chain_head()) == before


def test_unless_asked_otherwise_nothing_is_taken_when_a_row_cannot_be_read(register: Register) -> None:
    rows = ("Number|Status|Date", "DP1|Refine|31/2", "DP2|Refine|1 Feb 2020", "oops||")
    with pytest.raises(UnreadableRows) as refused:
        take(register, *rows)
    assert str(refused.value).startswith("2 rows of 'list.csv' cannot be read, so nothing was imported")
    assert [problem.split(":")[0] for problem in refused.value.preview.problems] == ["Row 2, Date", "Row 4, Number"]
    assert (register.count(Proposal), register.count(Step)) == (0, 0)
    taken = take(register, *rows, readable_rows=True)
    assert (taken.new, taken.left_out, register.count(Proposal)) == (1, 2, 1)


def test_an_empty_cell_changes_nothing(register: Register) -> None:
    take(register, "Number|Title|Issue|Proposer|Status", "DP1|Old|Because|Ann|Raised")
    before = export_state(register)
    assert take(register, "Number|Title|Issue|Proposer|Status", "DP1||||").unchanged == 1
    assert export_state(register) == before


def test_a_new_title_holds_from_the_day_of_the_list_and_the_old_one_before(register: Register) -> None:
    take(register, "Number|Title", "DP80|Ensuring a managed move")
    taken = take(register, "Number|Title|As at", "80|Managing uplifts|31 Jan 2020")
    assert (taken.updated, taken.new) == (1, 0)
    assert at(register, date(2020, 1, 30), 80).title == "Ensuring a managed move"
    assert at(register, date(2020, 1, 31), 80).title == "Managing uplifts"


def test_a_dated_field_that_had_no_value_has_it_from_the_beginning(register: Register) -> None:
    take(register, "Number|Title", "DP80|A")
    take(register, "Number|Path", "80|3")
    assert at(register, date(2000, 1, 1), 80).path == "3"


def test_what_a_row_updates_is_told_by_labels(register: Register) -> None:
    take(register, "Number|Title|Status", "DP80|A|Raised")
    with register.read() as session:
        data = b"Number,Title,Path,Status,Status date,Raised,Release\nMP80,B,3,Refine,1 Feb 20,1 Dec 19,June 2020\n"
        (row,) = read_csv(session, data, "a.csv", TODAY).rows
    assert row.words == "updates Title, Path, Raised, Status, Release"


def test_a_status_without_a_day_holds_from_the_beginning_of_a_new_proposal(register: Register) -> None:
    take(register, "Number|Status", "MP1|Refine")
    assert events(register) == [("taken_over", None, None, "refinement", 0)]
    assert at(register, date(2010, 1, 1), 1).status == "refinement"


def test_a_status_without_a_day_is_not_hidden_by_the_day_it_was_raised(register: Register) -> None:
    take(register, "Number|Status|Raised", "MP1|Refine|5 Aug 2019")
    assert events(register) == [
        ("taken_over", None, date(2019, 8, 5), "refinement", 1),
        ("raised", date(2019, 8, 5), None, None, 0),
    ]
    assert at(register, TODAY, 1).status == "refinement"
    assert at(register, date(2019, 8, 4), 1).status == ""


def test_a_day_of_raising_that_comes_later_does_not_hide_the_status(register: Register) -> None:
    take(register, "Number|Status", "MP1|Refine")
    take(register, "Number|Raised", "MP1|5 Aug 2019")
    found = at(register, TODAY, 1)
    assert (found.status, found.raised) == ("refinement", date(2019, 8, 5))
    assert take(register, "Number|Raised|Status", "MP1|5 Aug 2019|Refine").unchanged == 1


def test_a_status_that_differs_and_has_no_day_holds_by_today(register: Register) -> None:
    take(register, "Number|Status|Date", "MP1|Refine|5 Aug 2019")
    take(register, "Number|Status", "MP1|Withdrawn")
    assert at(register, TODAY, 1).status == "withdrawn"
    assert at(register, TODAY - timedelta(days=1), 1).status == "refinement"


def test_a_status_of_the_same_day_comes_after_what_the_register_has(register: Register) -> None:
    with register.change("Convert") as session:
        create_record(session, "proposal", {"number": 1}, uid="p")
        create_record(session, "event", {"proposal": "p", "outcome": "panel_converted", "date": TODAY, "position": 4})
    take(register, "Number|Status|Date", "1|Withdrawn|7 Feb 2020")
    assert at(register, TODAY, 1).status == "withdrawn"
    assert events(register)[-1] == ("taken_over", TODAY, None, "withdrawn", 5)


def test_a_day_of_raising_is_put_right_not_doubled(register: Register) -> None:
    take(register, "Number|Raised", "DP1|13 Jan 2020")
    take(register, "Number|Raised", "DP1|14 Jan 2020")
    assert events(register) == [("raised", date(2020, 1, 14), None, None, 0)]


def test_a_proposal_that_was_just_raised_needs_no_taking_over(register: Register) -> None:
    take(register, "Number|Status|Raised", "DP1|Raised|13 Jan 2020")
    assert events(register) == [("raised", date(2020, 1, 13), None, None, 0)]


def test_a_converted_number_without_a_status_is_of_a_status_not_known(register: Register) -> None:
    take(register, "Number", "MP1", "DP2")
    assert (at(register, TODAY, 1).status, at(register, TODAY, 1).converted) == ("unknown", True)
    assert (at(register, TODAY, 2).status, at(register, TODAY, 2).converted) == ("", False)


def test_moving_to_another_release_keeps_the_old_one_before_the_day(register: Register) -> None:
    take(register, "Number|Release", "MP1|June 2020")
    take(register, "Number|Release|As at", "MP1|Nov 2020|31 Jan 2020")
    assert register.count(ReleasePart) == 1
    with register.read() as session:
        part = session.scalars(select(ReleasePart)).one()
        names = {row.uid: row.name for row in session.scalars(select(Release))}
        rows = [(names[str(row.value)], row.effective_from) for row in dated_rows(session, "release_part", part.uid)]
    assert rows == [("June 2020", None), ("Nov 2020", date(2020, 1, 31))]


@pytest.mark.parametrize("seed", range(12))
def test_lists_made_at_random_are_taken_once_and_no_more(register: Register, seed: int) -> None:
    random = Random(seed)
    lists = [random_list(random) for _ in range(3)]
    for rows in lists:
        take(register, *rows, readable_rows=True)
        before = export_state(register)
        again = take(register, *rows, readable_rows=True)
        assert (again.new, again.updated) == (0, 0)
        assert export_state(register) == before


def random_list(random: Random) -> list[str]:
    """Return a list of a few proposals in which any cell may be empty; numbers recur from list to list."""

    def some(*cells: str) -> str:
        return random.choice((*cells, ""))

    def day() -> str:
        return some(f"{random.randint(1, 28)}/{random.randint(1, 12)}/2019", f"{random.randint(1, 7)} Feb 2020")

    statuses = [status.label for status in STATUSES.values()]
    rows = ["Number|Title|Proposer|Organisation|Status|Date|As at|Raised|Path|On hold|Release"]
    for number in random.sample(range(1, 12), 8):
        reference = random.choice(("DP", "MP", "")) + str(number)
        cells = (
            some("One", "Two"), some("Ann", "Beth (EDF)"), some("DCC", "EDF"), some(*statuses), day(), day(), day(),
            some("1", "3"), some("yes", "no"), some("June 2020", "Nov 2020", "November 2020 SEC Release"),
        )  # fmt: skip
        rows.append("|".join((reference, *cells)))
    return rows


def test_what_was_taken_over_as_ended_on_a_known_day_concluded_on_it(register: Register) -> None:
    take(
        register,
        "Number|Title|Status|Status date|As at",
        "DP101|A|Withdrawn|04/11/2019|",
        "MP102|B|Rejected|05/11/2019|",
        "MP103|C|Rejected||31/01/2020",
        "MP104|D|Implemented|06/11/2019|",
        "MP105|E|Approved|07/11/2019|",
    )
    found = [at(register, TODAY, number).concluded for number in (101, 102, 103, 104, 105)]
    assert found == [date(2019, 11, 4), date(2019, 11, 5), None, None, date(2019, 11, 7)]


def test_two_rows_of_one_number_in_two_series_are_told_and_nothing_is_taken(register: Register) -> None:
    with pytest.raises(KnownError):
        take(register, "Number|Title|Status", "MP7|A|Refinement Process", "SECMP7|B|Refinement Process")
    assert register.count(Proposal) == 0
