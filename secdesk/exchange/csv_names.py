"""Which person, organisation or release a cell names: one that is there, or one to be added."""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from secdesk.exchange.csv_preview import Name
from secdesk.exchange.csv_words import key_of
from secdesk.models import Organisation, Person, Release
from secdesk.rules.text import clean, fold

_LONGEST = 1000
_WITH_ORGANISATION = re.compile(r"(?P<person>.+?) \((?P<organisation>[^()]+)\)")


class KnownNames:
    """The names in a register, each with those who bear it; read once for a whole file."""

    def __init__(self, session: Session) -> None:
        """Read all names; the register is not asked again."""
        self._people: dict[str, list[tuple[str, str | None]]] = defaultdict(list)
        self._organisations: dict[str, list[str]] = defaultdict(list)
        self._releases: dict[str, list[str]] = defaultdict(list)
        for person in session.execute(select(Person.uid, Person.name, Person.organisation).order_by(Person.uid)):
            self._people[fold(person.name or "")].append((person.uid, person.organisation))
        columns = (Organisation.uid, Organisation.name, Organisation.short_name, Organisation.aliases)
        for row in session.execute(select(*columns).order_by(Organisation.uid)):
            called = {fold(name) for name in (row.name, row.short_name, *(row.aliases or "").split(";")) if name}
            for name in called - {""}:
                self._organisations[name].append(row.uid)
        for release in session.execute(select(Release.uid, Release.name).order_by(Release.uid)):
            for key in {fold(release.name or ""), key_of("release", release.name or "")}:
                self._releases[key].append(release.uid)

    def organisation(self, text: str) -> Name:
        """Return the organisation that a cell names; a ValueError where there are several."""
        return _only("organisation", text, self._organisations.get(fold(text), []))

    def release(self, text: str) -> Name:
        """Return the release that a cell names, with or without the words SEC Release at its end."""
        exact = self._releases.get(fold(text), [])
        return _only("release", text, exact if len(exact) == 1 else self._releases.get(key_of("release", text), []))

    def person(self, text: str, organisation: Name | None) -> Name:
        """Return the person that a cell names; of several of a name the one of the row's organisation."""
        bearers = self._people.get(fold(text), [])
        if len(bearers) > 1 and organisation is not None and organisation.uid:
            bearers = [bearer for bearer in bearers if bearer[1] == organisation.uid]
        found = _only("person", text, [uid for uid, _ in bearers])
        return found if found.uid else Name("person", found.name, organisation=organisation)

    def knows_person(self, text: str) -> bool:
        """Say whether somebody in the register is called exactly so."""
        return fold(text) in self._people


def split_person(text: str) -> tuple[str, str]:
    """Return person and organisation of ``Name (Organisation)``, as public pages write it; else the text alone."""
    found = _WITH_ORGANISATION.fullmatch(text)
    return (found["person"], found["organisation"]) if found else (text, "")


def _only(kind: str, text: str, uids: list[str]) -> Name:
    name = clean(text, "line", max(_LONGEST, 2 * len(text)))
    if len(uids) > 1:
        raise ValueError(f"More than one {kind} is called '{name}'. Give them different names in the register first")
    return Name(kind, name, uids[0] if uids else "")
