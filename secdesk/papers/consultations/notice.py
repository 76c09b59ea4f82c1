"""The notice of a consultation with its response form: what it is about, who should answer, how and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Consultation
from secdesk.papers.consultations.facts import ConsultationRow, consultation_row
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.lines import calendar_of, heading, line, month_label, named, note, paragraph
from secdesk.papers.open_source import open_proposal
from secdesk.papers.proposals.blocks import (
    document_blocks,
    issue_blocks,
    provision_blocks,
    solution_blocks,
    systems_sentence,
)
from secdesk.papers.proposals.facts import ProposalFacts, collect_proposal
from secdesk.papers.proposals.words import consultation_name
from secdesk.papers.tree import Block, Bullets, Column, Figure, Inline, KeyFacts, Line, Paper, Table, Text
from secdesk.papers.wording import Slot
from secdesk.rules.date_words import WEEKDAYS, format_long
from secdesk.rules.workdays import WD_INCLUSIVE

_ROOM = "\n\u00a0\n\u00a0"
_ABOUT_YOU = ("Name", "Organisation", "Party category", "Telephone or e-mail", "Parts that are confidential")
_QUESTIONS = ("issue", "effect", "time", "text", "else")
_VOTE_QUESTIONS = ("approval", "effect", "date", "text", "else")


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """A consultation and the proposal that it is about."""

    proposal: ProposalFacts
    consultation: ConsultationRow


def collect_notice(
    session: Session, consultation: Consultation, at: date, *, marking: str | None = None
) -> NoticeFacts:
    """Return the facts of the notice of a consultation that has a proposal, as at a day."""
    proposal = consultation.proposal or ""
    source = open_proposal(session, "consultation_notice", proposal, at, marking=marking)
    return NoticeFacts(collect_proposal(source, proposal), consultation_row(source, consultation))


@counts_restricted
def compose_notice(facts: NoticeFacts) -> Paper:
    """Return the notice as a tree; it is a draft until the consultation has opened."""
    own, row = facts.proposal, facts.consultation
    name = consultation_name(row)
    blocks: list[Block] = [
        _key_facts(facts),
        _opening(facts, name),
        heading(1, "How to respond"),
        Bullets(tuple(_how(facts, name))),
        heading(1, "Issue"),
        *issue_blocks(own),
        heading(1, "Solution"),
        *solution_blocks(own),
        systems_sentence(own),
        heading(1, "Who should respond"),
        *_who(own),
        heading(1, "Provisions of the Code"),
        *provision_blocks(own),
        heading(1, "Documents"),
        *document_blocks(own),
        *_form(facts),
        *restriction_note(own.cover),
    ]
    title = f"{name[:1].upper()}{name[1:]}"
    return make_tree(
        own.cover,
        own.dates,
        kind="consultation_notice",
        kicker="CONSULTATION",
        title=f"{own.mention.reference} {title}",
        subtitle=own.mention.title or "Title not in the register",
        running=f"{own.mention.reference} {title}",
        subject=f"Notice of the {name} on {own.mention.reference}",
        blocks=blocks,
        draft=row.state == "to_issue",
    )


def _key_facts(facts: NoticeFacts) -> KeyFacts:
    row = facts.consultation
    return KeyFacts(
        (
            ("Proposal", named("notice", facts.proposal.mention)),
            ("Opens", _opens(row)),
            ("Closes", _closes(row)),
            ("Classification", line(facts.proposal.cover.marking or "None")),
        )
    )


def _opens(row: ConsultationRow) -> Line:
    if row.opened is None and row.expected_month is not None:
        month = Figure("notice.month", month_label(row.expected_month), (row.uid,))
        return line("Not yet set; expected in ", month)
    return line("Not yet set") if row.opened is None else (_day("notice.opens", row.opened, row.uid),)


def _closes(row: ConsultationRow) -> Line:
    if row.closes is None:
        return line("Not yet set")
    runs: list[Inline | str] = [f"{row.closing_time} on ", _day("notice.closes", row.closes, row.uid)]
    if row.length is not None:
        runs += [", after ", Figure("notice.length", f"{row.length.days} WD", (row.uid,), calendar_of(row.length))]
    return line(*runs)


def _day(key: str, value: date, uid: str) -> Figure:
    return Figure(key, f"{WEEKDAYS[value.weekday()]} {format_long(value)}", (uid,))


def _opening(facts: NoticeFacts, name: str) -> Block:
    own, told = facts.proposal, facts.proposal.cover.wording
    if facts.consultation.state == "dropped":
        return told.paragraph("notice.dropped", consultation=name)
    slots: dict[str, Slot] = {"who": own.cover.organisation or "The secretariat"}
    slots["proposal"] = named("notice.about", own.mention)
    if facts.consultation.state == "closed":
        return told.paragraph("notice.closed", consultation=name, **slots)
    return told.paragraph("notice.asks", **slots)


def _who(facts: ProposalFacts) -> list[Block]:
    affected = [row for row in facts.parties if row.level != "None"]
    if not affected:
        return [facts.cover.wording.paragraph("notice.parties.none")]
    items = tuple(
        line(
            Figure(f"notice.party.{row.uid}", row.category, (row.uid,)),
            f" ({row.level.lower()} impact)" if row.level else "",
            f": {row.note}" if row.note else "",
        )
        for row in affected
    )
    return [facts.cover.wording.paragraph("notice.parties"), Bullets(items)]


def _how(facts: NoticeFacts, name: str) -> list[Line]:
    row, own = facts.consultation, facts.proposal
    say, whom = own.cover.wording.say, own.cover.organisation or "the secretariat"
    send = say("notice.send.undated", whom=whom)
    if row.closes:
        send = say("notice.send", whom=whom, closes=_closes_by(row))
    subject = f"{own.mention.reference} {name} response"
    return [send, say("notice.subject", subject=subject), say("notice.confidential")]


def _closes_by(row: ConsultationRow) -> Line:
    if row.closes is None:
        return ()
    return line(f"{row.closing_time} on ", _day("notice.by", row.closes, row.uid))


def _form(facts: NoticeFacts) -> list[Block]:
    """Return the form: who answers, and the questions with room for answers."""
    told = facts.proposal.cover.wording
    questions = _VOTE_QUESTIONS if facts.consultation.kind == "mrc" else _QUESTIONS
    about = tuple((line(Text(label, strong=True)), ()) for label in _ABOUT_YOU)
    asked = tuple(
        (line(str(number)), line(*told.say(f"notice.question.{words}"), _ROOM), ())
        for number, words in enumerate(questions, 1)
    )
    blocks: list[Block] = [
        heading(1, "Response form", new_page=True),
        paragraph(*named("notice.form", facts.proposal.mention)),
        Table("About you", (Column("About you", width=2.0), Column("Your answer", width=3.0)), about),
        Table(
            "Questions",
            (Column("No.", width=0.4), Column("Question", width=2.0), Column("Your answer", width=3.0)),
            asked,
        ),
    ]
    if facts.consultation.length is not None:
        blocks.append(note(f"WD in this paper means: {WD_INCLUSIVE.note}"))
    return blocks
