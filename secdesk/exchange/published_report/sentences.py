"""What the sentences of a report say: each kind of sentence gives its findings, and opens a list where one follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from secdesk.exchange.published_report.dates import is_near, month_after, read_date, read_month
from secdesk.exchange.published_report.finding import Finding, Frame, about, named_in
from secdesk.exchange.published_report.layout import Layout, Sentence
from secdesk.exchange.published_report.letters import repair_note
from secdesk.exchange.published_report.numbers import read_count
from secdesk.exchange.published_report.people import read_proposer, split_initials
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.reading import FieldValue
from secdesk.exchange.published_report.sections import Piece
from secdesk.exchange.published_report.words import doubt_of

_STARTS = re.compile(r"(?<=[.:;]) (?=[A-Z])")
_PANEL_IN_MONTH = phrase("panel in {month}")
_PANEL_ON_DAY = phrase("panel on {date}")
_PANEL_IN_NAME = phrase("panel in {monthname}")
_CONFIRMED_ON = phrase("confirmed on {date}")
_CLASSIFIED = phrase("classified as {marking}")
_RELEASE_NAME = re.compile(r"(?P<month>.+?)(?P<sec> sec)? release")


@dataclass(frozen=True, slots=True)
class Lead:
    """A sentence with a list under it: what its items say, how many it announces, and what it gives them."""

    kind: str
    items: str
    count: int | None
    given: Mapping[str, FieldValue]
    section: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one piece says: whether any sentence of it was understood, why, what was found, which list it opens."""

    is_understood: bool = False
    why: str = ""
    findings: tuple[Finding, ...] = ()
    lead: Lead | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence that was recognised in a piece. ``region`` is its text and what follows, up to the next one."""

    sentence: Sentence
    found: re.Match[str]
    piece: Piece
    frame: Frame
    region: slice

    def text(self, group: str) -> str:
        """Return what a group matched, as printed; empty where it matched nothing."""
        is_there = group in self.found.re.groupindex and self.found[group] is not None
        return self.piece.text[slice(*self.found.span(group))] if is_there else ""

    def date(self) -> tuple[date | None, tuple[str, ...]]:
        """Return the date of the sentence and the repair that gave it; None where it has none that can be read."""
        return read_near(self.text("date"), self.frame)

    def month(self) -> str | None:
        """Return the month that the sentence names; without one it means the month of the report's own date."""
        if not self.text("month"):
            return self.frame.panel_month
        read = read_month(self.text("month"))
        return str(read.month) if read else None


def read_near(text: str, frame: Frame) -> tuple[date | None, tuple[str, ...]]:
    """Return a date and the repair that gave it; one many years from the report is no date of it."""
    read = read_date(text) if text else None
    if read is None or (frame.month is not None and not is_near(read.day, frame.month)):
        return None, ()
    return read.day, (read.repair,) if read.repair else ()


def read_piece(piece: Piece, frame: Frame, layouts: Sequence[Layout]) -> Said:
    """Return what a piece of running text says."""
    told = list(_told(piece, frame, layouts))
    if not told:
        return Said()
    findings = [finding for one in told for finding in _findings_of(one)]
    says = next((one.sentence.given["says"] for one in told if "says" in one.sentence.given), "")
    last = told[-1]
    lead = _lead_of(last) if last.sentence.items and not _STARTS.search(piece.text, last.found.end()) else None
    return Said(True, says, tuple(findings), lead)


def _told(piece: Piece, frame: Frame, layouts: Sequence[Layout]) -> Iterator[Told]:
    """Yield the sentences that are recognised, each from where a sentence begins."""
    starts = [0, *(found.end() for found in _STARTS.finditer(piece.text))]
    hits = [(start, hit) for start in starts if (hit := _recognise(piece, start, layouts))]
    ends = [start for start, _ in hits[1:]] + [len(piece.text)]
    for (start, (sentence, found)), end in zip(hits, ends, strict=False):
        yield Told(sentence, found, piece, frame, slice(start, end))


def _recognise(piece: Piece, start: int, layouts: Sequence[Layout]) -> tuple[Sentence, re.Match[str]] | None:
    for layout in layouts:
        for sentence in layout.sentences:
            found = phrase(sentence.pattern).match(piece.folded, start)
            if found:
                return sentence, found
    return None


def _findings_of(told: Told) -> Sequence[Finding]:
    return _READERS.get(told.sentence.kind, _nothing)(told)


def _nothing(_: Told) -> Sequence[Finding]:
    return ()


def _read_raised(told: Told) -> Sequence[Finding]:
    named = named_in(told.piece, told.found)
    day, repairs = told.date()
    if not named.name:
        return ()
    who = read_proposer(told.text("words"))
    body, initials = split_initials(who.on_behalf_of or "")
    fields: dict[str, FieldValue] = {
        "day": day,
        "proposer": who.person,
        "organisation": who.organisation,
        "on_behalf_of": body or None,
    }
    raised = about("raised", named, told.piece, fields, (*repairs, *who.repairs))
    if who.doubts:
        raised.lower("likely", "; ".join(who.doubts))
    return [raised, *([_organisation(told, body, initials)] if initials else [])]


def _organisation(told: Told, name: str, initials: str) -> Finding:
    return Finding("organisation", {"name": name, "short_name": initials}, told.piece.section, told.piece.lines)


def _read_csc(told: Told) -> Sequence[Finding]:
    named = named_in(told.piece, told.found)
    if not named.name:
        return ()
    outcome = told.sentence.given["outcome"]
    target = _target_month(told) if outcome.startswith("csc_ready") else {}
    found = [about("event", named, told.piece, {"outcome": outcome, "day": None, **target})]
    marked = _CLASSIFIED.search(told.piece.folded, told.region.start, told.region.stop)
    if outcome == "csc_noted" and marked:
        marking = told.piece.text[slice(*marked.span("marking"))].upper().translate(str.maketrans("1L0Q", "IIOO"))
        found.append(about("marking", named, told.piece, {"marking": marking}))
    return found


def _target_month(told: Told) -> dict[str, FieldValue]:
    """Return the Panel to which a proposal is to go, where the sentence names one month or one day for it."""
    region = (told.piece.folded, told.region.start, told.region.stop)
    text = told.piece.text
    days = {read_near(text[slice(*hit.span("date"))], told.frame)[0] for hit in _PANEL_ON_DAY.finditer(*region)}
    months = {str(read.month) for hit in _PANEL_IN_MONTH.finditer(*region) if (read := read_month(_cut(text, hit)))}
    if not days and not months and told.frame.paper_date:
        for hit in _PANEL_IN_NAME.finditer(*region):
            month = month_after(text[slice(*hit.span("monthname"))], told.frame.paper_date)
            months.add(str(month))
    if len(days) + len(months) != 1 or None in days:
        return {}
    return {"target_body": "PANEL", "target_day": next(iter(days), None), "target_month": next(iter(months), None)}


def _cut(text: str, hit: re.Match[str]) -> str:
    return text[slice(*hit.span("month"))]


def _read_meeting(told: Told) -> Sequence[Finding]:
    day, repairs = told.date()
    if day is None:
        return ()
    body = "CB" if told.sentence.kind == "votes" else "WG"
    state = "planned" if told.sentence.kind == "wg_next" else "held"
    fields: dict[str, FieldValue] = {"body": body, "day": day, "state": state, "ad_hoc": None, "agenda_due": None}
    confirmed = _CONFIRMED_ON.search(told.piece.folded, told.region.start, told.region.stop)
    if confirmed:
        due, more = read_near(told.piece.text[slice(*confirmed.span("date"))], told.frame)
        fields["agenda_due"], repairs = due, (*repairs, *more)
    return [Finding("meeting", fields, told.piece.section, told.piece.lines, repairs)]


def _read_with_authority(told: Told) -> Sequence[Finding]:
    if told.sentence.items:
        return ()
    named = named_in(told.piece, told.found)
    return [about("status", named, told.piece, {"status": "with_authority"})] if named.name else ()


def _read_release(told: Told) -> Sequence[Finding]:
    name, repairs = read_release_name(told.text("words"))
    day, more = told.date()
    if name is None:
        return ()
    found = Finding(
        "release", {"name": name, "goes_live": day}, told.piece.section, told.piece.lines, (*repairs, *more)
    )
    if day is not None and name.startswith(f"{day:%B %Y} "):
        found.set("sure", "its name and its date agree")
    return [found]


def read_release_name(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the name of a release, ``June 2020 SEC Release`` also where ``June 2020 Release`` is printed."""
    written = text.strip()
    found = _RELEASE_NAME.fullmatch(written.lower())
    month = read_month(written[slice(*found.span("month"))]) if found else None
    if month is not None:
        name = f"{month.month.label} SEC Release"
        return name, () if written == name else (repair_note(written, name),)
    return (None, ()) if doubt_of(written) else (written, ())


def _lead_of(told: Told) -> Lead:
    """Return the list that a sentence opens, with what it says of every item."""
    kind, given = told.sentence.kind, dict[str, FieldValue](told.sentence.given)
    if kind == "csc_list" and "report phase" in told.piece.folded[told.region]:
        given["outcome"] = "csc_ready_report" if given["outcome"] == "csc_ready" else None
    if kind in ("votes", "wg_held"):
        given |= {"body": "CB" if kind == "votes" else "WG", "day": told.date()[0]}
    if kind in ("to_convert", "report_to_panel"):
        given["target_month"] = told.frame.panel_month
    if kind == "consultation_expected":
        given["expected_month"] = told.month()
    if kind == "release":
        given["release"] = read_release_name(told.text("words"))[0]
    count = read_count(told.text("count")) if told.text("count") else None
    return Lead(kind, told.sentence.items, count, given, told.piece.section)


_READERS: Mapping[str, Callable[[Told], Sequence[Finding]]] = {
    "raised": _read_raised,
    "csc_single": _read_csc,
    "wg_held": _read_meeting,
    "wg_next": _read_meeting,
    "votes": _read_meeting,
    "with_authority": _read_with_authority,
    "release": _read_release,
}
