"""What the Papers place says (ux.md 2.12): labels, findings, figures and the days of a paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.wording import in_figures

if TYPE_CHECKING:
    from datetime import date

    from secdesk.papers.issue_facts import SectionWindow
    from secdesk.papers.tree import Calendar, Figure
    from secdesk.ui.paper_work import ShownPaper

LIST = "Papers of this cycle, and those issued"
OPTIONS = "Options of this paper"
OTHER_PAPER = "Another paper"
OTHER_HINT = "Another paper, like dec 2019 or MP077"
NO_OPTIONS = "This paper has nothing to choose."
AS_ISSUED = "This version is final. A correction becomes the next one."
ISSUE = "Issue…"
EXPORT = "Export PDF"
PRINT = "Print…"
CHECKS, FIGURES, DAYS, CHANGES = "Checks", "Figures", "Details", "What changed"
NO_FINDINGS = "The checks found nothing."
NO_FIGURES = "This paper has no figures."
NO_MOVES = "Nothing changed since the last report."
NO_CHANGES = "Nothing differs from the version before."
OPEN, ACCEPT, ASK_AGAIN, SHOW_IN_PAPER = "Open", "Accept", "Ask again", "Show in paper"
REASON, REASON_HINT = "Reason", "Why it is accepted"
WHY, WHY_HINT = "Why is it here", "Why is … here, or not? Type a number"
PAGE, PAGE_HINT = "Go to page", "Page"
POINT_TIP = "Ctrl+click a figure to see the records behind it"
SHOW_DRAFT, SHOW_VERSION = "Show as it is now", "Show what was issued"
SEVERITIES = {"error": "Error", "warning": "Warning", "note": "Note"}
ACCEPTED = "Accepted"


def checks_words(count: int) -> str:
    """Return the words of the button that opens the checks, with how many are open."""
    return f"{CHECKS} ({count})" if count else CHECKS


def open_words(count: int) -> str:
    """Return how many checks are open, as the issue sheet says it."""
    if not count:
        return "No checks are open."
    return f"{in_figures(count, 'check')} {'is' if count == 1 else 'are'} open."


def figure_label(figure: Figure) -> str:
    """Return what a figure is by its key: ``pa_open.count`` is ``Pa open, count``."""
    parts = [part for part in figure.key.split(".") if not _is_uid(part)]
    words = ", ".join(part.replace("_", " ") for part in parts)
    return words[:1].upper() + words[1:]


def _is_uid(part: str) -> bool:
    return len(part) == 32 and all(letter in "0123456789abcdef" for letter in part)


def calendar_words(calendar: Calendar) -> tuple[str, ...]:
    """Return how the days of a duration were counted, and which were left out and why."""
    from secdesk.rules.workdays import convention_named

    first, last = _day(calendar.start), _day(calendar.end)
    told = [f"{calendar.days} days, {format_weekday(first)} to {format_weekday(last)}"]
    told.append(convention_named(calendar.convention).note)
    weekend = sum(_day(day).weekday() > 4 for day, _ in calendar.left_out)
    if weekend:
        told.append(f"Left out: {in_figures(weekend, 'day')} of weekends")
    told += [f"Left out: {format_date(_day(day))}, {why}" for day, why in calendar.left_out if _day(day).weekday() < 5]
    return tuple(told)


def _day(iso: str) -> date:
    from datetime import date

    return date.fromisoformat(iso)


def window_words(window: SectionWindow) -> str:
    """Return the days of a section: ``New Draft Proposals: 1 Jan 2020 to 31 Jan 2020``."""
    first = f"{format_date(_day(window.first))} " if window.first else ""
    return f"{window.section}: {first}to {format_date(_day(window.last))}"


def details_of(shown: ShownPaper) -> tuple[str, ...]:
    """Return what is known of how a paper was made: its days section by section, its counting, its version."""
    from secdesk.rules.countings import counting_named

    issue, prepared = shown.tree.issue, shown.prepared
    windows = issue.windows if issue else prepared.windows if prepared else ()
    counting = issue.convention if issue else prepared.convention if prepared else ""
    told = [window_words(window) for window in windows]
    if counting:
        told.append(f"Durations: {counting_named(counting).note}")
    told.append(f"Check code {shown.tree.check_code}")
    if issue:
        told.append(f"Issued {format_date(_day(issue.day))} by {issue.by}, with secdesk {issue.program}")
        told.append(f"State of the register: step {issue.step}, {issue.chain_head[:8]}")
        told += [f"Accepted by {each.who}: {each.sentence}. Reason: {each.reason}" for each in issue.accepted]
    return tuple(told)


def issue_note(version: str) -> str:
    """Return what the issue sheet says of what it does."""
    major, _, minor = version.partition(".")
    after = f"{major}.{int(minor) + 1}" if minor.isdigit() else version
    return (
        f"This makes v{version} final: its text and figures can no longer change. A correction becomes v{after}."
    )
