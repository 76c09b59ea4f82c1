"""The sections of Preferences: what belongs to the person, and what belongs to the open register (ux.md 2.16)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from secdesk.errors import Invalid, Problem
from secdesk.rules.choices import options
from secdesk.rules.countings import COUNTINGS
from secdesk.rules.date_words import format_date
from secdesk.rules.settings import SETTINGS, SettingInfo
from secdesk.services.register_settings import LONGEST, change_setting
from secdesk.ui import texts
from secdesk.ui.preference_page import FIGURES, PreferencePage
from secdesk.ui.settings import (
    LARGEST_SCALE,
    ROW_HEIGHTS,
    SCALE_STEP,
    SMALLEST_SCALE,
    TOAST_SECONDS,
    Contrast,
    Motion,
    RowHeight,
    SchemeChoice,
    Start,
)

COUNTING = ("duration_convention", "withdrawals_conclude")
PRINTED = (
    "organisation", "team", "managed_by", "report_author", "report_marking", "restricted_records",
    "reference_pattern", "report_item",
)  # fmt: skip
CALENDAR = ("paper_days", "agenda_days", "due_days", "holidays_confirmed")
_RULES = "_meets"
"""How the keys of the meeting rules end; they are rows of the calendar's own widget where there is one."""


class GeneralPage(PreferencePage):
    """The person's name, how the program starts, how long toasts stay."""

    key = "general"

    def build(self) -> None:
        """Add the rows."""
        settings = self.settings
        self.add_line("general.name", texts.YOUR_NAME, settings.your_name, self._keep_name, texts.YOUR_NAME_NOTE)
        starts = [(key, texts.START_CHOICES[key]) for key in ("last", "welcome")]
        self.add_radios("general.start", texts.START_WITH, starts, settings.starts_with, self._keep_start)
        stays = [(seconds, texts.TOAST_CHOICES[seconds]) for seconds in TOAST_SECONDS]
        self.add_choice(
            "general.toasts", texts.TOASTS_STAY, stays, settings.toast_seconds, self._keep_toasts, texts.TOASTS_NOTE
        )

    def _keep_name(self, typed: str) -> None:
        self.settings.your_name = typed
        if self.around.desk is not None:
            self.around.desk.rename_person(self.settings.your_name)

    def _keep_start(self, choice: str) -> None:
        self.settings.starts_with = cast("Start", choice)

    def _keep_toasts(self, seconds: object) -> None:
        self.settings.toast_seconds = cast("int", seconds)


class AppearancePage(PreferencePage):
    """Light or dark, the size of text and rows, motion and contrast."""

    key = "appearance"

    def build(self) -> None:
        """Add the rows."""
        look, settings = self.around.look, self.settings
        schemes = [("system", texts.AS_SYSTEM), ("light", texts.LIGHT), ("dark", texts.DARK)]
        self.add_radios(
            "appearance.theme",
            texts.THEME,
            schemes,
            look.choice,
            lambda choice: look.choose_scheme(cast("SchemeChoice", choice)),
        )
        sizes = [(percent, f"{percent} %") for percent in range(SMALLEST_SCALE, LARGEST_SCALE + 1, SCALE_STEP)]
        self.add_choice(
            "appearance.text",
            texts.TEXT_SIZE,
            sizes,
            settings.text_scale,
            lambda percent: look.choose_text_size(cast("int", percent)),
        )
        rows = [(key, texts.ROW_HEIGHTS[key]) for key in ROW_HEIGHTS]
        self.add_choice(
            "appearance.rows",
            texts.ROW_HEIGHT,
            rows,
            settings.row_height,
            lambda choice: look.choose_rows(cast("RowHeight", choice)),
        )
        motions = [("system", texts.AS_SYSTEM), ("none", texts.NO_MOTION)]
        self.add_radios(
            "appearance.motion",
            texts.MOTION,
            motions,
            settings.motion,
            lambda choice: look.choose_motion(cast("Motion", choice)),
        )
        contrasts = [("system", texts.AS_SYSTEM), ("more", texts.MORE_CONTRAST)]
        self.add_radios(
            "appearance.contrast",
            texts.CONTRAST,
            contrasts,
            settings.contrast,
            lambda choice: look.choose_contrast(cast("Contrast", choice)),
        )


class RegisterPage(PreferencePage):
    """Settings of the open register: each change is one step of its history and holds from today on."""

    key = "register"
    keys: Sequence[str] = ()

    def build(self) -> None:
        """Add a row for every setting of the section, or say that no register is open."""
        desk = self.around.desk
        if desk is None:
            self.add_words(texts.NO_REGISTER_OPEN)
            return
        self.add_words(texts.HOLDS_FROM.format(day=format_date(desk.today)) if self._may_change() else texts.ONLY_READ)
        for key in self.shown_keys():
            self.add_setting(SETTINGS[key])

    def shown_keys(self) -> Sequence[str]:
        """Return the settings of this section; those that no other section shows are here."""
        elsewhere = {*COUNTING, *PRINTED, *CALENDAR}
        return self.keys or [key for key in SETTINGS if key not in elsewhere and not key.endswith(_RULES)]

    def add_setting(self, info: SettingInfo) -> QWidget:
        """Add a row for a setting, as its kind asks."""
        name, value = f"{self.key}.{info.key}", self._value(info.key)
        match info.kind:
            case "yes_no":
                return self.add_check(name, info.label, value == "yes", lambda on: self._keep(info, _yes(on)))
            case "convention":
                choices = [(each.name, each.label) for each in COUNTINGS.values()]
                notes = {each.name: each.explained for each in COUNTINGS.values()}
                keep = self._keeping(info)
                return self.add_radios(name, info.label, choices, value, keep, notes).buttons()[0]
            case "marking":
                marks = list(options("marking").items())
                return self._add_list(name, info, marks, value)
            case _ if info.key == "restricted_records":
                return self._add_list(name, info, list(texts.RESTRICTED.items()), value)
            case _:
                limit = FIGURES if info.kind == "number" else LONGEST
                return self.add_line(name, info.label, value, self._keeping(info), info.help, limit)

    def _add_list(self, name: str, info: SettingInfo, choices: Sequence[tuple[str, str]], value: str) -> QComboBox:
        return self.add_choice(name, info.label, choices, value, lambda key: self._keep(info, str(key)))

    def _keeping(self, info: SettingInfo) -> Callable[[str], None]:
        return lambda value: self._keep(info, value)

    def _value(self, key: str) -> str:
        desk = self.around.desk
        assert desk is not None, "settings are shown of an open register"
        return desk.in_force.settings[key]

    def _keep(self, info: SettingInfo, value: str) -> None:
        """Change the register by one step named after the setting; raises Invalid where the value cannot be kept."""
        desk = self.around.desk
        if desk is None or self._value(info.key) == value:
            return
        label = texts.SETTING_CHANGED.format(setting=info.label)
        desk.run(label, lambda session: change_setting(session, info.key, value, desk.today))

    def _may_change(self) -> bool:
        return self.around.desk is not None and not self.around.desk.read_only

    def _is_open(self, name: str) -> bool:
        return self._may_change()


class CalendarPage(RegisterPage):
    """Deadlines of meetings and papers, and the rules of meeting days."""

    key = "calendar"
    keys = CALENDAR

    def shown_keys(self) -> Sequence[str]:
        """Return the deadlines, and the rules as lines of text where no widget of their own shows them."""
        known = [key for key in self.keys if key in SETTINGS]
        return known if _has_rules_widget() else [*known, *(key for key in SETTINGS if key.endswith(_RULES))]

    def build(self) -> None:
        """Add the deadlines, and the widget of the meeting rules below them."""
        super().build()
        desk = self.around.desk
        if desk is not None and _has_rules_widget():
            self.add_heading(texts.MEETING_RULES)
            self.add_widget(cast("QWidget", import_module(_RULES_MODULE).CalendarRules(desk)))


class CountingPage(RegisterPage):
    """How durations are counted; printed under every table."""

    key = "counting"
    keys = COUNTING


class PapersPage(RegisterPage):
    """Where papers go and how they are opened, and what stands on them."""

    key = "papers"
    keys = PRINTED
    _folder: QLineEdit

    def build(self) -> None:
        """Add the person's own rows first, then those of the register."""
        settings = self.settings
        self.add_heading(texts.PAPERS_HERE)
        folder = str(settings.papers_folder)
        self._folder = self.add_line("papers.folder", texts.PAPERS_FOLDER, folder, self._keep_folder, limit=2000)
        self.add_button("papers.choose", texts.CHOOSE_FOLDER, self._choose_folder)
        self.add_check("papers.open", texts.OPEN_AFTER_EXPORT, settings.opens_exports, self._keep_opening)
        self.add_heading(texts.PAPERS_OF_REGISTER)
        super().build()

    def _choose_folder(self) -> None:
        folder = self.around.messages.ask_folder(self.settings.papers_folder, texts.PAPERS_FOLDER)
        if folder is not None:
            self.settings.papers_folder = folder
            self._folder.setText(str(folder))

    def _keep_folder(self, typed: str) -> None:
        folder = Path(typed.strip())
        if folder == self.settings.papers_folder:
            return
        if not folder.is_dir():
            raise Invalid([Problem("folder", texts.NO_SUCH_FOLDER.format(folder=typed.strip()))])
        self.settings.papers_folder = folder

    def _keep_opening(self, opens: bool) -> None:
        self.settings.opens_exports = opens

    def _is_open(self, name: str) -> bool:
        own = {"papers.folder", "papers.open"}
        return name in own or super()._is_open(name)


_RULES_MODULE = "secdesk.ui.calendar_rules"


def _has_rules_widget() -> bool:
    return find_spec(_RULES_MODULE) is not None


def _yes(on: bool) -> str:
    return "yes" if on else "no"
