"""Releases: when they go live, what they carry, and marking one implemented (ux.md 2.11)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from secdesk.errors import Invalid
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.papers.issue_facts import Subject
from secdesk.rules.date_words import format_weekday
from secdesk.rules.wording import in_figures
from secdesk.rules.workdays import distance_in_words
from secdesk.services import releases
from secdesk.services.releases import Implementation, ReleaseRow
from secdesk.ui import texts
from secdesk.ui.acts import asking_reason
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.detail import RecordDetail
from secdesk.ui.forms import Shape
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.models.service_rows import ALL, RELEASES, ServiceRows
from secdesk.ui.paper_work import PaperWish, wish_text
from secdesk.ui.places.facet_place import FacetPlace
from secdesk.ui.release_parts import ReleaseParts
from secdesk.ui.widgets.act_bar import ActBar

_FACETS = (("coming", "To come"), ("implemented", "Implemented"), (ALL, "All"))
_SHAPE = Shape(sections=(("", ("name", "goes_live", "release_kind", "implemented", "sec_version", "dcc_systems")),))
_IMPLEMENT = (
    FieldInfo("implemented", "Implemented on", "date"),
    FieldInfo("reason", "Reason, where one is not approved", "line", limit=2000),
)


class ReleaseDetail(RecordDetail):
    """A release: what it carries first, then its fields."""

    shown = Signal()

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Build parts and form."""
        super().__init__(desk, "release", lookup, prefix, _SHAPE)
        self.carried = ReleaseParts(desk, lookup)
        self.implementing = ActBar("releases.implementing", lookup, _IMPLEMENT)
        self.insert(self.carried)
        self.insert(self.implementing)

    def refresh(self) -> None:
        """Read the release and its parts again."""
        super().refresh()
        self._show_carried()

    def header_words(self) -> tuple[str, str]:
        """Return the name of the release, its day and how far off that is."""
        name, _ = super().header_words()
        values = self.form.loaded.values
        day, done = values.get("goes_live"), values.get("implemented")
        if isinstance(done, date):
            return name, f"implemented {format_weekday(done)}"
        if not isinstance(day, date):
            return name, "no date yet" if self.uid else ""
        return name, f"{format_weekday(day)} · {distance_in_words(day, self.desk.as_at, self.desk.calendar)}"

    def _show_parts(self) -> None:
        super()._show_parts()
        self.implementing.hide()
        self._show_carried()

    def _show_carried(self) -> None:
        self.carried.show_release(self.form.uid)
        self.shown.emit()


class ReleasesPlace(FacetPlace):
    """All releases. Its filled button marks the one selected as implemented."""

    key = "releases"
    title = texts.RELEASES
    kind = "release"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the place and its command."""
        super().__init__(desk, parent)
        self._primary = QAction("Mark implemented", self)
        self._primary.setObjectName("releases.implemented.action")
        self._primary.triggered.connect(self._on_primary)
        self._primary.setEnabled(False)
        self._move = self._make_command("move_date", "Move date of release…", self._on_move)
        self._notes = self._make_command("notes", "Export release notes", self._on_notes)
        self.release_detail.shown.connect(self._show_primary)
        self.release_detail.implementing.accepted.connect(self._on_accepted)
        self.release_detail.implementing.cancelled.connect(self.list.setFocus)

    @property
    def release_detail(self) -> ReleaseDetail:
        """The detail as what it is."""
        assert isinstance(self.detail, ReleaseDetail)
        return self.detail

    def make_rows(self) -> KindRows:
        """Return the rows of releases."""
        return ServiceRows(self.desk, RELEASES)

    def make_detail(self) -> RecordDetail:
        """Return the detail of a release."""
        return ReleaseDetail(self.desk, self.lookup, self.key)

    def facets(self) -> Sequence[tuple[str, str]]:
        """Return the chips over the list."""
        return _FACETS

    def primary_action(self) -> QAction:
        """Mark the release selected as implemented."""
        return self._primary

    def menu_actions(self) -> Sequence[QAction]:
        """Return the commands that move the date of a release and print what it brings."""
        return (self._move, self._notes)

    def _make_command(self, key: str, words: str, act: Callable[[], None]) -> QAction:
        action = QAction(words, self)
        action.setObjectName(f"releases.{key}.action")
        action.triggered.connect(act)
        return action

    def first_field(self) -> str:
        """A release begins with its name."""
        return "name"

    def _current(self) -> ReleaseRow | None:
        row: ReleaseRow | None = self.listed.found().get(self.detail.uid)
        return row

    def _show_primary(self) -> None:
        row = self._current()
        is_coming = row is not None and row.implemented is None and not self.desk.read_only
        self._primary.setEnabled(is_coming)
        self._move.setEnabled(is_coming)
        self._notes.setEnabled(row is not None)

    def _on_move(self) -> None:
        self.commit()
        self._split.show_second(True)
        self.release_detail.carried.open_bar()

    def _on_notes(self) -> None:
        self.commit()
        if self._current() is not None:
            self.desk.export_requested.emit(wish_text(PaperWish(Subject("release_notes", release=self.detail.uid))))

    def _on_primary(self) -> None:
        """Mark it at once on its own day, or ask where that day is to come or something in it is not approved."""
        if self.release_detail.implementing.isVisible():
            self.release_detail.implementing.accept()
            return
        self.commit()
        row = self._current()
        if row is None:
            return
        if row.day is not None and self.desk.read(lambda s: releases.is_usual(s, row.uid, self.desk.today)):
            self._tell(row, self._implement(row, row.day, None))
            return
        self._split.show_second(True)
        title = f"{row.name}: {in_figures(row.waiting, 'modification')} to be marked implemented"
        day = row.day if row.day is not None and row.day <= self.desk.today else self.desk.today
        bar = self.release_detail.implementing
        bar.open_bar(title, "Mark implemented", {"implemented": day})
        if row.day is not None and row.day > self.desk.today:
            bar.show_outcome(f"It is to go live on {format_weekday(row.day)}, {row.distance}")

    def _on_accepted(self, values: dict[str, Value]) -> None:
        bar, row, day = self.release_detail.implementing, self._current(), values["implemented"]
        if row is None:
            return
        if not isinstance(day, date):
            bar.refuse("Enter the day on which it was implemented")
            return
        reason = str(values["reason"]) if values["reason"] else None
        try:
            done = self._implement(row, day, reason)
        except Invalid as problem:
            bar.refuse(problem.problems[0].sentence)
            return
        if done is not None:
            bar.hide()
        self._tell(row, done)

    def _tell(self, row: ReleaseRow, done: Implementation | None) -> None:
        if done is not None:
            self.desk.say(shorten(_told(row, done)), offers_undo=True)
            self._split.show_second(False)
            self.list.setFocus()

    def _implement(self, row: ReleaseRow, day: date, reason: str | None) -> Implementation | None:
        def act(session: Any) -> Implementation:
            return releases.mark_implemented(session, row.uid, day, reason)

        return self.desk.run(f"Mark {row.name} implemented", asking_reason(act))


def _told(row: ReleaseRow, done: Implementation) -> str:
    in_part = f", {done.in_part} in part" if done.in_part else ""
    left = f"; left alone: {', '.join(done.left)}" if done.left else ""
    return f"{row.name}: {done.implemented} implemented{in_part}{left}"
