"""Organisations and people as papers call them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from secdesk.models import Organisation, Person


def organisation_name(session: Session, uid: str | None, *, both: bool = False) -> str | None:
    """Return an organisation as papers call it; ``both`` gives the full name with the short one in brackets."""
    found = session.get(Organisation, uid) if uid else None
    if found is None:
        return None
    if both and found.short_name and found.name and found.short_name != found.name:
        return f"{found.name} ({found.short_name})"
    return found.short_name or found.name


def person_name(session: Session, uid: str | None) -> str | None:
    """Return a person's name; None where nobody is named."""
    found = session.get(Person, uid) if uid else None
    return found.name if found else None


def with_the(name: str) -> str:
    """Put 'the' before an organisation known by initials or as a committee: of the DCC, of Utiligroup."""
    is_initials = name.isupper() and len(name) <= 6
    is_body = any(word in name for word in ("Committee", "Board", "Group ", "Panel", "Authority"))
    return f"the {name}" if is_initials or is_body else name


def proposer_words(person: str | None, organisation: str | None, on_behalf_of: str | None) -> str:
    """Return who raised a proposal: the person, their organisation, the body they speak for, as far as known."""
    parts = [person] if person else []
    if organisation:
        parts.append(f"of {with_the(organisation)}" if person else with_the(organisation))
    if on_behalf_of:
        parts.append(f"on behalf of {with_the(on_behalf_of)}" if parts else with_the(on_behalf_of))
    return " ".join(parts)
