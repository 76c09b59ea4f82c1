"""A place around a list: which rows, sorted and filtered how, copied and printed as they are shown (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from secdesk.services import records
from secdesk.ui.desk import Desk
from secdesk.ui.list_columns import ListColumns
from secdesk.ui.list_filters import ListFilters
from secdesk.ui.list_printing import list_request
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.record_table import RecordTable
from secdesk.ui.place import Place
from secdesk.ui.printing_request import PrintRequest
from secdesk.ui.shown_list import ShownList, shown_list
from secdesk.ui.widgets.filter_chips import FilterChips
from secdesk.ui.widgets.record_list import RecordList

if TYPE_CHECKING:
    from secdesk.ui.printing import Printing

VERBS = frozenset(
    {
        "new_record",
        "edit_selected",
        "delete_selected",
        "copy_selected",
        "select_rows",
        "find_in_list",
        "clear_filters",
        "add_filter",
        "saved_views",
        "choose_columns",
        "print_shown",
        "shown_list",
    }
)
"""The window's commands that every list of records answers."""
COPY_DATES = "copy.dates"
"""Under which the memory keeps how dates are copied: ``words`` or ``iso``."""


class ListPlace(Place):
    """What every list of records does alike; :class:`ListDetailPlace` puts a detail beside it."""

    kind: str = ""
    verbs = VERBS

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make the list and what arranges it; nothing is read or laid out."""
        super().__init__(desk, parent)
        self.lookup = Lookup(desk, self)
        self.words = records.model_of(self.kind).kind
        self._rows = self.make_rows()
        self.table = RecordTable(self._rows, self)
        self.list = RecordList(self.table, f"{self.key}.table", self.words.plural.capitalize())
        self.chips = FilterChips(f"{self.key}.chip", self.key, self.facets())
        self.filters = ListFilters(desk, self.key, self._rows, self.chips, lambda: self.table.question)
        self.columns = ListColumns(desk.memory, self.key, self.list, self.words.plural)
        self._grouped = False
        self._printing: Printing | None = None

    def restore_choices(self) -> None:
        """Arrange the list as the person left it the last time."""
        self._grouped = "group_rows" in self.verbs and self.desk.memory.read(f"{self.key}.grouped", False) is True
        self.columns.restore()

    def make_rows(self) -> KindRows:
        """Return where the rows come from."""
        return KindRows(self.desk, self.kind, whole=True)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list: key and words, the first showing everything."""
        return ()

    def first_facet(self) -> str:
        """Return the chip that is down when the place is first entered."""
        return self.facets()[0][0] if self.facets() else ""

    def copy_selected(self, headings: bool = False) -> None:
        """Copy the selected rows, tabs between the cells; dates in words unless the person wants them as data."""
        iso = self.desk.memory.read(COPY_DATES, "words") == "iso"
        text = self.list.copied_text(headings, iso)
        if text:
            QGuiApplication.clipboard().setText(text)

    def select_rows(self) -> None:
        """Select every row."""
        self.list.selectAll()
        self.list.setFocus()

    def choose_columns(self) -> None:
        """Open the dialog with the columns."""
        self.columns.choose()

    def add_filter(self) -> None:
        """Open the panel that chooses fields and values."""
        self.filters.choose()

    def saved_views(self) -> None:
        """Open the panel with the saved views."""
        self.filters.open_views()

    def sort_choices(self) -> Sequence[tuple[str, str]]:
        """Return what the rows can be sorted by."""
        return tuple(self._rows.sortable.items())

    def sorted_by(self) -> tuple[str, bool]:
        """Return what the rows are sorted by first."""
        return (*self.table.order, ("", False))[0]

    def sort_by(self, key: str, descending: bool) -> None:
        """Sort the rows."""
        self.table.sort_by([(key, descending)])

    def group_rows(self) -> None:
        """Put the rows of one group together under its words, or no longer."""
        self._grouped = not self._grouped
        self.desk.memory.keep(f"{self.key}.grouped", self._grouped or None)
        self._ask()

    def print_request(self) -> PrintRequest:
        """Return the list as it stands, with the words of its filters, to be printed."""
        self.table.finish()
        return list_request(self.desk, self.kind, self.table.uids, self.filter_words())

    def shown_list(self) -> ShownList:
        """Return the list as it stands."""
        self.table.finish()
        return shown_list(self.list, self.words.plural.capitalize())

    def print_shown(self) -> None:
        """Print the list as it stands."""
        from secdesk.ui.printing import Printing  # brings Qt's PDF engine along

        self._printing = self._printing or Printing(self.desk, self)
        self._printing.print_request(self.print_request())

    def close_place(self) -> None:
        """Stop reading beside the window, and wait for a list that is being made for the printer."""
        self._rows.readings.close()
        if self._printing is not None:
            self._printing.wait()

    def filter_words(self) -> str:
        """Return what the list is narrowed by, in words."""
        facet = dict(self.facets()).get(self.table.question.facet, "") if self.table.question.facet else ""
        return ", ".join(part for part in (facet, self.filters.words(), self.table.question.text) if part)

    def _ask(self, facet: str | None = None) -> None:
        """Show the rows that answer what is chosen now; ``facet`` is another chip of the place."""
        raise LookupError("a place says how it asks for its rows")
