"""Short words for outcomes: how a notice counts them, and how people write them in minutes (ux.md 1.4, 2.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.rules.choices import words_of
from secdesk.rules.process import OUTCOMES, letters_of
from secdesk.rules.text import fold
from secdesk.rules.wording import in_figures, join_and

_SHORT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "csc_ready": ("ready",),
        "csc_ready_report": ("direct to Report", "ready report", "report phase", "ready to report"),
        "csc_develop": ("further development", "develop", "needs development", "needs further development"),
        "csc_fast_track": ("recommended as Fast-Track", "fast-track", "fast track"),
        "panel_converted": ("converted", "convert", "refinement"),
        "panel_converted_report": ("converted to Report", "report phase"),
        "panel_report_approved": ("report approved", "modification report approved"),
        "panel_approved": ("approved as Fast-Track", "approve", "fast-track", "fast track"),
        "panel_returned": ("back for more work", "returned"),
        "cb_approved": ("approved", "approve"),
        "cb_rejected": ("rejected", "reject"),
        "cb_recommended_approval": ("recommended for approval", "recommend approval"),
        "cb_recommended_rejection": ("recommended for rejection", "recommend rejection"),
        "cb_sent_back": ("sent back", "send back", "clarification"),
        "cb_sent_to_refinement": ("sent back to Refinement", "refinement"),
        "cb_assessment_requested": ("assessment requested", "request impact assessment"),
        "authority_approved": ("approved", "approve"),
        "authority_rejected": ("rejected", "reject"),
        "authority_sent_back": ("sent back", "send back"),
        "withdrawn": ("withdrawn", "withdraw"),
    }
)
"""The first words of each are those of notices; the others are understood as well."""

_FORMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "_noted": ("noted", "note"),
        "_deferred": ("deferred", "defer"),
        "_discussed": ("discussed", "discuss"),
    }
)


def short_words(outcome: str) -> str:
    """Return an outcome as a notice counts it: ``3 ready, 1 direct to Report``."""
    return _also(outcome)[0] if _also(outcome) else words_of("outcome", outcome)


def _also(outcome: str) -> tuple[str, ...]:
    ends = next((words for end, words in _FORMS.items() if outcome.endswith(end)), ())
    return _SHORT.get(outcome, ends)


@dataclass(frozen=True, slots=True)
class SittingSummary:
    """What recording a sitting did: ``counts`` by outcome key in agenda order, ``left`` the references without one."""

    recorded: int
    counts: tuple[tuple[str, int], ...]
    left: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The notice, such as "11 decisions recorded: 3 ready, 1 direct to Report, 7 further development"."""
        return self._told(len(self.counts))

    def notice(self, length: int) -> str:
        """Return the notice with as many counts as fit into a length."""
        whole = (self._told(shown) for shown in range(len(self.counts), 0, -1))
        return next((told for told in whole if len(told) <= length), f"{self._recorded} recorded")

    @property
    def _recorded(self) -> str:
        return in_figures(self.recorded, "decision")

    def _told(self, shown: int) -> str:
        told = ", ".join(f"{number} {short_words(key)}" for key, number in self.counts[:shown])
        more = " …" if shown < len(self.counts) else ""
        return f"{self._recorded} recorded: {told}{more}"


@dataclass(frozen=True, slots=True)
class OutcomeReading:
    """What a typed outcome means: ``key``, or None and the sentence that says why not."""

    key: str | None
    problem: str = ""


def letter_for(body: str, outcome: str | None) -> str:
    """Return the letter of an outcome in a body's sitting, or nothing."""
    return next((letter for letter, each in letters_of(body).items() if each.key == outcome), "")


def read_outcome(body: str, typed: str) -> OutcomeReading:
    """Read an outcome of a body's sitting by its letter, a word for it, or the beginning of one.

    The whole of a word wins over the beginning of another, so ``ready`` is ready for conversion and not ready for the
    Report Phase; a beginning that fits several outcomes is not taken.
    """
    wanted = fold(typed)
    known = letters_of(body)
    if wanted.upper() in known:
        return OutcomeReading(known[wanted.upper()].key)
    words = {outcome.key: [fold(word) for word in _names_of(outcome.key)] for outcome in known.values()}
    exact = [key for key, names in words.items() if wanted in names]
    begun = [key for key, names in words.items() if wanted and any(name.startswith(wanted) for name in names)]
    hits = exact or begun
    if len(hits) == 1:
        return OutcomeReading(hits[0])
    if hits:
        choice = join_and([f"'{OUTCOMES[key].label}'" for key in hits], "or")
        return OutcomeReading(None, f"'{typed}' could be {choice}. Type more of it, or its letter")
    letters = ", ".join(f"{letter} {short_words(outcome.key)}" for letter, outcome in known.items())
    return OutcomeReading(None, f"'{typed}' is no outcome of this body. Type one of: {letters}")


def _names_of(outcome: str) -> tuple[str, ...]:
    facts = OUTCOMES[outcome]
    return (outcome, facts.label, facts.words, *_also(outcome))
