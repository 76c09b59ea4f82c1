"""All results of a search in one list: where they are and what was found (ux.md 2.14)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.rules.wording import in_figures
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.jump_hits import Hit, Jump
from secdesk.ui.place import Place
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

MOST = 300
"""How many results are listed; whoever has more types another word."""


class ResultsPlace(Place):
    """The results of the last search. Enter opens one."""

    key = "results"
    title = texts.RESULTS_NAME

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page; :meth:`activate` says what is searched."""
        super().__init__(desk, parent)
        self._jump = Jump(desk, lambda: ())
        self._typed = ""
        self._hits: list[Hit] = []
        self._head = plain_label("", "quiet", wraps=True)
        self._head.setObjectName("results.head")
        headings = (texts.FOUND, texts.WHERE)
        self.table = PlainTable("results.table", texts.RESULTS_NAME, headings, (0,), self)
        self.table.opened.connect(self._on_opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.MARGIN, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._head)
        layout.addWidget(self.table, 1)
        self._jump.index.ready.connect(self.refresh)

    def activate(self, uid: str = "") -> None:
        """Search for ``uid``, which is what was typed; without it the last search stays."""
        self._typed = uid or self._typed
        self.refresh()
        self.table.setFocus()

    def refresh(self) -> None:
        """Search again."""
        found = self._jump.index.find(self._typed)
        self._hits = self._jump.hits_of(found[:MOST], self._typed)
        rows = [TableRow(row, (hit.words, hit.note), f"{hit.words}, {hit.note}") for row, hit in enumerate(self._hits)]
        self.table.fill(rows)
        count = in_figures(len(found), "result")
        words = texts.RESULTS_FOR if len(found) <= MOST else texts.RESULTS_FIRST
        self._head.setText(words.format(count=count, typed=self._typed, shown=MOST))
        self.count_changed.emit(count)

    def panes(self) -> Sequence[QWidget]:
        """Return the list."""
        return (self.table,)

    def _on_opened(self, row: int) -> None:
        self._hits[row].act()
