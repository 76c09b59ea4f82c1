"""Of which kind records are, where only their uids are known, as behind a figure of a paper."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import kinds

_AT_ONCE = 500


def kinds_of(session: Session, uids: Iterable[str]) -> dict[str, str]:
    """Return the kind of each record that is there; uids of records that are gone are left out."""
    wanted = list(dict.fromkeys(uids))
    found: dict[str, str] = {}
    for name, model in kinds().items():
        left = [uid for uid in wanted if uid not in found]
        for start in range(0, len(left), _AT_ONCE):
            query = select(model.uid).where(model.uid.in_(left[start : start + _AT_ONCE]))
            found.update(dict.fromkeys(session.scalars(query), name))
    return found
