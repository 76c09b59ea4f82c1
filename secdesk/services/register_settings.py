"""The settings of a register, changed one at a time from a day on (ux.md 2.16, design.md 5.4).

Papers and figures of earlier days keep what was in force then.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, Problem
from secdesk.models import Setting
from secdesk.rules.choices import CHOICES
from secdesk.rules.countings import COUNTINGS
from secdesk.rules.in_force import in_force
from secdesk.rules.settings import SETTINGS, SettingInfo

LONGEST, LARGEST = 2000, 9999


def change_setting(session: Session, key: str, value: str, since: date) -> None:
    """Give a setting a value from a day on; a change of the same day is overwritten, the same value is no change.

    Raises :class:`Invalid` with a problem for ``key`` where the value is not of the setting's kind.
    """
    info = SETTINGS[key]
    cleaned = read_setting(info, value)
    if in_force(session, since).settings[key] == cleaned:
        return
    rows = session.scalars(select(Setting).where(Setting.key == key)).all()
    same_day = [row for row in rows if row.effective_from == since]
    row = max(same_day, key=lambda each: each.position) if same_day else None
    if row is None:
        row = Setting(key=key, effective_from=since, position=max((each.position for each in rows), default=0) + 1)
        session.add(row)
    row.value = cleaned
    session.flush()


def read_setting(info: SettingInfo, typed: str) -> str:
    """Return what was typed as the register keeps it; raises :class:`Invalid` in words."""
    text = " ".join(typed.split())
    if info.kind == "number":
        if not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
            raise _problem(info, f"{info.label} must be a whole number from 0 to {LARGEST}")
        return str(int(text))
    allowed = _allowed(info)
    if allowed and text not in allowed:
        raise _problem(info, f"Choose one of the listed values for {info.label}")
    if len(text) > LONGEST:
        raise _problem(info, f"{info.label} must be {LONGEST} characters or fewer. It has {len(text)}")
    return text


def _allowed(info: SettingInfo) -> frozenset[str]:
    match info.kind:
        case "yes_no":
            return frozenset({"yes", "no"})
        case "convention":
            return frozenset(COUNTINGS)
        case "marking":
            return frozenset(CHOICES["marking"])
        case _:
            return frozenset()


def _problem(info: SettingInfo, sentence: str) -> Invalid:
    return Invalid([Problem(info.key, sentence)])
