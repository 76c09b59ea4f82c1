"""The figures of a paper: each leads to its rows, a duration to its calendar (ux.md 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from secdesk.errors import KnownError
from secdesk.rules.wording import in_figures
from secdesk.ui import paper_words, theme
from secdesk.ui.desk import Desk
from secdesk.ui.record_places import open_record
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

if TYPE_CHECKING:
    from secdesk.papers.tree import Figure
    from secdesk.register.register import Session
    from secdesk.ui.paper_work import ShownPaper


class FiguresPanel(QWidget):
    """Every figure in reading order; below the chosen one its calendar and the records behind it."""

    page_wanted = Signal(int)
    """The page, from 1, on which the chosen figure stands."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the panel; it is empty before :meth:`show_paper`."""
        super().__init__(parent)
        self._desk = desk
        self._shown: ShownPaper | None = None
        self._month = ""
        self._figures: list[Figure] = []
        self.table = PlainTable("papers.figures", paper_words.FIGURES, ("", ""), (0, 1), self)
        self.table.chosen.connect(self._show_figure)
        self.table.opened.connect(lambda _place: self.rows.setFocus(Qt.FocusReason.OtherFocusReason))
        self._calendar = plain_label("", "caption", wraps=True, parent=self)
        self._calendar.setObjectName("papers.calendar")
        self.rows: PlainTable = PlainTable("papers.figure.rows", "Records behind this figure", ("",), (0,), self)
        self.rows.opened.connect(self._open_row)
        self._open = self._button("papers.figure.open", paper_words.OPEN)
        self._open.clicked.connect(lambda _checked: self._open_row(self.rows.current_key()))
        self._page = self._button("papers.figure.page", paper_words.SHOW_IN_PAPER)
        self._page.clicked.connect(lambda _checked: self._show_page())
        self._why = QLineEdit(self)
        self._why.setObjectName("papers.why")
        self._why.setAccessibleName(paper_words.WHY)
        self._why.setPlaceholderText(paper_words.WHY_HINT)
        self._why.setMaxLength(40)
        self._why.returnPressed.connect(self._answer)
        self._answered = plain_label("", wraps=True, parent=self)
        self._answered.setObjectName("papers.because")
        self._answered.hide()
        self._lay_out()

    def show_paper(self, shown: ShownPaper | None, month: str) -> None:
        """Show the figures of a paper; ``month`` is that of a Change Status Report, else empty."""
        from secdesk.papers.tree import figures

        self._shown, self._month = shown, month
        self._figures = list(figures(shown.tree)) if shown else []
        labels = [paper_words.figure_label(each) for each in self._figures]
        rows = [
            TableRow(place, (label, each.text + each.mark), f"{label}: {each.text}")
            for place, (label, each) in enumerate(zip(labels, self._figures, strict=True))
        ]
        self.table.fill(rows)
        self._answered.hide()
        self._show_figure(self.table.current_key())

    def select_figure(self, key: str) -> None:
        """Go to the figure of a key."""
        place = next((place for place, each in enumerate(self._figures) if each.key == key), None)
        if place is not None:
            self.table.select_key(place)

    @property
    def figure(self) -> Figure | None:
        """The chosen figure."""
        place = self.table.current_key()
        return self._figures[place] if place is not None and place < len(self._figures) else None

    def _show_figure(self, _place: object) -> None:
        found = self.figure
        self._calendar.setVisible(found is not None)
        self._page.setEnabled(self._page_of(found) is not None)
        if found is None:
            self.rows.fill([])
            return
        told = list(paper_words.calendar_words(found.calendar)) if found.calendar else []
        behind = in_figures(len(found.records), "record")
        told.append(f"Counts {behind}" if found.records else "No record stands behind it")
        self._calendar.setText("\n".join(told))
        named = self._desk.read(lambda session: _named(session, found.records, self._desk))
        self.rows.fill([TableRow((kind, uid), (name,)) for kind, uid, name in named])
        self._open.setEnabled(bool(named))

    def _page_of(self, figure: Figure | None) -> int | None:
        places = self._shown.places if self._shown else ()
        return next((each.page for each in places if figure is not None and each.key == figure.key), None)

    def _show_page(self) -> None:
        page = self._page_of(self.figure)
        if page is not None:
            self.page_wanted.emit(page)

    def _open_row(self, key: tuple[str, str] | None) -> None:
        if key is not None:
            open_record(self._desk, *key)

    def _answer(self) -> None:
        from secdesk.services.why import why

        shown, text, month, today = self._shown, self._why.text(), self._month, self._desk.today
        if shown is None or not text.strip():
            return
        try:
            told = self._desk.read(lambda session: why(session, shown.tree, month, text, today))
        except KnownError as error:
            told = (str(error),)
        self._answered.setText("\n".join(told))
        self._answered.show()
        announce(self._why, ". ".join(told))

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self._why)
        column.addWidget(self._answered)
        column.addWidget(self.table, 3)
        column.addWidget(self._calendar)
        column.addWidget(self.rows, 1)
        row = QHBoxLayout()
        row.addWidget(self._page)
        row.addWidget(self._open)
        row.addStretch(1)
        column.addLayout(row)


def _named(session: Session, uids: tuple[str, ...], desk: Desk) -> list[tuple[str, str, str]]:
    """Return kind, uid and name of the records behind a figure, those that are still there."""
    from secdesk.rules.naming import names
    from secdesk.services.record_kinds import kinds_of

    kinds = kinds_of(session, uids)
    found: list[tuple[str, str, str]] = []
    called: dict[str, dict[str, str]] = {}
    for uid in dict.fromkeys(uids):
        kind = kinds.get(uid)
        if kind is None:
            continue
        if kind not in called:
            called[kind] = names(session, kind, [each for each, own in kinds.items() if own == kind], desk.as_at)
        found.append((kind, uid, called[kind].get(uid, uid)))
    return found
