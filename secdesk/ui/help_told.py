"""What the manual tells out of the program itself: keys, letters, stages, ways of counting, fields, settings.

Each is said once, where it is declared (design.md 1, principle 4), so these parts of the manual are always up to date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from secdesk.models import kinds
from secdesk.models.fields import FieldInfo
from secdesk.rules.choices import options
from secdesk.rules.countings import COUNTINGS
from secdesk.rules.process import BODIES, OUTCOMES, STAGES, STATUSES, letters_of
from secdesk.rules.settings import SETTINGS, SettingInfo
from secdesk.rules.wording import join_and
from secdesk.rules.workdays import CONVENTIONS
from secdesk.ui.commands import MENUS, SECOND_KEYS, Command, Menu
from secdesk.ui.help_pages import Block, Given, Heading, Span, Spans, Table, plain
from secdesk.ui.key_map import BEYOND

_INNER = frozenset({"dated_value"})
"""Kinds of record that nobody sees as records of their own."""
_LONGEST_LIST = 20
"""A list of more values is not printed in the page of fields: another page has it."""
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "line": "One line",
        "text": "Text",
        "date": "Date",
        "month": "Month",
        "number": "Whole number",
        "yes_no": "Yes, no or not known",
        "link": "Choose one",
        "choice": "Choose one",
    }
)


def given() -> Given:
    """Return what pages can ask for by name."""
    return MappingProxyType(
        {
            "keys": key_blocks,
            "letters": letter_blocks,
            "stages": stage_blocks,
            "conventions": convention_blocks,
            "fields": field_blocks,
            "settings": setting_blocks,
        }
    )


def key_blocks() -> Sequence[Block]:
    """Return every key: those of the menus, menu by menu, and those beyond the menus by where they work."""
    found: list[Block] = []
    for menu in MENUS:
        rows = [(_keys((command.keys, *SECOND_KEYS.get(command.name, ()))), plain(command.words)) for command in
                _commands(menu) if command.keys]
        found += _key_table(menu.words.replace("&", ""), rows)
    for area, lines in BEYOND:
        found += _key_table(area, [(plain(keys), plain(words)) for words, keys in lines])
    return found


def letter_blocks() -> Sequence[Block]:
    """Return the letters of a sitting, body by body."""
    found: list[Block] = []
    for body, words in BODIES.items():
        rows = [((Span(letter, "keys"),), plain(outcome.label)) for letter, outcome in letters_of(body).items()]
        if any(outcome.body == body and outcome.letter for outcome in OUTCOMES.values()):
            found += [Heading(3, words), _table(("Key", "Outcome"), rows)]
    return found


def stage_blocks() -> Sequence[Block]:
    """Return the stages, the statuses in each, and what leads there."""
    rows = []
    for status in STATUSES.values():
        ways = join_and([outcome.label for outcome in OUTCOMES.values() if outcome.status == status.key], "or")
        if status.stage and ways:
            rows.append((plain(STAGES[status.stage].label), plain(status.label), plain(ways)))
    return [_table(("Stage", "Status", "What leads there"), rows)]


def convention_blocks() -> Sequence[Block]:
    """Return the ways of counting days, each with the note that papers print."""
    rows = [(plain(each.label), plain(each.note)) for each in CONVENTIONS.values()]
    return [_table(("Way of counting", "What papers say of it"), rows)]


def field_blocks() -> Sequence[Block]:
    """Return every kind of record with its fields."""
    found: list[Block] = []
    for name, model in kinds().items():
        if name in _INNER:
            continue
        rows = [(plain(info.label), plain(_holds(info)), plain(info.help)) for info in model.fields().values()]
        title = model.kind.plural
        found += [Heading(2, title[:1].upper() + title[1:]), _table(("Field", "Holds", "What it is for"), rows)]
    return found


def setting_blocks() -> Sequence[Block]:
    """Return every setting of the register with what it is when nobody has said otherwise."""
    rows = [(plain(each.label), plain(_usual(each)), plain(_help(each))) for each in SETTINGS.values()]
    return [_table(("Setting", "At first", "What it does"), rows)]


def _commands(menu: Menu) -> Iterator[Command]:
    for item in menu.items:
        if isinstance(item, Menu):
            yield from _commands(item)
        elif item is not None:
            yield item


def _key_table(title: str, rows: Sequence[tuple[Spans, Spans]]) -> list[Block]:
    return [Heading(2, title), _table(("Keys", "Does"), rows)] if rows else []


def _keys(keys: Sequence[str]) -> Spans:
    spans: list[Span] = []
    for each in keys:
        spans += [Span(", "), Span(each, "keys")] if spans else [Span(each, "keys")]
    return tuple(spans)


def _table(head: Sequence[str], rows: Sequence[tuple[Spans, ...]]) -> Table:
    return Table(tuple(plain(each) for each in head), tuple(rows))


def _holds(info: FieldInfo) -> str:
    """Say what a field takes, in a few words."""
    words = _SAID[info.kind]
    if info.choices:
        choices = options(info.choices)
        if len(choices) <= _LONGEST_LIST:
            words = f"{words}: {join_and(list(choices.values()), 'or')}"
    if info.link and info.link in kinds():
        words = f"{words} of the {kinds()[info.link].kind.plural}"
    notes = [
        *(["needed"] if info.required else []),
        *(["each value has its date"] if info.dated else []),
        *(["in no paper"] if info.private else []),
    ]
    return f"{words} ({'; '.join(notes)})" if notes else words


def _usual(setting: SettingInfo) -> str:
    if setting.kind == "convention":
        return COUNTINGS[setting.default].label
    return setting.default or "empty"


def _help(setting: SettingInfo) -> str:
    """Return the help of a setting; a way of counting is chosen by its words, never by its name."""
    text = setting.help
    for name, counting in COUNTINGS.items() if setting.kind == "convention" else ():
        text = text.replace(name, f"'{counting.label}'")
    return text
