"""Who raised a proposal: the person, their organisation, and the body they speak for, from the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from secdesk.exchange.published_report.letters import fold_letters, repair_note
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.words import doubt_of, is_in_doubt

_BEHALF = phrase(" on behalf of [the ]?")
_OF = phrase(" of [the ]?")
_INITIALS_AFTER = re.compile(r"(?P<name>.+?) \((?P<short>[A-Z]{2,8})\)")
_FULL_NAME = re.compile(
    r"(?:(?:[A-Z][a-z]+[-’']?)+|[A-Z]\.?)(?: (?:(?:[A-Z][a-z]*[-’']?)+|[A-Z]\.?|van|de|der|von)){1,4}"
)
_CAPITAL_WORDS = r"(?:[A-Z][\w’'-]*|of|and|for|the|&)"
_EXPANSION = re.compile(rf"(?P<name>[A-Z][\w’'-]*(?: {_CAPITAL_WORDS}){{1,9}}) \((?P<short>[A-Z]{{2,8}})\)")
_SMALL_WORDS = frozenset({"of", "and", "for", "the", "&"})
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class ReadProposer:
    """Person, organisation and represented body as far as they can be read, with repairs and doubts in words."""

    person: str | None = None
    organisation: str | None = None
    on_behalf_of: str | None = None
    repairs: tuple[str, ...] = ()
    doubts: tuple[str, ...] = field(default=())


def read_proposer(text: str) -> ReadProposer:
    """Return who the words after "was raised by" name.

    A name alone may be a person's or an organisation's, so it is left unknown.
    """
    words = text.strip()
    before, body = _part(words, _BEHALF)
    person, organisation = _part(before, _OF)
    if not organisation and not body:
        return ReadProposer(doubts=(f"'{words}' may be a person or an organisation",))
    return _settle(person, organisation, body)


def _part(text: str, words: re.Pattern[str]) -> tuple[str, str]:
    """Return what stands before and after some words; nothing after where they are not there."""
    found = words.search(fold_letters(text))
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def _settle(person: str, organisation: str, body: str) -> ReadProposer:
    name, repair = _repair_start(person)
    doubts = [doubt for text in (organisation, body) if text and (doubt := doubt_of(text))]
    if doubt := _doubt_of_name(name):
        doubts.append(doubt)
    return ReadProposer(
        person=None if _doubt_of_name(name) else name,
        organisation=organisation if organisation and not doubt_of(organisation) else None,
        on_behalf_of=body if body and not doubt_of(body) else None,
        repairs=(repair,) if repair and not _doubt_of_name(name) else (),
        doubts=tuple(doubts),
    )


def read_name(text: str) -> tuple[str | None, str]:
    """Return a person's name and the repair that gave it; None where it is none, or in doubt."""
    name, repair = _repair_start(text.strip())
    return (None, "") if _doubt_of_name(name) else (name, repair)


def _repair_start(name: str) -> tuple[str, str]:
    """Read l or 1 at the start of a name as I: a name begins with a capital, and no other capital looks like these."""
    words = name.split(" ")
    meant = [f"I{word[1:]}" if re.fullmatch(r"[l1][a-z]+", word) else word for word in words]
    repairs = [repair_note(word, other) for word, other in zip(words, meant, strict=True) if word != other]
    return " ".join(meant), "; ".join(repairs)


def _doubt_of_name(name: str) -> str:
    if len(name) > _LONGEST or not _FULL_NAME.fullmatch(name):
        return f"'{name[:_LONGEST]}' is not plainly a name"
    # An I begins a name before a vowel too: Ian.
    odd = [word for word in name.split(" ") if not re.fullmatch("I[a-z]+", word) and is_in_doubt(word)]
    inner = [word for word in name.split(" ") if re.search("[a-z][IOQ01]", word)]
    return f"'{(odd or inner)[0]}' may be misread" if odd or inner else ""


def split_initials(body: str) -> tuple[str, str]:
    """Return name and initials of ``Security Sub-Committee (SSC)``; the initials are empty where they do not fit."""
    found = _INITIALS_AFTER.fullmatch(body)
    if found is None:
        return body, ""
    return (found["name"], found["short"]) if _fit(found["name"], found["short"]) else (body, "")


def expansions(text: str) -> Iterator[tuple[str, str]]:
    """Yield name and initials where a text gives both: ``Data Communications Company (DCC)``.

    The name is as many of the words before as the initials stand for, no more.
    """
    for found in _EXPANSION.finditer(text):
        words = found["name"].split(" ")
        for start in range(len(words)):
            name = " ".join(words[start:])
            if words[start] not in _SMALL_WORDS and _fit(name, found["short"]):
                if not doubt_of(name) and not is_in_doubt(found["short"]):
                    yield name, found["short"]
                break


def _fit(name: str, short: str) -> bool:
    words = [word for word in re.split("[ -]", name) if word and word not in _SMALL_WORDS]
    return "".join(word[0] for word in words).upper() == short
