"""What is frozen with a paper when it is issued, so that years later it can be told how it was made (design.md 5.10).

It is part of the paper's tree: the check code on the last page covers it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paper is about: its kind, and the month (``2020-01``) or the uids of what it needs; empty where not."""

    kind: str
    month: str = ""
    meeting: str = ""
    proposal: str = ""
    release: str = ""
    consultation: str = ""


@dataclass(frozen=True, slots=True)
class SectionWindow:
    """The days that one section of a paper reports on, as ISO dates, both counted."""

    section: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A finding that somebody accepted: its key and sentence, why, who and on which day (ISO)."""

    key: str
    sentence: str
    reason: str
    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Issue:
    """How an issued paper was made.

    ``day`` is the day of issue, ``at`` the day asked for where a paper is as at a day, ``paper_date`` and
    ``figures_to`` the days of its text and its data. ``step`` and ``chain_head`` name the state of the register,
    ``program`` the version that made it, ``convention`` how durations were counted. ``corrections`` say what differs
    from the version before, which is ``corrects``.
    """

    day: str
    by: str
    at: str
    paper_date: str
    figures_to: str
    step: int
    chain_head: str
    program: str
    convention: str
    subject: Subject
    windows: tuple[SectionWindow, ...] = ()
    accepted: tuple[Acceptance, ...] = ()
    corrects: str = ""
    corrections: tuple[str, ...] = ()
