"""The command ``secdesk paper``: any paper of the secretariat into a file (design.md 6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secdesk.cli.arguments import as_at_option, register_argument
from secdesk.cli.opening import open_to_read, refuse_same_file
from secdesk.cli.output import say, warn
from secdesk.cli.saving import check_place, save
from secdesk.cli.typed import read_date_or_today
from secdesk.errors import KnownError

if TYPE_CHECKING:
    from secdesk.papers.tree import Paper, Rendering


class _PaperHelp(click.Command):
    """Tells the kinds of paper in its help; they are read only when somebody asks for it."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each kind is called and what it needs."""
        from secdesk.services.papers import PAPERS

        rows = [(key.replace("_", "-"), _told(kind.label, kind.needs)) for key, kind in PAPERS.items()]
        with formatter.section("Kinds"):
            formatter.write_dl(rows)


def _told(label: str, needs: str) -> str:
    options = {"consultation": "--proposal", "nothing": ""}.get(needs, f"--{needs}")
    return f"{label} ({options})" if options else label


@click.command(cls=_PaperHelp)
@click.argument("kind")
@register_argument
@click.option("--meeting", metavar="DAY", help="Such as 'WG 2020-03-04', or a day on which one body meets.")
@click.option("--proposal", metavar="REF", help="Such as MP077.")
@click.option("--release", metavar="NAME", help="A release, or the beginning of its name.")
@click.option("--month", metavar="MONTH", help="Such as 2020-01.")
@click.option("--records", metavar="KIND", help="The kind of record of a list, such as proposal.")
@click.option("--where", metavar="TEXT", default="", help="The words that filter a list.")
@click.option("--marking", metavar="WORD", help="The marking of the paper, where it is not the register's own.")
@as_at_option
@click.option(
    "-o", "output", metavar="FILE", required=True, type=click.Path(path_type=Path), help="A .pdf, .docx, .txt or .json."
)
def paper(
    kind: str,
    register: Path,
    meeting: str | None,
    proposal: str | None,
    release: str | None,
    month: str | None,
    records: str | None,
    where: str,
    marking: str | None,
    as_at: str | None,
    output: Path,
) -> None:
    """Write any other paper of the secretariat.

    The form of the file follows from the ending of its name.
    """
    _check_suffix(output)
    check_place(output)
    refuse_same_file(output, register)
    at = read_date_or_today(as_at, "--as-at")
    from secdesk.services.papers import make_paper

    with open_to_read(register) as opened:
        made = make_paper(
            opened,
            kind,
            at=at,
            meeting=meeting,
            proposal=proposal,
            release=release,
            month=month,
            records=_kind_of_list(records),
            where=where,
            marking=marking.upper() if marking else None,
        )
    say(str(save(output, _render(made, output).data)))


def _kind_of_list(records: str | None) -> str | None:
    from secdesk.cli.typed import read_kind

    return None if records is None else read_kind(records)


def _check_suffix(path: Path) -> None:
    """Refuse a form that there is not before any work is done."""
    from secdesk.papers.render import FORMATS

    if path.suffix.lower() not in FORMATS:
        *most, last = FORMATS
        raise KnownError(f"'{path.name}' must end in {', '.join(most)} or {last}")


def _render(made: Paper, path: Path) -> Rendering:
    """Write a paper in the form of a name's ending, and warn of what the font lacks."""
    from secdesk.papers.render import render

    rendering = render(made, path.suffix)
    for character, around in rendering.unprintable:
        codes = " ".join(f"U+{ord(each):04X}" for each in character)
        warn(f"The font lacks {codes}; its code is printed in its place, near '{around}'")
    return rendering


COMMANDS = (paper,)
