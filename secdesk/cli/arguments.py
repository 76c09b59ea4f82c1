"""Arguments and options that several commands share, each said once."""

from __future__ import annotations

from pathlib import Path

import click

register_argument = click.argument("register", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
as_at_option = click.option("--as-at", metavar="DATE", help="The day as at which to tell it; today if left out.")
ack_option = click.option("--ack-fd", metavar="N", help="Write a line to file descriptor N for each durable commit.")
