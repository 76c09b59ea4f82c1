"""Which backups are kept and when the next is due: pure rules over names, led by the history and not by a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.register.kept_backups import (
    BEFORE_UPGRADE,
    DAILY,
    LEAST,
    MONTHLY,
    OCCASIONS,
    UNSOUND,
    WEEKLY,
    KeptBackup,
    folder_of,
    is_due,
    list_backups,
    name_of_backup,
    read_name,
    thin,
)
from secdesk.register.log import ROOT

HEAD = (412, "a1b2c3d4" + "0" * 56)
START = datetime(2018, 1, 1, 9, 0)


def kept(step: int, made: datetime, occasion: str = "") -> KeptBackup:
    name = name_of_backup("SEC register", made, (step, f"{step:064x}"[::-1]), occasion)
    found = read_name(Path(name))
    assert found is not None
    return found


def series(*minutes: int) -> list[KeptBackup]:
    """Backups so many minutes after one another."""
    made, found = START, []
    for step, pause in enumerate(minutes, start=1):
        made += timedelta(minutes=pause)
        found.append(kept(step, made))
    return found


def ours(step: int, head: str) -> bool:
    return True


def staying(found: list[KeptBackup]) -> list[int]:
    gone = thin(found, ours)
    return [each.step for each in found if each not in gone]


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("occasion", OCCASIONS)
def test_a_name_tells_date_step_hash_and_occasion(occasion: str) -> None:
    name = name_of_backup("SEC register", datetime(2020, 2, 4, 17, 30), HEAD, occasion)
    assert name == f"SEC register 2020-02-04 1730 step 412 a1b2c3d4{occasion and ' '}{occasion}.secdesk-backup"
    assert read_name(Path("folder") / name) == KeptBackup(
        Path("folder") / name, datetime(2020, 2, 4, 17, 30), 412, "a1b2c3d4", occasion
    )


@pytest.mark.parametrize("stem", ["../x", "Łódź register #1", "CON", "x" * 300, "😀" * 100, "step 7 aaaaaaaa", " "])
def test_a_name_made_of_any_register_fits_and_is_read_again(stem: str) -> None:
    name = name_of_backup(stem, START, HEAD, "before deletion")
    assert len(name.encode()) <= 255
    assert "/" not in name
    found = read_name(Path(name))
    assert found is not None
    assert (found.made, found.step, found.head, found.occasion) == (START, 412, "a1b2c3d4", "before deletion")


@pytest.mark.parametrize(
    "name",
    [
        "SEC register.secdesk",
        "SEC register 2020-02-30 1730 step 4 a1b2c3d4.secdesk-backup",
        "SEC register 2020-02-04 2530 step 4 a1b2c3d4.secdesk-backup",
        "SEC register 2020-02-04 1730 step 4 a1b2c3d4.secdesk-backup.txt",
        "SEC register 2020-02-04 1730 step 4 a1b2c3d4 mine.secdesk-backup",
        "mine.secdesk-backup",
    ],
)
def test_other_names_are_nobodys(name: str) -> None:
    assert read_name(Path(name)) is None


def test_two_registers_of_one_name_have_folders_of_their_own() -> None:
    base = Path("backups")
    assert folder_of(base, "SEC register", "aaaaaaaabbbb") != folder_of(base, "SEC register", "ccccccccbbbb")
    assert folder_of(base, "../x", "aaaaaaaabbbb").parent == base


def test_a_renamed_register_keeps_its_folder(tmp_path: Path) -> None:
    before = folder_of(tmp_path, "SEC register", "aaaaaaaabbbb")
    before.mkdir()
    folder_of(tmp_path, "Another", "ccccccccbbbb").mkdir()
    assert folder_of(tmp_path, "SEC register 2021", "aaaaaaaabbbb") == before


def test_backups_are_listed_by_step_and_other_files_left_out(tmp_path: Path) -> None:
    assert list_backups(tmp_path / "gone") == []
    late, early = kept(9, START), kept(10, START - timedelta(days=900))
    for name in (early.path.name, late.path.name, "mine.txt", "mine.secdesk-backup"):
        (tmp_path / name).touch()
    assert [each.step for each in list_backups(tmp_path)] == [9, 10]


# --- when the next is due -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "last", "minutes", "due"),
    [
        ((0, ROOT), None, None, False),
        (HEAD, None, None, True),
        (HEAD, HEAD, None, False),
        (HEAD, HEAD, 600, False),
        (HEAD, (411, "b" * 64), None, True),
        (HEAD, (412, "b" * 64), None, True),
        (HEAD, (411, "b" * 64), 29, False),
        (HEAD, (411, "b" * 64), 30, True),
        (HEAD, None, 5, False),
    ],
)
def test_a_backup_is_due_after_the_first_change_and_then_after_half_an_hour_of_changes(
    head: tuple[int, str], last: tuple[int, str] | None, minutes: int | None, due: bool
) -> None:
    assert is_due(head, last, None if minutes is None else timedelta(minutes=minutes)) is due


# --- which may go -------------------------------------------------------------------------------------------------


def test_all_of_the_last_two_days_stay_and_of_other_days_the_newest() -> None:
    found = series(*([30] * 40))  # half an hour apart: 40 of them in one day
    assert thin(found, ours) == []
    found = series(*([240, 240, 240, 720] * 8))
    by_day: dict[date, list[int]] = {}
    for each in found:
        by_day.setdefault(each.made.date(), []).append(each.step)
    days = sorted(by_day)
    expected = [step for day in days[-2:] for step in by_day[day]] + [by_day[day][-1] for day in days[:-2]]
    assert set(staying(found)) == set(expected) | {each.step for each in found[-LEAST:]}


def test_three_years_of_days_leave_days_weeks_and_months() -> None:
    found = series(*([24 * 60] * 1100))
    stay = set(staying(found))
    days = {each.step: each.made.date() for each in found}
    assert {each.step for each in found[-DAILY:]} <= stay
    weeks = {f"{days[step]:%G-%V}" for step in stay}
    months = {f"{days[step]:%Y-%m}" for step in stay}
    assert len(months) == MONTHLY
    assert len(weeks) >= WEEKLY
    assert len(stay) <= DAILY + WEEKLY + MONTHLY
    assert max(days) in stay


def test_at_least_ten_stay_whatever_the_rule_says() -> None:
    found = series(*([1] * 30), 3 * 24 * 60, *([1] * 3), 2 * 24 * 60, 2 * 24 * 60)
    assert set(range(len(found) - LEAST + 1, len(found) + 1)) <= set(staying(found))


def test_what_was_made_before_an_upgrade_stays_for_ever() -> None:
    found = series(*([60] * 400))
    found[0] = replace(found[0], occasion=BEFORE_UPGRADE)
    assert 1 in staying(found)


def test_an_unsound_backup_neither_goes_nor_takes_the_place_of_a_sound_one() -> None:
    found = series(*([60] * 200))
    plain = staying(found)
    unsound = [replace(kept(500 + number, START), occasion=UNSOUND) for number in range(20)]
    gone = thin(found + unsound, ours)
    assert not any(each in gone for each in unsound)
    assert [each.step for each in found if each not in gone] == plain


def test_backups_of_another_branch_of_the_history_stay() -> None:
    found = series(*([60] * 200))
    others = [replace(each, head="ffffffff", path=Path(f"other {each.path.name}")) for each in found]
    gone = thin(found + others, lambda step, head: head != "ffffffff")
    assert gone == thin(found, ours)


def test_nothing_of_nothing_goes() -> None:
    assert thin([], ours) == []


@given(st.lists(st.integers(1, 20 * 24 * 60), max_size=120))
def test_thinning_again_takes_nothing_more_and_the_newest_ten_stay(pauses: list[int]) -> None:
    found = series(*pauses)
    stay = staying(found)
    assert stay[-LEAST:] == [each.step for each in found[-LEAST:]]
    assert staying([each for each in found if each.step in stay]) == stay


JUMPS = (datetime(1970, 1, 1), datetime(2099, 12, 31, 23, 59), START - timedelta(days=3 * 365))


@given(
    st.lists(st.integers(30, 20 * 24 * 60), min_size=1, max_size=100),
    st.data(),
)
def test_a_clock_that_jumps_takes_no_backup_away_that_would_have_stayed(pauses: list[int], data: st.DataObject) -> None:
    right = series(*pauses)
    jumped = list(right)
    for place in data.draw(st.sets(st.integers(0, len(right) - 1), max_size=8)):
        made = data.draw(st.sampled_from(JUMPS) | st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1)))
        if abs((made - right[place].made).days) > 40:
            jumped[place] = replace(right[place], made=made)
    assert set(staying(right)) <= set(staying(jumped))


@given(st.lists(st.integers(30, 6 * 60), min_size=20, max_size=60), st.data())
def test_a_session_with_the_clock_wrong_takes_no_backup_away(pauses: list[int], data: st.DataObject) -> None:
    right = series(*pauses)
    start = data.draw(st.integers(0, len(right) - 1))
    end = data.draw(st.integers(start + 1, min(len(right), start + 8)))
    wrong = timedelta(days=data.draw(st.sampled_from((-18_000, -1095, -45, 45, 1095, 29_000))))
    jumped = [
        replace(each, made=each.made + wrong) if start <= place < end else each for place, each in enumerate(right)
    ]
    assert set(staying(right)) <= set(staying(jumped))


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1)), max_size=60))
def test_a_clock_that_is_wrong_at_each_call_takes_hardly_anything_away(moments: list[datetime]) -> None:
    found = [kept(step, moment) for step, moment in enumerate(moments, start=1)]
    assert thin(found, ours) == [] or len({each.made.date() for each in found}) < len(found)
