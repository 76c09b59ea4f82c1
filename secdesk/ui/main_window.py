"""The window: it builds the frame and wires it; it knows no rule, no query and no paper (ux.md 2.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from secdesk.ui import texts, theme
from secdesk.ui.actions import IN_PLACES, LIST_KINDS, WITH_REGISTER, MenuBar, words_of
from secdesk.ui.exporting import OpenUrl, ReportExport
from secdesk.ui.fields import FieldUndo, act_on_field
from secdesk.ui.header import Header
from secdesk.ui.jump import JumpBox, JumpIndex
from secdesk.ui.look import Look
from secdesk.ui.messages import Messages
from secdesk.ui.navigation import ENTRIES, NavRail, Trail
from secdesk.ui.notices import Notices
from secdesk.ui.panes import Panes
from secdesk.ui.place import Place
from secdesk.ui.place_stack import LIST_PREFIX, PlaceStack
from secdesk.ui.places.welcome import Welcome
from secdesk.ui.register_files import RecentMenu, RegisterFiles
from secdesk.ui.settings import Settings
from secdesk.ui.status_line import StatusLine
from secdesk.ui.widgets.info_bar import BarState, InfoBar
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.toast import Notice, Toast

if TYPE_CHECKING:
    from secdesk.errors import KnownError
    from secdesk.ui.desk import Desk
    from secdesk.ui.faults import Fault

DEFAULT_SIZE, SMALLEST_SIZE = QSize(1280, 800), QSize(900, 520)


class MainWindow(QMainWindow):
    """One window with nine places. Before a register is open it shows Welcome, or an empty frame while it opens."""

    first_painted = Signal()

    def __init__(
        self,
        settings: Settings,
        look: Look,
        today: date | None = None,
        messages: Messages | None = None,
        open_url: OpenUrl = QDesktopServices.openUrl,
    ) -> None:
        """Build the frame; ``messages`` and ``open_url`` stand in for dialogs and other programs in tests."""
        super().__init__()
        self.setObjectName("frame")
        self.setMinimumSize(SMALLEST_SIZE)
        self._settings, self._look, self._open_url = settings, look, open_url
        self._is_painted = False
        self._trail = Trail()
        self.messages = messages or Messages(self)
        self.files = RegisterFiles(settings, self.messages, today, self)
        self.menus = MenuBar(self)
        self._build()
        self.recent = RecentMenu(self.menus.menus["recent"], settings, self.files)
        self.notices = Notices(self.menus.menus["notifications"], self.toast, self)
        self.report = ReportExport(settings, self.messages, self.notices.tell, open_url, self)
        self._connect()
        self.menus.wire(self._acts())
        self._show_state()
        self._restore_size()

    @property
    def desk(self) -> Desk | None:
        """The open register, or None."""
        return self.files.desk

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.rail = NavRail(self)
        self.jump = JumpBox(self)
        actions, menus = self.menus.actions, self.menus.menus
        self.header = Header(actions["back"], actions["forward"], menus["notifications"], self.jump, self)
        self.info = InfoBar(self)
        self.places = PlaceStack(self)
        self.welcome = Welcome(self._settings, self)
        self.status = StatusLine(self)
        self.setStatusBar(self.status)
        column = QWidget(self)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for part in (self.header, self.info):
            rows.addWidget(part)
        rows.addWidget(self.places, 1)
        frame = QWidget(self)
        columns = QHBoxLayout(frame)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.rail)
        columns.addWidget(column, 1)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(frame)
        self.pages.addWidget(self.welcome)
        self.setCentralWidget(self.pages)
        self.toast = Toast(self.pages)
        self.panes = Panes(self.rail, self.places, self.info, self.toast)
        self._field_undo = FieldUndo(self)

    def _connect(self) -> None:
        self.rail.place_chosen.connect(self.go)
        self.places.entered.connect(self._on_entered)
        self.files.opened.connect(self._on_opened)
        self.files.closing.connect(self._on_closing)
        self.report.work_changed.connect(self.status.show_work)
        self.toast.dismissed.connect(self.panes.return_to_place)
        self.jump.left.connect(self.panes.return_to_place)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.new_wanted.connect(self.files.ask_new)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.recent_wanted.connect(self.files.open)
        self.menus.menus["edit"].aboutToShow.connect(self._show_undo_words)
        self._look.changed.connect(self.rail.fit_width)
        # People press it although nothing needs saving, so it must answer; it is no command of any menu.
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.activated.connect(lambda: self.notices.tell(Notice(texts.ALREADY_SAVED)))

    def _acts(self) -> Mapping[str, Callable[[], object]]:
        acts: dict[str, Callable[[], object]] = {
            "new_register": self.files.ask_new,
            "open_register": self.files.ask_open,
            "open_sample": self.files.open_sample,
            "keep_copy": self.files.keep_copy,
            "quit": self.close,
            "undo": self._undo,
            "redo": self._redo,
            "cut": lambda: act_on_field("cut"),
            "copy": self._copy,
            "paste": lambda: act_on_field("paste"),
            "copy_headings": lambda: self._in_place("copy_selected", True),
            "select_all": lambda: act_on_field("selectAll"),
            "jump": self.jump.begin,
            "text_larger": lambda: self._look.change_text_size(1),
            "text_smaller": lambda: self._look.change_text_size(-1),
            "text_reset": lambda: self._look.change_text_size(0),
            "scheme.light": lambda: self._look.choose_scheme("light"),
            "scheme.dark": lambda: self._look.choose_scheme("dark"),
            "scheme.system": lambda: self._look.choose_scheme("system"),
            "back": lambda: self._step(-1),
            "forward": lambda: self._step(1),
            "next_pane": lambda: self.panes.step(1),
            "previous_pane": lambda: self.panes.step(-1),
            "primary": self._do_primary,
            "export_report": lambda: self.export_report(""),
            "show_report": lambda: self.go("papers"),
            "open_papers": self.report.show_folder,
            "opens_exports": self._switch_opening,
            "shortcuts": lambda: self.messages.show_shortcuts(self.menus.actions.values()),
            "show_log": self._show_log,
            "about": self.messages.show_about,
        }
        acts.update({name: self._place_act(name) for name in IN_PLACES})
        acts.update({f"go.{entry.key}": self._go_act(entry.key) for entry in ENTRIES})
        acts.update({f"list.{kind}": self._go_act(f"{LIST_PREFIX}{kind}") for kind in LIST_KINDS})
        return acts

    # --- going about -----------------------------------------------------------------------------------------------

    def go(self, key: str, uid: str = "") -> None:
        """Enter a place, and in it a record or whatever else the place understands by ``uid``."""
        if self.desk is None:
            return
        if not self.places.enter(key, uid):
            self.notices.tell(Notice(texts.NO_PLACE))

    def export_report(self, month: str = "") -> None:
        """Store what is half typed and export the report of a month, or of the present cycle."""
        if self.desk is not None:
            self.places.commit()
            self.report.export(self.desk, month)

    def show_welcome(self) -> None:
        """Show Welcome; for a start without a register."""
        self.status.show_desk(None)
        self.welcome.refresh()
        self.pages.setCurrentWidget(self.welcome)
        self.welcome.setFocus()

    def show_opening(self, path: Path) -> None:
        """Show the empty frame while a register is opened."""
        self.pages.setCurrentIndex(0)
        self.status.show_work(texts.OPENING.format(name=path.name))

    def show_fault(self, fault: Fault) -> None:
        """Show an unexpected error once, and a word in the corner when it comes again."""
        if not self.messages.show_fault(fault):
            self.notices.tell(Notice(texts.FAULT_AGAIN))

    def _step(self, by: int) -> None:
        key = self._trail.step(by)
        if key is not None:
            self.go(key)

    def _in_place(self, verb: str, *values: object) -> None:
        place = self.places.place
        if place is not None and verb in place.verbs:
            getattr(place, verb)(*values)

    def _place_act(self, verb: str) -> Callable[[], None]:
        return lambda: self._in_place(verb)

    def _go_act(self, key: str) -> Callable[[], None]:
        return lambda: self.go(key)

    def _do_primary(self) -> None:
        action = self.places.place.primary_action() if self.places.place is not None else None
        if action is not None:
            action.trigger()

    def _copy(self) -> None:
        if not act_on_field("copy"):
            self._in_place("copy_selected")

    def _undo(self) -> None:
        if self.desk is not None:
            self.places.commit()
            self.desk.undo()

    def _redo(self) -> None:
        if self.desk is not None:
            self.places.commit()
            self.desk.redo()

    def _switch_opening(self) -> None:
        self._settings.opens_exports = self.menus.actions["opens_exports"].isChecked()

    def _show_log(self) -> None:
        self._settings.log_folder.mkdir(parents=True, exist_ok=True)
        self._open_url(QUrl.fromLocalFile(str(self._settings.log_folder)))

    # --- what happened ---------------------------------------------------------------------------------------------

    def _on_opened(self, desk: Desk, state: BarState | None) -> None:
        self._trail = Trail()
        self.places.use(desk)
        self.status.show_work("")
        self.status.show_desk(desk)
        self.info.show_state(state)
        self.places.setContentsMargins(0, theme.SPACE_3 if state is not None else 0, 0, 0)
        self.jump.use(JumpIndex(desk, self.menus.commands))
        desk.place_requested.connect(self.go)
        desk.export_requested.connect(self.export_report)
        desk.toast_requested.connect(self._on_toast_requested)
        desk.change_refused.connect(self._on_change_refused)
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self._on_records_changed)
        self.pages.setCurrentIndex(0)
        self._show_state()
        self.go(self._settings.place if self._settings.place in {each.key for each in ENTRIES} else "home")

    def _on_closing(self) -> None:
        self.places.commit()
        self.report.wait()
        self.jump.use(None)
        self.places.use(None)

    def _on_entered(self, place: Place) -> None:
        self._trail.visit(self.places.key)
        if self.places.key in {each.key for each in ENTRIES}:
            self._settings.place = self.places.key
        self.rail.show_place(self.places.key)
        self.header.title.setText(place.title)
        self.status.show_count("")
        self._adopt(place)
        self._show_subject("")
        self._show_state()

    def _adopt(self, place: Place) -> None:
        """Listen to a place and put its own commands into the Record menu, which shows those of the open place."""
        menu = self.menus.menus["record"]
        if not place.property("adopted"):
            place.setProperty("adopted", True)
            place.subject_changed.connect(self._show_subject)
            place.count_changed.connect(self.status.show_count)
            place.primary_changed.connect(self._show_state)
        known = {words_of(action) for action in self.menus.actions.values()}
        for action in (place.primary_action(), *place.menu_actions()):
            if action is not None and action not in menu.actions() and words_of(action) not in known:
                menu.addAction(action)
        for action in menu.actions():
            owner = action.parent()
            if isinstance(owner, Place):
                action.setVisible(owner is place)

    def _on_records_changed(self, _what: object) -> None:
        if self.places.place is not None:
            self.places.place.refresh()

    def _on_toast_requested(self, text: str, offers_undo: bool) -> None:
        offer = Notice(text, texts.UNDO, self._undo) if offers_undo else Notice(text)
        self.notices.tell(offer)

    def _on_change_refused(self, error: KnownError) -> None:
        self.messages.show_refusal(error)

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        """Show which commands can be chosen here and now."""
        actions, place = self.menus.actions, self.places.place
        for name in WITH_REGISTER:
            actions[name].setEnabled(self.desk is not None)
        for name in IN_PLACES:
            actions[name].setEnabled(place is not None and name in place.verbs)
        actions["copy_headings"].setEnabled(place is not None and "copy_selected" in place.verbs)
        actions["back"].setEnabled(self._trail.can_go_back)
        actions["forward"].setEnabled(self._trail.can_go_forward)
        primary = place.primary_action() if place is not None else None
        actions["primary"].setEnabled(primary is not None)
        actions[f"scheme.{self._look.choice}"].setChecked(True)
        actions["opens_exports"].setChecked(self._settings.opens_exports)
        self.header.show_action(primary)
        self._show_title("")

    def _show_subject(self, subject: str) -> None:
        if self.sender() is None or self.sender() is self.places.place or not subject:
            self._show_title(subject)

    def _show_title(self, subject: str) -> None:
        """Put the thing first, as documents do: ``MP077 DCC Service Flagging — SEC register 2020 — secdesk``."""
        register = self.desk.register.path.stem if self.desk is not None else ""
        self.setWindowTitle(" — ".join(part for part in (subject, register, texts.PROGRAM) if part))

    def _show_undo_words(self) -> None:
        for name, words in (("undo", texts.UNDO), ("redo", texts.REDO)):
            label = getattr(self.desk, f"{name}_label") if self.desk is not None else ""
            self.menus.actions[name].setText(menu_text(f"{words} {label}".strip()))

    # --- the window itself -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first painting: what takes time begins only after it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press a button that has the focus, as Space does; Qt does so in dialogs alone."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the rail go to icons where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme.WIDE_FROM
        if narrow != self.rail.is_narrow:
            self.rail.set_narrow(narrow)
            self.header.set_narrow(narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Store what is half typed when the person turns to another window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.places.commit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the window's place and close the register; there is nothing to ask."""
        self._settings.geometry = self.saveGeometry()
        self.files.close()
        self._settings.save()
        super().closeEvent(event)

    def _restore_size(self) -> None:
        if not self._settings.geometry.isEmpty() and self.restoreGeometry(self._settings.geometry):
            return
        room: QRect = self.screen().availableGeometry()
        self.resize(DEFAULT_SIZE.boundedTo(room.size()).expandedTo(SMALLEST_SIZE))
