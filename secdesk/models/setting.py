"""Settings that travel with the register, the register's own bank holidays, and values that have dates."""

from __future__ import annotations

import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from secdesk.models.base import STRICT, Kind, Record
from secdesk.models.fields import TEXT_LIMIT, field


class Setting(Record):
    """A setting of the register from a day on; without a day it holds from the beginning."""

    __tablename__ = "setting"
    __table_args__ = (Index(None, "key", "effective_from"), STRICT)
    kind = Kind(
        "setting",
        "settings",
        facts=(("value", "effective_from"),),
        order=("key", "effective_from"),
        one_for=("key",),
    )

    key: Mapped[str | None] = field("Setting", "choice", choices="setting", required=True, brief=True)
    value: Mapped[str | None] = field("Value", "line", limit=2000, brief=True)
    effective_from: Mapped[datetime.date | None] = field("From", "date", brief=True)
    position: Mapped[int] = field("Order of entry", "number", nullable=False, default=0, minimum=0)
    reason: Mapped[str | None] = field("Reason", "line", limit=2000)


class Holiday(Record):
    """A day that the register adds to the bank holidays of England and Wales, or takes out of them."""

    __tablename__ = "holiday"
    __table_args__ = STRICT
    kind = Kind(
        "bank holiday",
        "bank holidays",
        facts=(("date", "name", "is_holiday"),),
        order=("date",),
        one_for=("date",),
    )

    date: Mapped[datetime.date | None] = field("Date", "date", required=True, brief=True, index=True)
    name: Mapped[str | None] = field("Name", "line", required=True, brief=True)
    is_holiday: Mapped[bool] = field(
        "Is a bank holiday",
        "yes_no",
        nullable=False,
        default=True,
        brief=True,
        help="No makes a listed bank holiday an ordinary day",
    )
    effective_from: Mapped[datetime.date | None] = field(
        "Counted from", "date", help="Papers dated before keep the old count; empty means always"
    )
    note: Mapped[str | None] = field("Source", "line", limit=2000)


class DatedValue(Record):
    """One value of a dated field of a record, from a day on; without a day it holds from the beginning.

    ``record`` and ``field_name`` say whose value it is; ``value`` is text as :mod:`secdesk.rules.values` writes it,
    or empty for unknown. ``position`` orders two values of one day.
    """

    __tablename__ = "dated_value"
    __table_args__ = (Index(None, "record", "field_name", "effective_from", "position"), STRICT)
    kind = Kind(
        "dated value",
        "dated values",
        facts=(("record", "field_name", "value", "effective_from", "decided_by", "asked_by", "reason"),),
        order=("effective_from", "position"),
        one_for=("record", "field_name"),
    )

    record: Mapped[str] = field("Record", "line", limit=40, nullable=False)
    field_name: Mapped[str] = field("Field", "line", limit=60, nullable=False)
    value: Mapped[str | None] = field("Value", "text", limit=TEXT_LIMIT, brief=True)
    effective_from: Mapped[datetime.date | None] = field("From", "date", brief=True)
    position: Mapped[int] = field("Order of entry", "number", nullable=False, default=0, minimum=0)
    asked_by: Mapped[str | None] = field("Asked by", "line", brief=True)
    decided_by: Mapped[str | None] = field("Agreed by", "line", brief=True)
    reason: Mapped[str | None] = field("Reason", "line", limit=2000, brief=True)
