"""``handover``: who holds the pen of a register that several people share, and passing it on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secdesk.cli.arguments import json_option, register_argument
from secdesk.cli.backup_commands import Meter
from secdesk.cli.clock import now
from secdesk.cli.faults import DONE
from secdesk.cli.opening import open_to_read, open_to_write
from secdesk.cli.output import say, say_json
from secdesk.errors import KnownError
from secdesk.services.remade_papers import remake_paper

if TYPE_CHECKING:
    from secdesk.register.pen import Pen


@click.command()
@register_argument
@click.option("--to", metavar="NAME", help="Who goes on with the register.")
@click.option(
    "-o", "output", metavar="FILE", type=click.Path(path_type=Path), help="The file to write for them (a backup)."
)
@click.option("--take-back", is_flag=True, help="Take the pen back without the other's copy.")
@json_option
def handover(register: Path, to: str | None, output: Path | None, take_back: bool, as_json: bool) -> int:
    """Say who holds the pen of REGISTER, or pass it on.

    With --to it writes a file for the next holder, beside the register or to FILE; they make a register of it with
    secdesk restore, and pass it back in the same way. Merging their copy brings the pen back too.
    """
    from secdesk.register.pen import hand_over, pen_of
    from secdesk.register.pen import take_back as take_pen_back

    if output is not None and not to:
        raise KnownError("-o needs --to: say who goes on with the register")
    if to is not None and take_back:
        raise KnownError("--to and --take-back cannot be together. Choose one of them")
    if to is None and not take_back:
        with open_to_read(register) as found:
            _say_pen(pen_of(found), None, as_json)
        return DONE
    with open_to_write(register, None) as found, Meter() as meter:
        before = pen_of(found)
        if to is None:
            pen, path = take_pen_back(found, now=now().astimezone()), None
        else:
            pen, report = hand_over(found, to, output, now=now().astimezone(), remake=remake_paper, progress=meter)
            path = report.path
        elsewhere = before if before and before.turn < pen.turn and not before.is_with(found.who) else None
    _say_pen(pen, path, as_json)
    if elsewhere is not None and not as_json:
        say(f"It was with {elsewhere.holder} until now. Merge their copy when it comes: secdesk merge REGISTER COPY")
    return DONE


COMMANDS = (handover,)


def _say_pen(pen: Pen | None, path: Path | None, as_json: bool) -> None:
    from dataclasses import asdict

    if as_json:
        say_json({"pen": asdict(pen) if pen else None, "file": str(path) if path else None})
        return
    say(f"{pen.words}." if pen else "The pen of this register was never passed on.")
    if path is not None:
        say(f"The file for the next holder is '{path}'. They begin with: secdesk restore FILE -o REGISTER")
