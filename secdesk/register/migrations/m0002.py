"""Schema version 2: who was at a meeting."""

from __future__ import annotations

import sqlite3

VERSION = 2

STATEMENTS = (
    "CREATE TABLE attendance ( uid TEXT NOT NULL, meeting TEXT, person TEXT, organisation TEXT, category TEXT, alternate INTEGER, rev INTEGER NOT NULL, row_hash TEXT NOT NULL, CONSTRAINT pk_attendance PRIMARY KEY (uid), CONSTRAINT fk_attendance_meeting FOREIGN KEY(meeting) REFERENCES meeting (uid) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_attendance_person FOREIGN KEY(person) REFERENCES person (uid) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT fk_attendance_organisation FOREIGN KEY(organisation) REFERENCES organisation (uid) DEFERRABLE INITIALLY DEFERRED, CONSTRAINT ck_attendance_meeting_length CHECK (length(meeting) <= 40), CONSTRAINT ck_attendance_person_length CHECK (length(person) <= 40), CONSTRAINT ck_attendance_organisation_length CHECK (length(organisation) <= 40), CONSTRAINT ck_attendance_category_length CHECK (length(category) <= 60), CONSTRAINT ck_attendance_alternate_yes_no CHECK (alternate IN (0, 1)) ) STRICT",
    "CREATE INDEX ix_attendance_meeting ON attendance (meeting)",
    "CREATE INDEX ix_attendance_person ON attendance (person)",
)


def upgrade(connection: sqlite3.Connection) -> None:
    """Add the table of attendances."""
    for statement in STATEMENTS:
        connection.execute(statement)
