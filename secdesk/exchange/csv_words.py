"""The words that lists of proposals use for a status or a path, and what they mean (domain.md 5, 6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from secdesk.rules.date_words import month_named
from secdesk.rules.process import STATUSES
from secdesk.rules.text import fold
from secdesk.rules.wording import join_and

_STATUS_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "enquiry": "draft problem statement",
        "draft_raised": "new; draft raised; draft proposal raised; new draft proposal",
        "draft_in_development": "development stage; development; define; define stage; draft; draft proposal;"
        " further development; needs further development",
        "draft_ready": "ready; ready for conversion; ready to convert; ready for panel",
        "refinement": "refine; refinement process; refinement stage; refining; in refinement; working group",
        "report_to_panel": "modification report to panel; report lodged",
        "report_phase": "report stage; opine; modification report phase; modification report; mrc;"
        " modification report consultation; change board vote; awaiting vote; awaiting change board vote; change board",
        "with_authority": "with authority; with ofgem; authority determination; awaiting authority decision;"
        " awaiting decision; awaiting ofgem decision; authority decision",
        "approved_pending": "approved; pending implementation; awaiting implementation;"
        " approved pending implementation; to be implemented; release",
        "implemented": "live; completed; complete",
        "rejected": "refused; not approved",
        "withdrawn": "withdrawn by proposer; withdrawn by the proposer",
        "closed": "superseded; merged; concluded",
        "unknown": "not known; unclear; tbc; ?",
    }
)
_PATHS: tuple[tuple[str, str], ...] = (
    ("self governance", "3"),
    ("fast track", "fast_track"),
    ("authority led", "1"),
    ("authority determin", "2"),
)
_RELEASE_ENDS = (" sec release", " release")
UNKNOWN_WORDS = frozenset({"-", "--", "n/a", "na", "tbc", "tba", "tbd", "?", "unknown", "not known", "not set", "none"})
"""What people write into a cell where they do not know; for text of several words it is text all the same."""


def is_unknown(text: str) -> bool:
    """Say whether a cell says that its value is not known."""
    return not text or fold(text) in UNKNOWN_WORDS


def read_status(text: str) -> str:
    """Return the status that words mean; a ValueError lists the words to type."""
    found = _statuses().get(_even(text))
    if found:
        return found
    if _even(text) == "on hold":
        raise ValueError("'On hold' is no status. Type where it stood before, and yes in a column called On hold")
    shown = join_and([f"'{status.label}'" for status in STATUSES.values()], "or")
    raise ValueError(f"'{text[:40]}' is not a status. Type {shown}")


def path_words(text: str) -> str:
    """Return the key of a path that words name, or the words as they are."""
    even = _even(text)
    number = re.fullmatch(r"(?:path )?([123])(?: .*)?", even)
    if number:
        return number[1]
    return next((key for start, key in _PATHS if even.removeprefix("path ").startswith(start)), text)


def key_of(kind: str, name: str) -> str:
    """Return what two ways of writing a name have in common: ``Nov 2020`` and ``November 2020 SEC Release``."""
    key = fold(name)
    if kind != "release":
        return key
    for end in _RELEASE_ENDS:
        key = key.removesuffix(end)
    return " ".join(str(month_named(word) or word) for word in key.split())


@cache
def _statuses() -> Mapping[str, str]:
    found = {}
    for key, status in STATUSES.items():
        for words in (key, status.label, *_STATUS_WORDS.get(key, "").split(";")):
            found[_even(words)] = key
    return MappingProxyType(found)


def _even(text: str) -> str:
    return " ".join(re.sub("[-_,:()]", " ", fold(text)).split())
