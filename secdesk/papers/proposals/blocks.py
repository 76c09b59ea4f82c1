"""Blocks about one proposal that several papers share: issue, impact, provisions, assessments, consultations."""

from __future__ import annotations

from secdesk.papers.cells import NOT_KNOWN, Cells, day_cell, number_cell, table_of, text_cell
from secdesk.papers.consultations.facts import ConsultationRow
from secdesk.papers.facts import AssessmentFact
from secdesk.papers.lines import calendar_of, day, line, month_label, named, note, paragraph
from secdesk.papers.party_names import proposer_words
from secdesk.papers.proposals.facts import DocumentRow, PartRow, PartyRow, ProposalFacts, ProvisionRow
from secdesk.papers.totals import counting_note, stated_words
from secdesk.papers.tree import Block, Bullets, Figure, Inline, Line, Text
from secdesk.papers.wording import for_number
from secdesk.rules.choices import words_of
from secdesk.rules.countings import Counting
from secdesk.rules.process import STATUSES
from secdesk.rules.wording import counted
from secdesk.rules.workdays import WD_INCLUSIVE

STATE_WORDS = {"to_issue": "To be issued", "open": "Open", "closed": "Closed", "dropped": "Dropped"}


def raised_sentence(key: str, facts: ProposalFacts) -> Block:
    """Say who raised a proposal and when, as far as it is known."""
    named_so = named(f"{key}.raised", facts.mention)
    who = proposer_words(facts.proposer, facts.organisation, facts.on_behalf_of)
    raised = facts.raised if facts.raised is not None and facts.raised.day is not None else None
    when = day(f"{key}.raised.day", raised.day, raised.event) if raised and raised.day else None
    told = facts.cover.wording
    if who and when:
        return told.paragraph("proposal.raised", proposal=named_so, who=who, date=when)
    if who:
        return told.paragraph("proposal.raised.undated", proposal=named_so, who=who)
    if when:
        return told.paragraph("proposal.raised.by_nobody", proposal=named_so, date=when)
    return told.paragraph("proposal.raised.unknown", proposal=named_so)


def status_doubt(facts: ProposalFacts, expected: str) -> list[Block]:
    """Say where a proposal is not where its paper expects it; nothing where it is."""
    if facts.status == expected:
        return []
    status = STATUSES[facts.status].label if facts.status else "Not raised"
    told = facts.cover.wording
    return [told.paragraph("proposal.status", status=status, expected=STATUSES[expected].label)]


def issue_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the summary of the issue."""
    return text_blocks(facts.issue, facts.cover.wording.paragraph("proposal.issue.none"))


def solution_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the summary of the solution."""
    return text_blocks(facts.solution, facts.cover.wording.paragraph("proposal.solution.none"))


def text_blocks(text: str | None, none: Block) -> list[Block]:
    """Return a text of several paragraphs, or the sentence for when there is none."""
    parts = [part for part in (text or "").split("\n\n") if part.strip()]
    return [paragraph(part) for part in parts] if parts else [none]


def party_blocks(facts: ProposalFacts) -> list[Block]:
    """Return how the categories of Parties are affected."""
    if not facts.parties:
        return [facts.cover.wording.paragraph("proposal.parties.none")]
    columns: list[Cells[PartyRow]] = [
        Cells("Party category", lambda row: (Figure(f"party.{row.uid}", row.category, (row.uid,)),), needed=True),
        Cells("Impact", lambda row: text_cell(row.level), needed=True),
        Cells("Note", lambda row: text_cell(row.note), unknown="–"),
    ]
    return [table_of("Parties affected", columns, facts.parties)]


def systems_sentence(facts: ProposalFacts) -> Block:
    """Say whether DCC systems change and what it is estimated to cost."""
    say, cost = facts.cover.wording.say, (facts.cost_estimate or "").rstrip(".")
    systems = {None: "unknown", True: "changed", False: "unchanged"}[facts.dcc_systems]
    estimate = say("proposal.cost", cost=cost) if cost else say("proposal.cost.none")
    return paragraph(*say(f"proposal.systems.{systems}"), " ", *estimate)


def provision_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the provisions to change, and whether their legal text is drafted (domain.md 1.8)."""
    told = facts.cover.wording
    if not facts.provisions:
        return [told.paragraph("proposal.provisions.none")]
    table = provision_table("Provisions of the Code", facts.provisions)
    runs: list[Inline | str] = []
    for drafted, key in ((False, "lacking"), (None, "unknown")):
        number = sum(row.drafted is drafted for row in facts.provisions)
        if number:
            runs += [*([" "] if runs else []), *told.say(f"proposal.provisions.{key}", provisions=_provisions(number))]
    return [table, note(*runs)] if runs else [table]


def _provisions(number: int) -> str:
    return counted(number, "provision")


def provision_table(title: str, rows: tuple[ProvisionRow, ...]) -> Block:
    """Return a table of provisions with the state of their legal text."""
    columns: list[Cells[ProvisionRow]] = [
        Cells("Document", lambda row: (Figure(f"provision.{row.uid}", row.document or "–", (row.uid,)),), needed=True),
        Cells("Provision", lambda row: text_cell(row.provision), unknown="–"),
        Cells("Legal text", lambda row: line(legal_text(row)), needed=True),
    ]
    return table_of(title, columns, rows)


def legal_text(row: ProvisionRow) -> str:
    """Return the state of the legal text of one provision."""
    words = {None: NOT_KNOWN, True: "drafted", False: "not drafted"}[row.drafted]
    return f"{words}, version {row.version}" if row.version else words


def consultation_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the consultations on a proposal as a table with the rule by which their length is counted."""
    rows = [row for row in facts.consultations if row.state != "dropped"]
    if not rows:
        return [facts.cover.wording.paragraph("proposal.consultations.none")]
    columns: list[Cells[ConsultationRow]] = [
        Cells("Consultation", lambda row: (_kind_of(row),), needed=True),
        Cells("State", lambda row: line(STATE_WORDS[row.state]), needed=True),
        *period_columns("consultation"),
    ]
    return [table_of("Consultations", columns, rows), *length_note(rows)]


def _kind_of(row: ConsultationRow) -> Figure:
    return Figure(f"consultation.{row.uid}", words_of("consultation_kind", row.kind), (row.uid,))


def period_columns(key: str) -> list[Cells[ConsultationRow]]:
    """Return the columns of a consultation's dates, length and responses."""
    return [
        Cells("Opens", lambda row: _opens(key, row), "right", needed=True, unknown="not set"),
        Cells("Closes", lambda row: day_cell(f"{key}.closes", row.closes, row.uid), "right", unknown="not set"),
        Cells("Length", lambda row: _length(key, row), "right", unknown="–"),
        Cells("Responses", lambda row: _responses(key, row), "right", unknown="–"),
    ]


def _opens(key: str, row: ConsultationRow) -> Line:
    if row.opened is None and row.expected_month is not None:
        return line("in ", Figure(f"{key}.month.{row.uid}", month_label(row.expected_month), (row.uid,)))
    return day_cell(f"{key}.opened", row.opened, row.uid)


def _length(key: str, row: ConsultationRow) -> Line:
    if row.length is None:
        return ()
    return (Figure(f"{key}.length.{row.uid}", f"{row.length.days} WD", (row.uid,), calendar_of(row.length)),)


def _responses(key: str, row: ConsultationRow) -> Line:
    return line("not recorded") if row.responses_due else number_cell(f"{key}.responses", row.responses, row.uid)


def length_note(rows: list[ConsultationRow]) -> list[Block]:
    """Return how the lengths were counted; nothing where there are none."""
    return [note(f"Lengths are in WD: {WD_INCLUSIVE.note}")] if any(row.length for row in rows) else []


def assessment_table(facts: ProposalFacts) -> list[Block]:
    """Return the assessments of one proposal."""
    if not facts.assessments:
        return [facts.cover.wording.paragraph("proposal.assessments.none")]
    columns: list[Cells[AssessmentFact]] = [
        Cells("Assessment", lambda fact: (_assessed(fact),), needed=True),
        Cells("Requested", lambda fact: day_cell("requested", fact.requested, fact.uid), "right"),
        Cells("Accepted", lambda fact: day_cell("accepted", fact.accepted, fact.uid), "right"),
        Cells("Returned", _returned, "right", needed=True, unknown="with the DCC"),
        Cells("Target", lambda fact: text_cell(f"{fact.target} WD" if fact.target else None), "right"),
        *_duration_columns(facts.counting),
    ]
    counted_any = any(fact.days is not None for fact in facts.assessments)
    table = table_of("DCC assessments", columns, facts.assessments)
    return [table, note(counting_note(facts.counting, facts.dates.figures_to))] if counted_any else [table]


def _duration_columns(counting: Counting) -> list[Cells[AssessmentFact]]:
    """Return a column for each counting, by its name where there are two."""
    titles = [counting.title("Duration", each) for each in counting.conventions]
    columns: list[Cells[AssessmentFact]] = [Cells(titles[0], lambda fact: _duration(fact, counting), "right")]
    if counting.second is not None:
        columns.append(Cells(titles[1], lambda fact: _second_duration(fact, counting), "right"))
    return columns


def _assessed(fact: AssessmentFact) -> Figure:
    return Figure(f"assessment.{fact.uid}", words_of("assessment_kind", fact.kind) or "Assessment", (fact.uid,))


def _returned(fact: AssessmentFact) -> Line:
    if fact.returned is None and fact.accepted is None:
        return line("not yet accepted")
    return day_cell("returned", fact.returned, fact.uid)


def _duration(fact: AssessmentFact, counting: Counting) -> Line:
    if fact.days is None:
        return ()
    key = f"assessment.duration.{fact.uid}"
    if fact.stated:
        return (Figure(key, stated_words(str(fact.days), counting), (fact.uid,), mark=" (stated)"),)
    return (Figure(key, counting.words(fact.days), (fact.uid,), calendar_of(fact.duration)),)


def _second_duration(fact: AssessmentFact, counting: Counting) -> Line:
    if fact.second is None or counting.second is None:
        return ()
    words = counting.words(fact.second.days, counting.second)
    key = f"assessment.duration.{counting.second.name}.{fact.uid}"
    return (Figure(key, words, (fact.uid,), calendar_of(fact.second)),)


def part_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the releases in which a proposal goes live."""
    if not facts.parts:
        return [facts.cover.wording.paragraph("proposal.releases.none")]
    return [Bullets(tuple(_part(row) for row in facts.parts))]


def _part(row: PartRow) -> Line:
    runs: list[Inline | str] = [Figure(f"part.{row.uid}", row.release, (row.uid, row.release_uid))]
    runs += [f", {row.label}"] if row.label else []
    if row.implemented is not None:
        return line(*runs, ": live since ", day(f"part.live.{row.uid}", row.implemented, row.uid))
    if row.day is None:
        return line(*runs, ": date not yet set")
    return line(*runs, ": ", day(f"part.day.{row.uid}", row.day, row.release_uid))


def document_blocks(facts: ProposalFacts) -> list[Block]:
    """Return the documents of a proposal, those above the paper's marking only counted."""
    told = facts.cover.wording
    blocks: list[Block] = [told.paragraph("proposal.documents.none")]
    if facts.documents:
        columns: list[Cells[DocumentRow]] = [
            Cells("Document", _document, needed=True),
            Cells("Kind", lambda row: text_cell(row.kind), unknown="–"),
            Cells("Version", lambda row: text_cell(row.version), unknown="–"),
            Cells("Date", lambda row: day_cell("document", row.day, row.uid), "right"),
        ]
        blocks = [table_of("Documents", columns, facts.documents)]
    if facts.documents_withheld:
        number = counted(facts.documents_withheld, "document").capitalize()
        key = for_number("proposal.documents.withheld", facts.documents_withheld)
        blocks.append(told.note(key, documents=number, marking=facts.cover.marking or "that of this paper"))
    return blocks


def _document(row: DocumentRow) -> Line:
    name = Figure(f"document.name.{row.uid}", row.name or "–", (row.uid,))
    return (name, Text(f"\n{row.link}")) if row.link else (name,)
