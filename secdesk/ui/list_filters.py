"""What narrows a list: the filters in force, their chips, the panel that chooses them, and saved views (ux.md 3.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from secdesk.rules.wording import join_and
from secdesk.services.facts import ME, FactField, Facts, FactValue, Filters
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Ask
from secdesk.ui.saved_views import SavedViews, View
from secdesk.ui.widgets.filter_chips import Chip, FilterChips
from secdesk.ui.widgets.filter_popup import FilterPopup
from secdesk.ui.widgets.views_popup import ViewsPopup

_NOBODY = "@nobody"
"""Stands for a person of the register where nobody in it is called as the one who works with it."""


class ListFilters(QObject):
    """The filters of one place. The chips show all of them: nothing is filtered in secret."""

    changed = Signal()
    """Other rows are to be shown from now on."""
    named = Signal()
    """What the filters in force are called is known from now on."""
    view_wanted = Signal(object)
    """A :class:`View` was chosen: show what it says."""

    def __init__(self, desk: Desk, key: str, rows: KindRows, bar: FilterChips, asked: Callable[[], Ask]) -> None:
        """Serve a place; ``asked`` tells what its list is asked for besides."""
        super().__init__(bar)
        self._desk, self._rows, self._bar, self._asked = desk, rows, bar, asked
        self._chosen: dict[str, tuple[str, ...]] = {}
        self._views = SavedViews(desk.memory, key)
        self._popup = FilterPopup(f"{key}.filter", bar)
        self._views_popup = ViewsPopup(f"{key}.views", bar)
        bar.add_wanted.connect(self.choose)
        bar.change_wanted.connect(self.choose)
        bar.removal_wanted.connect(lambda field: self.keep_values(field, ()))
        bar.views_wanted.connect(self.open_views)
        self._popup.changed.connect(self.keep_values)
        self._views_popup.chosen.connect(self._on_view_chosen)
        self._views_popup.kept.connect(self.keep_view)
        self._views_popup.renamed.connect(self._on_renamed)
        self._views_popup.removed.connect(self._on_removed)

    # --- what is in force ------------------------------------------------------------------------------------------

    @property
    def chosen(self) -> Filters:
        """The filters as they were chosen, "me" as such."""
        return tuple(self._chosen.items())

    @property
    def asked(self) -> Filters:
        """The filters as rows are asked for by them, "me" as the person it means."""
        return tuple((field, tuple(self._meant(field, each) for each in values)) for field, values in self.chosen)

    def keep_values(self, field: str, values: tuple[str, ...]) -> None:
        """Keep rows with any of these values of a field; none of them lets go of the field."""
        before = dict(self._chosen)
        if values:
            self._chosen[field] = tuple(values)
        else:
            self._chosen.pop(field, None)
        if self._chosen != before:
            self.changed.emit()

    def replace_all(self, filters: Filters) -> None:
        """Put other filters in force without telling; the caller asks for the rows."""
        self._chosen = dict(filters)

    def words(self) -> str:
        """Return the filters in a few words: ``Refine, lead analyst me``; an empty string without any.

        Empty too until what they are called was read; :attr:`named` tells when.
        """
        if not self._chosen or self._wait("filters.words", self.named.emit):
            return ""
        return ", ".join(self._words(field, values, in_sentence=True) for field, values in self.chosen)

    def show_chips(self) -> None:
        """Show the chips of what is in force, as soon as what they are called is known."""
        if self._chosen and self._wait("filters.chips", self.show_chips):
            return
        chips = [Chip(field, self._words(field, values)) for field, values in self.chosen]
        self._bar.show_filters(chips, self._views.same_as(self._now("")) if self._is_narrowed() else "")

    # --- choosing --------------------------------------------------------------------------------------------------

    def choose(self, field: str = "") -> None:
        """Open the panel, at the values of a field if one is named, as soon as the values were read."""
        if self._wait("filters.panel", lambda: self.choose(field)):
            return
        opener = self._bar.button_of(field)
        self._popup.open_for(opener, self._facts().fields, self._chosen, self.values_of, field)

    def values_of(self, name: str) -> list[FactValue]:
        """Return the values of a field, with how many rows have each of those that everything else lets through."""
        others = tuple((field, values) for field, values in self.asked if field != name)
        found = self._rows.all_uids(self._rows.window(replace(self._asked(), filters=others, grouped=False)))
        values = self._facts().count(name, found, self._chosen.get(name, ()))
        me = self._facts().find_person(name, self._desk.register.who) if self._field(name).link == "person" else ""
        counts = {value.key: value.count for value in values}
        own = [FactValue(ME, f"Me ({self._desk.register.who})", counts.get(me, 0))] if me else []
        return [*own, *(value for value in values if value.key != ME)]

    # --- views -----------------------------------------------------------------------------------------------------

    def open_views(self) -> None:
        """Offer the saved views, and to keep what is shown."""
        names = [view.name for view in self._views.all()]
        current = self._views.same_as(self._now(""))
        self._views_popup.open_for(self._bar.views, names, current, self._is_narrowed())

    def keep_view(self, name: str) -> None:
        """Keep what is shown under a name."""
        self._views.keep(self._now(name))
        self.show_chips()
        self._desk.say(f"View {name[:40]} saved")

    def _now(self, name: str) -> View:
        asked = self._asked()
        return View(name, self.chosen, asked.text, asked.facet)

    def _is_narrowed(self) -> bool:
        return bool(self._chosen) or self._asked().is_narrowed

    def _on_view_chosen(self, name: str) -> None:
        view = self._views.find(name)
        if view is not None:
            self.view_wanted.emit(view)

    def _on_renamed(self, old: str, new: str) -> None:
        if not self._views.rename(old, new):
            new = old
        self._views_popup.fill([view.name for view in self._views.all()], new)
        self.show_chips()

    def _on_removed(self, name: str) -> None:
        self._views.remove(name)
        self._views_popup.fill([view.name for view in self._views.all()])
        self.show_chips()

    # --- words -----------------------------------------------------------------------------------------------------

    def _wait(self, who: str, then: Callable[[], None]) -> bool:
        return self._rows.prepare(who, ["order", "facts"], then)

    def _facts(self) -> Facts:
        return self._rows.facts()

    def _field(self, name: str) -> FactField:
        return next((each for each in self._facts().fields if each.key == name), FactField(name, name))

    def _meant(self, field: str, value: str) -> str:
        if value != ME:
            return value
        return self._facts().find_person(field, self._desk.register.who) or _NOBODY

    def _words(self, name: str, values: tuple[str, ...], in_sentence: bool = False) -> str:
        field = self._field(name)
        said = join_and(["me" if each == ME else self._facts().words(name, each) for each in values], "or")
        if field.says_itself:
            return said
        return f"{field.label[:1].lower()}{field.label[1:]} {said}" if in_sentence else f"{field.label}: {said}"
