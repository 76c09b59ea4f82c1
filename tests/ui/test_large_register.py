"""A register of more proposals than are read at once: the window lives on, and what it shows in the end is the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from secdesk.register.register import Register
from secdesk.services import records
from secdesk.services.home import overview
from secdesk.ui.desk import Desk
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.models.record_table import Ask, RecordTable
from secdesk.ui.places.history import HistoryPlace
from secdesk.ui.places.home import HomePlace
from secdesk.ui.places.proposals import ProposalsPlace
from secdesk.ui.readings import FEW
from secdesk.ui.widgets.plain_table import PlainTable
from tests.generated import TODAY, make_register, proposal_uid
from tests.ui.desks import OFFSCREEN, OpenDesk, enter, named, press

pytestmark = OFFSCREEN
REFINE = (("stage", ("refine",)),)
WAIT = 20_000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_register(tmp_path_factory.mktemp("large") / "large.secdesk", FEW + 120)


@pytest.fixture
def desk(large: Path, tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(Path(copyfile(large, tmp_path / "a.secdesk")), TODAY)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(large: Path) -> Iterator[Desk]:
    opened = Desk(Register.open(large, read_only=True), TODAY)
    yield opened
    opened.close()


@pytest.fixture
def place(qtbot: QtBot, desk: OpenDesk) -> Iterator[ProposalsPlace]:
    entered = enter(qtbot, ProposalsPlace(desk))
    yield entered
    entered.close_place()


def answered(qtbot: QtBot, place: ProposalsPlace) -> list[str]:
    """Return the records shown once the list has its answer."""
    qtbot.waitUntil(lambda: not place.table.is_waiting, timeout=WAIT)
    return list(place.table.uids)


def at_once(desk: Desk, ask: Ask) -> list[str]:
    """Return the answer as it is worked out on the window's thread."""
    rows = ProposalRows(desk)
    return list(rows.all_uids(rows.window(ask)))


def test_the_window_goes_on_living_while_a_filter_is_read(qtbot: QtBot, place: ProposalsPlace) -> None:
    before, beats = list(place.table.uids), []
    timer = QTimer(interval=1)
    timer.timeout.connect(lambda: beats.append(place.table.is_waiting))
    timer.start()
    place.filters.keep_values("stage", ("refine",))
    assert place.table.is_waiting
    assert list(place.table.uids) == before  # the old rows stay until the new ones are there
    assert answered(qtbot, place) == at_once(place.desk, Ask(filters=REFINE))
    timer.stop()
    assert True in beats


def test_selection_and_focus_stay_when_the_rows_come(qtbot: QtBot, place: ProposalsPlace) -> None:
    place.list.select_uid(proposal_uid(400))
    place.list.setFocus()
    place.sort_by("due", descending=False)
    assert place.table.is_waiting
    press(Qt.Key.Key_Down)  # the list is at work all the while
    chosen = place.list.current_uid
    answered(qtbot, place)
    assert place.list.current_uid == chosen
    assert place.list.hasFocus()
    assert place.sorted_by() == ("due", False)


def test_what_is_typed_fast_is_answered_once_by_the_last_of_it(qtbot: QtBot, place: ProposalsPlace) -> None:
    shown: list[str] = []
    place.table.modelReset.connect(lambda: shown.append(place.table.question.text))
    place.find_in_list()
    for letter in "meter":
        press(Qt.Key(ord(letter.upper())))
    assert answered(qtbot, place) == at_once(place.desk, Ask("meter"))
    assert shown == ["meter"]


def test_a_newer_order_replaces_one_that_is_still_read(qtbot: QtBot, place: ProposalsPlace) -> None:
    place.sort_by("due", descending=False)
    place.sort_by("lead", descending=True)
    place.sort_by("title", descending=False)
    assert answered(qtbot, place) == at_once(place.desk, Ask(sort="title"))
    qtbot.waitUntil(lambda: not place.table.source.readings.is_busy, timeout=WAIT)  # type: ignore[attr-defined]
    assert list(place.table.uids) == at_once(place.desk, Ask(sort="title"))


def test_the_whole_list_again_stops_the_wait_for_a_filter(qtbot: QtBot, place: ProposalsPlace) -> None:
    everything = list(place.table.uids)
    place.filters.keep_values("stage", ("refine",))
    place.clear_filters()
    assert not place.table.is_waiting
    assert list(place.table.uids) == everything
    qtbot.waitUntil(lambda: not place._rows.readings.is_busy, timeout=WAIT)
    assert list(place.table.uids) == everything


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_panel_of_values_opens_when_they_were_read(qtbot: QtBot, place: ProposalsPlace) -> None:
    panel = place.filters._popup
    place.add_filter()
    assert not panel.isVisible()
    qtbot.waitUntil(panel.isVisible, timeout=WAIT)
    assert sum(value.count for value in place.filters.values_of("stage")) == FEW + 120
    panel.hide()


def test_the_chip_of_a_filter_says_its_words_when_they_are_known(qtbot: QtBot, place: ProposalsPlace) -> None:
    place.filters.keep_values("stage", ("refine",))
    answered(qtbot, place)
    assert place.filter_words() == "Refine"
    assert "filtered by Refine" in place.list.accessibleName()
    assert place.chips.button_of("stage").text().startswith("Refine")  # type: ignore[attr-defined]


def test_a_change_in_the_middle_of_a_reading_is_kept_and_shown(
    qtbot: QtBot, desk: OpenDesk, place: ProposalsPlace
) -> None:
    place.sort_by("title", descending=False)
    assert place.table.is_waiting
    desk.run("Retitle", lambda session: records.update_record(session, "proposal", proposal_uid(9), {"title": "Aaa"}))
    assert not desk.refused
    found = answered(qtbot, place)
    assert found[0] == proposal_uid(9)
    assert found == at_once(desk, Ask(sort="title"))


def test_a_deleted_proposal_leaves_a_sorted_list_at_once(qtbot: QtBot, desk: OpenDesk, place: ProposalsPlace) -> None:
    gone = desk.add("proposal", {"title": "Aaa"})
    place.sort_by("title", descending=False)
    assert answered(qtbot, place)[0] == gone
    desk.run("Delete", lambda session: records.delete_record(session, "proposal", gone, TODAY))
    assert not desk.refused
    assert gone not in place.table.uids
    assert place.table.is_waiting
    assert answered(qtbot, place) == at_once(desk, Ask(sort="title"))


def test_a_record_that_is_sought_while_rows_are_read_is_found(place: ProposalsPlace) -> None:
    place.clear_filters()
    place.table.ask(Ask(filters=REFINE))
    uid = at_once(place.desk, Ask(filters=REFINE))[-1]
    assert place.show_record(uid)
    assert place.list.current_uid == uid


def test_closing_the_register_in_the_middle_is_clean(qtbot: QtBot, large: Path, tmp_path: Path) -> None:
    desk = OpenDesk(Path(copyfile(large, tmp_path / "b.secdesk")), TODAY)
    place = enter(qtbot, ProposalsPlace(desk))
    place.sort_by("due", descending=False)
    place.add_filter()
    place.close_place()
    desk.close()
    qtbot.wait(1)  # what the job sent back is not delivered to a place whose register is closed
    assert place.table._window.uids is None
    with Register.open(desk.register.path) as again:  # nobody holds the file any more
        assert not again.read_only


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.sampled_from(["", "meter", "dp7", "smets2 gas"]),
    stages=st.sets(st.sampled_from(["define", "refine", "closed", ""])),
    flags=st.sets(st.sampled_from(["on_hold", "urgent", ""])),
    sort=st.sampled_from(["", "reference", "title", "due", "next_step", "lead", "status", "release"]),
    then=st.sampled_from(["", "stage", "raised"]),
    descending=st.booleans(),
    grouped=st.booleans(),
)
def test_rows_read_beside_the_window_are_those_read_at_once(
    qtbot: QtBot,
    reader: Desk,
    text: str,
    stages: set[str],
    flags: set[str],
    sort: str,
    then: str,
    descending: bool,
    grouped: bool,
) -> None:
    chosen = (("stage", tuple(sorted(stages))), ("flags", tuple(sorted(flags))))
    filters = tuple((name, values) for name, values in chosen if values)
    ask = Ask(text, sort, descending, "", then if sort else "", not descending, filters, grouped)
    table = RecordTable(ProposalRows(reader))
    table.ask(ask)
    qtbot.waitUntil(lambda: not table.is_waiting, timeout=WAIT)
    plain = ProposalRows(reader).window(ask)
    assert list(table.uids) == list(plain.uids if plain.uids is not None else at_once(reader, Ask()))
    assert table.groups == plain.groups


def test_home_of_a_large_register_comes_beside_the_window(qtbot: QtBot, desk: OpenDesk) -> None:
    home = enter(qtbot, HomePlace(desk))
    assert "January 2020" in home._cycle.text()  # the month stands there from the first moment
    qtbot.waitUntil(lambda: not home._readings.is_busy, timeout=WAIT)
    found = desk.read(lambda session: overview(session, TODAY))
    days = named(home, "home.cycle")
    assert isinstance(days, PlainTable)
    assert days.rowCount() == len(found.days)
    assert home._entry().hasFocus()
    home.close_place()


def test_a_search_of_the_history_of_a_large_register_is_answered(qtbot: QtBot, desk: OpenDesk) -> None:
    desk.add("organisation", {"name": "Valve"})
    desk.run("Change the gauge", lambda session: records.create_record(session, "organisation", {"name": "Gauge"}))
    place = enter(qtbot, HistoryPlace(desk))
    steps = place._steps.model()
    assert steps.rowCount() == 2
    place.find_in_list()
    for letter in "gauge":
        press(Qt.Key(ord(letter.upper())))
    qtbot.waitUntil(lambda: steps.rowCount() == 1, timeout=WAIT)
    assert place._table.title_at(0) == "Change the gauge"
    place.clear_filters()
    qtbot.waitUntil(lambda: steps.rowCount() == 2, timeout=WAIT)
    place.close_place()
