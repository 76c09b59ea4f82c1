"""What is kept: the kinds of record and their declared fields. A new kind is one more import here."""

from __future__ import annotations

from functools import cache

from secdesk.models.assessment import Assessment
from secdesk.models.attendance import Attendance
from secdesk.models.base import Base, Kind, Record, new_uid
from secdesk.models.consultation import Consultation
from secdesk.models.event import Event, VoteCount
from secdesk.models.fields import FieldInfo
from secdesk.models.history import Blob, Change, Draft, Meta, Step
from secdesk.models.meeting import Action, AgendaItem, Meeting
from secdesk.models.paper import Paper, StatedFigure
from secdesk.models.party import Organisation, Person
from secdesk.models.proposal import AffectedDocument, AffectedParty, Document, Proposal, Relation
from secdesk.models.release import Release, ReleasePart
from secdesk.models.setting import DatedValue, Holiday, Setting

__all__ = [
    "Action",
    "AffectedDocument",
    "AffectedParty",
    "AgendaItem",
    "Assessment",
    "Attendance",
    "Base",
    "Blob",
    "Change",
    "Consultation",
    "DatedValue",
    "Document",
    "Draft",
    "Event",
    "FieldInfo",
    "Holiday",
    "Kind",
    "Meeting",
    "Meta",
    "Organisation",
    "Paper",
    "Person",
    "Proposal",
    "Record",
    "Relation",
    "Release",
    "ReleasePart",
    "Setting",
    "StatedFigure",
    "Step",
    "VoteCount",
    "kinds",
    "new_uid",
]


def kinds() -> dict[str, type[Record]]:
    """Return every kind of record by name, in the order of their tables' dependence."""
    return dict(_kinds(len(Base.metadata.tables)))


@cache
def _kinds(_tables: int) -> dict[str, type[Record]]:
    """Return the kinds while there are so many tables: putting them in order takes longer than storing a record."""
    found = {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }
    ordered = [table.name for table in Base.metadata.sorted_tables if table.name in found]
    return {name: found[name] for name in ordered}
