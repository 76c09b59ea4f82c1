"""What stands on the cover of a paper and in its running lines, and how a paper becomes a tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, TypeVar

from secdesk.models import Meeting, Person
from secdesk.papers.facts import MeetingFact, Mention
from secdesk.papers.paper_days import PaperDays
from secdesk.papers.source import Source
from secdesk.papers.tree import Block, Paper, block_lines, figures, plain
from secdesk.papers.wording import Wording, collect_wording, for_number
from secdesk.rules.in_force import InForce
from secdesk.rules.wording import counted

F = TypeVar("F")
_WORD = re.compile(r"\w+")

@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover and in the running lines, and how the paper says things.

    ``restricted`` are the proposals above the paper's marking that it names, ``leaves_out`` says whether its lists
    leave them out.
    """

    reference: str
    meeting: MeetingFact | None
    marking: str
    author: str
    team: str
    organisation: str
    managed_by: str
    version: str
    draft: bool
    restricted: frozenset[Mention]
    leaves_out: bool
    wording: Wording


def collect_cover(source: Source[PaperDays], *, item: str = "", author: str = "") -> Cover:
    """Return the cover of a paper by its record and the register's settings.

    ``item`` is its item number at its Panel, for the reference where none was typed; ``author`` names who wrote it
    where its record does not.
    """
    record, rules = source.record, source.rules
    written_by = source.session.get(Person, record.author) if record and record.author else None
    return Cover(
        reference=(record.reference if record else None) or _reference(source, item),
        meeting=source.meeting(source.dates.meeting),
        marking=source.marking,
        author=(written_by.name if written_by else None) or author,
        team=(record.team if record else None) or rules.text("team"),
        organisation=rules.text("organisation"),
        managed_by=rules.text("managed_by"),
        version=(record.version if record and not record.frozen_file else None) or "draft",
        # What was issued here is kept as it was; a paper made after it is the draft of a correction.
        draft=record is None or record.issued is None or record.frozen_file is not None,
        restricted=frozenset(),
        leaves_out=rules.text("restricted_records") == "leave out",
        wording=collect_wording(source.session, source.dates.paper_date),
    )


def with_restricted(cover: Cover, source: Source[PaperDays]) -> Cover:
    """Return a cover that knows the proposals above the marking, once the paper's facts have named all.

    Facts may name more than the paper tells: :func:`counts_restricted` leaves those out.
    """
    return replace(cover, restricted=source.restricted)


def counts_restricted(compose: Callable[[F], Paper]) -> Callable[[F], Paper]:
    """Have the note on proposals above the marking count those that a paper prints by reference, or leaves out.

    They are looked for in the paper itself, made once as if it left none out.
    """

    @wraps(compose)
    def counted_compose(facts: F) -> Paper:
        cover = _cover_of(facts)
        if not cover.restricted:
            return compose(facts)
        whole = compose(_with_cover(facts, replace(cover, restricted=frozenset(), leaves_out=False)))
        return compose(_with_cover(facts, replace(cover, restricted=_printed(whole, cover.restricted))))

    return counted_compose


def _printed(paper: Paper, candidates: frozenset[Mention]) -> frozenset[Mention]:
    """Return the proposals that a paper names by their reference; one without a number by a figure that leads to it."""
    words = {word for block in paper.blocks for line in block_lines(block) for word in _WORD.findall(plain(line))}
    leads = {(uid, figure.text) for figure in figures(paper) for uid in figure.records}
    return frozenset(each for each in candidates if each.reference in words or (each.uid, each.reference) in leads)


def _cover_of(facts: Any) -> Cover:
    found: Cover = facts.cover if hasattr(facts, "cover") else facts.proposal.cover
    return found


def _with_cover(facts: F, cover: Cover) -> F:
    """Return facts with another cover; those about one proposal have that of its facts."""
    changed: Any = facts
    if hasattr(facts, "cover"):
        changed = replace(changed, cover=cover)
    else:
        changed = replace(changed, proposal=replace(changed.proposal, cover=cover))
    found: F = changed
    return found


def _reference(source: Source[PaperDays], item: str) -> str:
    panel = source.session.get(Meeting, source.dates.meeting) if source.dates.meeting else None
    if panel is None or panel.body != "PANEL" or not (item.isascii() and item.isdigit()):
        return ""
    return paper_reference(source.rules, panel.number, source.dates.paper_date, int(item))


def paper_reference(rules: InForce, meeting_number: int | None, day: date, item: int) -> str:
    """Return the reference of a Panel paper by the register's pattern; empty while the Panel's number is not known."""
    if meeting_number is None:
        return ""
    try:
        return rules.text("reference_pattern").format(
            body="SECP", meeting=meeting_number, ddmm=f"{day:%d%m}", item=item
        )
    except (KeyError, ValueError, IndexError, AttributeError):
        return ""


def restriction_note(cover: Cover) -> list[Block]:
    """Return what a paper says of records above its marking; nothing where there are none."""
    number = len(cover.restricted)
    if not number:
        return []
    key = for_number("paper.left_out" if cover.leaves_out else "paper.by_reference", number)
    subject = counted(number, "proposal").capitalize()
    return [cover.wording.note(key, proposals=subject, marking=cover.marking or "that of this paper")]


def working_version(cover: Cover) -> str:
    """Return the version of a paper that is never issued: that of its record, else none."""
    return "" if cover.version == "draft" else cover.version


def make_tree(
    cover: Cover,
    days: PaperDays,
    *,
    kind: str,
    kicker: str,
    title: str,
    subtitle: str,
    subject: str,
    blocks: Sequence[Block],
    running: str = "",
    as_at: date | None = None,
    draft: bool | None = None,
    landscape: bool = False,
) -> Paper:
    """Return a paper as a tree.

    ``running`` is the title in its running header where title and subtitle do not serve, ``as_at`` the day of its data
    where that is not the day of its figures. ``draft`` says whether it bears that word; None means until it is issued.
    """
    return Paper(
        kind=kind,
        kicker=kicker,
        title=title,
        subtitle=subtitle,
        running_title=running or (f"{title} — {subtitle}" if subtitle else title),
        reference=cover.reference,
        version=cover.version if draft is None else working_version(cover),
        marking=cover.marking,
        draft=cover.draft if draft is None else draft,
        date=days.paper_date.isoformat(),
        as_at=(as_at or days.figures_to).isoformat(),
        author=cover.author,
        team=cover.team,
        subject=subject,
        managed_by=cover.managed_by,
        blocks=tuple(blocks),
        landscape=landscape,
    )
