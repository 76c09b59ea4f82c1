"""Sentences about one proposal: what happened last, its consultations and its assessments."""

from __future__ import annotations

from datetime import date

from secdesk.papers.consultations.facts import ConsultationRow
from secdesk.papers.facts import AssessmentFact, Step
from secdesk.papers.lines import body_name, clean_note, line, month_label, when
from secdesk.papers.tree import Figure, Inline, Line, Text
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_long
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import counted


def outcome_sentence(key: str, step: Step) -> Line:
    """Return the latest outcome of a proposal as a sentence: what, by whom, when, where it goes next, its note."""
    outcome = OUTCOMES[step.outcome]
    body = words_of("body", outcome.body)
    runs: list[Inline | str] = [f"Last outcome: ‘{outcome.label}’ ({body}, ", *happened(key, step), ")"]
    if step.target is not None and when("", step.target):
        runs += [f", for the {body_name(step.target)}", *when(f"{key}.target.{step.event}", step.target)]
    remark = "" if step.mention.restricted else clean_note(step.note)
    return line(*runs, ".", f" {remark}" if remark else "")


def happened(key: str, step: Step) -> Line:
    """Return when an event happened: its day, the day by which it was known, or that it is not recorded."""
    if step.day is not None:
        return (Figure(f"{key}.{step.event}", format_long(step.day), (step.event,)),)
    if step.known_by is not None:
        return line("by ", Figure(f"{key}.{step.event}", format_long(step.known_by), (step.event,)))
    return (Figure(f"{key}.{step.event}", "day not recorded", (step.event,)),)


def consultation_name(row: ConsultationRow) -> str:
    """Return what a consultation is called."""
    name = words_of("consultation_kind", row.kind)
    return "consultation" if row.kind == "other" else name


def consultation_sentence(key: str, row: ConsultationRow) -> Line:
    """Return how far a consultation is, as a sentence."""
    name = consultation_name(row)
    opened, closes = _date(key, row, "opened", row.opened), _date(key, row, "closes", row.closes)
    match row.state:
        case "to_issue":
            return line(f"The {name} is still to be issued", *_expected(key, row), ".")
        case "dropped":
            return line(f"The {name} was dropped.")
        case "open":
            return line(f"The {name} opened on ", opened, " and closes on ", closes, ".")
        case "closed":
            return line(f"The {name} ran from ", opened, " to ", closes, "; ", *_responses(key, row), ".")


def _date(key: str, row: ConsultationRow, words: str, value: date | None) -> Inline:
    if value is None:
        return Text("a day not recorded")
    return Figure(f"{key}.{row.uid}.{words}", format_long(value), (row.uid,))


def _expected(key: str, row: ConsultationRow) -> list[Inline | str]:
    if row.opened is not None:
        return [", on ", Figure(f"{key}.{row.uid}.opened", format_long(row.opened), (row.uid,))]
    if row.expected_month is not None:
        return [", expected in ", Figure(f"{key}.{row.uid}.month", month_label(row.expected_month), (row.uid,))]
    return []


def _responses(key: str, row: ConsultationRow) -> list[Inline | str]:
    if row.responses is None:
        return ["the number of responses is not recorded"]
    verb = "was" if row.responses == 1 else "were"
    return [Figure(f"{key}.{row.uid}.responses", counted(row.responses, "response"), (row.uid,)), f" {verb} received"]


def assessment_sentence(key: str, fact: AssessmentFact) -> Line:
    """Return how far an assessment is, as a sentence."""
    name, own = words_of("assessment_kind", fact.kind) or "assessment", (fact.uid,)
    if fact.returned is not None:
        return line(
            f"The DCC returned its {name} on ", Figure(f"{key}.{fact.uid}", format_long(fact.returned), own), "."
        )
    if fact.accepted is not None:
        since = Figure(f"{key}.{fact.uid}", format_long(fact.accepted), own)
        due: list[Inline | str] = []
        if fact.due is not None:
            due = [", due on ", Figure(f"{key}.{fact.uid}.due", format_long(fact.due), own)]
        return line(f"The {name} has been with the DCC since ", since, *due, ".")
    if fact.requested is not None:
        asked = Figure(f"{key}.{fact.uid}", format_long(fact.requested), own)
        return line(f"The {name} was requested on ", asked, " and not yet accepted by the DCC.")
    return line(f"The {name} has no dates in the register.")
