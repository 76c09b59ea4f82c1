"""Boxes to tick, one column for each outcome of a body, and the lines to sign below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from secdesk.papers.cells import Cells
from secdesk.papers.facts import Step
from secdesk.papers.lines import clean_note, line, referred, titled
from secdesk.papers.sittings.facts import ItemFacts
from secdesk.papers.tree import Block, Bullets, Column, Figure, Inline, Line, Paragraph, Table, Text
from secdesk.papers.wording import Wording
from secdesk.rules.process import OUTCOMES, Outcome

EMPTY, FILLED = "□", "■"
# Widths of columns in points on a landscape page; what is left goes to the title.
BOX_WIDTH = 23.0
_PAGE_WIDTH = 711.0
# A second, empty line makes room for a hand-written name.
_ROOM_TO_SIGN = "\n\u00a0"

Letters = Mapping[str, Outcome]


def legend(letters: Letters) -> Paragraph:
    """Return what each letter over a column of boxes stands for."""
    runs: list[Inline | str] = []
    for letter, outcome in letters.items():
        runs += [" · " if runs else "", Text(letter, strong=True), f"\u00a0{outcome.label}"]
    return Paragraph(line(*runs))


def box_columns(letters: Letters) -> list[Cells[ItemFacts]]:
    """Return a narrow column for each outcome; a box is filled where that outcome was recorded."""
    return [
        Cells(letter, lambda item, key=outcome.key: _box(item, key), "centre", BOX_WIDTH, needed=True)  # type: ignore[misc]
        for letter, outcome in letters.items()
    ]


def with_title(before: Sequence[Cells[ItemFacts]], after: Sequence[Cells[ItemFacts]]) -> list[Cells[ItemFacts]]:
    """Return columns with that of the title between them, as wide as they leave it."""
    width = _PAGE_WIDTH - sum(column.width for column in (*before, *after))
    title: Cells[ItemFacts] = Cells(
        "Title", lambda item: titled(item.mention) if item.mention else (), width=width, needed=True
    )
    return [*before, title, *after]


def reference_column(key: str) -> Cells[ItemFacts]:
    """Return the column of references; ``key`` names its figures."""
    return Cells("Proposal", lambda item: referred(key, item.mention) if item.mention else (), width=88.0, needed=True)


def _box(item: ItemFacts, outcome: str) -> Line:
    recorded = tuple(step.event for step in item.decisions if step.outcome == outcome)
    if not recorded:
        return (Text(EMPTY, strong=True),)
    return (Figure(f"sheet.{item.uid}.{outcome}", FILLED, recorded, strong=True),)


def remarks(item: ItemFacts, letters: Letters) -> Line:
    """Return what stands beside the boxes: outcomes that have none, and that there is a note below."""
    known = {outcome.key for outcome in letters.values()}
    told = [OUTCOMES[step.outcome].label for step in item.decisions if step.outcome not in known]
    told += ["see below"] if any(_printed_note(step) for step in item.decisions) else []
    return line("; ".join(told))


def note_list(told: Wording, items: Sequence[ItemFacts]) -> list[Block]:
    """Return the printed notes of recorded outcomes; nothing where there are none."""
    notes = [
        line(*referred("sheet.note", step.mention), f": {words}")
        for item in items
        for step in item.decisions
        if (words := _printed_note(step))
    ]
    return [told.paragraph("sheet.notes"), Bullets(tuple(notes))] if notes else []


def _printed_note(step: Step) -> str:
    return "" if step.mention.restricted else clean_note(step.note)


def signature_table(*roles: str) -> Table:
    """Return lines for people to sign, with room for each name, signature and date."""
    columns = (
        Column("Signed", width=130.0),
        Column("Name", width=210.0),
        Column("Signature", width=251.0),
        Column("Date", width=120.0),
    )
    rows = tuple((line(f"{role}{_ROOM_TO_SIGN}"), (), (), ()) for role in roles)
    return Table("Lines to sign", columns, rows)
