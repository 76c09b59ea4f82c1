"""How the program looks: light, dark or as the system, and the size of its text; kept in the person's settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from secdesk.ui.settings import SCALE_STEP, SchemeChoice, Settings, clamp_scale
from secdesk.ui.theme import Scheme, apply_theme, system_scheme


class Look(QObject):
    """Dresses the application, and again when the person or the system changes their mind."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings, forced: Scheme | None = None) -> None:
        """Dress the application at once; ``forced`` wins over the settings and is not kept."""
        super().__init__(app)
        self._app = app
        self._settings = settings
        self._forced = forced
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def choice(self) -> SchemeChoice:
        """What was chosen: light, dark, or as the system."""
        return self._forced or self._settings.scheme

    def choose_scheme(self, choice: SchemeChoice) -> None:
        """Change over at once and remember it."""
        self._forced = None
        self._settings.scheme = choice
        self._apply()

    def change_text_size(self, steps: int) -> None:
        """Make the text larger or smaller by steps of 10 %; 0 steps go back to 100 %."""
        self._settings.text_scale = clamp_scale(self._settings.text_scale + steps * SCALE_STEP) if steps else 100
        self._apply()

    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self._apply()

    def _apply(self) -> None:
        choice = self.choice
        scheme = system_scheme(self._app) if choice == "system" else choice
        apply_theme(self._app, scheme, self._settings.text_scale)
        self.changed.emit()
