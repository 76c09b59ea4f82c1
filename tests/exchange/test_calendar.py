"""The calendar file, read back by a calendar library: days, times in London, identities, and nothing private."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from secdesk.exchange.calendar import export_calendar
from secdesk.exchange.calendar_entries import calendar_entries, read_time
from secdesk.models.types import Value
from secdesk.register.register import Register
from secdesk.rules.text import clean
from secdesk.services.records import Effect, delete_record, update_record
from tests.factories import add_all_kinds
from tests.services.desk import add, raised

TODAY = date(2020, 2, 7)
LONDON = ZoneInfo("Europe/London")


def events(register: Register, at: date = TODAY) -> dict[str, Event]:
    """Return the events of the calendar by their identities."""
    with register.read() as session:
        calendar = Calendar.from_ical(export_calendar(session, at))
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def only(register: Register, what: str, at: date = TODAY) -> Event:
    (found,) = [event for uid, event in events(register, at).items() if uid.endswith(f"-{what}@secdesk")]
    return found


def consultation(register: Register, title: str = "Alarms", marking: str | None = None, **values: Value) -> str:
    with register.change("add") as session:
        uid = raised(session, title, 114)
        update_record(session, "proposal", uid, {"marking": marking})
        return add(session, "consultation", proposal=uid, consultation_kind="mrc", **values)


@pytest.mark.parametrize(
    ("closes", "utc"),
    [
        (date(2020, 2, 28), datetime(2020, 2, 28, 17, tzinfo=UTC)),
        (date(2020, 7, 3), datetime(2020, 7, 3, 16, tzinfo=UTC)),
    ],
)
def test_a_consultation_closes_at_five_in_london_in_winter_and_in_summer(
    register: Register, closes: date, utc: datetime
) -> None:
    consultation(register, opened=date(2020, 1, 10), closes=closes)
    event = only(register, "closing")
    assert event.decoded("DTSTART") == utc == datetime.combine(closes, time(17), LONDON)
    assert event["DTSTART"].params["TZID"] == "Europe/London"
    assert str(event["SUMMARY"]) == "DP114 Alarms: Modification Report Consultation closes"


def test_the_clock_of_london_is_spelt_out_for_calendars_that_do_not_know_it(register: Register) -> None:
    consultation(register, closes=date(2020, 7, 3))
    with register.read() as session:
        zone = Calendar.from_ical(export_calendar(session, TODAY)).walk("VTIMEZONE")[0].to_tz()
    for day in (date(2020, 1, 15), date(2020, 3, 28), date(2020, 3, 30), date(2020, 10, 24), date(2020, 10, 26)):
        noon = datetime.combine(day, time(12))
        assert noon.replace(tzinfo=zone).utcoffset() == noon.replace(tzinfo=LONDON).utcoffset()


@pytest.mark.parametrize(
    ("said", "hour"),
    [("12:00", time(12)), ("noon", time(12)), ("5 pm", time(17)), ("9.30am", time(9, 30)), ("12am", time(0))],
)
def test_another_closing_time_is_read_as_people_write_it(register: Register, said: str, hour: time) -> None:
    consultation(register, closes=date(2020, 2, 28), closing_time=said)
    assert only(register, "closing").decoded("DTSTART") == datetime(2020, 2, 28, hour.hour, hour.minute, tzinfo=LONDON)


@pytest.mark.parametrize("said", ["after lunch", "25:00", "13 pm", "17", "", None, "9:75"])
def test_words_that_are_no_time_are_not_guessed_at(said: str | None) -> None:
    assert read_time(said) is None


def test_a_closing_time_in_words_stands_in_the_description(register: Register) -> None:
    consultation(register, closes=date(2020, 2, 28), closing_time="close of play")
    event = only(register, "closing")
    assert (event.decoded("DTSTART"), str(event["DESCRIPTION"])) == (date(2020, 2, 28), "Closes at close of play")


def test_a_meeting_has_its_day_its_time_and_its_place(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "meeting", body="CSC", date=date(2020, 2, 25), time="10:00", place="Room 1, Bath")
        add(session, "meeting", body="CSC", month="2020-03")
    found = events(register)
    assert list(found) == [f"{uid}-meeting@secdesk"]
    (event,) = found.values()
    assert event.decoded("DTSTART") == datetime(2020, 2, 25, 10, tzinfo=LONDON)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Change Sub-Committee meeting", "Room 1, Bath")


def test_agenda_and_papers_are_due_as_the_register_counts(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="WG", date=date(2020, 3, 4))
        add(session, "meeting", body="PANEL", date=date(2020, 2, 14), agenda_confirmed=date(2020, 2, 3))
    assert only(register, "agenda").decoded("DTSTART") == date(2020, 2, 19)
    assert only(register, "papers").decoded("DTSTART") == TODAY
    with register.change("another rule") as session:
        add(session, "setting", key="agenda_days", value="5")
    assert only(register, "agenda").decoded("DTSTART") == date(2020, 2, 26)


def test_a_day_set_by_hand_counts_before_the_rule(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CB", date=date(2020, 2, 26), agenda_due=date(2020, 2, 20))
    assert only(register, "agenda").decoded("DTSTART") == date(2020, 2, 20)


def test_what_was_cancelled_is_told_to_calendars_that_have_it(register: Register) -> None:
    consultation(register, closes=date(2020, 2, 28), dropped=TODAY)
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=date(2020, 2, 25), state="cancelled")
    assert str(only(register, "closing")["STATUS"]) == "CANCELLED"
    assert str(only(register, "meeting")["SUMMARY"]) == "Cancelled: Change Sub-Committee meeting"
    assert str(only(register, "closing", date(2020, 2, 6))["STATUS"]) == "CONFIRMED"


def test_a_release_stands_on_the_day_that_held_as_at_the_export(register: Register) -> None:
    with register.change("add") as session:
        uid = add(session, "release", name="November 2019 SEC Release", goes_live=date(2019, 11, 7))
        moved = Effect(since=date(2019, 10, 1))
        update_record(session, "release", uid, {"goes_live": date(2019, 11, 29)}, effect=moved)
    assert only(register, "release", date(2019, 9, 1)).decoded("DTSTART") == date(2019, 11, 7)
    assert only(register, "release").decoded("DTSTART") == date(2019, 11, 29)


def test_an_entry_keeps_its_identity_when_its_day_moves(register: Register) -> None:
    uid = consultation(register, closes=date(2020, 2, 28))
    before = set(events(register))
    with register.change("move") as session:
        update_record(session, "consultation", uid, {"closes": date(2020, 3, 6)})
    assert set(events(register)) == before
    with register.change("gone") as session:
        delete_record(session, "consultation", uid, TODAY)
    assert events(register) == {}


def test_the_same_records_give_the_same_bytes_whatever_the_clock(january: Register) -> None:
    with january.read() as session:
        first, second, later = (export_calendar(session, day) for day in (TODAY, TODAY, date(2020, 2, 8)))
    assert first == second
    assert first.replace(b"20200207T", b"20200208T") == later
    assert b"DTSTAMP:20200207T000000Z" in first


def test_no_private_note_goes_in(register: Register) -> None:
    uid = consultation(register, closes=date(2020, 2, 28), note="SECRET")
    with register.change("add") as session:
        update_record(session, "consultation", uid, {"note": "SECRET"})
        add(session, "meeting", body="WG", date=date(2020, 3, 4), note="SECRET")
        add(session, "release", name="June", goes_live=date(2020, 6, 25), note="SECRET")
    with register.read() as session:
        assert b"SECRET" not in export_calendar(session, TODAY)


@pytest.mark.parametrize(
    ("marking", "told"), [(None, True), ("WHITE", True), ("GREEN", True), ("AMBER", False), ("RED", False)]
)
def test_a_title_above_the_marking_of_the_report_is_not_told(
    register: Register, marking: str | None, told: bool
) -> None:
    consultation(register, title="A weakness", marking=marking, closes=date(2020, 2, 28))
    summary = str(only(register, "closing")["SUMMARY"])
    assert summary.startswith("DP114")
    assert ("A weakness" in summary) is told


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=200).map(lambda text: clean(text, "line", 2000)).filter(bool))
def test_whatever_a_title_holds_the_calendar_has_one_event_with_it(
    tmp_path_factory: pytest.TempPathFactory, title: str
) -> None:
    with Register.create(tmp_path_factory.mktemp("a") / "a.secdesk") as register:
        consultation(register, title=title[:300].strip() or "x", closes=date(2020, 2, 28))
        found = str(only(register, "closing")["SUMMARY"])
        assert found == f"DP114 {title[:300].strip() or 'x'}: Modification Report Consultation closes"
        assert len(events(register)) == 1


def test_lines_that_look_like_calendar_parts_stay_words(register: Register) -> None:
    with register.change("add") as session:
        add(session, "meeting", body="CSC", date=TODAY, place="Bath\\nEND:VEVENT; BEGIN:VALARM")
    assert [str(event["LOCATION"]) for event in events(register).values()] == ["Bath\\nEND:VEVENT; BEGIN:VALARM"]


def test_records_of_every_kind_make_a_calendar(register: Register) -> None:
    with register.change("add") as session:
        add_all_kinds(session, Random(11), of_each=4)
    with register.read() as session:
        entries = calendar_entries(session, TODAY)
        after = calendar_entries(session, TODAY, since=TODAY)
    assert len(events(register)) == len(entries) > 5
    assert after == [entry for entry in entries if entry.day >= TODAY]
