"""Names for links, what a typed text means, and the next meetings: read once and kept until a change touches them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules import naming
from secdesk.rules.text import fold
from secdesk.rules.values import Reading, show_value
from secdesk.services import queries, records
from secdesk.ui.desk import Desk

if TYPE_CHECKING:
    from secdesk.register.register import Announcement


_NAMED_AFTER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        # DP becomes MP by an event, and a title has dates.
        kind: frozenset({kind, "proposal", "event", "dated_value"})
        for kind in ("proposal", "event", "assessment", "consultation", "agenda_item")
    }
)
"""The kinds whose records give the names of a kind, where that is not the kind alone."""
_REMEMBERED = 20
"""How many choices of a kind are remembered as recent."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose: its key or uid, its words, and the words folded for comparing."""

    key: str
    words: str
    folded: str


def option_of(key: str, words: str) -> Option:
    """Return an option; its folded words are made once."""
    return Option(key, words, fold(words))


class Recent:
    """The keys that were chosen lately, the latest first."""

    def __init__(self) -> None:
        """Nothing was chosen yet."""
        self.keys: list[str] = []

    def note(self, key: str) -> None:
        """Put a key first."""
        self.keys = [key, *(each for each in self.keys if each != key)][:_REMEMBERED]


class Lookup(QObject):
    """What forms and lists ask of the register about other records than the one they show."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Read nothing yet; forget what a change makes old."""
        super().__init__(parent)
        self.desk = desk
        self._names: dict[tuple[str, str], str] = {}
        self._options: dict[str, tuple[Option, ...]] = {}
        self._meetings: Mapping[str, date] | None = None
        self._recent: dict[str, Recent] = {}
        desk.records_changed.connect(self._on_records_changed)
        desk.as_at_changed.connect(self.forget)

    def name(self, kind: str, uid: str) -> str:
        """Return the name of one record, words where it is not there."""
        key = (kind, uid)
        if key not in self._names:
            at = self.desk.as_at
            self._names[key] = self.desk.read(lambda session: naming.name_of(session, kind, uid, at))
        return self._names[key]

    def options(self, kind: str) -> tuple[Option, ...]:
        """Return every record of a kind as something to choose, in the order of its words."""
        if kind not in self._options:
            at = self.desk.as_at
            found = self.desk.read(lambda session: naming.names(session, kind, None, at))
            options = [option_of(uid, name) for uid, name in found.items()]
            self._options[kind] = tuple(sorted(options, key=lambda option: (option.folded, option.key)))
        return self._options[kind]

    def recent(self, kind: str) -> Recent:
        """Return what was chosen lately of a kind, in whichever box of the place."""
        return self._recent.setdefault(kind, Recent())

    def reading(self) -> Reading:
        """Return what reading a typed value needs: today, the calendar, the next meetings, the names."""
        return Reading(self.desk.today, self.desk.calendar, self.find, self.meetings(), self.meetings_between)

    def meetings(self) -> Mapping[str, date]:
        """Return the next meeting day of each body by the names it may be typed by."""
        if self._meetings is None:
            today = self.desk.today
            self._meetings = self.desk.read(lambda session: queries.next_meetings(session, today))
        return self._meetings

    def meetings_between(self, first: date, last: date) -> Mapping[date, tuple[str, ...]]:
        """Return the bodies that meet on the days of a period, for a calendar to mark."""
        return self.desk.read(lambda session: queries.meetings_between(session, first, last))

    def find(self, kind: str, text: str) -> str | None:
        """Return the uid of the one record that a typed name means."""
        at = self.desk.as_at
        return self.desk.read(lambda session: naming.find(session, kind, text, at))

    def words(self, info: FieldInfo, value: Value) -> str:
        """Return a value as a person reads it."""
        return show_value(info, value, self.name)

    def can_add(self, kind: str) -> bool:
        """Say whether a name alone makes a record of a kind: a person, an organisation, a release."""
        fields = records.model_of(kind).fields()
        required = [info for info in fields.values() if info.required]
        return not self.desk.read_only and [info.name for info in required] == ["name"]

    def add(self, kind: str, name: str) -> str | None:
        """Add a record by its name alone; returns its uid, None where that was refused."""
        singular = records.model_of(kind).kind.singular
        return self.desk.run(
            f"Add {singular} {name}", lambda session: records.create_record(session, kind, {"name": name})
        )

    def forget(self) -> None:
        """Read everything anew when it is next asked for."""
        self._names.clear()
        self._options.clear()
        self._meetings = None

    def _on_records_changed(self, announcement: Announcement) -> None:
        self._names.clear()
        self._meetings = None
        for kind in tuple(self._options):
            if announcement.kinds & _NAMED_AFTER.get(kind, {kind}):
                del self._options[kind]
