"""The places of the window: made when they are first entered, kept, and told when to read again."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from secdesk.ui.navigation import ENTRIES
from secdesk.ui.place import Place

if TYPE_CHECKING:
    from secdesk.ui.desk import Desk

LIST_PREFIX = "records:"
"""``records:person`` is the list of a kind of record that has no place of its own."""

RESULTS = "results"
"""The place that lists all results of a search."""
_PLACES = "secdesk.ui.places"
_PAUSE_MS = 150


class PlaceStack(QStackedWidget):
    """Holds the places of one open register; the first page is empty, for while there is none."""

    entered = Signal(object)
    """The :class:`Place` that is shown from now on."""

    def __init__(self, parent: QWidget) -> None:
        """Show the empty page."""
        super().__init__(parent)
        self.setObjectName("frame.places")
        self._desk: Desk | None = None
        self._made: dict[str, Place] = {}
        self._ahead = QTimer(self)
        self._ahead.setInterval(_PAUSE_MS)
        self._ahead.timeout.connect(self._import_next)
        self._modules = [entry.home.partition(":")[0] for entry in ENTRIES]
        self._empty = QWidget(self)
        self.addWidget(self._empty)

    def use(self, desk: Desk | None) -> None:
        """Forget every place and take those of another register, or of none."""
        self.setCurrentWidget(self._empty)
        for place in self._made.values():
            place.close_place()
            self.removeWidget(place)
            place.deleteLater()
        self._made = {}
        self._desk = desk
        if desk is not None:
            self._ahead.start()

    @property
    def place(self) -> Place | None:
        """The open place, None while there is no register."""
        current = self.currentWidget()
        return current if isinstance(current, Place) else None

    @property
    def key(self) -> str:
        """The key of the open place, or nothing."""
        return next((key for key, place in self._made.items() if place is self.currentWidget()), "")

    def places(self) -> Iterator[Place]:
        """Yield the places that were made."""
        yield from self._made.values()

    def enter(self, key: str, uid: str = "") -> bool:
        """Leave the open place and enter another; returns False for a key that no place has."""
        target = self._made.get(key) or self._make(key)
        if target is None:
            return False
        if self.place is not None and self.place is not target:
            self.place.commit()
        self.setCurrentWidget(target)
        self.entered.emit(target)
        target.activate(uid)
        focused = target.focusWidget()
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def commit(self) -> None:
        """Store what is half typed anywhere."""
        for place in self._made.values():
            place.commit()

    def to_fix(self) -> int:
        """Return how many boxes hold what cannot be stored, in every place that was visited."""
        from secdesk.ui.widgets.field_edit import FieldEdit  # none is made before the first paint

        return sum(edit.is_to_fix for place in self._made.values() for edit in place.findChildren(FieldEdit))

    def _import_next(self) -> None:
        """Import one more place in a pause, so that the first visit to it has less to wait for."""
        if not self._modules:
            self._ahead.stop()
            return
        import_module(f"{_PLACES}.{self._modules.pop(0)}")

    def _make(self, key: str) -> Place | None:
        assert self._desk is not None, "a place needs a register"
        place = make_place(key, self._desk)
        if place is not None:
            self._made[key] = place
            self.addWidget(place)
        return place


def make_place(key: str, desk: Desk) -> Place | None:
    """Return a new place by its key, None where there is none of that key; its module is imported only now."""
    if key.startswith(LIST_PREFIX):
        records = import_module(f"{_PLACES}.records")
        return cast("Place", records.list_of(desk, key.removeprefix(LIST_PREFIX)))
    if key == RESULTS:
        return cast("Place", import_module(f"{_PLACES}.results").ResultsPlace(desk))
    entry = next((entry for entry in ENTRIES if entry.key == key), None)
    if entry is None:
        return None
    module, name = entry.home.split(":")
    return cast("Place", getattr(import_module(f"{_PLACES}.{module}"), name)(desk))
