"""Which tables a file or folder holds, and of which kind of record each of them is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from secdesk.errors import KnownError, NotFound
from secdesk.exchange.csv_text import LARGEST
from secdesk.exchange.sheet import Sheet
from secdesk.exchange.sheet_file import read_sheets
from secdesk.exchange.source_file import read_source
from secdesk.exchange.table_columns import is_own
from secdesk.exchange.table_form import kind_called
from secdesk.models import Proposal, kinds

_PROPOSAL = Proposal.kind_name()


def tables_of_file(data: bytes, source: str, kind: str | None = None) -> dict[str, Sheet] | None:
    """Return the tables of a file by their kinds; None for a list of proposals to be taken over in mid-life.

    ``kind`` says which kind of record the file is about; without it the names of its sheets, or of the file itself,
    say so. Such a list is a table of proposals that no export made. Raises KnownError for a file without a table.
    """
    sheets = [_named(sheet, source) for sheet in read_sheets(data, source)]
    found = _by_title(sheets, source) if kind is None else {kind: _sheet_of(kind, sheets)}
    if not found and any(is_own(sheet) for sheet in sheets):
        raise NotFound(
            f"Nothing says what kind of record '{source}' is about. Say which kind, or name the file or its sheet after"
            " it, such as meetings"
        )
    is_list = not found or (list(found) == [_PROPOSAL] and not is_own(found[_PROPOSAL]))
    return None if is_list else found


def tables_of_folder(folder: Path) -> dict[str, Sheet]:
    """Return the tables of a folder of CSV files by the kinds that their names say; other files are left alone.

    Raises NotFound where no file is called like a kind of record.
    """
    found: dict[str, Sheet] = {}
    for path in sorted(folder.glob("*.csv")):
        kind = kind_called(path.stem)
        if kind is not None and kind in found:
            raise KnownError(
                f"Two files of '{folder.name}' are about {kinds()[kind].kind.plural}. Take one of them out"
            )
        if kind is not None:
            found[kind] = read_sheets(read_source(path, LARGEST), path.name)[0]
    if not found:
        raise NotFound(f"No file of '{folder.name}' is called like a kind of record, such as meetings.csv")
    return found


def _named(sheet: Sheet, source: str) -> Sheet:
    """Return a table with its title; that of a CSV file is the name of the file."""
    return sheet if sheet.title else replace(sheet, title=PurePath(source).stem)


def _sheet_of(kind: str, sheets: Sequence[Sheet]) -> Sheet:
    """Return the table of a kind: the one that is called so, or else the first."""
    return next((sheet for sheet in sheets if kind_called(sheet.title) == kind), sheets[0])


def _by_title(sheets: Sequence[Sheet], source: str) -> dict[str, Sheet]:
    found: dict[str, Sheet] = {}
    for sheet in sheets:
        kind = kind_called(sheet.title)
        if kind is not None and kind in found:
            raise KnownError(f"Two tables of '{source}' are about {kinds()[kind].kind.plural}. Take one of them out")
        if kind is not None:
            found[kind] = sheet
    return found
