"""A change waits at its end for those who are just reading the file, such as a report that is being made."""

from __future__ import annotations

import threading
from pathlib import Path

from secdesk.register.register import Register
from secdesk.services.records import create_record


def test_a_change_waits_for_a_reading_that_ends_soon(tmp_path: Path) -> None:
    path = tmp_path / "a.secdesk"
    Register.create(path).close()
    reading, enough = threading.Event(), threading.Event()

    def read() -> None:
        with Register.open(path, read_only=True) as other, other.read() as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM person").fetchone()
            reading.set()
            enough.wait(0.3)

    reader = threading.Thread(target=read)
    with Register.open(path) as register:
        reader.start()
        assert reading.wait(10)
        with register.change("Add") as session:
            create_record(session, "person", {"name": "Ann"})
    reader.join()
    with Register.open(path, read_only=True) as register:
        rows = register.connection.execute("SELECT name FROM person").fetchall()
    assert [row[0] for row in rows] == ["Ann"]
