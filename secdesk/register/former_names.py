"""What records are called in the history: by their present name, or by the log's own values where they are gone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Change, FieldInfo, Record, kinds
from secdesk.models.fields import from_plain
from secdesk.models.types import Plain
from secdesk.rules.naming import names, reference_of, references
from secdesk.rules.process import CONVERTED_STATUSES, status_after
from secdesk.rules.values import show_value

_LATEST = date.max
_AT_ONCE = 5000

Key = tuple[str, str]
Values = Mapping[str, Plain]


class FormerNames:
    """Names of records by kind and uid, each looked up once."""

    def __init__(self, session: Session) -> None:
        """Look names up in the session of a read."""
        self._session = session
        self._known: dict[Key, str] = {}
        self._references: dict[str, str] = {}

    def learn(self, wanted: Iterable[Key]) -> None:
        """Look many names up at once."""
        by_kind: dict[str, list[str]] = defaultdict(list)
        for kind, uid in set(wanted) - set(self._known):
            by_kind[kind].append(uid)
        for kind, uids in by_kind.items():
            for start in range(0, len(uids), _AT_ONCE):
                found = names(self._session, kind, uids[start : start + _AT_ONCE], _LATEST)
                self._known.update({(kind, uid): name for uid, name in found.items()})
        self._references.update(references(self._session, by_kind.get("proposal", []), _LATEST))

    def of(self, kind: str, uid: str) -> str:
        """Return the name of a record, present or gone; one that the log does not know either is called so."""
        if (kind, uid) not in self._known:
            self.learn([(kind, uid)])
        if (kind, uid) not in self._known:
            self._known[kind, uid] = self._name_gone(kind, uid)
        return self._known[kind, uid]

    def short(self, kind: str, uid: str) -> str:
        """Return the name of a record for the middle of a sentence: of a proposal its reference alone."""
        return self.reference_of(uid) if kind == "proposal" else self.of(kind, uid)

    def reference_of(self, uid: str) -> str:
        """Return the reference of a proposal, present or gone."""
        if uid not in self._references:
            found = references(self._session, [uid], _LATEST)
            self._references[uid] = found.get(uid) or self._former_reference(uid)
        return self._references[uid]

    def _name_gone(self, kind: str, uid: str) -> str:
        gone = self._last_values(kind, uid)
        if gone is None:
            return "a record that is gone"
        if kind == "proposal":
            title = self._last_dated(uid).get("title") or ""
            return f"{self._former_reference(uid)} {title}".strip()
        return self._name_by_values(kinds()[kind], gone[1]) or f"a {kinds()[kind].kind.singular} without a name"

    def _name_by_values(self, model: type[Record], values: Values) -> str:
        """Name a record as the naming rules do: its proposal's reference, its first brief word, its day."""
        fields = model.stored_fields()
        proposal = values.get("proposal") if "proposal" in fields else None
        parts = [self.reference_of(str(proposal))] if proposal else []
        brief = [
            info for info in fields.values() if info.brief and not info.link and info.kind not in ("date", "month")
        ]
        days = [fields[name] for name in model.kind.order if name in fields and fields[name].kind in ("date", "month")]
        words = [_first(brief, values), _first(days, values)]
        return " ".join([*parts, ", ".join(word for word in words if word)]).strip()

    def _former_reference(self, uid: str) -> str:
        gone = self._last_values("proposal", uid)
        if gone is None:
            return "a proposal that is gone"
        step, values = gone
        number = values.get("number")
        return reference_of(
            number if isinstance(number, int) else None,
            str(values.get("suffix") or ""),
            str(values.get("series") or "MP"),
            self._was_converted(step, uid),
        )

    def _was_converted(self, step: int, uid: str) -> bool:
        """Say whether one of the events that were deleted with a proposal had converted it."""
        events = (_before(row) for row in self._deleted_with(step, "event"))
        own = (values for values in events if values.get("proposal") == uid)
        return any(
            status_after(str(values.get("outcome")), _text(values.get("status"))) in CONVERTED_STATUSES
            for values in own
        )

    def _last_values(self, kind: str, uid: str) -> tuple[int, Values] | None:
        """Return the step that took a record away and the values that it had then."""
        query = select(Change).where(Change.record == uid, Change.kind == kind, Change.action == "delete")
        row = self._session.scalar(query.order_by(Change.step.desc()).limit(1))
        return None if row is None else (row.step, _before(row))

    def _last_dated(self, uid: str) -> dict[str, str | None]:
        gone = self._last_values("proposal", uid)
        rows = [] if gone is None else [_before(row) for row in self._deleted_with(gone[0], "dated_value")]
        own = sorted(
            (row for row in rows if row.get("record") == uid), key=lambda row: str(row.get("position")).zfill(9)
        )
        return {str(row.get("field_name")): _text(row.get("value")) for row in own}

    def _deleted_with(self, step: int, kind: str) -> Iterable[Change]:
        return self._session.scalars(
            select(Change).where(Change.step == step, Change.kind == kind, Change.action == "delete")
        )


def _before(row: Change) -> Values:
    fields: dict[str, Any] = json.loads(row.fields)
    return {name: values[0] for name, values in fields.items() if isinstance(values, list)}


def _first(infos: Iterable[FieldInfo], values: Values) -> str:
    for info in infos:
        value = values.get(info.name)
        if value is not None:
            return show_value(info, from_plain(info, value), lambda _kind, uid: uid)
    return ""


def _text(value: Plain) -> str | None:
    return None if value is None else str(value)
