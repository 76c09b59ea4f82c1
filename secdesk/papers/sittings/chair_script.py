"""The chair's script: what to say and ask at each item of a meeting, with where each proposal stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from secdesk.models import Meeting
from secdesk.papers.actions.blocks import action_table
from secdesk.papers.covers import counts_restricted, make_tree, restriction_note
from secdesk.papers.facts import AssessmentFact, Step
from secdesk.papers.lines import heading, line, note, paragraph
from secdesk.papers.open_source import open_sitting
from secdesk.papers.proposals.words import assessment_sentence, consultation_sentence, outcome_sentence
from secdesk.papers.sittings.agenda import printed
from secdesk.papers.sittings.facts import ItemFacts, SittingFacts, collect_sitting
from secdesk.papers.sittings.words import (
    asked,
    body_words,
    clock,
    day_of,
    length_of_all,
    length_words,
    meeting_day,
    meeting_line,
    meeting_title,
    subject,
    the_body,
)
from secdesk.papers.tree import Block, Bullets, Heading, KeyFacts, Line, Paper, Text, plain
from secdesk.papers.wording import Wording
from secdesk.rules.process import STATUSES, letters_of
from secdesk.rules.wording import counted, join_and


def collect_script(session: Session, meeting: Meeting, at: date, *, marking: str | None = None) -> SittingFacts:
    """Return the facts of the script of a meeting, as they stood before it."""
    return collect_sitting(open_sitting(session, "chair_script", meeting, at, marking=marking), meeting)


@counts_restricted
def compose_script(facts: SittingFacts) -> Paper:
    """Return the script as a tree."""
    rows, told = printed(facts.items, facts.cover), facts.cover.wording
    blocks: list[Block] = [
        _key_facts(facts),
        heading(1, "Opening"),
        Bullets(tuple(_opening(facts))),
        *_open_actions(facts),
        heading(1, "Items"),
        *([note(*length_of_all(told, rows))] if rows else [told.paragraph("meeting.items.none")]),
    ]
    for item in rows:
        blocks += _item(facts, item)
    blocks += [heading(1, "Closing"), Bullets(tuple(_closing(facts))), *restriction_note(facts.cover)]
    return make_tree(
        facts.cover,
        facts.dates,
        kind="chair_script",
        kicker="CHAIR’S SCRIPT",
        title=meeting_title(facts),
        subtitle=meeting_day(facts),
        running=f"Chair’s script — {meeting_title(facts)}, {meeting_day(facts)}",
        subject=f"Script for the chair of the {body_words(facts.meeting.body)} meeting of {meeting_day(facts)}",
        blocks=blocks,
        draft=False,
    )


def _key_facts(facts: SittingFacts) -> KeyFacts:
    time_and_place = ", ".join(part for part in (facts.time, facts.place) if part)
    return KeyFacts(
        (
            ("Meeting", meeting_line(facts)),
            ("Time and place", line(time_and_place or "Not yet set")),
            ("Classification", line(facts.cover.marking or "None")),
        )
    )


def _opening(facts: SittingFacts) -> list[Line]:
    say = facts.cover.wording.say
    said = [say("script.welcome", body=the_body(facts.meeting.body)), say("script.apologies"), say("script.interests")]
    if facts.cover.marking:
        said.append(say("script.marking", marking=facts.cover.marking))
    if facts.previous is not None:
        said.append(say("script.minutes", date=day_of("script.previous", facts.previous, "")))
    return said


def _open_actions(facts: SittingFacts) -> list[Block]:
    title: Block = heading(2, "Actions still open")
    if not facts.open_actions:
        return [title, facts.cover.wording.paragraph("script.actions.none")]
    return [title, action_table("Actions of earlier meetings", "script.actions", facts.open_actions)]


def _item(facts: SittingFacts, item: ItemFacts) -> list[Block]:
    blocks: list[Block] = [Heading(2, subject("script.item", item), f"{item.number}.")]
    led = _lead(item)
    if led:
        blocks.append(note(led))
    if item.mention is not None:
        blocks += _standing(facts.cover.wording, item)
    question = asked(item, facts.meeting.body)
    if plain(question) != "not stated":
        request = facts.cover.wording.say("script.asked", body=the_body(facts.meeting.body), request=question)
        blocks.append(paragraph(Text("Ask: ", strong=True), *request))
    return blocks + _outcomes(facts, item)


def _lead(item: ItemFacts) -> str:
    parts = [
        f"From {clock(item.starts)}" if item.starts is not None else "",
        length_words(item.minutes) if item.minutes is not None else "",
        f"lead: {item.presenter}" if item.presenter else "",
        f"paper {item.paper}" if item.paper else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _standing(told: Wording, item: ItemFacts) -> list[Block]:
    """Say where a proposal stands: status, what happened last, consultations and assessments that count now."""
    status = STATUSES[item.status].label if item.status else "Not raised"
    runs: list[Line] = [line(f"{status}.")]
    runs += [outcome_sentence(told, step) for step in _last(item)]
    runs += [consultation_sentence(told, row) for row in item.consultations if row.state != "dropped"]
    runs += [assessment_sentence(told, fact) for fact in _latest(item.assessments)]
    said = [run for number, each in enumerate(runs) for run in ((Text(" "),) if number else ()) + tuple(each)]
    return [paragraph(Text("Where it stands: ", strong=True), *said)]


def _last(item: ItemFacts) -> list[Step]:
    """Return the last event worth telling: being taken over into a register is none."""
    told = [step for step in item.history if step.outcome not in ("taken_over", "corrected")]
    return told[-1:]


def _latest(assessments: tuple[AssessmentFact, ...]) -> list[AssessmentFact]:
    """Return the latest assessment of each type."""
    return list({fact.kind: fact for fact in assessments}.values())


def _outcomes(facts: SittingFacts, item: ItemFacts) -> list[Block]:
    """Name the outcomes that the process expects here, with the letters by which the secretary records them."""
    known = letters_of(facts.meeting.body)
    if item.mention is None or not known:
        return []
    fitting = {key: each for key, each in known.items() if not each.follows or item.status in each.follows}
    labels = join_and([f"‘{each.label}’ ({key})" for key, each in fitting.items()], "or")
    return [facts.cover.wording.note("script.record", outcomes=labels)]


def _closing(facts: SittingFacts) -> list[Line]:
    say, number = facts.cover.wording.say, sum(item.mention is not None for item in facts.items)
    said = [say("script.sum_up", proposals=counted(number, "proposal"))] if number else []
    said.append(say("script.other_business"))
    if facts.following is not None:
        said.append(say("script.next", date=day_of("script.next", facts.following, "")))
    else:
        said.append(say("script.next.none"))
    return [*said, say("script.thanks")]
