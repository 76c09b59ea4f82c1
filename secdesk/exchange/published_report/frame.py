"""The frame of a report: month, day, cut-off, author, read before all else because the sentences refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from secdesk.exchange.published_report.dates import (
    FOLDED_DATE,
    FOLDED_MONTH,
    ReadDate,
    is_near,
    read_date,
    read_month,
)
from secdesk.exchange.published_report.finding import Finding, Frame
from secdesk.exchange.published_report.layout import Layout
from secdesk.exchange.published_report.layouts import LAYOUTS
from secdesk.exchange.published_report.letters import fold_letters
from secdesk.exchange.published_report.lines import Line, read_lines
from secdesk.exchange.published_report.people import read_name
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.sections import Piece
from secdesk.exchange.published_report.words import doubt_of
from secdesk.rules.years import Month

_LONE_DATE = re.compile(FOLDED_DATE)
_LONE_MONTH = re.compile(FOLDED_MONTH)
_COVER_LINES = 3
_BEGINNING = 5_000


def read_frame(lines: Sequence[Line], pieces: Sequence[Piece], layouts: Sequence[Layout]) -> Frame:
    """Return the frame of a report."""
    month, repairs, title_lines = _month(lines, layouts)
    cover = {number for piece in pieces if piece.section == "cover" for number in piece.lines}
    signed = _sign_off([line for line in lines if line.number in cover], month)
    return Frame(
        month=month,
        paper_date=signed.paper_date,
        figures_to=_figures_to(pieces, layouts, month),
        author=signed.author,
        team=signed.team,
        repairs=(*repairs, *signed.repairs),
        lines=(*title_lines, *signed.lines),
    )


def bears_title(text: str) -> bool:
    """Say whether a text begins like a report: its title stands in one of the first lines."""
    lines, _ = read_lines(text[:_BEGINNING])
    titles = [layout.title.partition("[")[0] for layout in LAYOUTS]
    return any(line.folded.startswith(fold_letters(title)) for line in lines for title in titles)


def _month(lines: Sequence[Line], layouts: Sequence[Layout]) -> tuple[Month | None, tuple[str, ...], tuple[int, ...]]:
    """Return the month after the title: on its line, or alone on one of the next."""
    for place, line in enumerate(lines):
        for layout in layouts:
            found = phrase(layout.title).match(line.folded)
            if found:
                read = read_month(line.text[slice(*found.span("month"))])
                return (read.month, _kept(read.repair), (line.number,)) if read else (None, (), ())
            if line.folded == fold_letters(layout.title.partition("[")[0]):
                return _month_below(lines[place + 1 : place + 1 + _COVER_LINES])
    return None, (), ()


def _month_below(lines: Sequence[Line]) -> tuple[Month | None, tuple[str, ...], tuple[int, ...]]:
    for line in lines:
        read = read_month(line.text) if _LONE_MONTH.fullmatch(line.folded) else None
        if read:
            return read.month, _kept(read.repair), (line.number,)
    return None, (), ()


def _sign_off(lines: Sequence[Line], month: Month | None) -> Frame:
    """Return day, team and author: a date alone on its line, the team above it, a name above that."""
    found = [(place, read) for place, line in enumerate(lines) if (read := _lone_date(line, month))]
    if len({read.day for _, read in found}) != 1:
        return Frame()
    place, read = found[0]
    above = list(reversed(lines[max(0, place - 2) : place]))
    team = above[0].text if above and "team" in above[0].folded and not doubt_of(above[0].text) else None
    candidates = above[1:] if above and "team" in above[0].folded else above[:1]
    author, repair = read_name(candidates[0].text) if candidates else (None, "")
    return Frame(
        paper_date=read.day,
        author=author,
        team=team,
        repairs=(*_kept(read.repair), *_kept(repair)),
        lines=tuple(line.number for line in (*above, lines[place]) if line.text),
    )


def _lone_date(line: Line, month: Month | None) -> ReadDate | None:
    read = read_date(line.text) if _LONE_DATE.fullmatch(line.folded) else None
    return read if read and (month is None or is_near(read.day, month)) else None


def _figures_to(pieces: Sequence[Piece], layouts: Sequence[Layout], month: Month | None) -> date | None:
    """Return the day as at which the timescales are, where every sentence that gives one gives the same."""
    found = {day for piece in pieces for day in _as_at(piece, layouts) if month is None or is_near(day, month)}
    return found.pop() if len(found) == 1 else None


def _as_at(piece: Piece, layouts: Sequence[Layout]) -> Iterator[date]:
    for layout in layouts:
        for sentence in layout.sentences:
            found = phrase(sentence.pattern).match(piece.folded) if sentence.kind == "as_at" else None
            if found and "month" in found.re.groupindex:
                month = read_month(piece.text[slice(*found.span("month"))])
                yield from (month.month.last,) if month else ()
            elif found:
                read = read_date(piece.text[slice(*found.span("date"))])
                yield from (read.day,) if read else ()


def paper_finding(frame: Frame) -> Finding | None:
    """Return what the report says of itself, or nothing where its month cannot be read."""
    if frame.month is None:
        return None
    fields = {
        "month": str(frame.month),
        "date": frame.paper_date,
        "figures_to": frame.figures_to,
        "author": frame.author,
        "team": frame.team,
    }
    return Finding("paper", dict(fields), "cover", frame.lines, frame.repairs)


def _kept(repair: str) -> tuple[str, ...]:
    return (repair,) if repair else ()
