"""Sentences about one proposal: what happened last, its consultations and its assessments."""

from __future__ import annotations

from datetime import date

from secdesk.papers.consultations.facts import ConsultationRow
from secdesk.papers.facts import AssessmentFact, Step
from secdesk.papers.lines import body_name, clean_note, line, month_label, when
from secdesk.papers.tree import Figure, Inline, Line, Text
from secdesk.papers.wording import Slot, Wording, for_number
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import format_long
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import counted


def outcome_sentence(told: Wording, step: Step) -> Line:
    """Return the latest outcome of a proposal as a sentence: what, by whom, when, where it goes next, its note."""
    outcome = OUTCOMES[step.outcome]
    slots: dict[str, Slot] = {"outcome": outcome.label, "body": words_of("body", outcome.body)}
    slots["when"] = happened("script.last", step)
    said = told.say("script.last", **slots)
    if step.target is not None and when("", step.target):
        meeting = line(body_name(step.target), *when(f"script.last.target.{step.event}", step.target))
        said = told.say("script.last.target", meeting=meeting, **slots)
    remark = "" if step.mention.restricted else clean_note(step.note)
    return line(*said, f" {remark}" if remark else "")


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


def consultation_sentence(told: Wording, row: ConsultationRow) -> Line:
    """Return how far a consultation is that was not dropped, as a sentence."""
    key = f"script.consultation.{row.state}"
    slots: dict[str, Slot] = {"consultation": consultation_name(row)}
    if row.state != "to_issue":
        slots |= {"opened": _date(row, "opened", row.opened), "closes": _date(row, "closes", row.closes)}
        return told.say(key, **slots) if row.state == "open" else _closed(told, row, slots)
    if row.opened is not None:
        return told.say(f"{key}.on", date=_date(row, "opened", row.opened), **slots)
    if row.expected_month is not None:
        month = Figure(f"script.consultation.{row.uid}.month", month_label(row.expected_month), (row.uid,))
        return told.say(f"{key}.expected", month=month, **slots)
    return told.say(key, **slots)


def _closed(told: Wording, row: ConsultationRow, slots: dict[str, Slot]) -> Line:
    if row.responses is None:
        return told.say("script.consultation.closed.unknown", **slots)
    number = Figure(f"script.consultation.{row.uid}.responses", counted(row.responses, "response"), (row.uid,))
    return told.say(for_number("script.consultation.closed", row.responses), responses=number, **slots)


def _date(row: ConsultationRow, words: str, value: date | None) -> Inline:
    if value is None:
        return Text("a day not recorded")
    return Figure(f"script.consultation.{row.uid}.{words}", format_long(value), (row.uid,))


def assessment_sentence(told: Wording, fact: AssessmentFact) -> Line:
    """Return how far an assessment is, as a sentence."""
    key, name = "script.assessment", words_of("assessment_kind", fact.kind) or "assessment"
    if fact.returned is not None:
        return told.say(f"{key}.returned", assessment=name, date=_day(fact, fact.returned))
    if fact.accepted is not None:
        since = _day(fact, fact.accepted)
        if fact.due is None:
            return told.say(f"{key}.accepted", assessment=name, date=since)
        due = Figure(f"{key}.{fact.uid}.due", format_long(fact.due), (fact.uid,))
        return told.say(f"{key}.due", assessment=name, date=since, due=due)
    if fact.requested is not None:
        return told.say(f"{key}.requested", assessment=name, date=_day(fact, fact.requested))
    return told.say(f"{key}.none", assessment=name)


def _day(fact: AssessmentFact, value: date) -> Figure:
    return Figure(f"script.assessment.{fact.uid}", format_long(value), (fact.uid,))
