"""What a register knows of itself, such as its identity and name, sealed so that a change from outside is noticed.

These facts are no records: no step and no row hash stands for them, so one more of them, the seal, does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.models import Meta

IDENTITY, NAME, SEAL = "register_id", "name", "seal"


def seal_of(facts: Mapping[str, str]) -> str:
    """Return the seal over all other facts."""
    others = {key: value for key, value in facts.items() if key != SEAL}
    text = json.dumps(others, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def seal(session: Session) -> None:
    """Renew the seal after a fact was changed, within the same transaction."""
    session.flush()
    facts = {row.key: row.value for row in session.scalars(select(Meta))}
    session.merge(Meta(key=SEAL, value=seal_of(facts)))
    session.flush()
