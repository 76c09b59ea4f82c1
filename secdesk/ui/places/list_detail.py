"""A place that is a list of records of one kind and the detail of the one selected (ux.md 2.1, 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QMenuBar, QStackedWidget, QVBoxLayout, QWidget

from secdesk.models.types import Value
from secdesk.rules.wording import in_figures
from secdesk.services import records
from secdesk.ui import theme
from secdesk.ui.bulk_panel import BulkPanel
from secdesk.ui.desk import Desk
from secdesk.ui.detail import DetailArea, RecordDetail
from secdesk.ui.empty_words import WHAT_COMES
from secdesk.ui.form_values import short_name
from secdesk.ui.list_menu import ListMenu
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.places.list_place import VERBS, ListPlace
from secdesk.ui.saved_views import View
from secdesk.ui.widgets.empty_list import EmptyList
from secdesk.ui.widgets.filter_box import FilterBox
from secdesk.ui.widgets.split_pane import SplitPane
from secdesk.ui.widgets.words import make_button, make_label


class ListDetailPlace(ListPlace):
    """List and detail of one kind. Subclasses say which rows, which chips and which detail."""

    list_share = 55
    """The list's part of the width in per cent."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page; records are read when it is entered."""
        super().__init__(desk, parent)
        self.detail = self.make_detail()
        self.bulk = BulkPanel(desk, self.kind, self.lookup, self.key)
        self._warming = QTimer(self, interval=0, singleShot=True)
        self._warming.timeout.connect(self._warm)
        self._is_resetting = False
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._show_current)
        self.is_entered = False
        self._read_at: object = None
        self._adding = False
        self._build()
        self._connect()

    # --- what a subclass says --------------------------------------------------------------------------------------

    def make_detail(self) -> RecordDetail:
        """Return the detail."""
        return RecordDetail(self.desk, self.kind, self.lookup, self.key)

    def first_field(self) -> str:
        """Return the field in which a new record begins."""
        return next(iter(self.detail.form.fields))

    def new_values(self) -> Mapping[str, Value]:
        """Return what a new record starts with."""
        return {}

    def add_under_list(self, widget: QWidget) -> None:
        """Put a widget under the list."""
        self._list_layout.addWidget(widget)

    # --- what the window asks --------------------------------------------------------------------------------------

    def activate(self, uid: str = "") -> None:
        """Read the list, show the record named and put the focus on the list."""
        is_facet = any(uid == key for key, _ in self.facets())
        if not self.is_entered:
            self.restore_choices()
            share = self.desk.memory.read(f"{self.key}.share", self.list_share)
            self._split.use_share(share if isinstance(share, int) else self.list_share)
        if not self.is_entered or is_facet:
            self.is_entered = True
            self.show_facet(uid if is_facet else self.first_facet())
            self._read_at = self.desk.state
        elif self._read_at != self.desk.state:
            self.refresh()
        else:
            self.detail.refresh()
        if uid and not is_facet:
            self.show_record(uid)
        self._focus_list()

    def show_record(self, uid: str) -> bool:
        """Select a record, without filters where they hide it; say whether it is there."""
        if not self.list.select_uid(uid):
            self.clear_filters()
        found = self.list.select_uid(uid)
        if found:
            self._adding = False
            self._show_detail(uid)
            self._split.show_second(True)
        return found

    def refresh(self) -> None:
        """Read rows and detail again."""
        if self.is_entered:
            self._read_at = self.desk.state
            self.table.refresh()
            self.detail.refresh()
            self._tell_counts()
            self._show_new()

    def commit(self) -> None:
        """Store what is half typed."""
        self.detail.commit()

    def panes(self) -> Sequence[QWidget]:
        """Return the list and the first box of the detail, or of the panel for several records."""
        if self._is_bulk():
            return (self.list, self.bulk.field)
        first = next(iter(self.detail.form.fields.values()), None)
        return (self.list, first.box) if first is not None else (self.list,)

    def new_record(self) -> None:
        """Begin a new record; the first finished field makes it."""
        if self.desk.read_only:
            return
        self._adding = True
        self._pages.setCurrentWidget(self._area)
        self.detail.start_new(self.new_values())
        self._split.show_second(True)
        self.detail.form.focus_field(self.first_field())

    def edit_selected(self) -> None:
        """Go from the list into the first box of the record, or of the panel that changes all those selected."""
        if self._is_bulk():
            self._split.show_second(True)
            self.bulk.focus_first()
        elif self.detail.uid:
            self._split.show_second(True)
            self.detail.form.focus_field(self.first_field())

    def delete_selected(self) -> None:
        """Delete the selected records; undo brings them back."""
        uids = self.list.selected_uids()
        if not uids or self.desk.read_only:
            return
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self.list and not isinstance(focus, QMenuBar | QMenu):
            # Del in a box of the form, or in another list, must not take away the whole record.
            self.desk.say("To delete it, select its row in the list first")
            return

        def act(session: Any) -> bool:
            for uid in uids:
                records.delete_record(session, self.kind, uid, self.desk.today)
            return True

        called = self.desk.read(lambda session: short_name(session, self.kind, uids[0], self.desk.as_at))
        what = called if len(uids) == 1 else in_figures(len(uids), self.words.singular, self.words.plural)
        if self.desk.run(f"Delete {what}", act):
            self.desk.say(f"{what} deleted", offers_undo=True)
            self.list.setFocus()

    def find_in_list(self) -> None:
        """Put the caret into the filter."""
        self._split.show_second(False)
        self._search.setFocus()
        self._search.selectAll()

    def clear_filters(self) -> None:
        """Show the whole list."""
        self.show_facet(self.facets()[0][0] if self.facets() else "")

    def show_facet(self, facet: str) -> None:
        """Show the rows of one chip, whatever words were searched for and whatever else was filtered."""
        self._search.clear()
        self.filters.replace_all(())
        self.chips.choose(facet)
        self._ask(facet=facet)

    def show_view(self, view: View) -> None:
        """Show what a saved view keeps."""
        self.filters.replace_all(view.filters)
        self._search.setText(view.text)
        self.chips.choose(view.facet)
        self._ask(facet=view.facet)
        self.list.setFocus()

    def close_place(self) -> None:
        """Read nothing more: the register is closed next."""
        self._warming.stop()
        self._later.stop()
        self.table.stop()
        super().close_place()

    def hideEvent(self, event: QHideEvent) -> None:
        """Read nothing more: the register may be closed next."""
        self._warming.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Esc walk outwards: from the detail to the list, from the filter to the whole list."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._search.hasFocus():
            self._search.clear()
            self.list.setFocus()
        elif self._is_in_detail():
            self._split.show_second(False)
            self.list.setFocus()
        else:
            event.ignore()

    def _is_in_detail(self) -> bool:
        focus = self.focusWidget()
        return focus is not None and focus.hasFocus() and self._pages.isAncestorOf(focus)

    def _is_bulk(self) -> bool:
        return self._pages.currentWidget() is self._bulk_area

    # --- how it is built -------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._search = FilterBox(f"{self.key}.search", f"Find in {self.words.plural}", "Ctrl+F")
        self._count = make_label(role="caption", name=f"{self.key}.count")
        self._new = make_button(f"New {self.words.singular}", f"{self.key}.new", tip="Ctrl+N")
        self._empty = self._make_empty()
        self._area = DetailArea(self.detail, f"{self.key}.detail", f"{self.words.singular.capitalize()} in detail")
        self._pages = QStackedWidget()
        none = make_label(f"No {self.words.singular} is selected", "quiet")
        none.setAlignment(Qt.AlignmentFlag.AlignTop)
        none.setContentsMargins(theme.MARGIN, theme.MARGIN, theme.MARGIN, theme.MARGIN)
        self._pages.addWidget(none)
        self._pages.addWidget(self._area)
        self._bulk_area = DetailArea(self.bulk, f"{self.key}.bulk.area", "Several records")
        self._pages.addWidget(self._bulk_area)
        acts = {"Open": self._open_current, "Show history": self._show_history}
        self._menu = ListMenu(self, self.key, self._own_actions, acts)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._empty)
        # Where the window is small and the text large, the list gives way to what is asked under it.
        self._lists.setMinimumHeight(1)
        self._split = SplitPane(self.key, self._lay_out_list(), self._pages, self.list_share)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._split)

    def _lay_out_list(self) -> QWidget:
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(self._search, 1)
        top.addWidget(self._count)
        top.addWidget(self._new)
        self._top = QWidget()
        self._top.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        pane = QWidget()
        layout = QVBoxLayout(pane)
        layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, theme.SPACE_3, 0)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(self._top)
        layout.addWidget(self.chips)
        layout.addWidget(self._lists, 1)
        self._list_layout = layout
        return pane

    def _fit_margins(self, narrow: bool) -> None:
        """Keep the list off the edge of the window where the detail does not stand beside it."""
        right = theme.MARGIN if narrow else theme.SPACE_3
        self._list_layout.setContentsMargins(theme.MARGIN, theme.SPACE_3, right, 0)

    def _connect(self) -> None:
        # Read what searches look at before the first letter is typed.
        self._search.entered.connect(self._warming.start)
        self._search.textEdited.connect(lambda _text: self._ask())
        self._search.textChanged.connect(self._on_search_changed)
        self._search.returnPressed.connect(self.list.setFocus)
        self._new.clicked.connect(self.new_record)
        self._empty.wanted.clicked.connect(self._on_empty_wanted)
        self.list.current_changed.connect(self._on_current_changed)
        self.list.opened.connect(lambda _uid: self.edit_selected())
        self.list.selection_counted.connect(self._on_selection_counted)
        self.list.menu_wanted.connect(self._menu.open_at)
        self._split.share_settled.connect(lambda share: self.desk.memory.keep(f"{self.key}.share", share))
        self.filters.changed.connect(self._ask)
        self._split.narrowed.connect(self._fit_margins)
        self.filters.named.connect(lambda: self.list.tell_filter(self.filters.words()))
        self.filters.view_wanted.connect(self.show_view)
        self.table.counted.connect(self._on_counted)
        self.table.modelAboutToBeReset.connect(lambda: self._note_reset(begins=True))
        self.table.modelReset.connect(lambda: self._note_reset(begins=False))
        self.detail.created.connect(self._on_created)
        self.detail.renamed.connect(self.subject_changed)
        self.chips.chosen.connect(lambda facet: self._ask(facet=facet))

    def empty_ways(self) -> Sequence[tuple[str, str, Callable[[], object]]]:
        """Return other ways on from the place without records: name, words and what each does."""
        return ()

    def _make_empty(self) -> EmptyList:
        picture = next((entry.icon for entry in ENTRIES if entry.key == self.key), "list-bullets")
        empty = EmptyList(self.key, picture, WHAT_COMES.get(self.key, ""))
        for name, words, act in self.empty_ways():
            button = empty.add_way(words, f"{self.key}.{name}")
            button.clicked.connect(lambda _checked, act=act: act())
            empty.others.append(button)
        return empty

    def _focus_list(self) -> None:
        """Put the focus on the list, or on the way on where nothing is listed."""
        (self.list if self.table.rowCount() else self._empty.wanted).setFocus()

    # --- slots -----------------------------------------------------------------------------------------------------

    def _ask(self, facet: str | None = None) -> None:
        question = self.table.question
        self.list.filter_words = self.filters.words()
        self.table.ask(
            replace(
                question,
                text=self._search.text().strip(),
                facet=question.facet if facet is None else facet,
                filters=self.filters.asked,
                grouped=self._grouped,
            )
        )
        self.filters.show_chips()
        self._tell_counts()
        self._show_new()

    def _warm(self) -> None:
        """Read what searches look at, beside the window where it is much."""
        if not self._rows.prepare("warming", ["texts"], lambda: None):
            self._rows.texts()

    def _show_new(self) -> None:
        self._new.setEnabled(not self.desk.read_only)

    def _on_search_changed(self, text: str) -> None:
        # The clear button of the box sends no textEdited.
        if not text and self.table.question.text:
            self._ask()

    def _on_current_changed(self, uid: str) -> None:
        if self._adding and not self.detail.uid and not self.list.hasFocus():
            return
        self._adding = False
        if self._is_resetting and self._rows.is_large:
            self._later.start()  # the rows are drawn first: reading both in one go would be felt
        else:
            self._show_detail(uid)

    def _show_current(self) -> None:
        """Show the record that other rows made the current one, unless something else is shown by now."""
        if not self._adding and self.detail.uid != self.list.current_uid:
            self._show_detail(self.list.current_uid)

    def _note_reset(self, begins: bool) -> None:
        self._is_resetting = begins

    def _show_detail(self, uid: str) -> None:
        if not uid or not self.detail.show_record(uid):
            self.detail.leave()
            self.subject_changed.emit("")
        self._show_page()

    def _show_page(self) -> None:
        """Show the detail of one record, the panel for several, or that none is selected."""
        if self.list.selected_count > 1 and not self._adding:
            self._pages.setCurrentWidget(self._bulk_area)
        else:
            self._pages.setCurrentIndex(1 if self.detail.uid else 0)

    def _on_selection_counted(self, count: int) -> None:
        self._tell_counts()
        if count > 1:
            self.detail.commit()
            self.bulk.show_records(self.list.selected_uids())
        if not self._adding or count > 1:
            self._show_page()

    def _own_actions(self) -> list[QAction]:
        return [each for each in (self.primary_action(), *self.menu_actions()) if each is not None]

    def _open_current(self) -> None:
        self._split.show_second(True)
        self.edit_selected()

    def _show_history(self) -> None:
        self.desk.go_to("history", f"record:{self.list.current_uid}")

    def _on_created(self, uid: str) -> None:
        self._adding = False
        self.table.refresh()
        if not self.list.select_uid(uid):
            self.clear_filters()
            self.list.select_uid(uid)

    def _on_counted(self, shown: int, total: int) -> None:
        is_narrowed = self.table.question.is_narrowed
        self._count.setText(f"{total} in all, {shown} shown" if shown != total else self._all_words(total))
        self._lists.setCurrentIndex(0 if shown else 1)
        self._empty.describe(self.words.singular, self.words.plural, is_narrowed and total > 0)
        # With no record at all there is nothing to find, to filter or to look at beside the list.
        for widget in (self._top, self.chips):
            widget.setVisible(total > 0)
        self._split.leave_out_second(not total)
        top = self._top.layout()
        if top is not None:
            top.activate()  # the words of the count have their room at once
        self._tell_counts()

    def _all_words(self, total: int) -> str:
        return in_figures(total, self.words.singular, self.words.plural)

    def _on_empty_wanted(self) -> None:
        if self.table.total:
            self.clear_filters()
            self.list.setFocus()
        else:
            self.new_record()

    def _tell_counts(self) -> None:
        if not self.table.is_whole:
            return  # told when all rows have been counted
        chosen = self.list.selected_count
        self.count_changed.emit(f"{chosen} of {self.table.rowCount()}" if chosen else "")


__all__ = ["VERBS", "ListDetailPlace"]
