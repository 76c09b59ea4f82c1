"""``merge``: two copies of a register that were worked on apart, brought together in one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import ack_option, json_option, register_argument
from secdesk.cli.backup_commands import Meter, backup_folder
from secdesk.cli.clock import now
from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write
from secdesk.cli.output import say, say_json
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.register.merge import Merged, MergePlan
    from secdesk.register.merge_words import MergeLine
    from secdesk.register.register import Register

_FILE = click.Path(path_type=Path)
Told = tuple["MergePlan", "list[MergeLine]"]


@click.command()
@register_argument
@click.argument("other", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change and what must be decided.")
@click.option("--prefer", type=click.Choice(["here", "other"]), help="Whose value holds where both changed a fact.")
@click.option("--choose", multiple=True, metavar="KEY=CHOICE", help="Decide one fact: here or other. May be repeated.")
@click.option("--folder", type=_FILE, help="Keep the safety backup below this folder instead of your own data folder.")
@json_option
@ack_option
def merge(
    register: Path,
    other: Path,
    dry_run: bool,
    prefer: str | None,
    choose: tuple[str, ...],
    folder: Path | None,
    as_json: bool,
    ack_fd: str | None,
) -> int:
    """Merge the copy OTHER, a register or a backup, into REGISTER.

    What only one copy changed is taken. A fact that both changed must be decided, by its key with --choose, or all by
    --prefer; until then nothing is merged and the command ends with 1. Nothing is deleted, a safety backup is written
    first, and `secdesk undo` takes the merge back.
    """
    from secdesk.register.pen import pen_of

    choices = dict(_choice(text) for text in choose)
    if dry_run:
        with open_to_read(register) as found, Meter() as meter:
            told = _tell(found, other, meter)
        return _say_plan(told, as_json)
    with open_to_write(register, ack_fd) as found, Meter() as meter:
        told = _tell(found, other, meter)
        undecided = [] if prefer else [key for key in told[0].to_decide if key not in choices]
        before = pen_of(found)
        if not undecided:
            done = _merge(found, other, choices, prefer or "", folder, meter)
        pen = pen_of(found)
    if undecided:
        return _say_plan(told, as_json)
    _say_merged(done, as_json)
    if pen is not None and pen != before and not as_json:
        say(f"{pen.words}.")
    return DONE


COMMANDS = (merge,)


def _choice(text: str) -> tuple[str, str]:
    """Return key and choice; a number that is to be given stands behind a second equals sign."""
    key, equals, choice = text.partition("=")
    if not equals or not key:
        raise KnownError(f"'{text}' decides nothing. Write the key, an equals sign, and here or other")
    return key, choice


def _tell(register: Register, other: Path, meter: Meter) -> Told:
    from secdesk.register.merge import read_plan
    from secdesk.register.merge_words import tell_merge

    return read_plan(register, other, lambda here, there, plan: (plan, tell_merge(here, there, plan)), meter)


def _merge(
    register: Register, other: Path, choices: Mapping[str, str], prefer: str, folder: Path | None, meter: Meter
) -> Merged:
    from secdesk.register.merge import merge as merge_copy

    place = backup_folder(register, folder)
    return merge_copy(
        register, other, choices, folder=place, now=now().astimezone(), prefer=prefer, progress=meter
    )  # fmt: skip


def _say_plan(told: Told, as_json: bool) -> int:
    plan, lines = told
    if as_json:
        say_json(_plan_facts(plan, lines))
    else:
        _say_lines(plan, lines)
    return FOUND_PROBLEMS if plan.to_decide else DONE


def _plan_facts(plan: MergePlan, lines: Sequence[MergeLine]) -> dict[str, Any]:
    return {
        "same_register": plan.same_register,
        "common_step": plan.common.seq if plan.common else None,
        "only_here": plan.only_here,
        "only_in_other": plan.only_there,
        "to_decide": list(plan.to_decide),
        "facts": [{name: getattr(line, name) for name in line.__slots__} for line in lines],
    }


def _say_lines(plan: MergePlan, lines: Sequence[MergeLine]) -> None:
    from secdesk.rules.wording import in_figures

    if plan.common is None:
        say("The two have no step of their history in common, so every difference must be decided.")
    else:
        records = in_figures(plan.only_here, "record"), in_figures(plan.only_there, "record")
        say(f"Since step {plan.common.seq}: {records[0]} changed here, {records[1]} in the other copy.")
    for line in lines:
        say(f"{line.state.ljust(13)} {line.sentence}{f' ({line.hint})' if line.hint else ''}")
        if line.key in plan.to_decide:
            say(f"{'':13} decide it with: --choose '{line.key}=here' or --choose '{line.key}=other'")
    if plan.to_decide:
        say(f"{in_figures(len(plan.to_decide), 'fact')} must be decided. Nothing was merged.")
    elif not lines:
        say("There is nothing to merge: this register has everything that the other copy has.")


def _say_merged(done: Merged, as_json: bool) -> None:
    if as_json:
        step = done.step.seq if done.step else None
        safety = str(done.safety.path) if done.safety else None
        facts = {"added": done.added, "changed": done.changed, "removed": done.removed, "steps": done.steps}
        say_json({"step": step, **facts, "safety_backup": safety})
    elif done.step is None:
        say("There was nothing to merge: this register has everything that the other copy has.")
    else:
        say(f"Merged as step {done.step.seq}: {done.added} added, {done.changed} changed, {done.removed} replaced.")
        if done.safety is not None:
            say(f"The register as it was is kept in '{done.safety.path}'. secdesk undo takes the merge back.")
