"""How the columns of a list share the room that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtGui import QFontMetrics

from secdesk.ui import theme
from secdesk.ui.icons import INLINE_SIZE
from secdesk.ui.models.record_table import Column, Row

MEASURED_ROWS = 60
"""So many rows, the first of a list, say how wide its columns want to be."""
_NARROWEST = 56
_SHORT = 14
"""Columns of so many characters at the most hold numbers and dates, which mean nothing when cut."""
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is laid out: columns, the rows to measure, the column with a glyph, and what the person chose.

    ``shown`` are the keys of the columns that were chosen, None where nobody chose; ``own`` are widths by key.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    glyph_column: int = -1
    shown: Sequence[str] | None = None
    own: Mapping[str, int] = field(default_factory=dict)


def column_widths(sheet: Sheet, metrics: QFontMetrics, room: int) -> list[int]:
    """Return the columns' widths, 0 for those left out.

    Where room is short, long columns give way first, then optional ones are left out, then all give way down to their
    headings, and what then does not fit is left out from the right, empty columns first. Columns that a person chose
    are never left out: they keep a width that can be read, and the list scrolls.
    """
    columns, chosen, unit = sheet.columns, sheet.shown is not None, metrics.averageCharWidth()
    wanted = [_wanted(sheet, place, metrics) for place in range(len(columns))]
    optional = [n for n, column in enumerate(columns) if column.optional and wanted[n] and not chosen]
    optional.sort(key=lambda n: columns[n].optional)
    floors = [_floor(column, width, unit) for column, width in zip(columns, wanted, strict=True)]
    while optional and sum(map(min, wanted, floors)) > room:
        wanted[optional.pop()] = 0
    weights = [2 if column.stretches else 1 for column in columns]
    squeeze(wanted, floors, weights, room)
    if not chosen:
        least = [max(_NARROWEST, _heading(column, metrics)) for column in columns]
        _leave_out(sheet, wanted, least, room)
        squeeze(wanted, least, weights, room)
        squeeze(wanted, [_NARROWEST] * len(wanted), weights, room)
    seen = [n for n in range(len(columns)) if wanted[n]]
    stretching = [n for n in seen if columns[n].stretches] or seen[-1:]
    for place in stretching:
        wanted[place] += max(0, room - sum(wanted)) // len(stretching)
    return wanted


def _leave_out(sheet: Sheet, wanted: list[int], least: Sequence[int], room: int) -> None:
    """Leave columns out until the headings of the others can be read; those that stretch stay, and the first one."""
    may_go = [n for n in range(1, len(wanted)) if wanted[n] and not sheet.columns[n].stretches]
    may_go.sort(key=lambda n: (not any(row.cells[n] for row in sheet.rows), n))
    while may_go and sum(min(width, floor) for width, floor in zip(wanted, least, strict=True)) > room:
        wanted[may_go.pop()] = 0


def _heading(column: Column, metrics: QFontMetrics) -> int:
    """Return the width in which a heading can be read."""
    return metrics.horizontalAdvance(column.heading) + 2 * theme.SPACE_2 + 4


def _floor(column: Column, wanted: int, unit: int) -> int:
    """Return the width under which a column is not squeezed while others can give way; short ones stay whole."""
    if column.stretches:
        return 22 * unit
    return min(wanted, (column.least or 18) * unit) if column.width > _SHORT else wanted


def _wanted(sheet: Sheet, place: int, metrics: QFontMetrics) -> int:
    """Return what heading and rows ask for; an optional column without content asks for nothing."""
    column, unit = sheet.columns[place], metrics.averageCharWidth()
    if column.key not in sheet.shown if sheet.shown is not None else column.hidden:
        return 0
    cells = max((metrics.horizontalAdvance(row.cells[place][:_MOST_LETTERS]) for row in sheet.rows), default=0)
    if sheet.shown is None and column.optional and not column.least and not cells and sheet.rows:
        return 0
    glyph = INLINE_SIZE + theme.SPACE_2 if place == sheet.glyph_column else 0
    asked = max(metrics.horizontalAdvance(column.heading), column.least * unit, min(cells, 2 * column.width * unit))
    return sheet.own.get(column.key, 0) or asked + 2 * theme.SPACE_2 + 4 + glyph


def squeeze(widths: list[int], floors: Sequence[int], weights: Sequence[int], room: int) -> None:
    """Narrow the widest columns, by weight, until all fit into the room or stand at their floors."""
    while sum(widths) > room:
        loose = [place for place, width in enumerate(widths) if width > floors[place]]
        if not loose:
            return
        widest = max(loose, key=lambda place: widths[place] / weights[place])
        widths[widest] = max(floors[widest], widths[widest] - max(1, (sum(widths) - room) // 4))
