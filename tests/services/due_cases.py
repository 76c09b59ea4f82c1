"""Small registers for Home, each a few facts in words, and what is to be listed for each, written by hand.

A table has a day above each column, counted in Working Days from the day of the test, and a fact before each row. A
cell says what Home must list: the distance of its day in words, or ``.`` for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from secdesk.models.types import Value
from secdesk.services.events import record_event
from secdesk.services.records import Effect, create_record, delete_record, update_record
from secdesk.services.sittings import draft_outcome

TODAY = date(2020, 2, 7)
"""A Friday; the fortnights on both sides of it have no bank holiday."""
DAYS = {
    "-20": date(2020, 1, 10),
    "-10": date(2020, 1, 24),
    "-1": date(2020, 2, 6),
    "0": TODAY,
    "+1": date(2020, 2, 10),
    "+5": date(2020, 2, 14),
    "+10": date(2020, 2, 21),
    "+15": date(2020, 2, 28),
    "+16": date(2020, 3, 2),
    "+20": date(2020, 3, 6),
    "+25": date(2020, 3, 13),
}
"""Working Days from today, read off a calendar."""

Later = Callable[[Session], None]
Build = Callable[[Session, date], Later | None]
"""Fills a register; what it returns is done in a step of its own, so that the log tells of both."""


@dataclass(frozen=True, slots=True)
class Case:
    """A register in words, its day, how it is built, and the lines that Home must show (distance and words)."""

    name: str
    day: date
    build: Build
    expected: tuple[tuple[str, str], ...]


def cases(family: str, table: str, words: str, build: Callable[[str], Build], **others: str) -> Iterator[Case]:
    """Yield a case for each cell of a table; ``words`` is the line, ``others`` that of a row by its fact."""
    lines = [line for line in table.strip().splitlines() if line.strip()]
    heads = lines[0].replace("|", " ").split()
    for line in lines[1:]:
        fact, *cells = [part.strip() for part in line.split("|")]
        assert len(cells) == len(heads), line
        told = others.get(fact.replace(" ", "_").replace(",", ""), words)
        for head, cell in zip(heads, cells, strict=True):
            day = DAYS[head]
            expected = () if cell == "." else ((cell, told.replace("DAY", f"{day.day} {day:%b} {day.year}")),)
            yield Case(f"{family}: {fact}, {head}", day, build(fact), expected)


# --- what stands in the registers ----------------------------------------------------------------------------------


def proposal(
    session: Session, number: int, status: str, *, target: str | None = None, flags: str = "", since: str = "-20"
) -> str:
    """A proposal at a status since some time; ``flags`` says what ends or hides the work on it."""
    values: dict[str, Value] = {"number": number, "title": f"Title {number}"}
    if "security" in flags:
        values["security_limited"] = True
    uid = create_record(session, "proposal", values)
    record_event(session, uid, "taken_over", day=None, known_by=date(2019, 12, 2), status=status)
    if target is not None:
        update_record(session, "proposal", uid, {"target_meeting": target}, effect=Effect(DAYS[since]))
    if "on hold" in flags:
        update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(DAYS[since]))
    if "held later" in flags:
        update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(DAYS["+1"]))
    if "off hold" in flags:
        update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(DAYS["-20"]))
        update_record(session, "proposal", uid, {"on_hold": False}, effect=Effect(DAYS["-1"]))
    if "withdrawn" in flags:
        record_event(session, uid, "withdrawn", day=DAYS["-10"], reason="as asked")
    return uid


def meeting(session: Session, body: str, day: date | None, **values: Value) -> str:
    return create_record(session, "meeting", {"body": body, "date": day, **values})


def item(session: Session, meeting_uid: str, proposal_uid: str, **values: Value) -> str:
    return create_record(
        session, "agenda_item", {"meeting": meeting_uid, "proposal": proposal_uid, "position": 1, **values}
    )


# --- votes ---------------------------------------------------------------------------------------------------------

VOTES = """
                             -10        | -1        | 0     | +1 | +5 | +20
planned                    | 10 WD late | 1 WD late | today | .  | .  | .
planned and off hold       | 10 WD late | 1 WD late | today | .  | .  | .
planned and held later     | 10 WD late | 1 WD late | today | .  | .  | .
planned and on hold        | .          | .         | .     | .  | .  | .
planned and withdrawn      | .          | .         | .     | .  | .  | .
planned and security       | .          | .         | .     | .  | .  | .
cancelled                  | .          | .         | .     | .  | .  | .
held                       | .          | .         | .     | .  | .  | .
recorded                   | .          | .         | .     | .  | .  | .
recorded in error          | 10 WD late | 1 WD late | today | .  | .  | .
taken off the agenda       | .          | .         | .     | .  | .  | .
for information            | .          | .         | .     | .  | .  | .
approved elsewhere         | .          | .         | .     | .  | .  | .
"""


def _vote(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        board = meeting(session, "CB", day, state=fact if fact in ("cancelled", "held") else "planned", ad_hoc=True)
        voted = proposal(session, 62, "approved_pending" if "approved" in fact else "report_phase", flags=fact)
        purpose = {"purpose": "inform"} if fact == "for information" else {}
        listed = item(session, board, voted, **purpose)
        if fact.startswith("recorded"):
            event = record_event(session, voted, "cb_deferred", day=day, meeting=board, agenda_item=listed)
            if "in error" in fact:
                record_event(session, voted, "corrected", day=day, corrects=event)
        if fact.startswith("taken off"):
            delete_record(session, "agenda_item", listed, TODAY)

    return build


DRAFTS = """
                             -10        | -1        | 0     | +1 | +5
planned                    | 10 WD late | 1 WD late | today | .  | .
held                       | 10 WD late | 1 WD late | today | .  | .
cancelled                  | .          | .         | .     | .  | .
on hold                    | .          | .         | .     | .  | .
"""


def _draft(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        board = meeting(session, "CB", day, state="planned" if fact == "on hold" else fact, ad_hoc=True)
        voted = proposal(session, 62, "report_phase", flags=fact)
        draft_outcome(session, item(session, board, voted), "cb_approved")

    return build


BODIES = """
                             -10        | -1        | 0     | +1
CSC                        | 10 WD late | 1 WD late | today | .
WG                         | 10 WD late | 1 WD late | today | .
SSC                        | .          | .         | .     | .
"""


def _body(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        sitting = meeting(session, fact, day, agenda_confirmed=DAYS["-20"])
        status = "draft_in_development" if fact == "CSC" else "refinement"
        item(session, sitting, proposal(session, 101, status))

    return build


# --- conversions ---------------------------------------------------------------------------------------------------

CONVERSIONS = """
                             -1        | 0     | +1      | +5      | +15      | +16 | +25
meant for it               | 1 WD late | today | in 1 WD | in 5 WD | in 15 WD | .   | .
off hold                   | 1 WD late | today | in 1 WD | in 5 WD | in 15 WD | .   | .
on hold                    | .         | .     | .       | .       | .        | .   | .
withdrawn                  | .         | .     | .       | .       | .        | .   | .
security                   | .         | .     | .       | .       | .        | .   | .
not ready                  | .         | .     | .       | .       | .        | .   | .
converted                  | .         | .     | .       | .       | .        | .   | .
without a target           | .         | .     | .       | .       | .        | .   | .
cancelled                  | .         | .     | .       | .       | .        | .   | .
held                       | .         | .     | in 1 WD | in 5 WD | in 15 WD | .   | .
meant from tomorrow        | .         | .     | .       | .       | .        | .   | .
on its agenda              | 1 WD late | today | in 1 WD | in 5 WD | in 15 WD | .   | .
taken off its agenda       | .         | .     | .       | .       | .        | .   | .
put on again               | 1 WD late | today | in 1 WD | in 5 WD | in 15 WD | .   | .
confirmed without it       | .         | .     | .       | .       | .        | .   | .
"""


def _conversion(fact: str) -> Build:
    def build(session: Session, day: date) -> Later | None:
        state = fact if fact in ("cancelled", "held") else "planned"
        confirmed = fact == "confirmed without it"
        panel = meeting(session, "PANEL", day, state=state, ad_hoc=True, agenda_confirmed=TODAY if confirmed else None)
        status = {"not ready": "draft_in_development", "converted": "refinement"}.get(fact, "draft_ready")
        since = "+1" if fact == "meant from tomorrow" else "-20"
        target = None if fact == "without a target" else panel
        draft = proposal(session, 101, status, target=target, flags=fact, since=since)
        if "agenda" not in fact and fact != "put on again":
            return None
        listed = item(session, panel, draft)
        return None if fact == "on its agenda" else lambda later: _take_off(later, listed, panel, draft, fact)

    return build


def _take_off(session: Session, listed: str, panel: str, draft: str, fact: str) -> None:
    delete_record(session, "agenda_item", listed, TODAY)
    if fact == "put on again":
        item(session, panel, draft)


# --- agendas -------------------------------------------------------------------------------------------------------

AGENDAS = """
                             -1 | 0 | +1        | +5        | +10   | +15     | +20      | +25
to confirm                 | .  | . | 9 WD late | 5 WD late | today | in 5 WD | in 10 WD | in 15 WD
ad hoc                     | .  | . | 9 WD late | 5 WD late | today | in 5 WD | in 10 WD | in 15 WD
confirmed                  | .  | . | .         | .         | .     | .       | .        | .
cancelled                  | .  | . | .         | .         | .     | .       | .        | .
held                       | .  | . | 9 WD late | 5 WD late | today | in 5 WD | in 10 WD | in 15 WD
"""

PAPERS = """
                             -1 | 0 | +1        | +5    | +10     | +15      | +20      | +25
to confirm                 | .  | . | 4 WD late | today | in 5 WD | in 10 WD | in 15 WD | .
ad hoc                     | .  | . | .         | .     | .       | .        | .        | .
confirmed                  | .  | . | .         | .     | .       | .        | .        | .
cancelled                  | .  | . | .         | .     | .       | .        | .        | .
issued                     | .  | . | .         | .     | .       | .        | .        | .
"""


def _agenda(body: str) -> Callable[[str], Build]:
    def of_fact(fact: str) -> Build:
        def build(session: Session, day: date) -> None:
            values: dict[str, Value] = {"state": fact if fact in ("cancelled", "held") else "planned"}
            if fact == "ad hoc" and body == "PANEL":
                values["ad_hoc"] = True
            values["agenda_confirmed"] = TODAY if fact == "confirmed" else None
            found = meeting(session, body, day, **values)
            if fact == "issued":
                paper: dict[str, Value] = {"paper_kind": "panel_agenda", "meeting": found, "issued": TODAY}
                create_record(session, "paper", paper)

        return build

    return of_fact


# --- consultations -------------------------------------------------------------------------------------------------

TO_ISSUE = """
                             +1      | +5      | +15      | +16
planned                    | in 1 WD | in 5 WD | in 15 WD | .
on hold                    | .       | .       | .        | .
withdrawn                  | .       | .       | .        | .
security                   | .       | .       | .        | .
dropped                    | .       | .       | .        | .
in the Report Phase        | .       | .       | .        | .
"""

CLOSING = """
                             -10        | -1        | 0     | +1      | +15      | +16
open                       | 10 WD late | 1 WD late | today | in 1 WD | in 15 WD | .
answered                   | .          | .         | today | in 1 WD | in 15 WD | .
on hold                    | .          | .         | .     | .       | .        | .
withdrawn                  | .          | .         | .     | .       | .        | .
dropped                    | .          | .         | .     | .       | .        | .
approved                   | .          | .         | .     | .       | .        | .
"""


def _consulted(fact: str, values: dict[str, Value]) -> Build:
    def build(session: Session, day: date) -> None:
        statuses = {"in the Report Phase": "report_phase", "approved": "approved_pending"}
        about = proposal(session, 77, statuses.get(fact, "refinement"), flags=fact)
        own: dict[str, Value] = {"proposal": about, "consultation_kind": "refinement"}
        own |= {name: day if value == "day" else value for name, value in values.items()}
        own |= {"responses": 4} if fact == "answered" else {}
        create_record(session, "consultation", own | ({"dropped": DAYS["-1"]} if fact == "dropped" else {}))

    return build


# --- releases, actions, enquiries, the Authority -------------------------------------------------------------------

RELEASES = """
                             -10        | -1        | 0     | +1      | +15      | +16
waiting                    | 10 WD late | 1 WD late | today | in 1 WD | in 15 WD | .
on hold                    | .          | .         | .     | .       | .        | .
withdrawn                  | .          | .         | .     | .       | .        | .
not approved               | .          | .         | .     | .       | .        | .
implemented                | .          | .         | .     | .       | .        | .
"""


def _release(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        done = TODAY if fact == "implemented" else None
        values: dict[str, Value] = {"name": "Winter Release", "goes_live": day, "implemented": done}
        release = create_record(session, "release", values)
        approved = proposal(session, 86, "report_phase" if fact == "not approved" else "approved_pending", flags=fact)
        create_record(session, "release_part", {"proposal": approved, "release": release})

    return build


ACTIONS = """
                             -10        | -1        | 0     | +1      | +15      | +16
to do                      | 10 WD late | 1 WD late | today | in 1 WD | in 15 WD | .
to do tomorrow             | 10 WD late | 1 WD late | today | in 1 WD | in 15 WD | .
done                       | .          | .         | .     | .       | .        | .
on hold                    | .          | .         | .     | .       | .        | .
withdrawn                  | .          | .         | .     | .       | .        | .
"""


def _action(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        values: dict[str, Value] = {"number": "WG12/01", "text": "Ask the DCC", "due": day}
        if fact in ("on hold", "withdrawn"):
            values["proposal"] = proposal(session, 77, "refinement", flags=fact)
        done = {"done": DAYS["-1"], "to do tomorrow": DAYS["+1"]}.get(fact)
        create_record(session, "action", {**values, "done": done})

    return build


ENQUIRIES = """
                             -20         | -10       | -1      | 0
to answer                  | 15 WD late  | 5 WD late | in 4 WD | in 5 WD
on hold                    | .           | .         | .       | .
raised                     | .           | .         | .       | .
"""


def _enquiry(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        uid = create_record(session, "proposal", {"title": "Meter readings"})
        record_event(session, uid, "enquired", day=day)
        if fact == "raised":
            record_event(session, uid, "raised", day=TODAY)
        if fact == "on hold":
            update_record(session, "proposal", uid, {"on_hold": True}, effect=Effect(DAYS["-20"]))

    return build


AUTHORITY = """
                             -20     | -10      | -1
waiting                    | in 5 WD | in 15 WD | .
on hold                    | .       | .        | .
decided                    | .       | .        | .
"""


def _sent(fact: str) -> Build:
    def build(session: Session, day: date) -> None:
        uid = proposal(session, 79, "report_phase", flags=fact)
        record_event(session, uid, "cb_recommended_approval", day=day)
        if fact == "decided":
            record_event(session, uid, "authority_approved", day=TODAY)

    return build


def all_cases() -> list[Case]:
    """Return every case of every table."""
    opened: dict[str, Value] = {"opened": DAYS["-20"], "closes": "day"}
    return [
        *cases("vote", VOTES, "MP062: Change Board vote", _vote),
        *cases("draft", DRAFTS, "MP062: record the Change Board vote", _draft),
        *cases(
            "body",
            BODIES,
            "",
            _body,
            CSC="DP101: Change Sub-Committee decision",
            WG="MP101: Working Group outcome",
        ),
        *_conversions(),
        *cases("agenda", AGENDAS, "Working Group, DAY: confirm the agenda", _agenda("WG")),
        *cases("papers", PAPERS, "SEC Panel, DAY: papers go out", _agenda("PANEL")),
        *cases(
            "to issue",
            TO_ISSUE,
            "MP077: Refinement Consultation to issue",
            lambda fact: _consulted(fact, {"opened": "day"}),
        ),
        *_closing(opened),
        *cases("release", RELEASES, "Winter Release: 1 modification to implement", _release),
        *cases("action", ACTIONS, "Action WG12/01: Ask the DCC", _action),
        *cases("enquiry", ENQUIRIES, "Enquiry to answer: Meter readings", _enquiry),
        *cases("Authority", AUTHORITY, "MP079: decision of the Authority", _sent),
    ]


def _conversions() -> Iterator[Case]:
    """Before its Panel a conversion is one to come; from the day on, what is on the agenda is a decision of it."""
    for case in cases("conversion", CONVERSIONS, "DP101: convert at the SEC Panel", _conversion):
        is_decision = case.day <= TODAY and ("on its agenda" in case.name or "put on again" in case.name)
        told = "DP101: SEC Panel decision"
        expected = tuple((when, told if is_decision else words) for when, words in case.expected)
        yield Case(case.name, case.day, case.build, expected)


def _closing(opened: dict[str, Value]) -> Iterator[Case]:
    """A consultation closes until the end of its last day; from the next on its responses are wanted."""
    closes = "MP077: Refinement Consultation closes"
    for case in cases("closing", CLOSING, closes, lambda fact: _consulted(fact, opened)):
        told = "MP077: Refinement Consultation closed, record the responses" if case.day < TODAY else closes
        yield Case(case.name, case.day, case.build, tuple((when, told) for when, _ in case.expected))
