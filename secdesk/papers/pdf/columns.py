"""How the columns of a PDF table share its width: measured, so that rows stay within three lines where they can."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secdesk.papers.pdf.text import TextFlow

# Rows of one, two and three lines are wanted; the rest serves tables whose text is too long for that.
_LINE_COUNTS = (2, 3, 4, 6, 9, 14, 21)
# Only the longest cells of a column decide its width.
_LONGEST_CELLS = 12
# A column whose text takes at most this part of the table keeps it on one line.
_SHORT = 0.22
# What every column gets first of width left over, as a part of the table: it keeps columns of numbers apart.
_LITTLE = 0.06
# Widths are found to within this many points.
_NEAR = 0.5


@dataclass(frozen=True, slots=True)
class _Text:
    """A cell's text, its natural width, and the lines it takes even with all the width there is."""

    flow: TextFlow
    natural: float
    forced_lines: int


class ColumnText:
    """What a column holds, measured: heading and cells.

    ``share`` is the relative width asked for (0 measures), ``grows`` says that the column may take width to spare.
    """

    def __init__(self, flows: Sequence[TextFlow], share: float, grows: bool) -> None:
        self.share, self.grows = share, grows
        texts = sorted(((flow.natural_width, index) for index, flow in enumerate(flows)), reverse=True)
        self.natural = texts[0][0] if texts else 0.0
        self.least = max((flow.widest_word for flow in flows), default=0.0)
        longest = [(width, flows[index]) for width, index in texts[:_LONGEST_CELLS]]
        self._longest = [_Text(flow, width, flow.count_lines(width)) for width, flow in longest]

    def width_for(self, lines: int) -> float:
        """Return about the smallest width that sets every cell in ``lines`` lines, line ends of its own apart."""
        low, high = self.least, self.natural
        if self._fits(low, lines):
            return low
        while high - low > _NEAR:
            middle = (low + high) / 2
            low, high = (low, middle) if self._fits(middle, lines) else (middle, high)
        return high

    def floor_for(self, lines: int) -> float:
        """Return a width that is certainly needed for ``lines`` lines: a quick first look."""
        return max((text.natural / (lines + text.forced_lines - 1) for text in self._longest), default=0.0)

    def _fits(self, width: float, lines: int) -> bool:
        return all(
            text.natural <= width or text.flow.count_lines(width) <= lines + text.forced_lines - 1
            for text in self._longest
        )


def share_width(columns: Sequence[ColumnText], available: float) -> list[float]:
    """Return a width for each column, ``available`` points together.

    Measured columns take what their text needs; those with a share divide what is left in that relation.
    """
    if not any(column.share > 0 for column in columns):
        return _measure(columns, available)
    fair = available / len(columns)
    widths = [0.0 if column.share > 0 else min(column.natural, fair) for column in columns]
    left, whole = available - sum(widths), sum(max(column.share, 0.0) for column in columns)
    shared = [width + left * max(column.share, 0.0) / whole for width, column in zip(widths, columns, strict=True)]
    return _with_words(columns, shared, available)


def _with_words(columns: Sequence[ColumnText], widths: list[float], available: float) -> list[float]:
    """Widen columns whose words would break, at the cost of those that have width to spare, where there is enough."""
    missing = [max(column.least - width, 0.0) for column, width in zip(columns, widths, strict=True)]
    spare = [max(width - column.least, 0.0) for column, width in zip(columns, widths, strict=True)]
    if not any(missing) or sum(missing) > sum(spare):
        return widths
    taken = sum(missing) / sum(spare)
    return [width + more - less * taken for width, more, less in zip(widths, missing, spare, strict=True)]


def _measure(columns: Sequence[ColumnText], available: float) -> list[float]:
    natural = [column.natural for column in columns]
    if sum(natural) <= available:
        return _spread(columns, natural, available)
    for lines, widths in _attempts(columns, available):
        if sum(widths) <= available:
            return _spread(columns, _round_up(columns, widths, lines, available), available)
    return _squeeze(columns, available)


def _attempts(columns: Sequence[ColumnText], available: float) -> Iterator[tuple[int, list[float]]]:
    """Yield widths for more and more lines a row, each first with short columns kept on one line."""
    for lines in _LINE_COUNTS:
        if sum(max(column.least, column.floor_for(lines)) for column in columns) > available:
            continue
        needed = [column.width_for(lines) for column in columns]
        short = [column.natural <= available * _SHORT for column in columns]
        yield (
            lines,
            [column.natural if keep else width for column, keep, width in zip(columns, short, needed, strict=True)],
        )
        yield lines, needed


def _round_up(columns: Sequence[ColumnText], widths: list[float], lines: int, available: float) -> list[float]:
    """Give columns the width for fewer lines while there is width to spare, those that need least first."""
    widths = list(widths)
    for fewer in range(lines - 1, 0, -1):
        wanted = [column.width_for(fewer) for column in columns]
        missing = [max(want - width, 0.0) for want, width in zip(wanted, widths, strict=True)]
        for index in sorted(range(len(columns)), key=missing.__getitem__):
            if missing[index] <= available - sum(widths):
                widths[index] += missing[index]
    return widths


def _spread(columns: Sequence[ColumnText], widths: list[float], available: float) -> list[float]:
    """Divide what is left over: a little to every column, the rest to those that may grow, as they are wide."""
    spare = available - sum(widths)
    little = min(spare / len(columns), available * _LITTLE)
    widths = [width + little for width in widths]
    grows = [column.grows for column in columns]
    weights = [width if grow or not any(grows) else 0.0 for width, grow in zip(widths, grows, strict=True)]
    return _add_in_proportion(widths, weights, available - sum(widths))


def _squeeze(columns: Sequence[ColumnText], available: float) -> list[float]:
    """Return widths for a table that no number of lines fits well: words first, long texts share the rest."""
    least = [column.least for column in columns]
    if sum(least) > available:
        fair = available / len(columns)
        least = [min(width, fair) for width in least]
    weights = [max(min(column.natural, available) - width, 0.0) for column, width in zip(columns, least, strict=True)]
    return _add_in_proportion(least, weights, available - sum(least))


def _add_in_proportion(widths: list[float], weights: list[float], spare: float) -> list[float]:
    whole = sum(weights)
    if not whole:
        return [width + spare / len(widths) for width in widths]
    return [width + spare * weight / whole for width, weight in zip(widths, weights, strict=True)]
