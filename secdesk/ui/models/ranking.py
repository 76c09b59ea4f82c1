"""Which options a typed text means, best first (ux.md 3.8)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from secdesk.rules.text import fold
from secdesk.ui.models.lookup import Option

_NUMBER = re.compile(r"[a-z]*0*([1-9][0-9]*)")
_TYPED_NUMBER = re.compile(r"[a-z]* ?0*([1-9][0-9]*)")


def rank_options(options: Sequence[Option], typed: str, recent: Sequence[str] = ()) -> list[Option]:
    """Return the options that a text may mean: by number, by beginning, by the beginning of a word, by any part.

    Within each of these, those chosen lately come first. An empty text keeps all.
    """
    wanted = fold(typed)
    ranked = [(rank, option) for option in options if (rank := _rank(option, wanted)) is not None]
    lately = {key: place for place, key in enumerate(recent)}
    ranked.sort(key=lambda pair: (pair[0], lately.get(pair[1].key, len(lately))))
    return [option for _, option in ranked]


def _rank(option: Option, wanted: str) -> int | None:
    if wanted in ("", option.folded):
        return 0
    number = _TYPED_NUMBER.fullmatch(wanted)
    own = _NUMBER.match(option.folded) if number else None
    if number and own and own[1].startswith(number[1]):
        return 0 if own[1] == number[1] else 1
    if option.folded.startswith(wanted):
        return 2
    if f" {wanted}" in option.folded:
        return 3
    return 4 if wanted in option.folded else None
