"""What is to be done next for a proposal, why, and by when: a rule over plain facts (ux.md 2.6, domain.md 4, 5).

Nothing is decided here: the register proposes the ordinary next step, and a person may set another one by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from secdesk.rules.date_words import format_date
from secdesk.rules.process import MEETING_BODIES, STATUSES

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "raise": "Raise Draft Proposal",
        "add_to_agenda": "Open agenda",
        "record_outcome": "Record outcome",
        "set_target": "Choose meeting",
        "request_assessment": "Request assessment",
        "accept_assessment": "Record acceptance",
        "return_assessment": "Return assessment",
        "issue_consultation": "Issue consultation",
        "close_consultation": "Record responses",
        "open_consultation": "Show consultation",
        "lodge_report": "Record report lodged",
        "assign_release": "Assign to release",
        "implement": "Open release",
        "resume": "Take off hold",
        "record_event": "Record event",
    }
)
"""What a next step asks a person to do: its key, and the words of its button."""

SHORT_BODIES: Mapping[str, str] = MappingProxyType(
    {"PANEL": "Panel", "CSC": "CSC", "WG": "Working Group", "CB": "Change Board", "AUTHORITY": "Authority"}
)
"""Bodies as people call them in a sentence."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The next step of one proposal.

    ``words`` say it in a few words for a list ("Issue Refinement Consultation"), empty where nothing is left to do.
    ``why`` completes "because". ``due`` is the day it is due on, None where no day follows. ``verb`` is a key of
    :data:`VERBS`, empty where there is nothing to press. ``place`` and ``target`` name where it is done: the key of a
    place and the uid of a record in it, both empty where it is done in the proposal itself. ``by_hand`` marks a step
    that a person set; ``computed`` then holds what the register would have said.
    """

    words: str
    why: str = ""
    due: date | None = None
    verb: str = ""
    place: str = ""
    target: str = ""
    by_hand: bool = False
    computed: str = ""

    @property
    def button(self) -> str:
        """The words of the button that does it, empty where there is none."""
        return VERBS.get(self.verb, "")

    @property
    def sentence(self) -> str:
        """The step and its reason in one sentence, without a full stop."""
        return f"{self.words}, because {self.why}" if self.why else self.words


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting that the proposal is, or is to be, on the agenda of.

    ``day`` may be unknown; where only the ``month`` is known, it is the last day on which the meeting can be.
    """

    uid: str
    body: str
    day: date | None
    month: str = ""

    @property
    def name(self) -> str:
        """The meeting in a sentence: ``Working Group of 5 Feb 2020``."""
        body = SHORT_BODIES.get(self.body, MEETING_BODIES.get(self.body, "meeting"))
        when = self.month or (format_date(self.day) if self.day else "")
        return f"{body} of {when}" if when else body


@dataclass(frozen=True, slots=True)
class AtDcc:
    """An assessment that the DCC was asked for and has not returned; ``accepted`` is empty before it took it on."""

    uid: str
    kind: str
    label: str
    requested: date | None
    accepted: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class Consulting:
    """A consultation that is not over with: to be issued, open, or closed without a number of responses.

    ``due`` is the last Working Day of the month in which it is expected.
    """

    uid: str
    label: str
    state: str
    opened: date | None
    closes: date | None
    due: date | None
    expected: str


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that came to an end: ``kind`` is wg, pa, ia, consultation, mrc or event; ``words`` a whole clause."""

    day: date
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule looks at: where one proposal is as at a day, and what is under way for it."""

    today: date
    status: str
    on_hold: bool = False
    fast_track: bool = False
    dcc_systems: bool | None = None
    since: Happening | None = None
    """The event that led to its status."""
    sitting: Sitting | None = None
    """The first agenda that it is on without a recorded outcome."""
    target: Sitting | None = None
    """The meeting that it is meant for."""
    coming: Mapping[str, Sitting] = field(default_factory=dict)
    """The next planned meeting of each body."""
    at_dcc: tuple[AtDcc, ...] = ()
    consulting: tuple[Consulting, ...] = ()
    happened: tuple[Happening, ...] = ()
    release: Sitting | None = None
    """The release that it waits for: its uid, its name as ``body`` and its day."""


def work_out(standing: Standing) -> NextStep:
    """Return the ordinary next step of a proposal."""
    if standing.status and STATUSES[standing.status].final:
        return NextStep("", f"it is {STATUSES[standing.status].label.casefold()}")
    if standing.on_hold:
        return NextStep("On hold", "it was put on hold", verb="resume")
    return _RULES[standing.status](standing)


# --- under way, whatever the status --------------------------------------------------------------------------------


def _under_way(standing: Standing) -> NextStep | None:
    """Return what has begun and is not finished: an outcome, responses, an assessment, a consultation, an agenda."""
    sitting = standing.sitting
    if sitting is not None and sitting.day is not None and sitting.day <= standing.today:
        return _record_outcome(sitting, standing.today)
    for rule in (_to_close, _with_dcc, _to_consult):
        found = rule(standing)
        if found is not None:
            return found
    return _on_agenda(sitting) if sitting is not None else None


def _record_outcome(sitting: Sitting, today: date) -> NextStep:
    over = "is today" if sitting.day == today else "is over"
    body = SHORT_BODIES.get(sitting.body, sitting.body)
    why = f"the {sitting.name} {over} and no outcome is recorded"
    return NextStep(f"Record {body} outcome", why, sitting.day, "record_outcome", "decisions", sitting.uid)


def _on_agenda(sitting: Sitting) -> NextStep:
    words = SHORT_BODIES.get(sitting.body, MEETING_BODIES.get(sitting.body, "Meeting"))
    why = f"it is on the agenda of the {sitting.name}"
    return NextStep(words, why, sitting.day, "add_to_agenda", "meetings", sitting.uid)


def _to_close(standing: Standing) -> NextStep | None:
    for each in standing.consulting:
        if each.state == "closed":
            why = f"the {each.label} closed" + (f" on {format_date(each.closes)}" if each.closes else "")
            return NextStep("Record responses", why, each.closes, "close_consultation", "consultations", each.uid)
    return None


def _with_dcc(standing: Standing) -> NextStep | None:
    for each in sorted(standing.at_dcc, key=lambda one: (one.due or date.max, one.uid)):
        place = ("assessments", each.uid)
        if each.accepted is not None:
            why = f"the DCC accepted the {each.label} on {format_date(each.accepted)}"
            return NextStep(f"{each.kind} with DCC", why, each.due, "return_assessment", *place)
        asked = f" on {format_date(each.requested)}" if each.requested else ""
        why = f"the {each.label} was requested{asked} and is not accepted yet"
        return NextStep(f"{each.kind} to be accepted", why, None, "accept_assessment", *place)
    return None


def _to_consult(standing: Standing) -> NextStep | None:
    for each in sorted(standing.consulting, key=lambda one: (one.state != "open", one.due or date.max, one.uid)):
        place = ("consultations", each.uid)
        if each.state == "open":
            why = f"it closes on {format_date(each.closes)}" if each.closes else "it is open without a closing day"
            return NextStep(f"{each.label} open", why, each.closes, "open_consultation", *place)
        if each.opened is not None:
            why = f"it opens on {format_date(each.opened)}"
            return NextStep(each.label, why, each.opened, "open_consultation", *place)
        latest = max((one for one in standing.happened if one.kind != "event"), key=lambda one: one.day, default=None)
        why = latest.words if latest else f"it is expected in {each.expected}" if each.expected else "it is planned"
        return NextStep(f"Issue {each.label}", why, each.due, "issue_consultation", *place)
    return None


# --- by status -----------------------------------------------------------------------------------------------------


def _not_raised(standing: Standing) -> NextStep:
    return NextStep("Raise Draft Proposal", "it is not raised yet", verb="raise")


def _define(standing: Standing) -> NextStep:
    return _under_way(standing) or _to_body("CSC", standing)


def _ready(standing: Standing) -> NextStep:
    found = _under_way(standing)
    if found is not None:
        return found
    words = "Panel decision (Fast-Track)" if standing.fast_track else "Panel conversion"
    if standing.target is not None:
        return _to_target(words, standing.target, standing.today)
    why = f"{_since(standing)} and no Panel is chosen"
    return NextStep("Choose a Panel", why, None, "set_target")


def _to_target(words: str, target: Sitting, today: date) -> NextStep:
    if target.day is not None and target.day < today:
        return _record_outcome(target, today)
    return NextStep(words, f"it is meant for the {target.name}", target.day, "add_to_agenda", "meetings", target.uid)


def _to_body(body: str, standing: Standing, words: str = "") -> NextStep:
    """Send a proposal to the next meeting of a body, or to the one that it is meant for."""
    named = words or SHORT_BODIES[body]
    target = standing.target
    if target is not None and target.body == body:
        return _to_target(named, target, standing.today)
    coming = standing.coming.get(body)
    place = ("meetings", coming.uid) if coming else ("meetings", "")
    return NextStep(named, _since(standing), coming.day if coming else None, "add_to_agenda", *place)


def _since(standing: Standing) -> str:
    """Return what led here as a clause: the latest thing that happened."""
    found = [*standing.happened, *([standing.since] if standing.since else [])]
    if found:
        return max(found, key=lambda each: each.day).words
    return f"it is at '{STATUSES[standing.status].label}'"


def _refine(standing: Standing) -> NextStep:
    return _under_way(standing) or _after_refining(standing)


def _after_refining(standing: Standing) -> NextStep:
    """Return what usually follows in Refinement: group, Preliminary Assessment, consultation, Impact Assessment,
    report (domain.md 4, steps 6 to 11).
    """
    had = {each.kind for each in standing.happened}
    latest = max(standing.happened, key=lambda each: each.day, default=None)
    if latest is None or latest.kind == "pa":
        return _to_body("WG", standing)
    if "ia" in had or ("consultation" in had and not _needs_dcc(standing, had)):
        return NextStep("Lodge Modification Report", latest.words, None, "lodge_report")
    if "consultation" in had:
        return NextStep("Request Impact Assessment", latest.words, None, "request_assessment")
    if "pa" not in had and standing.dcc_systems:
        return NextStep("Request Preliminary Assessment", latest.words, None, "request_assessment")
    return NextStep("Issue Refinement Consultation", latest.words, None, "issue_consultation")


def _needs_dcc(standing: Standing, had: set[str]) -> bool:
    return bool(standing.dcc_systems) or "pa" in had


def _lodged(standing: Standing) -> NextStep:
    return _under_way(standing) or _to_body("PANEL", standing, "Panel decision on the report")


def _opine(standing: Standing) -> NextStep:
    found = _under_way(standing)
    if found is not None:
        return found
    if any(each.kind == "mrc" for each in standing.happened):
        return _to_body("CB", standing, "Change Board vote")
    begun = standing.since.day if standing.since else None
    # It opens on the Monday after the Panel (ux.md 1.2).
    monday = begun + timedelta(days=7 - begun.weekday()) if begun else None
    return NextStep("Issue Modification Report Consultation", _since(standing), monday, "issue_consultation")


def _authority(standing: Standing) -> NextStep:
    return NextStep("Authority decision", _since(standing), None, "record_outcome", "decisions")


def _approved(standing: Standing) -> NextStep:
    release = standing.release
    if release is None:
        return NextStep("Assign to a release", _since(standing), None, "assign_release")
    why = f"it is in the {release.body}"
    late = release.day is not None and release.day < standing.today
    words = "Mark implemented" if late else "Implementation"
    return NextStep(words, why, release.day, "implement", "releases", release.uid)


def _unknown(standing: Standing) -> NextStep:
    return NextStep("Record where it stands", "its status is not known", None, "record_event")


_RULES: Mapping[str, Callable[[Standing], NextStep]] = MappingProxyType(
    {
        "": _not_raised,
        "enquiry": _not_raised,
        "draft_raised": _define,
        "draft_in_development": _define,
        "draft_ready": _ready,
        "refinement": _refine,
        "report_to_panel": _lodged,
        "report_phase": _opine,
        "with_authority": _authority,
        "approved_pending": _approved,
        "unknown": _unknown,
    }
)
