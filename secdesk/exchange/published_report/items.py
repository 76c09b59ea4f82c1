"""What the items of a list say: a proposal under a sentence that says what of it, perhaps with what was decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from secdesk.exchange.published_report.finding import Finding, Frame, Named, about, named_in
from secdesk.exchange.published_report.layout import Layout
from secdesk.exchange.published_report.letters import fold_letters
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.reading import FieldValue
from secdesk.exchange.published_report.sections import Piece
from secdesk.exchange.published_report.sentences import Lead, read_near, read_release_name

_MENTIONS = tuple(phrase(f"{{ref}}{rest}") for rest in ("[.]?$", " {quoted}[.|,|;][ |$]", " {quoted}$", " {title}$"))
_NAMED_OUTCOME = "{ref} {title} "
_BARE_OUTCOME = "{ref} "
_RELEASE = phrase("... implementation in the {words}.[ |$]")
_AD_HOC = phrase("ad-hoc ... on {date}")
_COMES_BACK = phrase("back to the change board meeting on {date}")
_ON_DAY = phrase("on {date}")
_REFERENCE = phrase("{ref}")
_PART = re.compile(fold_letters(", ") + r"(?P<part>part [2-9ol]{1,2} of [2-9ol]{1,2})")

ItemReader = Callable[[Lead, Named, Piece, int], Sequence[Finding]]


def read_item(lead: Lead, piece: Piece, position: int, frame: Frame, layouts: Sequence[Layout]) -> Sequence[Finding]:
    """Return what an item says under the sentence that opened its list; nothing where its reference is in doubt."""
    if lead.items == "outcome":
        return list(_read_outcome(lead, piece, position, frame, layouts))
    named = read_mention(piece)
    return _READERS[lead.kind](lead, named, piece, position) if named is not None and named.name else ()


def count_references(piece: Piece) -> int:
    """Return how many references a piece holds; an item with two may be two items whose mark was lost."""
    return len(_REFERENCE.findall(piece.folded))


def read_mention(piece: Piece) -> Named | None:
    """Return the proposal that an item names: a reference, and a title up to its closing quotation mark.

    A title in quotation marks may be followed by a remark. Without a closing mark the title has an open end.
    """
    hits = (pattern.match(piece.folded) for pattern in _MENTIONS)
    found = next((hit for hit in hits if hit), None)
    return named_in(piece, found) if found else None


def _read_outcome(
    lead: Lead, piece: Piece, position: int, frame: Frame, layouts: Sequence[Layout]
) -> Iterator[Finding]:
    hit = _find_outcome(piece, layouts)
    if hit is None:
        return
    outcome, found = hit
    named = named_in(piece, found)
    if not named.name:
        return
    day = lead.given.get("day")
    rest = (piece.folded, found.end())
    fields: dict[str, FieldValue] = {"outcome": outcome, "day": day, "release": None}
    repairs: list[str] = []
    released = _RELEASE.match(piece.folded, found.end() - len("for implementation"))
    if released and outcome == "cb_approved":
        fields["release"], more = read_release_name(piece.text[slice(*released.span("words"))])
        repairs += more
    if outcome.startswith("authority_"):
        own = _ON_DAY.search(*rest)
        fields["day"], more = read_near(_cut(piece, own), frame) if own else (None, ())
        repairs += more
    fields |= _comes_back(piece, rest, frame)
    yield about("event", named, piece, fields, repairs)
    if isinstance(day, date):
        yield about("agenda", named, piece, {"body": lead.given["body"], "day": day, "position": position})


def _find_outcome(piece: Piece, layouts: Sequence[Layout]) -> tuple[str, re.Match[str]] | None:
    for layout in layouts:
        for outcome, words in layout.outcomes:
            for start in (_BARE_OUTCOME, _NAMED_OUTCOME):
                found = phrase(f"{start}{words}").match(piece.folded)
                if found:
                    return outcome, found
    return None


def _comes_back(piece: Piece, rest: tuple[str, int], frame: Frame) -> dict[str, FieldValue]:
    """Return the later meeting to which an item comes back, where its day can be read."""
    for pattern, is_ad_hoc in ((_AD_HOC, True), (_COMES_BACK, None)):
        found = pattern.search(*rest)
        day = read_near(_cut(piece, found), frame)[0] if found else None
        if day is not None:
            return {"target_body": "CB", "target_day": day, "target_month": None, "target_ad_hoc": is_ad_hoc}
    return {}


def _cut(piece: Piece, found: re.Match[str]) -> str:
    return piece.text[slice(*found.span("date"))]


def _convert(lead: Lead, named: Named, piece: Piece, _: int) -> Sequence[Finding]:
    month = lead.given.get("target_month")
    found = [about("status", named, piece, {"status": "draft_ready"})]
    if month:
        found.append(about("target", named, piece, {"body": "PANEL", "month": month}))
    return found


def _lodge(lead: Lead, named: Named, piece: Piece, place: int) -> Sequence[Finding]:
    _, *target = _convert(lead, named, piece, place)
    return [about("status", named, piece, {"status": "report_to_panel"}), *target]


def _decide(lead: Lead, named: Named, piece: Piece, _: int) -> Sequence[Finding]:
    outcome, path = lead.given.get("outcome"), lead.given.get("path")
    if not outcome:
        return ()
    found = [about("event", named, piece, {"outcome": outcome, "day": None})]
    return [*found, about("path", named, piece, {"path": path})] if path else found


def _agenda(lead: Lead, named: Named, piece: Piece, position: int) -> Sequence[Finding]:
    found = [about("status", named, piece, {"status": "refinement"})]
    if lead.given["day"] is not None:
        fields = {"body": lead.given["body"], "day": lead.given["day"], "position": position}
        found.append(about("agenda", named, piece, fields))
    return found


def _consult(lead: Lead, named: Named, piece: Piece, _: int) -> Sequence[Finding]:
    kind = lead.given["consultation_kind"]
    month, is_open = lead.given.get("expected_month"), lead.kind == "consultation_open"
    status = "refinement" if kind == "refinement" else "report_phase"
    found = [about("status", named, piece, {"status": status})]
    if is_open or month:
        fields = {"consultation_kind": kind, "expected_month": month, "is_open": is_open}
        found.append(about("consultation", named, piece, fields))
    return found


def _wait(_: Lead, named: Named, piece: Piece, __: int) -> Sequence[Finding]:
    return [about("status", named, piece, {"status": "with_authority"})]


def _release(lead: Lead, named: Named, piece: Piece, _: int) -> Sequence[Finding]:
    found = [about("status", named, piece, {"status": "approved_pending"})]
    if lead.given.get("release"):
        part = _PART.search(piece.folded)
        label = piece.text[slice(*part.span("part"))] if part else None
        found.append(about("release_part", named, piece, {"release": lead.given["release"], "label": label}))
    return found


_READERS: Mapping[str, ItemReader] = {
    "to_convert": _convert,
    "report_to_panel": _lodge,
    "decided": _decide,
    "csc_list": _decide,
    "wg_held": _agenda,
    "consultation_open": _consult,
    "consultation_expected": _consult,
    "with_authority": _wait,
    "release": _release,
    "unassigned": _release,
}
