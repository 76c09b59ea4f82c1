"""The key block of a paper for the Panel: reference, meeting, classification, action."""

from __future__ import annotations

from secdesk.papers.covers import Cover
from secdesk.papers.facts import MeetingFact
from secdesk.papers.lines import body_name, line, month_label
from secdesk.papers.tree import Figure, KeyFacts, Line
from secdesk.rules.date_words import format_date


def panel_cover(cover: Cover, action: str) -> KeyFacts:
    """Return the key block; what is not known yet is said to be so."""
    return KeyFacts(
        (
            ("Paper reference", line(cover.reference or "Not yet given")),
            ("Meeting", meeting_cell(cover.meeting)),
            ("Classification", line(cover.marking or "None")),
            ("Action", line(action)),
        )
    )


def meeting_cell(meeting: MeetingFact | None) -> Line:
    """Return what a meeting is called on a cover."""
    if meeting is None:
        return line("Not yet in the register")
    when = "date not known"
    if meeting.day is not None:
        when = format_date(meeting.day)
    elif meeting.month is not None:
        when = month_label(meeting.month)
    return (Figure("cover.meeting", f"{body_name(meeting) or 'Meeting'}, {when}", (meeting.uid,)),)
