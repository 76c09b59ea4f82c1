"""What the jump box shows for what was typed: records, commands and texts, with what choosing each does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from secdesk.ui import texts, theme
from secdesk.ui.actions import words_of
from secdesk.ui.place_stack import LIST_PREFIX, RESULTS

if TYPE_CHECKING:
    from secdesk.services.search import Found
    from secdesk.ui.desk import Desk

SHOWN_RECORDS, SHOWN_COMMANDS, SHOWN_TEXTS = 6, 4, 3
PLACES: Mapping[str, str] = MappingProxyType(
    {
        "proposal": "proposals",
        "meeting": "meetings",
        "release": "releases",
        "consultation": "consultations",
        "assessment": "assessments",
    }
)
"""The place of each kind; other kinds have a list under Edit > Lists."""
PICTURES: Mapping[str, str] = MappingProxyType(
    {
        "meeting": "users-three",
        "release": "package",
        "consultation": "chat-text",
        "assessment": "timer",
        "paper": "file-pdf",
        "person": "user",
        "organisation": "users-three",
        "action": "check",
        "document": "files",
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: an icon with its colour, the words, a note at the right, and what choosing it does.

    ``has_next_step`` says that Ctrl+Enter goes on to what is to be done with the record.
    """

    picture: str
    colour: str
    words: str
    note: str
    act: Callable[[], object]
    has_next_step: bool = False


def place_of(kind: str) -> str:
    """Return the key of the place where records of a kind are shown."""
    return PLACES.get(kind, f"{LIST_PREFIX}{kind}")


class Jump:
    """Finds in one register and among the commands of one window."""

    def __init__(self, desk: Desk, commands: Callable[[], Iterable[QAction]]) -> None:
        """Read nothing before somebody types."""
        self.index = desk.search_index
        self._desk = desk
        self._commands = commands

    def find(self, typed: str) -> list[Hit]:
        """Return the best results for what was typed: numbers, titles, commands, texts, and a way to all of them."""
        if not typed.strip():
            return []
        found = self.index.find(typed)
        named = [each for each in found if each.where != "text"]
        worded = [each for each in found if each.where == "text"]
        hits = [
            *self._queue_hits(typed),
            *self.hits_of(named[:SHOWN_RECORDS], typed),
            *self._command_hits(typed),
            *self.hits_of(worded[:SHOWN_TEXTS], typed),
        ]
        if len(named) > SHOWN_RECORDS or len(worded) > SHOWN_TEXTS:
            words = texts.ALL_RESULTS.format(number=len(found))
            hits.append(Hit("list-bullets", "accent", words, "", lambda: self._desk.go_to(RESULTS, typed)))
        return hits

    def hits_of(self, found: Sequence[Found], typed: str) -> list[Hit]:
        """Return results as they are shown."""
        from secdesk.services.search import excerpt

        called = self._called(found)
        hits = []
        for each in found:
            picture, colour, words, note = called.get((each.kind, each.uid), ("question", "text_2", "", ""))
            if each.passage is not None:
                note = texts.TEXT_OF.format(field=each.passage.label, name=words.split("  ")[0])
                words = excerpt(each.passage.text, typed)
            act = self._going(place_of(each.kind), each.uid)
            hits.append(Hit(picture, colour, words, note, act, each.kind == "proposal"))
        return [hit for hit in hits if hit.words]

    def _called(self, found: Sequence[Found]) -> dict[tuple[str, str], tuple[str, str, str, str]]:
        """Return icon, colour, words and note of the records found."""
        from secdesk.rules.naming import names

        called = self._proposals([each.uid for each in found if each.kind == "proposal"])
        at = self._desk.as_at
        for kind in {each.kind for each in found} - {"proposal"}:
            uids = [each.uid for each in found if each.kind == kind]
            with self._desk.register.read() as session:
                named = names(session, kind, uids, at)
            note = texts.JUMP_KINDS.get(kind, "")
            called.update({(kind, uid): (PICTURES.get(kind, "files"), "text_2", named[uid], note) for uid in named})
        return called

    def _proposals(self, uids: Sequence[str]) -> dict[tuple[str, str], tuple[str, str, str, str]]:
        from secdesk.rules.naming import reference_at
        from secdesk.rules.process import STAGES
        from secdesk.services.queries import proposals_at

        if not uids:
            return {}
        at = self._desk.as_at
        found = self._desk.read(lambda session: proposals_at(session, at, list(dict.fromkeys(uids))))
        return {
            ("proposal", each.uid): (
                theme.STAGE_GLYPHS[each.stage],
                f"stage.{each.stage}",
                f"{reference_at(each)}  {each.title or ''}".strip(),
                STAGES[each.stage].label if each.status else "",
            )
            for each in found
        }

    def _queue_hits(self, typed: str) -> list[Hit]:
        """Return the sittings that wait whose body begins as typed: ``authority`` leads to its decisions."""
        from secdesk.rules.process import BODIES
        from secdesk.rules.text import fold
        from secdesk.services.sitting_queue import open_sittings

        wanted = fold(typed).strip()
        meant = {key for key, name in BODIES.items() if wanted == fold(key)}
        meant |= {key for key, name in BODIES.items() if len(wanted) > 3 and fold(name).startswith(wanted)}
        if not meant:
            return []
        waiting = self._desk.read(lambda session: open_sittings(session, self._desk.as_at))
        return [
            Hit(
                "check-square-offset",
                "text_2",
                f"{texts.DECISIONS}: {each.name}",
                f"{each.total - each.recorded} to record",
                self._going("decisions", each.body),
            )
            for each in waiting
            if each.body in meant
        ]

    def _command_hits(self, typed: str) -> list[Hit]:
        from secdesk.rules.text import fold

        wanted = fold(typed).split()
        found = [each for each in self._commands() if all(word in fold(words_of(each)) for word in wanted)]
        return [
            Hit("caret-right", "text_2", words_of(each), each.shortcut().toString(), each.trigger)
            for each in found[:SHOWN_COMMANDS]
        ]

    def _going(self, place: str, uid: str) -> Callable[[], None]:
        return lambda: self._desk.go_to(place, uid)
