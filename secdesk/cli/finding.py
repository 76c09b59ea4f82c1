"""Which record a person means: a proposal by its reference, anything by its name or uid."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from secdesk.errors import KnownError, NotFound

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from secdesk.register.register import Register


def find_proposal(session: Session, text: str, register_name: str) -> str:
    """Return the proposal of a reference such as MP078, dp78 or 78; raises NotFound, KnownError for no reference."""
    from secdesk.rules.naming import find
    from secdesk.rules.reference import ReferenceProblem, parse_reference

    try:
        parse_reference(text)
    except ReferenceProblem as problem:
        raise KnownError(f"'{text}' is no reference: it must look like DP114, MP086 or SECMP0067") from problem
    found = find(session, "proposal", text, date.max)
    if found is None:
        raise NotFound(f"There is no proposal {text} in '{register_name}'. List them with: secdesk list proposals")
    return found


def find_record(register: Register, text: str) -> str:
    """Return the record that a reference, a name or a uid means, also one that is gone and known to the history."""
    from sqlalchemy import select

    from secdesk.models import Change, kinds
    from secdesk.rules.naming import find

    with register.read() as session:
        if session.scalar(select(Change.record).where(Change.record == text).limit(1)):
            return text
        proposal = find(session, "proposal", text, date.max)
        if proposal:
            return proposal
        found = {uid for kind in kinds() if (uid := find(session, kind, text, date.max))}
    if len(found) != 1:
        fault = "More than one record is" if found else "No record is"
        raise NotFound(f"{fault} called '{text}' in '{register.path.name}'. Give a reference like MP078, or a uid")
    return found.pop()
