"""Reading some records by a query that is asked again and again: made once, then run with the records wanted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Result, Select, bindparam
from sqlalchemy.orm import Session

from secdesk.rules.naming import MOST_NAMED

_WANTED = "wanted_records"


def read_among(
    session: Session, query: Select[*tuple[Any, ...]], column: Any, uids: Sequence[str] | None
) -> Result[*tuple[Any, ...]]:
    """Return the rows of a query whose column is one of these uids; all rows where they are None or very many.

    ``query`` is kept by whoever asks: to make one, or to add a condition to it, takes longer than to run it for a page
    of a list.
    """
    if uids is None or len(uids) > MOST_NAMED:
        return session.execute(query)
    return session.execute(_with_wanted(query, column), {_WANTED: uids})


@lru_cache(maxsize=128)
def _with_wanted(query: Select[*tuple[Any, ...]], column: Any) -> Select[*tuple[Any, ...]]:
    return query.where(column.in_(bindparam(_WANTED, expanding=True)))
