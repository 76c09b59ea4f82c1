"""What is to be known before the pen of a register is passed on: who worked in it, and what would stay behind."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from secdesk.models import Step


def people_in_history(session: Session) -> list[str]:
    """Return the names of those who changed a register, whoever did so last first."""
    query = select(Step.who).where(Step.who != "").group_by(Step.who).order_by(func.max(Step.seq).desc())
    return list(session.scalars(query))
