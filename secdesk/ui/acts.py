"""Acts that ask in place: what the process does not expect is said beside the boxes, not in a dialog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from secdesk.errors import Invalid, Problem, RuleBroken

T = TypeVar("T")


def asking_reason(act: Callable[[Any], T], field: str = "reason") -> Callable[[Any], T]:
    """Return an act whose broken rules come back as a problem of the box for the reason."""

    def asking(session: Any) -> T:
        try:
            return act(session)
        except RuleBroken as broken:
            raise Invalid([Problem(field, str(broken))]) from broken

    return asking
