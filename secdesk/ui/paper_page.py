"""The chosen paper: its preview, and beside it its checks, its figures, how it was made, what changed (ux.md 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from secdesk.ui import paper_words, theme
from secdesk.ui.checks_panel import ChecksPanel
from secdesk.ui.desk import Desk
from secdesk.ui.figures_panel import FiguresPanel
from secdesk.ui.paper_pointing import FigurePointing
from secdesk.ui.widgets.flow import FlowLayout
from secdesk.ui.widgets.label import plain_label, plain_tip
from secdesk.ui.widgets.pdf_pane import PdfPane
from secdesk.ui.widgets.word_list import WordList

if TYPE_CHECKING:
    from secdesk.ui.paper_work import ShownPaper

_BESIDE_FROM = 560
"""The width from which a panel stands beside the preview; below it the panel takes its place."""


class PaperPage(QWidget):
    """The preview with its tools and one panel that can be opened beside it."""

    export_wanted = Signal()
    print_wanted = Signal()
    switch_wanted = Signal()
    """Show the draft instead of what was issued, or the other way round."""

    changes_wanted = Signal()
    """Tell what changed since the last report: the panel for it was opened on one that corrects nothing."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the page; it is empty before :meth:`show_paper`."""
        super().__init__(parent)
        self.preview = PdfPane("papers", self)
        self.checks = ChecksPanel(desk, self)
        self.figures = FiguresPanel(desk, self)
        self.details = WordList("papers.details", paper_words.DAYS, self)
        self.changes = WordList("papers.changes", paper_words.CHANGES, self)
        self.figures.page_wanted.connect(self._on_page_wanted)
        self.pointing = FigurePointing(self.preview, self)
        self.pointing.figure_wanted.connect(self._on_figure_wanted)
        self.preview.view.setToolTip(plain_tip(paper_words.POINT_TIP))
        self._stale = plain_label("", "warning", wraps=True, parent=self)
        self._stale.setObjectName("papers.stale")
        self._switch = _button("papers.switch", paper_words.SHOW_DRAFT, self)
        self._switch.clicked.connect(lambda _checked: self.switch_wanted.emit())
        self._panel = QStackedWidget(self)
        self._panel.hide()
        self._choices = QButtonGroup(self)
        self._choices.setExclusive(False)
        self._corrects = True
        self._lay_out()
        self.clear()

    def show_paper(self, shown: ShownPaper, month: str, has_version: bool) -> None:
        """Show a paper; ``has_version`` says that both a draft and an issued version of it can be shown."""
        self.preview.show_pdf(shown.data)
        self.figures.show_paper(shown, month)
        self.pointing.show_places(shown.places)
        self.checks.show_findings(shown.prepared.findings if shown.prepared else None)
        self.details.fill(paper_words.details_of(shown))
        changes = shown.stale.changes if shown.stale else shown.prepared.corrections if shown.prepared else ()
        self.changes.fill(changes or (paper_words.NO_CHANGES,))
        self._corrects = shown.stale is not None or (shown.prepared is not None and shown.prepared.before is not None)
        self._ask_changes()
        count = len(shown.prepared.findings.open) if shown.prepared else 0
        self._buttons[0].setText(paper_words.checks_words(count))
        words = shown.stale.words if shown.stale else ""
        self._stale.setText(words)
        self._stale.setVisible(bool(words))
        self._switch.setVisible(has_version)
        self._switch.setText(paper_words.SHOW_DRAFT if shown.stale else paper_words.SHOW_VERSION)

    def clear(self) -> None:
        """Show no paper."""
        self.preview.clear()
        self.figures.show_paper(None, "")
        self.pointing.show_places(())
        self.checks.show_findings(None)
        self.details.fill(())
        self.changes.fill(())
        self._stale.hide()
        self._switch.hide()

    def side_panes(self) -> tuple[QWidget, ...]:
        """Return the widget that the focus goes to in the open panel."""
        if self._panel.isHidden():
            return ()
        tables = (self.checks.table, self.figures.table, self.details, self.changes)
        return (tables[self._panel.currentIndex()],)

    def show_finding(self, key: str) -> None:
        """Open the checks on a finding."""
        self._open(0)
        self.checks.table.select_key(key)
        self.checks.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_page(self) -> None:
        """``Ctrl+G``: let the person type a page."""
        self._fit()
        self.preview.ask_page()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panel stand beside the preview where there is room for both."""
        super().resizeEvent(event)
        self._fit()

    def _toggle(self, index: int) -> None:
        is_open = not self._panel.isHidden() and self._panel.currentIndex() == index
        self._open(-1 if is_open else index)

    def _open(self, index: int) -> None:
        self._panel.setVisible(index >= 0)
        if index >= 0:
            self._panel.setCurrentIndex(index)
        for place, button in enumerate(self._buttons):
            button.setChecked(place == index)
        self._ask_changes()
        self._fit()

    def _ask_changes(self) -> None:
        if not self._corrects and not self._panel.isHidden() and self._panel.currentWidget() is self.changes:
            self.changes_wanted.emit()

    def _fit(self) -> None:
        """Hide the preview behind the panel where both do not fit."""
        roomy = self.width() >= _BESIDE_FROM * self.fontMetrics().height() / 17
        self.preview.setVisible(self._panel.isHidden() or roomy)

    def _on_figure_wanted(self, key: str) -> None:
        """Open the figures on one that was clicked, with the focus on the records behind it."""
        self._open(1)
        self.figures.select_figure(key)
        self.figures.rows.setFocus(Qt.FocusReason.MouseFocusReason)

    def _on_page_wanted(self, page: int) -> None:
        if self.preview.isHidden():
            self._open(-1)
        self.preview.go_to_page(page)

    def _lay_out(self) -> None:
        names = ("checks", "figures", "details", "changes")
        words = (paper_words.CHECKS, paper_words.FIGURES, paper_words.DAYS, paper_words.CHANGES)
        self._buttons = [_button(f"papers.show.{name}", told, self) for name, told in zip(names, words, strict=True)]
        export = _button("papers.export.button", paper_words.EXPORT, self)
        export.clicked.connect(lambda _checked: self.export_wanted.emit())
        printing = _button("papers.print", paper_words.PRINT, self)
        printing.clicked.connect(lambda _checked: self.print_wanted.emit())
        tools = QWidget(self)
        bar = FlowLayout(tools)
        for index, button in enumerate(self._buttons):
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, index=index: self._toggle(index))
            bar.addWidget(button)
        for button in (export, printing, self._switch):
            bar.addWidget(button)
        for panel in (self.checks, self.figures, self.details, self.changes):
            self._panel.addWidget(panel)
        split = QHBoxLayout()
        split.setContentsMargins(0, 0, 0, 0)
        split.setSpacing(0)
        split.addWidget(self.preview, 1)
        split.addWidget(self._panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, 0)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(tools)
        column.addWidget(self._stale)
        column.addLayout(split, 1)


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    return button
