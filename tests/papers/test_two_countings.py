"""Weekdays and Working Days side by side: two labelled columns, never mixed, and a change-over that restates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest

from secdesk.errors import Invalid
from secdesk.models.types import Value
from secdesk.papers.render import render
from secdesk.papers.tree import Figure, Heading, Paper, Table, figures, plain
from secdesk.register.register import Register
from secdesk.rules.countings import COUNTINGS, SIDE_BY_SIDE, counting_named
from secdesk.rules.settings import SETTINGS
from secdesk.services.papers import PAPERS, make_paper, make_report
from secdesk.services.records import create_record
from secdesk.services.register_settings import change_setting, read_setting

from .change_status.reading import text_of
from .full_register import TODAY
from .wishes import FORMS, paper_of

# domain.md 9: the eight open assessments at 31 January 2020, as printed and in true Working Days, both ends counted.
PRINTED = (134, 202, 154, 178, 167, 89, 51, 45)
WORKING = (130, 196, 150, 174, 163, 86, 48, 42)


def counted_by(register: Register, name: str, since: date | None) -> Register:
    with register.change("Counting") as session:
        if since is None:
            create_record(session, "setting", {"key": "duration_convention", "value": name})
        else:
            change_setting(session, "duration_convention", name, since)
    return register


def tables(paper: Paper) -> dict[str, Table]:
    return {block.title: block for block in paper.blocks if isinstance(block, Table)}


def column(table: Table, title: str) -> list[str]:
    place = [each.title for each in table.columns].index(title)
    return [plain(row[place]) for row in table.rows]


@pytest.fixture
def both(copy_of: Callable[[str], Register]) -> Register:
    """January 2020 with both countings from the beginning."""
    return counted_by(copy_of("sample"), SIDE_BY_SIDE, None)


def test_open_assessments_show_the_printed_and_the_true_durations_in_columns_of_their_own(both: Register) -> None:
    table = tables(make_report(both, "2020-01"))["Open DCC assessments"]
    weekdays, working = column(table, "Current, weekdays"), column(table, "Current, WD")
    assert sorted(weekdays) == sorted(f"{days} weekdays" for days in PRINTED)
    assert sorted(working) == sorted(f"{days} WD" for days in WORKING)


def test_the_averages_stand_side_by_side(both: Register) -> None:
    found = {figure.key: figure.text for figure in figures(make_report(both, "2020-01"))}
    assert (found["pa_open.average"], found["pa_open.average.wd_inclusive"]) == ("106 weekdays", "103 WD")
    assert (found["ia_open.average"], found["ia_open.average.wd_inclusive"]) == ("163 weekdays", "159 WD")


def test_no_column_mixes_two_units_and_no_figure_two_calendars(both: Register) -> None:
    for table in tables(make_report(both, "2020-01")).values():
        for place, head in enumerate(table.columns):
            cells = [plain(row[place]) for row in table.rows]
            units = {unit for unit in ("weekdays", "WD") for cell in cells if re.search(rf"\d {unit}\b", cell)}
            assert len(units) <= 1, (table.title, head.title)
            assert not units or head.title == "Target" or head.title == "Over target" or units.pop() in head.title
    for figure in figures(make_report(both, "2020-01")):
        if figure.calendar is not None:
            second = "wd_inclusive" in figure.key
            assert figure.calendar.convention == ("wd_inclusive" if second else "weekdays_inclusive")


def test_figures_of_each_counting_have_keys_of_their_own(both: Register) -> None:
    keys = [figure.key for figure in figures(make_report(both, "2020-01")) if "duration" in figure.key]
    assert len(keys) == len(set(keys))
    assert any(".wd_inclusive." in key for key in keys)


def test_the_footnotes_name_both_and_the_overrun_is_in_working_days(both: Register) -> None:
    text = text_of(make_report(both, "2020-01"), ".txt")
    assert text.count("Weekdays here means: Mondays to Fridays") == 3
    assert text.count("WD here means: Working Days of England and Wales") == 3
    over = column(tables(make_report(both, "2020-01"))["Assessments with the DCC"], "Over target")
    # 42 WD against a target of 15, 196 against 40, as the two tables of domain.md give them.
    assert {"27 WD", "156 WD"} <= set(over)


def test_a_stated_duration_stands_in_the_first_column_without_a_unit(both: Register) -> None:
    table = tables(make_report(both, "2020-01"))["DCC assessments completed in the Regulatory Year"]
    stated = [cell for cell in column(table, "Actual, weekdays") if "[" in cell]
    assert stated
    assert all(re.fullmatch(r"\d+ \[\d+\]", cell) for cell in stated)


@pytest.mark.parametrize("suffix", FORMS)
def test_every_form_of_the_report_and_of_its_appendix_shows_both(both: Register, suffix: str) -> None:
    for paper in (make_report(both, "2020-01"), make_paper(both, "assessments", at=date(2020, 2, 7), month="2020-01")):
        data = render(paper, suffix).data
        text = data.decode() if suffix == ".json" else text_of(paper, suffix)
        assert "163 weekdays" in text
        assert "159 WD" in text


# ---------------------------------------------------------------- the other papers with durations


@pytest.fixture
def full_by_both(copy_of: Callable[[str], Register]) -> Register:
    """The full register with both countings from the beginning."""
    return counted_by(copy_of("full"), SIDE_BY_SIDE, None)


@pytest.mark.parametrize("kind", ["fact_sheet", "modification_report"])
def test_the_assessments_of_one_proposal_show_both_in_columns_of_their_own(full_by_both: Register, kind: str) -> None:
    paper = make_paper(full_by_both, kind, at=TODAY, proposal="MP077")
    table = tables(paper)["DCC assessments"]
    weekdays, working = column(table, "Duration, weekdays"), column(table, "Duration, WD")
    # Accepted on 13 January 2020: 36 weekdays to 2 March, none of them a bank holiday.
    assert "36 weekdays" in weekdays
    assert "36 WD" in working
    assert not any(cell.endswith(" WD") for cell in weekdays)
    assert not any(cell.endswith("weekdays") for cell in working)
    assert "Weekdays here means: Mondays to Fridays" in text_of(paper, ".txt")


def lap(register: Register) -> Paper:
    """A proposal raised on 1 April 2020 and recommended on 29 May; four bank holidays lie between. The KPI sheet."""
    with register.change("Lap") as session:
        uid = create_record(session, "proposal", {"number": 1})
        days = {"raised": date(2020, 4, 1), "cb_recommended_approval": date(2020, 5, 29)}
        for position, (outcome, day) in enumerate(days.items()):
            values: dict[str, Value] = {"proposal": uid, "outcome": outcome, "date": day, "position": position}
            create_record(session, "event", values)
    return make_paper(register, "kpi", at=date(2020, 8, 3))


def test_the_kpi_sheet_shows_both_beside_each_other_and_mixes_them_nowhere(copy_of: Callable[[str], Register]) -> None:
    found = tables(lap(counted_by(copy_of("empty"), SIDE_BY_SIDE, None)))
    table = found["Average durations by each counting"]
    heads = [each.title for each in table.columns]
    assert heads == ["From and to", "Period", "Cases", "Average, weekdays", "Average, WD"]
    assert [[plain(cell) for cell in row[1:]] for row in table.rows if plain(row[0]).startswith("Raised")] == [
        ["Q1, Apr to Jun", "1", "43 weekdays", "39 WD"],
        ["Year 2020/21", "1", "43 weekdays", "39 WD"],
    ]
    assert [plain(row[2]) for row in table.rows if not plain(row[0]).startswith("Raised")] == ["–", "–", "–"]
    others = "".join(plain(cell) for row in found["CACoP figures by quarter"].rows for cell in row)
    assert not re.search(r"\d (weekdays|WD)", others)


def test_with_one_counting_the_durations_of_the_kpi_sheet_stand_with_its_other_figures(
    copy_of: Callable[[str], Register],
) -> None:
    found = tables(lap(copy_of("empty")))
    assert list(found) == ["CACoP figures by quarter"]
    (row,) = (each for each in found["CACoP figures by quarter"].rows if plain(each[0]).startswith("Raised"))
    assert [plain(cell) for cell in row[1:]] == ["43 WD (1 case)", "–", "43 WD (1 case)"]


def test_every_paper_of_a_register_that_counts_in_both_ways_labels_its_columns(full_by_both: Register) -> None:
    for kind in PAPERS:
        for table in tables(paper_of(full_by_both, "full", kind)).values():
            for place, head in enumerate(table.columns):
                cells = [plain(row[place]) for row in table.rows]
                units = {unit for unit in ("weekdays", "WD") for cell in cells if re.search(rf"\d {unit}\b", cell)}
                assert len(units) <= 1, (kind, table.title, head.title)


# ---------------------------------------------------------------- a dated change-over


def test_a_change_over_restates_the_averages_of_the_report_before_and_says_so(
    copy_of: Callable[[str], Register],
) -> None:
    register = counted_by(copy_of("sample"), "wd_inclusive", date(2020, 2, 20))
    january, february, march = (make_report(register, f"2020-0{month}") for month in (1, 2, 3))
    table = tables(february)["Averages of January 2020 by each counting"]
    rows = {plain(row[0]): [plain(cell) for cell in row[1:]] for row in table.rows}
    assert [each.title for each in table.columns] == ["Average duration", "Weekdays", "WD"]
    assert rows["Preliminary Assessments open"] == ["106", "103"]
    assert rows["Impact Assessments open"] == ["163", "159"]
    told = text_of(february, ".txt")
    assert "counted as weekdays up to the report for January 2020, and are counted as WD from this report on" in told
    assert not any(_tells_of_a_change(block) for block in (*january.blocks, *march.blocks))


def _tells_of_a_change(block: object) -> bool:
    return isinstance(block, Heading) and plain(block.content) == "Change of counting"


def test_reports_before_the_change_over_keep_their_counting(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("sample")
    before = make_report(register, "2020-01")
    counted_by(register, SIDE_BY_SIDE, date(2020, 2, 20))
    assert make_report(register, "2020-01").digest() == before.digest()


def test_a_register_that_counts_otherwise_from_the_beginning_has_changed_nothing(both: Register) -> None:
    assert not any(_tells_of_a_change(block) for block in make_report(both, "2020-01").blocks)


def test_from_two_columns_to_one_is_a_change_over_as_well(copy_of: Callable[[str], Register]) -> None:
    register = counted_by(copy_of("sample"), SIDE_BY_SIDE, None)
    counted_by(register, "wd_after_start", date(2020, 2, 20))
    table = tables(make_report(register, "2020-02"))["Averages of January 2020 by each counting"]
    heads = [each.title for each in table.columns]
    assert heads == ["Average duration", "Weekdays", "WD", "WD after the first day"]
    (row,) = (row for row in table.rows if plain(row[0]) == "Preliminary Assessments open")
    assert [run.text for cell in row[1:] for run in cell if isinstance(run, Figure)] == ["106", "103", "102"]


# ---------------------------------------------------------------- the setting


def test_the_setting_takes_both_and_refuses_what_is_no_counting() -> None:
    info = SETTINGS["duration_convention"]
    assert {read_setting(info, name) for name in COUNTINGS} == set(COUNTINGS)
    with pytest.raises(Invalid):
        read_setting(info, "twice")
    with pytest.raises(ValueError, match="There is no counting 'twice'"):
        counting_named("twice")
