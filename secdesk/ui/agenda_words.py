"""What the agenda editor says: a row, the total, what waits, what reopening changes (ux.md 2.8)."""

from __future__ import annotations

from collections.abc import Sequence

from secdesk.rules.process import MEETING_BODIES
from secdesk.rules.wording import counted, join_and
from secdesk.services.agenda_suggestions import Suggestion
from secdesk.services.agenda_times import end_of, length_words
from secdesk.services.agendas import AgendaRow
from secdesk.ui.models.record_table import Row
from secdesk.ui.widgets.agenda_grid import HANDLE

NO_ITEMS = "No items yet."
WORKING_GROUP = MEETING_BODIES["WG"]
_NAMED = 3


def row_of(item: AgendaRow, *, can_move: bool) -> Row:
    """Return the row of an item; one that can be moved has a handle."""
    minutes = f"{item.minutes} min" if item.minutes is not None else ""
    done = " (recorded)" if item.recorded else ""
    cells = (HANDLE if can_move else "", item.number, item.starts, item.reference, f"{item.title}{done}", minutes)
    spoken = [
        f"Item {item.number}",
        f"from {item.starts}" if item.starts else "",
        item.reference,
        f"{item.title}{done}",
        f"{item.minutes} minutes" if item.minutes is not None else "",
    ]
    return Row(item.uid, cells, ", ".join(part for part in spoken if part), ("Drag, or Alt+Up and Alt+Down",))


def total_words(time: str | None, items: Sequence[AgendaRow]) -> str:
    """Return how long the items take together, and when they are through: ``total 1 h 50, to 11:50``."""
    minutes = sum(item.minutes or 0 for item in items)
    if not minutes:
        return ""
    end = end_of(time, [item.minutes for item in items])
    return f"total {length_words(minutes)}{f', to {end}' if end else ''}"


def waiting_words(body: str, found: Sequence[Suggestion]) -> str:
    """Return what waits for a body: ``One proposal is waiting for a Working Group: MP093.``; nothing for none."""
    if not found:
        return ""
    # "and 1 more" would be longer than the name.
    named = [each.reference for each in found[: _NAMED if len(found) > _NAMED + 1 else None]]
    more = len(found) - len(named)
    shown = [*named, f"{more} more"] if more else named
    number = counted(len(found), "proposal")
    verb = "is" if len(found) == 1 else "are"
    # There is one Panel and one Change Board, but a Working Group every month (domain.md 3).
    whom = f"a {body}" if body == WORKING_GROUP else f"the {body}"
    return f"{number[0].upper()}{number[1:]} {verb} waiting for {whom}: {join_and(shown)}."


def reopening_words(turned: Sequence[tuple[str, str]]) -> str:
    """Return what reopening an agenda changes: ``Reopening numbers it anew: 3a becomes 4 and 4 becomes 5``."""
    if not turned:
        return "Reopening changes no number as long as the order stays"
    named = [f"{before} becomes {after}" for before, after in turned[:_NAMED]]
    more = len(turned) - len(named)
    return f"Reopening numbers it anew: {join_and([*named, f'{more} more change'] if more else named)}"
