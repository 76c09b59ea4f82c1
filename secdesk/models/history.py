"""The change log, drafts of unfinished text, stored files, and what a register knows of itself.

These tables are no records: they are not undone, and only a backup carries them (design.md 5.5 to 5.8).
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from secdesk.models.base import STRICT, Base


class Step(Base):
    """One change by one person: one transaction, one history entry, one undo step, chained to its parent by hash.

    ``kind`` is ``edit``, ``undo`` or ``redo``; ``target`` is the uid of
    the step that an undo or redo is about (numbers differ between copies that were merged). ``parent``
    and ``merge_parent`` are hashes of earlier steps; ``at`` is UTC and is never used to decide anything.
    """

    __tablename__ = "step"
    __table_args__ = (Index(None, "hash", unique=True), STRICT)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(Text, nullable=False)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    label: Mapped[str] = mapped_column(Text, nullable=False)
    who: Mapped[str] = mapped_column(Text, nullable=False)
    at: Mapped[str] = mapped_column(Text, nullable=False)
    target: Mapped[str | None] = mapped_column(Text)
    parent: Mapped[str] = mapped_column(Text, nullable=False)
    merge_parent: Mapped[str | None] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text, nullable=False)


class Change(Base):
    """What one step did to one record.

    ``fields`` is JSON ``{field: [before, after]}``; ``salt`` (hex) goes into the digest of each value, so that a
    value can later be blanked and the chain still holds: then its digest stands in ``fields`` and the salts of
    the other values stand in ``salt`` as JSON.
    """

    __tablename__ = "change"
    __table_args__ = (Index(None, "record"), STRICT)

    step: Mapped[int] = mapped_column(
        Integer, ForeignKey("step.seq", deferrable=True, initially="DEFERRED"), primary_key=True
    )
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    record: Mapped[str] = mapped_column(Text, nullable=False)
    action: Mapped[str] = mapped_column(Text, nullable=False)
    fields: Mapped[str] = mapped_column(Text, nullable=False)
    salt: Mapped[str] = mapped_column(Text, nullable=False)


class Draft(Base):
    """Text at rest that is not yet part of the record: kept for a crash, never exported, never in the chain."""

    __tablename__ = "draft"
    __table_args__ = STRICT

    record: Mapped[str] = mapped_column(Text, primary_key=True)
    field: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)
    at: Mapped[str] = mapped_column(Text, nullable=False)


class Blob(Base):
    """A stored file, known by its SHA-256: issued papers and their frozen trees."""

    __tablename__ = "blob"
    __table_args__ = STRICT

    sha256: Mapped[str] = mapped_column(Text, primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)


class Meta(Base):
    """What a register knows of itself: its id, its name, the copy it came from."""

    __tablename__ = "meta"
    __table_args__ = STRICT

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text, nullable=False)
