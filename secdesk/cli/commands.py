"""The group of all commands; each module beside it adds its own."""

from __future__ import annotations

import click

from secdesk.cli import (
    any_paper_commands,
    backup_commands,
    day_commands,
    diff_commands,
    exchange_commands,
    issue_commands,
    merge_commands,
    paper_commands,
    pen_commands,
    record_commands,
    register_commands,
)

_HELP = """The register of change of the GB Smart Energy Code, kept offline, and its Panel papers.

`secdesk [REGISTER]` opens the window. Its options are --today DATE, --theme light|dark, --settings DIR,
--no-single-instance and --screenshot FILE.
"""


@click.group(name="secdesk", help=_HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="secdesk", prog_name="secdesk", message="%(prog)s %(version)s")
def secdesk() -> None:
    """Hold the commands together; what is said of them stands in the help text above."""


_MODULES = (
    register_commands,
    record_commands,
    paper_commands,
    any_paper_commands,
    issue_commands,
    diff_commands,
    exchange_commands,
    backup_commands,
    merge_commands,
    pen_commands,
    day_commands,
)
for module in _MODULES:
    for command in module.COMMANDS:
        secdesk.add_command(command)
