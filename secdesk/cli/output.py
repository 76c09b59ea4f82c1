"""What commands print: tables, sentences, JSON; any text on any console, and nothing in it that steers the terminal."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, TextIO

import click

from secdesk.rules.text import clean

_WIDEST_CELL = 60


def ready_streams() -> None:
    """Make the standard streams take every character: UTF-8 in files and pipes, codes where a console lacks it."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            _ready(stream)


def _ready(stream: TextIO) -> None:
    if stream.isatty():
        stream.reconfigure(errors="backslashreplace")  # type: ignore[attr-defined]
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[attr-defined]


def say(text: str = "") -> None:
    """Print a line of text."""
    click.echo(visible(text))


def warn(text: str) -> None:
    """Print a line of text on the error stream."""
    click.echo(visible(text), err=True)


def say_json(value: Any) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def say_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns; on a terminal long cells are cut, in a file or pipe nothing is."""
    cut = sys.stdout.isatty()
    table = [[_cell(cell, cut) for cell in row] for row in (headings, *rows)]
    widths = [max(len(row[place]) for row in table) for place in range(len(headings))]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def say_facts(facts: Mapping[str, str]) -> None:
    """Print labels and their values, those without a value left out; further lines of a value stand below it."""
    shown = {label: words for label, words in facts.items() if words}
    width = max(map(len, shown), default=0)
    for label, words in shown.items():
        lines = visible(words).split("\n")
        say(f"{label.ljust(width)}  {lines[0]}")
        for line in lines[1:]:
            say(f"{'':{width}}  {line}")


def visible(text: str) -> str:
    """Return text as a terminal may show it: no control characters, nothing that turns the order of letters."""
    return clean(text, "text", 20 * len(text) + 20)


def _cell(text: str, cut: bool) -> str:
    line = " ".join(visible(text).split())
    return f"{line[: _WIDEST_CELL - 1]}…" if cut and len(line) > _WIDEST_CELL else line


def is_debugging() -> bool:
    """Say whether a person asked to see tracebacks."""
    return os.environ.get("SECDESK_DEBUG") == "1"
