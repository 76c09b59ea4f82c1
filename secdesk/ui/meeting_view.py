"""Meeting view (``F11``): one place alone and large, for a screen that the whole room looks at (ux.md 2.7)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from secdesk.ui.look import Look
from secdesk.ui.place import Place

LARGER = 150
"""How large the words are, in per cent of what the person otherwise reads."""


class MeetingView(QObject):
    """Hides the frame round the place that asks for it, and brings it back."""

    def __init__(self, frame: Sequence[QWidget], look: Look, parent: QObject) -> None:
        """Keep what is hidden meanwhile; nothing is hidden yet."""
        super().__init__(parent)
        self._frame = frame
        self._look = look
        self._place: Place | None = None

    @property
    def is_on(self) -> bool:
        """Whether a place is shown alone."""
        return self._place is not None

    def adopt(self, place: Place) -> None:
        """Hear when a place wants to be alone, and when it no longer does."""
        place.meeting_view_changed.connect(lambda alone: self._show(place, alone))

    def end(self) -> bool:
        """Have the place that is alone end it; returns False where none is."""
        place = self._place
        if place is None:
            return False
        place.meeting_view()
        if self._place is not None:  # a place that could not end it must not keep the frame from coming back
            self._show(place, False)
        return True

    def forget(self) -> None:
        """Bring the frame back without asking the place, which is about to go."""
        if self._place is not None:
            self._show(self._place, False)

    def _show(self, place: Place, alone: bool) -> None:
        if alone == self.is_on:
            return
        self._place = place if alone else None
        for part in self._frame:
            part.setVisible(not alone)
        self._look.magnify(LARGER if alone else 100)
