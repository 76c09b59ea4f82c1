"""Whether a spreadsheet wrote the dates of a table month first, found out from cells that nobody touched.

A spreadsheet of an American desk opens ``7 Feb 2020`` and saves ``02/07/2020``, which here means 2 July. The
fingerprints of the row tell what the cell was, so the table's own cells say in which order it writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from secdesk.exchange.seals import fingerprint, split_fingerprints
from secdesk.exchange.sheet import Sheet
from secdesk.exchange.table_columns import TableColumns
from secdesk.exchange.table_form import AS_AT, ID, SEAL
from secdesk.rules.date_words import full_year

_FIGURES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})")


def is_month_first(sheet: Sheet, columns: TableColumns) -> bool:
    """Say whether more cells are as they were exported when read month first than when read day first."""
    if not {SEAL, ID} <= set(columns.positions):
        return False
    found = Counter(order for row in sheet.rows for order in _orders(row.cells, columns))
    return found["month"] > found["day"]


def day_first(text: str) -> str:
    """Return a date that is written month first so that no reader takes it otherwise; other text as it is."""
    found = _FIGURES.fullmatch(text.strip())
    day = _made(found[3], found[1], found[2]) if found else None
    return text if day is None else day.isoformat()


def _orders(cells: tuple[str, ...], columns: TableColumns) -> Iterator[str]:
    uid, sealed = cells[columns.positions[ID]].strip(), split_fingerprints(cells[columns.positions[SEAL]])
    for column in columns.present():
        text = _FIGURES.fullmatch(cells[columns.positions[column.name]].strip())
        if text is None or column.kind not in ("date", "month") or column.name == AS_AT:
            continue
        length = 7 if column.kind == "month" else 10
        orders = {"day": _made(text[3], text[2], text[1]), "month": _made(text[3], text[1], text[2])}
        if orders["day"] == orders["month"]:
            continue
        for order, day in orders.items():
            if day and fingerprint(uid, column.name, day.isoformat()[:length]) in sealed:
                yield order


def _made(year: str, month: str, day: str) -> date | None:
    try:
        return date(full_year(year), int(month), int(day))
    except ValueError:
        return None
