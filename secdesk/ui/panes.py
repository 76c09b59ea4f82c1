"""Going through the panes of the window with ``F6`` (ux.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from secdesk.ui.navigation import NavRail
from secdesk.ui.place_stack import PlaceStack
from secdesk.ui.widgets.info_bar import InfoBar
from secdesk.ui.widgets.toast import Toast


class Panes:
    """The panes in their order: navigation, those of the open place, info bar, toast."""

    def __init__(self, rail: NavRail, places: PlaceStack, info: InfoBar, toast: Toast) -> None:
        """Keep the parts of the frame."""
        self._rail, self._places, self._info, self._toast = rail, places, info, toast

    def step(self, by: int) -> None:
        """Put the focus on the next pane, or the one before; a pane that is not shown is passed over."""
        panes = list(self._shown())
        if not panes:
            return
        here = self._position(panes)
        target = panes[(here + by) % len(panes)] if here >= 0 else panes[0]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def return_to_place(self) -> None:
        """Put the focus back into the open place, where it was."""
        place = self._places.place
        if place is None:
            return
        target = place.focusWidget() or next(iter(place.panes()), None)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _shown(self) -> Iterator[QWidget]:
        yield from (each for each in self._all() if each.isVisible() and each.isEnabled())

    def _all(self) -> Iterator[QWidget]:
        yield self._rail
        place = self._places.place
        yield from place.panes() if place is not None else ()
        button = self._info.first_button()
        if button is not None:
            yield button
        yield self._toast

    def _position(self, panes: list[QWidget]) -> int:
        focused = QApplication.focusWidget()
        found = [row for row, pane in enumerate(panes) if pane is focused or (focused and pane.isAncestorOf(focused))]
        if found:
            return found[-1]
        place = self._places.place
        if focused is None or place is None or not place.isAncestorOf(focused):
            return -1
        # Somewhere in the place beside its panes, such as in the third box of a form: on from the last pane passed.
        own = [row for row, pane in enumerate(panes) if place.isAncestorOf(pane)]
        return own[-1] if own else 0
