"""Which place shows a record of a kind, so that a figure or a finding can lead to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from secdesk.ui.desk import Desk

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "proposal": "proposals",
        "meeting": "meetings",
        "consultation": "consultations",
        "assessment": "assessments",
        "release": "releases",
    }
)
"""The places of the kinds that have one; other kinds are parts of a proposal or have a list."""
_LISTS = ("person", "organisation", "event", "action", "document", "stated_figure", "paper", "holiday", "setting")


def open_record(desk: Desk, kind: str, uid: str) -> bool:
    """Go to a record: to its own place, or to the list of its kind; says whether there is one."""
    place = PLACES.get(kind) or (f"records:{kind}" if kind in _LISTS else "")
    if place:
        desk.go_to(place, uid)
    return bool(place)
