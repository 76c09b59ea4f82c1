"""The sentences of the papers: as shipped, and what a register may make of them.

A sentence is text with named slots such as ``{count}``, which the register fills with figures, dates, references and
names. A register may word a sentence in its own way from a day on; the slots stay, and no figure can be typed in.
Each sentence is declared once, in the module of its papers. Not among them are headings, labels, what records
themselves say, and the notes that tell how days were counted: those belong to the counting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.rules.meeting_sentences import MEETINGS
from secdesk.rules.other_sentences import OTHERS
from secdesk.rules.proposal_sentences import PROPOSALS
from secdesk.rules.report_sentences import REPORT

SETTING = "sentence."
"""What the keys of settings begin with that hold the wording of a sentence."""

INSTEAD_OF = "Instead of: "
"""What the reason of such a setting begins with; the shipped sentence follows, so that a later change is noticed."""

LONGEST = 600

_SLOT = re.compile(r"\{([a-z_]+)\}")

SENTENCES: Mapping[str, str] = MappingProxyType({**REPORT, **MEETINGS, **PROPOSALS, **OTHERS})
"""Every sentence by key, in the order of the papers; the first part of a key is its chapter."""


@dataclass(frozen=True, slots=True)
class SentenceGroup:
    """Sentences that are worded together: what they are called, their chapters, the kinds of paper that say them.

    No kinds means every kind of paper.
    """

    label: str
    chapters: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its sentences, in the order of the papers."""
        return tuple(key for key in SENTENCES if _chapter(key) in self.chapters)


_AGENDAS = ("panel_agenda", "wg_agenda", "agenda")
_ABOUT_ONE = ("conversion", "modification_report", "fact_sheet", "consultation_notice")
_REPORT = "change_status_report"

GROUPS: tuple[SentenceGroup, ...] = (
    SentenceGroup(
        "Change Status Report", ("cover", "summary", "since", "define", "refine", "opine", "release"), (_REPORT,)
    ),
    SentenceGroup("DCC assessments (Appendix A)", ("appendix",), (_REPORT, "assessments")),
    SentenceGroup("Agendas", ("agenda",), _AGENDAS),
    SentenceGroup("Chair’s script", ("script",), ("chair_script",)),
    SentenceGroup("Agendas and chair’s script", ("meeting",), (*_AGENDAS, "chair_script")),
    SentenceGroup("Minutes", ("minutes",), ("minutes",)),
    SentenceGroup("Decision sheet", ("sheet",), ("decision_sheet",)),
    SentenceGroup("Decision sheet of the Authority", ("authority",), ("authority_sheet",)),
    SentenceGroup("Papers about one proposal", ("proposal",), _ABOUT_ONE),
    SentenceGroup("Conversion paper", ("conversion",), ("conversion",)),
    SentenceGroup("Modification Report cover paper", ("modification_report",), ("modification_report",)),
    SentenceGroup("Fact sheet", ("fact_sheet",), ("fact_sheet",)),
    SentenceGroup("Consultation notice", ("notice",), ("consultation_notice",)),
    SentenceGroup("Response tracker", ("tracker",), ("response_tracker",)),
    SentenceGroup("Papers about releases", ("releases",), ("release_notes", "release_status")),
    SentenceGroup("Release notes", ("release_notes",), ("release_notes",)),
    SentenceGroup("Release status", ("release_status",), ("release_status",)),
    SentenceGroup("Action log", ("action_log",), ("action_log",)),
    SentenceGroup("KPI sheet", ("kpi",), ("kpi",)),
    SentenceGroup("Consistency report", ("consistency",), ("consistency",)),
    SentenceGroup("Lists", ("list",), ("list",)),
    SentenceGroup("Every paper", ("paper",)),
)
"""The sentences paper by paper; each is in one group."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "actions": "14 actions",
        "findings": "Three findings",
        "agenda_date": "19 February 2020",
        "assessment": "Impact Assessment",
        "average": "6.2",
        "body": "the Working Group",
        "closes": "17:00 on Friday 28 February 2020",
        "columns": "lead and time",
        "consultation": "Refinement Consultation",
        "consultations": "14 consultations",
        "cost": "£20,000 to £35,000",
        "dash": "–",
        "date": "22 January 2020",
        "documents": "14 documents",
        "due": "9 April 2020",
        "entries": "14 entries",
        "expected": "Ready for the Panel",
        "figure": "Panel papers issued late",
        "filter": "refine",
        "gap": "[To be written]",
        "kind": "proposals",
        "late": "two",
        "length": "1 h 50 min",
        "marking": "GREEN",
        "meeting": "SEC Panel on 14 February 2020",
        "month": "January 2020",
        "opened": "10 February 2020",
        "others": "two proposals",
        "outcome": "Ready for conversion",
        "outcomes": "‘Ready for conversion’ (R) or ‘Deferred’ (D)",
        "part": "part 1 of 2",
        "path": "2 Self-Governance",
        "person": "Ada Chair",
        "proposal": "MP077 ‘DCC Service Flagging’",
        "proposals": "14 proposals",
        "provisions": "14 provisions",
        "records": "14 records",
        "release": "June 2020 SEC Release",
        "request": "NOTE the information",
        "responses": "14 responses",
        "section": "6",
        "share": "29 of 47",
        "status": "Refinement",
        "subject": "MP077 Refinement Consultation response",
        "verb": "NOTE",
        "when": "7 February 2020",
        "who": "Ada Chair of Northern Networks",
        "whom": "the secretariat",
        "year": "2019/20",
    }
)
"""What stands in a slot while a sentence is shown as it would read; the count of one and of many is told by the key."""


def example_of(key: str, text: str) -> str:
    """Return a text for a sentence as it would read, with an example in each slot."""
    told = {**EXAMPLES, "count": "one" if key.endswith(".one") else "three"}
    filled = "".join(words + (told.get(slot, f"{{{slot}}}") if slot else "") for words, slot in parts_of(text))
    return filled[:1].upper() + filled[1:]


def group_of(key: str) -> SentenceGroup:
    """Return the group of a sentence; raises KeyError for a key that is none."""
    if key not in SENTENCES:
        raise KeyError(key)
    return next(group for group in GROUPS if _chapter(key) in group.chapters)


def is_said_in(key: str, kind: str) -> bool:
    """Say whether papers of a kind may say a sentence."""
    kinds = group_of(key).kinds
    return not kinds or kind in kinds


def _chapter(key: str) -> str:
    return key.partition(".")[0]


def parts_of(text: str) -> Iterator[tuple[str, str]]:
    """Yield the text before each slot with the slot's name, and the rest with an empty one."""
    start = 0
    for slot in _SLOT.finditer(text):
        yield text[start : slot.start()], slot[1]
        start = slot.end()
    yield text[start:], ""


def slots_of(text: str) -> tuple[str, ...]:
    """Return the names of the slots of a sentence, each as often as it stands there."""
    return tuple(_SLOT.findall(text))


def problem_with(key: str, text: str) -> str | None:
    """Return what keeps a text from standing in for a shipped sentence, in words; None where nothing does."""
    shipped = SENTENCES[key]
    if not text.strip():
        return "Enter the words of the sentence"
    if len(text) > LONGEST:
        return f"The sentence must be {LONGEST} characters or fewer. It has {len(text)}"
    lacking = Counter(slots_of(shipped)) - Counter(slots_of(text))
    if lacking:
        return f"Keep {_named(lacking)} in the sentence: the register puts its own words there"
    beyond = Counter(slots_of(text)) - Counter(slots_of(shipped))
    words = _SLOT.sub("", text)
    if beyond or "{" in words or "}" in words:
        return f"Braces are kept for what the register puts in{_allowed(shipped)}"
    if any(letter.isdigit() for letter in words):
        return "Figures, dates and references come from the register. Take out the digits"
    return None


def _named(slots: Counter[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in slots)


def _allowed(shipped: str) -> str:
    slots = dict.fromkeys(slots_of(shipped))
    return f": {' and '.join(f'{{{name}}}' for name in slots)}" if slots else ", and this sentence has none"
