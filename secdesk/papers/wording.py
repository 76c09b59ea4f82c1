"""The sentences of a paper as they print: those shipped, or what the register made of them by the day of the paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from secdesk.models import Setting
from secdesk.papers.lines import line
from secdesk.papers.tree import Inline, Line, Paper, Paragraph, block_lines, plain
from secdesk.rules.sentences import INSTEAD_OF, SENTENCES, SETTING, parts_of, problem_with

Slot: TypeAlias = Inline | str | Line


@dataclass(frozen=True, slots=True)
class EditedSentence:
    """A sentence that a register words itself, from the setting ``uid``; ``instead_of`` is what it was made from.

    ``instead_of`` is empty where that is not on record.
    """

    uid: str
    key: str
    text: str
    instead_of: str

    @property
    def problem(self) -> str | None:
        """What keeps it from being printed, in words; the shipped sentence prints then."""
        return problem_with(self.key, self.text)

    @property
    def is_outdated(self) -> bool:
        """Whether the shipped sentence is no longer the one that it was made from."""
        return bool(self.instead_of) and self.instead_of != SENTENCES[self.key]


@dataclass(frozen=True, slots=True)
class Wording:
    """How a paper says things; ``edited`` are the sentences of the register's own, by key."""

    edited: Mapping[str, EditedSentence]

    def text(self, key: str) -> str:
        """Return a sentence with its slots as it prints."""
        own = self.edited.get(key)
        return own.text if own is not None and own.problem is None else SENTENCES[key]

    def say(self, key: str, **slots: Slot) -> Line:
        """Return a sentence with its slots filled."""
        runs: list[Inline | str] = []
        for words, slot in parts_of(self.text(key)):
            value: Slot = slots[slot] if slot else ""
            runs += [words, *(value if isinstance(value, tuple) else (value,))]
        return line(*_joined(runs))

    def paragraph(self, key: str, **slots: Slot) -> Paragraph:
        """Return a sentence as a paragraph of its own."""
        return Paragraph(self.say(key, **slots))

    def note(self, key: str, **slots: Slot) -> Paragraph:
        """Return a sentence as a note, as printed under a table."""
        return Paragraph(self.say(key, **slots), style="note")

    def counted(self, key: str, number: int, **slots: Slot) -> Paragraph:
        """Return the sentence of a key for one or for several."""
        return self.paragraph(for_number(key, number), **slots)


def for_number(key: str, number: int) -> str:
    """Return the key of the sentence for one or for several."""
    return f"{key}.{'one' if number == 1 else 'many'}"


def _joined(runs: list[Inline | str]) -> list[Inline | str]:
    """Return runs with neighbouring plain strings made one."""
    found: list[Inline | str] = []
    for run in runs:
        if isinstance(run, str) and found and isinstance(found[-1], str):
            found[-1] += run
        else:
            found.append(run)
    return found


def printed_as(paper: Paper, own: EditedSentence) -> str:
    """Return how a paper prints an edited sentence where it first does, with its slots filled; empty where nowhere."""
    parts = (re.escape(words) + (".+?" if slot else "") for words, slot in parts_of(own.text))
    pattern = re.compile("".join(parts), re.DOTALL)
    for each in (content for block in paper.blocks for content in block_lines(block)):
        found = pattern.search(plain(each))
        if found:
            return found[0]
    return ""


def collect_wording(session: Session, at: date) -> Wording:
    """Return the wording in force on a day."""
    rows = session.execute(
        select(Setting.uid, Setting.key, Setting.value, Setting.reason)
        .where(
            Setting.key.startswith(SETTING, autoescape=True),
            or_(Setting.effective_from <= at, Setting.effective_from.is_(None)),
        )
        .order_by(Setting.effective_from.is_not(None), Setting.effective_from, Setting.position)
    )
    latest = {row.key.removeprefix(SETTING): row for row in rows}
    return Wording(
        {
            key: EditedSentence(row.uid, key, " ".join(row.value.split()), _instead_of(row.reason))
            for key in SENTENCES
            if (row := latest.get(key)) is not None and row.value and row.value.strip()
        }
    )


def _instead_of(reason: str | None) -> str:
    told = reason or ""
    return told.removeprefix(INSTEAD_OF) if told.startswith(INSTEAD_OF) else ""
