"""Words that all papers of a meeting share: its name and day, clock times, what each item asks of it."""

from __future__ import annotations

from collections.abc import Sequence

from secdesk.papers.facts import MeetingFact, Mention
from secdesk.papers.lines import TITLE_UNKNOWN, line, month_label, named
from secdesk.papers.sittings.facts import ItemFacts, SittingFacts
from secdesk.papers.tree import Figure, Line, Text
from secdesk.papers.wording import Wording, for_number
from secdesk.rules.choices import words_of
from secdesk.rules.date_words import WEEKDAYS, format_long
from secdesk.rules.process import OUTCOMES
from secdesk.rules.wording import count_words

NOT_STATED = "not stated"

_THE_BODY = {
    "PANEL": "the Panel",
    "CSC": "the Change Sub-Committee",
    "WG": "the Working Group",
    "CB": "the Change Board",
    "OPS": "the Operations Group",
    "AUTHORITY": "the Authority",
}
_ASKED_BY_PURPOSE = {
    "inform": ("NOTE", " the information"),
    "discuss": ("DISCUSS", " this item"),
    "recommend": ("RECOMMEND", " a way forward"),
    "decide": ("DECIDE", " on this item"),
}
_ASKED_BY_STATUS = {
    ("CSC", "draft_raised"): ("DECIDE", " whether it is ready for the Panel"),
    ("CSC", "draft_in_development"): ("DECIDE", " whether it is ready for the Panel"),
    ("PANEL", "report_to_panel"): ("APPROVE", " the Modification Report into the Report Phase"),
    ("CB", "refinement"): ("AGREE", " whether to ask for an Impact Assessment"),
    ("CB", "report_phase"): ("VOTE", " on the Modification Report"),
}
_ASKED_BY_ROUTE = {
    "refinement": ("AGREE", " conversion, to the Refinement Process"),
    "report_phase": ("AGREE", " conversion, straight to the Report Phase"),
    "fast_track": ("APPROVE", " as a Fast-Track"),
}
_VOTES_BY_PATH = {
    "1": ("VOTE", ": recommend approval or rejection"),
    "2": ("VOTE", ": recommend approval or rejection"),
    "3": ("VOTE", ": approve or reject"),
}


def body_words(body: str) -> str:
    """Return a body's name as a heading has it."""
    return words_of("meeting_body", body) or "Meeting"


def the_body(body: str) -> str:
    """Return a body's name within a sentence: the Panel, the Working Group."""
    return _THE_BODY.get(body, f"the {words_of('meeting_body', body)}" if body else "the meeting")


def meeting_title(facts: SittingFacts) -> str:
    """Return what a meeting is called in a heading: its body and its number, if it has one."""
    name = body_words(facts.meeting.body)
    numbered = f"{name} {facts.number}" if facts.number is not None else name
    return f"{numbered} (ad-hoc)" if facts.meeting.ad_hoc else numbered


def meeting_day(facts: SittingFacts) -> str:
    """Return when a meeting is or was, as far as it is known, and whether it was cancelled."""
    meeting, when = facts.meeting, "date not known"
    if meeting.day is not None:
        when = f"{WEEKDAYS[meeting.day.weekday()]} {format_long(meeting.day)}"
    elif meeting.month is not None:
        when = f"{month_label(meeting.month)}, day not yet set"
    elif facts.known_by is not None:
        when = f"held by {format_long(facts.known_by)}"
    return f"{when} (cancelled)" if facts.cancelled else when


def meeting_line(facts: SittingFacts) -> Line:
    """Return name and day of a meeting for a cover."""
    words = f"{meeting_title(facts)}, {meeting_day(facts)}"
    return (Figure("cover.meeting", words, (facts.meeting.uid,)),)


def day_of(key: str, meeting: MeetingFact | None, unknown: str) -> Line:
    """Return the day of another meeting with its weekday, or words for when it is not known."""
    if meeting is None or meeting.day is None:
        return line(unknown)
    words = f"{WEEKDAYS[meeting.day.weekday()]} {format_long(meeting.day)}"
    return (Figure(key, words, (meeting.uid,)),)


def clock(minutes: int) -> str:
    """Return a time of day as ``10:05``."""
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def length_words(minutes: int) -> str:
    """Return a length as ``40 min`` or ``1 h 50 min``."""
    hours, rest = divmod(minutes, 60)
    return " ".join(
        part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part
    )


def length_of_all(told: Wording, items: Sequence[ItemFacts]) -> Line:
    """Say how long the items of an agenda take together, and how many have no length."""
    known = [item.minutes for item in items if item.minutes is not None]
    missing = len(items) - len(known)
    if not known:
        return told.say("meeting.length.none")
    length = length_words(sum(known))
    if not missing:
        return told.say("meeting.length", length=length)
    return told.say(for_number("meeting.length.lacking", missing), length=length, count=count_words(missing))


def asked(item: ItemFacts, body: str) -> Line:
    """Return what an item asks of its meeting, the verb in capitals; what is known of neither way is said so.

    A purpose of information or discussion holds as entered; otherwise the status of the proposal says what is next.
    """
    verb, rest = _asked(item, body)
    return line(Text(verb, strong=True), rest) if verb else line(NOT_STATED)


def _asked(item: ItemFacts, body: str) -> tuple[str, str]:
    by_purpose = _ASKED_BY_PURPOSE.get(item.purpose or "", ("", ""))
    if item.purpose in ("inform", "discuss") or item.mention is None:
        return by_purpose
    if body == "PANEL" and item.status == "draft_ready":
        return _ASKED_BY_ROUTE[item.route or "refinement"]
    if body == "CB" and item.status == "report_phase" and item.path in _VOTES_BY_PATH:
        return _VOTES_BY_PATH[item.path]
    return _ASKED_BY_STATUS.get((body, item.status), by_purpose)


def subject(key: str, item: ItemFacts) -> Line:
    """Return what an item is about: a proposal with its title, or its own title."""
    if item.mention is None:
        return line(item.title or TITLE_UNKNOWN)
    return named(f"{key}.{item.number}", item.mention)


def outcome_words(key: str, item: ItemFacts) -> Line:
    """Return what was recorded under an item, with its printed notes; nothing where nothing was."""
    runs: list[Figure | Text] = []
    for step in item.decisions:
        label = OUTCOMES[step.outcome].label
        runs += [Text("; ")] if runs else []
        runs.append(Figure(f"{key}.{step.event}", label, (step.event,)))
    return tuple(runs)


def mentions_of(items: Sequence[ItemFacts]) -> list[Mention]:
    """Return the proposals of some items in order."""
    return [item.mention for item in items if item.mention is not None]
