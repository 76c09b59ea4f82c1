"""The window: it builds the frame and wires it; it knows no rule, no query and no paper (ux.md 2.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
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
from secdesk.ui.actions import MenuBar, words_of
from secdesk.ui.after_undo import ask_together, show_changed
from secdesk.ui.as_at import AsAt
from secdesk.ui.exporting import OpenUrl, ReportExport
from secdesk.ui.fields import FieldUndo
from secdesk.ui.header import Header
from secdesk.ui.help_desk import HelpDesk
from secdesk.ui.jump import JumpBox
from secdesk.ui.jump_hits import Jump
from secdesk.ui.look import Look
from secdesk.ui.meeting_view import MeetingView
from secdesk.ui.messages import Messages
from secdesk.ui.navigation import ENTRIES, NavRail, Trail
from secdesk.ui.notices import Notices
from secdesk.ui.panes import Panes
from secdesk.ui.place import Place
from secdesk.ui.place_stack import PlaceStack
from secdesk.ui.places.welcome import Welcome
from secdesk.ui.register_files import RecentMenu, RegisterFiles
from secdesk.ui.safety.keeping import Keeping
from secdesk.ui.settings import Settings
from secdesk.ui.sort_menu import SortMenu
from secdesk.ui.status_line import StatusLine
from secdesk.ui.trouble import Way
from secdesk.ui.ways_out import ways_out
from secdesk.ui.widgets.info_bar import BarState, InfoBar
from secdesk.ui.widgets.toast import Notice, Toast
from secdesk.ui.window_acts import acts_of
from secdesk.ui.window_state import show_commands, show_undo_words, title_of

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
        self.settings, self.look, self.open_url = settings, look, open_url
        self._is_painted = False
        self.trail = Trail()
        self.messages = messages or Messages(self)
        self.files = RegisterFiles(settings, self.messages, today, self)
        self.menus = MenuBar(self)
        self._build()
        self.recent = RecentMenu(self.menus.menus["recent"], settings, self.files)
        self.notices = Notices(self.menus.menus["notifications"], self.toast, self)
        self.report = ReportExport(settings, self.messages, self.notices.tell, open_url, self)
        self.keeping = Keeping(self)
        self.help = HelpDesk(self)
        self._connect()
        self.menus.wire(acts_of(self))
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
        self.welcome = Welcome(self.settings, self)
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
        self.toast = Toast(self.pages, lambda: self.settings.toast_seconds)
        self.panes = Panes(self.rail, self.places, self.info, self.toast)
        self.meeting = MeetingView((self.rail, self.header, self.status), self.look, self)
        self.sorting = SortMenu(self.menus.menus["sort"], lambda: self.places.place)
        self._field_undo = FieldUndo(self)
        self.as_at = AsAt(self, self._show_bar)

    def _connect(self) -> None:
        self.rail.place_chosen.connect(self.go)
        self.places.entered.connect(self._on_entered)
        self.files.opened.connect(self._on_opened)
        self.files.closing.connect(self._on_closing)
        self.files.state_changed.connect(self._show_bar)
        self.report.work_changed.connect(self.status.show_work)
        self.toast.dismissed.connect(self.panes.return_to_place)
        self.status.as_at_wanted.connect(self.as_at.ask)
        self.jump.left.connect(self.panes.return_to_place)
        self.jump.next_step_wanted.connect(self._open_next_step)
        self.welcome.sample_wanted.connect(self.files.open_sample)
        self.welcome.new_wanted.connect(self.files.ask_new)
        self.welcome.open_wanted.connect(self.files.ask_open)
        self.welcome.restore_wanted.connect(self.keeping.restore)
        self.welcome.recent_wanted.connect(self.files.open)
        self.menus.menus["edit"].aboutToShow.connect(lambda: show_undo_words(self))
        self.look.changed.connect(self.rail.fit_width)
        self.look.changed.connect(lambda: show_commands(self))
        # People press it although nothing needs saving, so it must answer; it is no command of any menu.
        save = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        save.activated.connect(self._say_saved)

    # --- going about -----------------------------------------------------------------------------------------------

    def go(self, key: str, uid: str = "") -> None:
        """Enter a place, and in it a record or whatever else the place understands by ``uid``."""
        if self.desk is None:
            return
        if key != self.places.key:
            self.meeting.end()
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
        self.welcome.focus_first()

    def show_opening(self, path: Path) -> None:
        """Show the empty frame while a register is opened."""
        self.pages.setCurrentIndex(0)
        self.status.show_work(texts.OPENING.format(name=path.name))

    def show_preferences(self, section: str = "general") -> None:
        """Show Preferences; what they change applies at once."""
        from secdesk.ui.preference_page import Around

        self.places.commit()
        self.messages.show_preferences(Around(self.settings, self.look, self.desk, self.messages), section)

    def show_fault(self, fault: Fault) -> None:
        """Show an unexpected error once, and a word in the corner when it comes again."""
        if not self.messages.show_fault(fault, [Way(texts.OPEN_PAPERS_FOLDER, self.report.show_folder)]):
            self.notices.tell(Notice(texts.FAULT_AGAIN))

    def step(self, by: int) -> None:
        """Go back (-1) or forward (1) on the way that was come."""
        key = self.trail.step(by)
        if key is not None:
            self.go(key)

    def in_place(self, verb: str, *values: object) -> None:
        """Have the open place answer a command, if it is one that it knows."""
        place = self.places.place
        if place is not None and verb in place.verbs:
            getattr(place, verb)(*values)

    def do_primary(self) -> None:
        """Do what the filled button of the place does."""
        action = self.places.place.primary_action() if self.places.place is not None else None
        if action is not None:
            action.trigger()

    def _say_saved(self) -> None:
        """Answer Ctrl+S, after storing what is half typed; the way to a backup is named where there is one."""
        self.places.commit()
        unsaved = self.places.to_fix()
        if unsaved:
            self.notices.tell(Notice(texts.not_saved(unsaved)))
            return
        backup = self.menus.actions.get("backup")
        keys = backup.shortcut().toString() if backup is not None else ""
        self.notices.tell(Notice(texts.ALREADY_SAVED_KEYS.format(keys=keys) if keys else texts.ALREADY_SAVED))

    def _open_next_step(self) -> None:
        if self.places.place is not None:
            self.places.place.open_next_step()

    def undo(self) -> None:
        """Store what is half typed, and take back the newest step."""
        if self.desk is not None:
            self.places.commit()
            self.desk.undo()

    def redo(self) -> None:
        """Store what is half typed, and do again what was taken back."""
        if self.desk is not None:
            self.places.commit()
            self.desk.redo()

    # --- what happened ---------------------------------------------------------------------------------------------

    def _on_opened(self, desk: Desk, state: BarState | None) -> None:
        self.trail = Trail()
        self.places.use(desk)
        self.status.show_work("")
        self.status.show_desk(desk)
        self._show_bar(state)
        self.keeping.use(desk)
        self.jump.use(Jump(desk, self.menus.commands))
        desk.place_requested.connect(self.go)
        desk.export_requested.connect(self.export_report)
        desk.link_requested.connect(lambda url: self.open_url(url))
        desk.toast_requested.connect(self._on_toast_requested)
        desk.change_refused.connect(self._on_change_refused)
        desk.stepped_back.connect(lambda announcement: show_changed(self, announcement))
        desk.undo_overtaken.connect(lambda overtaken: ask_together(self, overtaken))
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self._on_records_changed)
        desk.work_begun.connect(self.status.follow)
        self.pages.setCurrentIndex(0)
        self._show_state()
        self.go(self.settings.place if self.settings.place in {each.key for each in ENTRIES} else "home")

    def _show_bar(self, state: BarState | None) -> None:
        state = self.keeping.pen.state_over(self.as_at.state_over(state))
        self.info.show_state(state)
        self.places.setContentsMargins(0, theme.SPACE_3 if state is not None else 0, 0, 0)

    def come_forward(self) -> None:
        """Bring the window to the front: somebody started the program again on its register."""
        self.setWindowState((self.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
        self.show()
        self.raise_()
        self.activateWindow()

    def _on_closing(self) -> None:
        self.meeting.forget()
        self.places.commit()
        self.report.wait()
        self.keeping.leave()
        self.jump.use(None)
        self.header.show_action(None)
        self.places.use(None)

    def _on_entered(self, place: Place) -> None:
        self.trail.visit(self.places.key)
        if self.places.key in {each.key for each in ENTRIES}:
            self.settings.place = self.places.key
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
            place.count_changed.connect(self._show_count)
            place.primary_changed.connect(self._show_state)
            self.meeting.adopt(place)
        known = {words_of(action) for action in self.menus.actions.values()}
        for action in (place.primary_action(), *place.menu_actions()):
            if action is not None and action not in menu.actions() and words_of(action) not in known:
                menu.addAction(action)
        for action in menu.actions():
            owner = _place_of(action)
            if owner is not None:
                action.setVisible(owner is place)

    def _on_records_changed(self, _what: object) -> None:
        if self.places.place is not None:
            self.places.place.refresh()

    def _on_toast_requested(self, text: str, offers_undo: bool) -> None:
        self.notices.tell(Notice(text, texts.UNDO, self._undo_of_newest()) if offers_undo else Notice(text))

    def _undo_of_newest(self) -> Callable[[], None]:
        """Return the undo of the newest step, for as long as it is the newest."""
        desk = self.desk
        newest = desk.register.chain_head()[0] if desk is not None else 0

        def undo() -> None:
            if self.desk is not desk or desk is None or desk.register.chain_head()[0] != newest:
                self.notices.tell(Notice(texts.CHANGED_SINCE))
            else:
                self.undo()

        return undo

    def _on_change_refused(self, error: KnownError) -> None:
        self.messages.show_refusal(error, ways=ways_out(error, self.files, self.show_welcome))

    # --- what is shown ---------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        show_commands(self)
        self._show_title("")

    def _show_subject(self, subject: str) -> None:
        if self.sender() is None or self.sender() is self.places.place or not subject:
            self._show_title(subject)

    def _show_count(self, words: str) -> None:
        """Say what the open place counts; one that finds more rows after it was left says nothing here."""
        if self.sender() is None or self.sender() is self.places.place:
            self.status.show_count(words)

    def _show_title(self, subject: str) -> None:
        self.setWindowTitle(title_of(self, subject))

    # --- the window itself -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first painting: what takes time begins only after it."""
        super().paintEvent(event)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press a button that has the focus, as Space does; Qt does so in dialogs alone. Esc ends F11."""
        focused = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focused, QAbstractButton):
            focused.click()
            return
        if event.key() == Qt.Key.Key_Escape and self.meeting.end():
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
        self.settings.geometry = self.saveGeometry()
        self.files.close()
        self.settings.save()
        super().closeEvent(event)

    def _restore_size(self) -> None:
        if not self.settings.geometry.isEmpty() and self.restoreGeometry(self.settings.geometry):
            return
        room: QRect = self.screen().availableGeometry()
        self.resize(DEFAULT_SIZE.boundedTo(room.size()).expandedTo(SMALLEST_SIZE))


def _place_of(action: QAction) -> Place | None:
    """Return the place that a command belongs to, None for one of the window's own."""
    owner = action.parent()
    while owner is not None and not isinstance(owner, Place):
        owner = owner.parent()
    return owner
