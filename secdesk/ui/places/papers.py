"""Papers: the Change Status Report of each month, its preview and its export (ux.md 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QSplitter, QVBoxLayout, QWidget

from secdesk.errors import KnownError
from secdesk.rules.wording import in_figures
from secdesk.rules.years import Month, parse_month
from secdesk.services.home import ReportEntry, report_entries
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.exporting import make_report_pdf
from secdesk.ui.place import Place
from secdesk.ui.tasks import Task
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.pdf_pane import PdfPane
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

if TYPE_CHECKING:
    from secdesk.papers.tree import Rendering

_REST_MS = 200
"""How long changes must rest before the preview is made again."""


class PapersPlace(Place):
    """The list of months and beside it the paper of the chosen one, made in the background."""

    key = "papers"
    title = texts.PAPERS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._export = QAction(texts.EXPORT_REPORT, self)
        self._export.setObjectName("papers.export")
        self._export.triggered.connect(self._on_export)
        self._extra: set[Month] = set()
        self._task: Task[Rendering] | None = None
        self._is_stale = False
        self._list = PlainTable("papers.table", texts.PAPERS_LIST, ("", "", ""), (1,), self)
        self._list.chosen.connect(lambda _month: self._ask_preview())
        self._month = QLineEdit(self)
        self._month.setObjectName("papers.month")
        self._month.setAccessibleName(texts.MONTH)
        self._month.setPlaceholderText(texts.MONTH_HINT)
        self._month.setMaxLength(40)
        self._month.returnPressed.connect(self._on_month_typed)
        self._wrong = plain_label("", "error", wraps=True)
        self._wrong.hide()
        self._preview = PdfPane("papers", self)
        self._list.opened.connect(lambda _month: self._preview.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._make_preview)
        self._lay_out()

    @property
    def month(self) -> Month | None:
        """The chosen month."""
        found = self._list.current_key()
        return found if isinstance(found, Month) else None

    def primary_action(self) -> QAction | None:
        """Return Export Change Status Report."""
        return self._export

    def activate(self, uid: str = "") -> None:
        """Show the list, on the month named (``2020-01``) or the one that was chosen, and put the focus on it."""
        if uid:
            self._extra.add(parse_month(uid))
        self.refresh()
        if uid:
            self._list.select_key(parse_month(uid))
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read the list again and make the preview anew."""
        today = self.desk.today
        found = self.desk.read(lambda session: report_entries(session, today))
        listed = {entry.month for entry in found}
        found += [ReportEntry(month, "", None, None) for month in self._extra - listed]
        found.sort(key=lambda entry: entry.month, reverse=True)
        self._list.fill([_row_of(entry) for entry in found])
        self.count_changed.emit(in_figures(len(found), "paper"))
        self._ask_preview()

    def close_place(self) -> None:
        """Wait for a preview that is being made, and let go of the one that is shown."""
        self._rest.stop()
        if self._task is not None:
            self._task.forget()
            self._task.wait()
        self._preview.clear()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the preview."""
        return (self._list, self._preview.view)

    def _on_export(self) -> None:
        if self.month is not None:
            self.desk.export_requested.emit(str(self.month))

    def _on_month_typed(self) -> None:
        try:
            month = parse_month(self._month.text())
        except ValueError as error:
            self._wrong.setText(str(error))
            self._wrong.show()
            announce(self._month, str(error))
            return
        self._wrong.hide()
        self._month.clear()
        self._extra.add(month)
        self.refresh()
        self._list.select_key(month)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- the preview -----------------------------------------------------------------------------------------------

    def _ask_preview(self) -> None:
        self._export.setEnabled(self.month is not None)
        self._rest.start()

    def _make_preview(self) -> None:
        month = self.month
        if month is None or not self.isVisible():
            return
        if self._task is not None:
            self._is_stale = True
            return
        path, wanted = self.desk.register.path, str(month)
        self._preview.say(texts.MAKING_PREVIEW)
        self._task = Task(lambda: make_report_pdf(path, wanted), self._on_made, self._on_refused, self)
        self._task.ended.connect(self._on_ended)
        self._task.start()

    def _on_ended(self) -> None:
        self._task = None
        if self._is_stale:
            self._is_stale = False
            self._rest.start()

    def _on_made(self, rendering: Rendering) -> None:
        if not self._is_stale:
            self._preview.show_pdf(rendering.data)

    def _on_refused(self, error: KnownError) -> None:
        self._preview.clear()
        self._preview.say(f"{texts.NOT_PREVIEWED}. {error}")

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(theme.MARGIN, 0, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self._list, 1)
        column.addWidget(self._month)
        column.addWidget(self._wrong)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setObjectName("papers.splitter")
        split.setChildrenCollapsible(False)
        split.setHandleWidth(1)
        split.addWidget(left)
        split.addWidget(self._preview)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([400, 640])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)


def _row_of(entry: ReportEntry) -> TableRow:
    return TableRow(entry.month, (entry.month.label, texts.CHANGE_STATUS_REPORT, entry.state))
