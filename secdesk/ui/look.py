"""How the program looks: light, dark or as the system, and the size of its text; kept in the person's settings."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from secdesk.ui import theme
from secdesk.ui.settings import SCALE_STEP, Contrast, Motion, RowHeight, SchemeChoice, Settings, clamp_scale
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
        self._larger = 100
        self._flash_ms = app.cursorFlashTime()
        # Held, because Qt's hints are of no use once Python lets them go (ux.md 3.11).
        self._hints = app.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_system_changed)
        self._accessibility = self._hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self._apply)
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

    def magnify(self, percent: int) -> None:
        """Make every word larger than the person otherwise reads it, for a while; 100 goes back."""
        self._larger = percent
        self._apply()

    def choose_rows(self, choice: RowHeight) -> None:
        """Change the height of the rows of every list and remember it."""
        self._settings.row_height = choice
        self._apply()

    def choose_text_size(self, percent: int) -> None:
        """Change the size of the text and remember it."""
        self._settings.text_scale = percent
        self._apply()

    def choose_motion(self, choice: Motion) -> None:
        """Let things move by themselves or not, and remember it."""
        self._settings.motion = choice
        self._apply()

    def choose_contrast(self, choice: Contrast) -> None:
        """Change the strength of outlines and remember it."""
        self._settings.contrast = choice
        self._apply()

    def _on_system_changed(self) -> None:
        if self.choice == "system":
            self._apply()

    def _apply(self) -> None:
        choice = self.choice
        scheme = system_scheme(self._app) if choice == "system" else choice
        percent = clamp_scale(self._settings.text_scale * self._larger // 100)
        strong = self._settings.contrast == "more" or system_wants_contrast(self._app)
        still = self._settings.motion == "none" or system_wants_stillness(self._app)
        apply_theme(self._app, scheme, percent, theme.ROWS[self._settings.row_height], strong)
        keep_still(self._app, still, self._flash_ms)
        self.changed.emit()


def system_wants_contrast(app: QApplication) -> bool:
    """Return whether the system asks for more contrast; False where it says nothing."""
    hints = app.styleHints()
    accessibility = hints.accessibility()
    return bool(accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast)


def system_wants_stillness(app: QApplication) -> bool:
    """Return whether the system asks for less motion; False where it says nothing or Qt is too old to know."""
    hints = app.styleHints()
    accessibility = hints.accessibility()
    asked = getattr(accessibility, "motionPreference", None)
    return asked is not None and asked() == Qt.MotionPreference.ReducedMotion


def keep_still(app: QApplication, still: bool, flash_ms: int) -> None:
    """Let nothing move by itself, not even the caret; or let the caret flash again, once in ``flash_ms``.

    Menus, lists and tooltips appear at once either way.
    """
    for effect in _EFFECTS:
        app.setEffectEnabled(effect, False)
    app.setCursorFlashTime(0 if still else flash_ms)


_EFFECTS = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
