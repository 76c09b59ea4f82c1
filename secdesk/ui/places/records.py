"""A place for any kind of record, built from its declared fields alone."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from secdesk.services import records
from secdesk.ui.desk import Desk
from secdesk.ui.places.list_detail import ListDetailPlace


class RecordsPlace(ListDetailPlace):
    """List and detail of a kind that has no place of its own: people, organisations, settings, bank holidays."""

    def __init__(self, desk: Desk, kind: str, parent: QWidget | None = None) -> None:
        """Build the place of a kind; its key is the kind's own."""
        self.kind = kind
        self.key = kind
        self.title = records.model_of(kind).kind.plural.capitalize()
        super().__init__(desk, parent)


def list_of(desk: Desk, kind: str) -> ListDetailPlace:
    """Return the list of a kind under Edit > Lists: bank holidays have one by year, the others are built alike."""
    if kind == "holiday":
        from secdesk.ui.places.holidays import HolidaysPlace

        return HolidaysPlace(desk)
    return RecordsPlace(desk, kind)
