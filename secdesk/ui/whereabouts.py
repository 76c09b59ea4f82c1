"""Where the window shows a record: the place of its kind, or that of the record it is a part of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from secdesk.errors import KnownError
from secdesk.models import kinds
from secdesk.services import records
from secdesk.ui.commands import LIST_KINDS
from secdesk.ui.desk import Desk
from secdesk.ui.place_stack import LIST_PREFIX

PLACES: Mapping[str, str] = MappingProxyType(
    {
        "proposal": "proposals",
        "meeting": "meetings",
        "consultation": "consultations",
        "assessment": "assessments",
        "release": "releases",
    }
)
"""The kinds of record that have a place of their own."""


def place_of(desk: Desk, kind: str, uid: str) -> tuple[str, str] | None:
    """Return the place and the uid under which a record is shown; None for one that is gone or shown nowhere."""
    if kind not in kinds():
        return None
    try:
        row = desk.read(lambda session: records.get_record(session, kind, uid, desk.today))
    except KnownError:
        return None
    if kind in PLACES:
        return PLACES[kind], uid
    for name, info in kinds()[kind].stored_fields().items():
        owner = row.values[name]
        if (info.owner or kind == "dated_value") and info.link and owner:
            return place_of(desk, info.link, str(owner))
    if kind == "dated_value":
        return _place_of_owner(desk, str(row.values["record"]))
    return (f"{LIST_PREFIX}{kind}", uid) if kind in LIST_KINDS else None


def _place_of_owner(desk: Desk, uid: str) -> tuple[str, str] | None:
    """Return where the record of a dated value is shown; a dated value says whose it is, but not of which kind."""
    with_dates = [kind for kind, model in kinds().items() if model.dated_fields()]
    return next((found for kind in with_dates if (found := place_of(desk, kind, uid)) is not None), None)
