"""The command ``secdesk diff``: what changed between two months or two registers, in facts (design.md 6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secdesk.cli.arguments import json_option, register_argument
from secdesk.cli.clock import today
from secdesk.cli.opening import open_to_read
from secdesk.cli.output import say, say_json
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.papers.change_facts import ChangeFact


@click.command()
@register_argument
@click.argument("other", required=False, type=click.Path(path_type=Path))
@click.option("--month", "months", multiple=True, metavar="MONTH", help="Twice: from one month to another.")
@json_option
def diff(register: Path, other: Path | None, months: tuple[str, ...], as_json: bool) -> None:
    """Tell what changed, in facts.

    With --month twice, from the report of one month to that of another; with two registers, from the first to the
    second, in the report of one month, which is the present one if left out.
    """
    found = _of_registers(register, other, months) if other is not None else _of_months(register, months)
    if as_json:
        say_json([_as_json(fact) for fact in found])
        return
    _print(found)


def _of_months(register: Path, months: tuple[str, ...]) -> tuple[ChangeFact, ...]:
    from secdesk.services.changes import changes_between_months

    if len(months) != 2:
        raise KnownError("Give two months, such as --month 2019-12 --month 2020-01, or a second register")
    with open_to_read(register) as opened:
        return changes_between_months(opened, *months)


def _of_registers(register: Path, other: Path, months: tuple[str, ...]) -> tuple[ChangeFact, ...]:
    from secdesk.services.changes import changes_between_registers
    from secdesk.services.home import present_cycle

    if len(months) > 1:
        raise KnownError("Give one month with two registers, or two months with one register")
    month = months[0] if months else str(present_cycle(today()))
    with open_to_read(register) as before, open_to_read(other) as after:
        return changes_between_registers(before, after, month)


def _print(found: tuple[ChangeFact, ...]) -> None:
    from secdesk.papers.change_facts import KINDS

    for kind, heading in KINDS.items():
        own = [fact for fact in found if fact.kind == kind]
        if own:
            say(f"{heading}:")
        for fact in own:
            say(f"    {fact.sentence}")
    if not found:
        say("Nothing changed")


def _as_json(fact: ChangeFact) -> dict[str, object]:
    return {"kind": fact.kind, "subject": fact.subject, "words": fact.words, "records": list(fact.records)}


COMMANDS = (diff,)
