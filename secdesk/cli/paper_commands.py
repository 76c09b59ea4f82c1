"""Commands that write papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secdesk.cli.arguments import register_argument
from secdesk.cli.opening import open_to_read, refuse_same_file
from secdesk.cli.output import say, warn
from secdesk.cli.saving import save
from secdesk.cli.typed import read_date
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.papers.tree import Rendering


@click.command()
@register_argument
@click.option("--month", required=True, metavar="MONTH", help="The month that it reports on, like 2020-01.")
@click.option("--paper-date", metavar="DATE", help="The date of the paper, where it is not the register's own.")
@click.option(
    "--figures-to", metavar="DATE", help="The last day that the figures count; the end of the month if left out."
)
@click.option(
    "-o", "output", metavar="FILE", type=click.Path(path_type=Path), help="A .pdf, .docx, .txt or .json file."
)
def report(register: Path, month: str, paper_date: str | None, figures_to: str | None, output: Path | None) -> None:
    """Write the Change Status Report of a month.

    The form of the file follows from the ending of its name.
    """
    wanted = _read_month(month)
    path = output or Path(f"Change Status Report - {wanted} - draft.pdf")
    _check_suffix(path)
    refuse_same_file(path, register)
    on = None if paper_date is None else read_date(paper_date, "--paper-date")
    to = None if figures_to is None else read_date(figures_to, "--figures-to")
    from secdesk.papers.render import render
    from secdesk.services.papers import make_report

    with open_to_read(register) as opened:
        paper = make_report(opened, wanted, paper_date=on, figures_to=to)
    rendering = render(paper, path.suffix)
    _warn_of_unprintable(rendering)
    say(str(save(path, rendering.data)))


def _read_month(text: str) -> str:
    from secdesk.rules.years import parse_month

    try:
        return str(parse_month(text))
    except ValueError as problem:
        raise KnownError(str(problem)) from problem


def _check_suffix(path: Path) -> None:
    """Refuse a form that there is not before any work is done."""
    from secdesk.papers.render import FORMATS

    if path.suffix.lower() not in FORMATS:
        *most, last = FORMATS
        raise KnownError(f"'{path.name}' must end in {', '.join(most)} or {last}")


def _warn_of_unprintable(rendering: Rendering) -> None:
    for character, around in rendering.unprintable:
        warn(f"The font lacks {_code(character)}; its code is printed in its place, near '{around}'")


def _code(character: str) -> str:
    return " ".join(f"U+{ord(each):04X}" for each in character)


COMMANDS = (report,)
