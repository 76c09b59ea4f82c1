"""The register's own wording of the sentences of a paper: edited one at a time from a day on, and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.errors import Invalid, NotFound, Problem
from secdesk.models import Setting
from secdesk.models.types import Value
from secdesk.papers.wording import EditedSentence, collect_wording
from secdesk.rules.sentences import INSTEAD_OF, SENTENCES, SETTING, problem_with
from secdesk.services.records import create_record, update_record


def edit_sentence(session: Session, key: str, text: str, since: date) -> None:
    """Word a sentence in the register's own way from a day on; the shipped words, or none, take that back.

    Papers of earlier days keep the words that they had. The shipped sentence is kept beside it, so that a check can
    tell when another version brings a different one. Raises NotFound for a key that is none, and Invalid in words
    where a slot is missing or a figure was typed.
    """
    if key not in SENTENCES:
        raise NotFound("There is no such sentence in the papers")
    words = " ".join(text.split())
    shipped = words in ("", SENTENCES[key])
    problem = None if shipped else problem_with(key, words)
    if problem:
        raise Invalid([Problem(key, problem)])
    if words == _in_force(session, key, since) and not _is_outdated(session, key, since):
        return
    values: dict[str, Value] = {
        "value": None if shipped else words,
        "reason": None if shipped else f"{INSTEAD_OF}{SENTENCES[key]}",
    }
    rows = session.scalars(select(Setting).where(Setting.key == SETTING + key)).all()
    same_day = [row for row in rows if row.effective_from == since]
    if same_day:
        update_record(session, "setting", max(same_day, key=lambda row: row.position).uid, values)
    elif rows or not shipped:
        create_record(session, "setting", {"key": SETTING + key, "effective_from": since, **values})
    session.flush()


def edited_sentences(session: Session, at: date) -> Mapping[str, EditedSentence]:
    """Return the sentences that the register words itself on a day, by key in the order of the papers."""
    return collect_wording(session, at).edited


def _in_force(session: Session, key: str, at: date) -> str:
    own = edited_sentences(session, at).get(key)
    return own.text if own else SENTENCES[key]


def _is_outdated(session: Session, key: str, at: date) -> bool:
    own = edited_sentences(session, at).get(key)
    return own is not None and own.is_outdated
