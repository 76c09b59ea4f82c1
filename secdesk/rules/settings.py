"""Settings that travel with a register: what domain.md marks K (belief) is here with that default.

A setting's value is text; ``kind`` says how it is read. Register rows override a default from a date on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class SettingInfo:
    """A setting: its words, how its text is read, and its default."""

    key: str
    label: str
    kind: Literal["line", "number", "yes_no", "convention", "marking"]
    default: str
    help: str = ""


_MEETS = "A rule such as 'first Wednesday' or 'last Tuesday except December'; empty for no rule"

SETTINGS: Mapping[str, SettingInfo] = MappingProxyType(
    {
        item.key: item
        for item in (
            SettingInfo("register_name", "Name of the register", "line", "SEC register"),
            SettingInfo("organisation", "Organisation", "line", "SECAS"),
            SettingInfo("team", "Team on papers", "line", "SECAS Team"),
            SettingInfo(
                "managed_by", "Managed by", "line", "", "Named on the last page of a paper; empty prints nothing"
            ),
            SettingInfo("report_author", "Author of the Change Status Report", "line", ""),
            SettingInfo("report_marking", "Marking of the Change Status Report", "marking", "GREEN"),
            SettingInfo(
                "restricted_records",
                "Records above the paper's marking",
                "line",
                "reference",
                "'reference' prints the reference alone, 'leave out' leaves the record out and counts it",
            ),
            SettingInfo(
                "report_since_last", "Since the last report", "yes_no", "no", "A section of the Change Status Report"
            ),
            SettingInfo("large_print", "Large print (16 pt)", "yes_no", "no", "Every paper, for who asks for it"),
            SettingInfo("reference_pattern", "Paper reference", "line", "{body}_{meeting:02d}_{ddmm}_{item:02d}"),
            SettingInfo("report_item", "Item number of the Change Status Report", "number", "5"),
            SettingInfo(
                "duration_convention",
                "Durations count",
                "convention",
                "weekdays_inclusive",
                "weekdays_inclusive counts as the published reports did; wd_inclusive and wd_after_start leave"
                " bank holidays out; both shows the first two side by side",
            ),
            SettingInfo("withdrawals_conclude", "Withdrawals count as concluded", "yes_no", "yes"),
            SettingInfo("paper_days", "Papers go out before a Panel (Working Days)", "number", "5"),
            SettingInfo("agenda_days", "Agendas are confirmed before a meeting (Working Days)", "number", "10"),
            SettingInfo("consultation_days", "Length of a consultation (Working Days)", "number", "15"),
            SettingInfo("due_days", "Home lists what is due within (Working Days)", "number", "15"),
            SettingInfo("authority_days", "The Authority decides within (Working Days)", "number", "25"),
            SettingInfo("enquiry_days", "An enquiry is answered within (Working Days)", "number", "5"),
            SettingInfo("pa_target", "Target of a Preliminary Assessment (WD)", "number", "15"),
            SettingInfo("ia_target", "Target of an Impact Assessment (WD)", "number", "40"),
            SettingInfo("panel_meets", "SEC Panel meets", "line", "second Friday", _MEETS),
            SettingInfo("csc_meets", "Change Sub-Committee meets", "line", "last Tuesday", _MEETS),
            SettingInfo("wg_meets", "Working Group meets", "line", "first Wednesday", _MEETS),
            SettingInfo("cb_meets", "Change Board meets", "line", "fourth Wednesday", _MEETS),
            SettingInfo("tabasc_meets", "TABASC meets", "line", "", _MEETS),
            SettingInfo("ssc_meets", "Security Sub-Committee meets", "line", "", _MEETS),
            SettingInfo("smki_pma_meets", "SMKI PMA meets", "line", "", _MEETS),
            SettingInfo("ops_meets", "Operations Group meets", "line", "", _MEETS),
            SettingInfo(
                "holidays_confirmed",
                "Bank holidays confirmed to the end of",
                "number",
                "2027",
                "A year; the days of later years are worked out and marked as not confirmed",
            ),
        )
    }
)
