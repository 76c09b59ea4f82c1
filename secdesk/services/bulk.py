"""One value for many records: what would change, and changing all of them or none (ux.md 1.4).

Each function takes the session of a read or of ``register.change``; none commits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, KnownError, Problem
from secdesk.models import FieldInfo, Proposal, ReleasePart
from secdesk.models.types import Value
from secdesk.rules.naming import NOT_NUMBERED, names, references
from secdesk.rules.status import value_at
from secdesk.services.queries import may_be_unknown
from secdesk.services.records import Effect, list_records, model_of, update_record
from secdesk.services.release_parts import add_part, move_part

SEVERAL = "(several)"
"""Stands for the release of a modification whose parts wait in more than one."""
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class BulkField:
    """A field that can be given one value in many records.

    ``now`` returns the value of each record as at a day; ``store`` gives one record a value. ``can_be_empty`` says
    whether the value can be taken away.
    """

    info: FieldInfo
    now: Callable[[Session, Sequence[str], date], Mapping[str, Value]]
    store: Callable[[Session, str, Value, Effect], None]
    can_be_empty: bool


@dataclass(frozen=True, slots=True)
class BulkPlan:
    """Which records would change and which have the value already, each in the order given."""

    changing: tuple[str, ...]
    same: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What would happen: ``Changes 7 of 12. 5 already have this value``."""
        count, total = len(self.changing), len(self.changing) + len(self.same)
        if not self.changing:
            return f"All {total} already have this value" if total > 1 else "It already has this value"
        already = f" – {len(self.same)} already {'has' if len(self.same) == 1 else 'have'} this value"
        return f"Changes {count} of {total}{already if self.same else ''}"


def bulk_fields(kind: str) -> list[BulkField]:
    """Return the fields of a kind that can be set in bulk, from its declared fields.

    Left out is what tells records apart: the fields that order their list, the name that is required first, and the
    record that each is part of. Proposals have their release besides, which lies in their parts.
    """
    model = model_of(kind)
    naming = next((info.name for info in model.fields().values() if info.required and info.kind == "line"), "")
    left_out = {*model.kind.order, naming}
    infos = [info for info in model.fields().values() if not info.owner and info.name not in left_out]
    found = [_declared(kind, info) for info in infos]
    return [*found, _release_of_proposals()] if model is Proposal else found


def plan_bulk(session: Session, bulk: BulkField, uids: Sequence[str], value: Value, at: date) -> BulkPlan:
    """Say which records would change."""
    now = bulk.now(session, uids, at)
    known = [uid for uid in uids if uid in now]
    changing = tuple(uid for uid in known if now[uid] != value)
    return BulkPlan(changing, tuple(uid for uid in known if now[uid] == value))


def change_all(
    session: Session, kind: str, bulk: BulkField, uids: Sequence[str], value: Value, at: date, since: date | None
) -> int:
    """Give every record the value and return how many changed; those that have it already are left alone.

    A dated field that had a value before holds the new one from ``since`` on (None: always); a first value, and one
    of a proposal without a number, always. Raises Invalid with a sentence for each record that refuses it, by its
    number or name; the caller's transaction then keeps nothing.
    """
    plan, now = plan_bulk(session, bulk, uids, value, at), bulk.now(session, uids, at)
    unraised = _without_number(session, uids) if kind == "proposal" else frozenset()
    problems = []
    for uid in plan.changing:
        had_one = now[uid] is not None and uid not in unraised
        try:
            bulk.store(session, uid, value, Effect(since if had_one else None))
        except Invalid as refused:
            problems.append((uid, refused.problems[0].sentence))
        except KnownError as refused:
            problems.append((uid, str(refused)))
    if problems:
        called = _called(session, kind, [uid for uid, _ in problems], at)
        raise Invalid([Problem(bulk.info.name, f"{called[uid]}: {sentence}") for uid, sentence in problems])
    return len(plan.changing)


def told(refused: Invalid, total: int) -> list[str]:
    """Return what was refused as lines: that nothing was changed, then each record with its reason, five at most."""
    count = len(refused.problems)
    lines = [f"Nothing was changed, because {count} of {total} cannot have this value:"]
    lines += [problem.sentence for problem in refused.problems[:_MOST_TOLD]]
    return [*lines, f"and {count - _MOST_TOLD} more"] if count > _MOST_TOLD else lines


def _called(session: Session, kind: str, uids: Sequence[str], at: date) -> Mapping[str, str]:
    if kind != "proposal":
        return names(session, kind, uids, at)
    found = references(session, uids, at)
    titles = names(session, kind, [uid for uid, words in found.items() if words == NOT_NUMBERED], at)
    return {uid: titles.get(uid, words) for uid, words in found.items()}


def _without_number(session: Session, uids: Sequence[str]) -> frozenset[str]:
    return frozenset(session.scalars(select(Proposal.uid).where(Proposal.number.is_(None)))) & frozenset(uids)


# --- declared fields -------------------------------------------------------------------------------------------------


def _declared(kind: str, info: FieldInfo) -> BulkField:
    def now(session: Session, uids: Sequence[str], at: date) -> Mapping[str, Value]:
        wanted = set(uids)
        rows = list_records(session, kind, at, uids=uids if len(uids) < _MOST_NAMED else None)
        return {row.uid: row.values[info.name] for row in rows if row.uid in wanted}

    def store(session: Session, uid: str, value: Value, effect: Effect) -> None:
        update_record(session, kind, uid, {info.name: value}, effect=effect)

    return BulkField(info, now, store, may_be_unknown(kind, info.name) and not info.required)


_MOST_NAMED = 900


# --- the release of proposals ----------------------------------------------------------------------------------------


def _release_of_proposals() -> BulkField:
    info = ReleasePart.dated_fields()["release"]
    return BulkField(info, _releases_now, _assign_release, can_be_empty=False)


def _waiting(session: Session, at: date) -> dict[str, list[tuple[str, str | None]]]:
    """Return the parts that have not gone live, by proposal: the part's uid and its release."""
    held = value_at(ReleasePart, "release", at).label("release")
    query = select(ReleasePart.uid, ReleasePart.proposal, held).where(ReleasePart.implemented.is_(None))
    found: dict[str, list[tuple[str, str | None]]] = {}
    for row in session.execute(query.order_by(ReleasePart.uid)):
        found.setdefault(row.proposal or "", []).append((row.uid, row.release))
    return found


def _releases_now(session: Session, uids: Sequence[str], at: date) -> Mapping[str, Value]:
    waiting = _waiting(session, at)
    now: dict[str, Value] = {}
    for uid in uids:
        releases = {release for _, release in waiting.get(uid, ())}
        now[uid] = SEVERAL if len(releases) > 1 else next(iter(releases), None)
    return now


def _assign_release(session: Session, uid: str, value: Value, effect: Effect) -> None:
    parts = _waiting(session, date.max).get(uid, [])
    if len(parts) > 1:
        raise Invalid([Problem("release", f"It has {len(parts)} parts. Move each of them in Releases")])
    if parts:
        move_part(session, parts[0][0], str(value), effect.since, None, effect.reason)
    else:
        add_part(session, str(value), uid, since=effect.since)


__all__ = ["BulkField", "BulkPlan", "bulk_fields", "change_all", "plan_bulk", "told"]
