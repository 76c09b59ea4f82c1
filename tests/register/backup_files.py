"""Backups for tests: a small register with everything in it, and backups taken apart and put together again."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

from secdesk.models import Blob, Paper, Person
from secdesk.register.backup import write_backup
from secdesk.register.container import SUMS, Container, ContainerWriter
from secdesk.register.log import ROOT, row_digest, step_hash
from secdesk.register.migrations import newest
from secdesk.register.register import Register
from secdesk.register.tables import shapes
from secdesk.register.undo import redo, undo
from secdesk.services.records import create_record, update_record
from tests.factories import add_all_kinds

NOON = datetime(2020, 2, 4, 12, 0)
PDF = b"%PDF-1.7 " * 400


def make_register(path: Path, seed: int = 7, of_each: int = 2) -> Register:
    """Return an open register with records of every kind, an issued paper, and steps taken back and made again."""
    random = Random(seed)
    register = Register.create(path, name="SEC register", who="Analyst One")
    with register.change("Add some of every kind") as session:
        add_all_kinds(session, random, of_each)
    with register.change("Issue a paper") as session:
        session.add(Blob(sha256=sha256_of(PDF), data=PDF))
        session.add(Paper(paper_kind="other", issued=NOON.date(), frozen_file=sha256_of(PDF)))
    with register.change("Add one more") as session:
        uid = create_record(session, "person", {"name": "Ann"}, uid="ann")
    with register.change("Rename") as session:
        update_record(session, "person", uid, {"name": "Ann Łukasz"})
    undo(register)
    redo(register)
    with register.change("Add and delete") as session:
        session.add(Person(uid="bob", name="Bob"))
    with register.change("Delete") as session:
        session.delete(session.get_one(Person, "bob"))
    return register


def make_backup(folder: Path, seed: int = 7, of_each: int = 2) -> Path:
    """Return the backup of such a register."""
    target = folder / "small.secdesk-backup"
    with make_register(folder / f"made-{seed}-{of_each}.secdesk", seed, of_each) as register:
        report = write_backup(register, target, now=NOON)
    assert report.is_sound
    return target


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def members_of(path: Path) -> dict[str, bytes]:
    """Return the members of a backup, the list of hashes left out."""
    with Container.open(path) as container:
        return {name: b"".join(container.chunks(name)) for name in container.members if name != SUMS}


def put_together(path: Path, members: Mapping[str, bytes]) -> Path:
    """Write members as a container whose hashes are all right, whatever is in them."""
    with open(path, "w+b") as file:
        writer = ContainerWriter(file)
        for name, data in members.items():
            writer.add(name, iter([data]))
        writer.finish()
    return path


def changed(path: Path, target: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a backup with one member changed, and every hash of the file made right again."""
    members = members_of(path)
    members[member] = change(members[member])
    return put_together(target, members)


def sealed(body: bytes) -> bytes:
    """Return the bytes of a file with the hash over them at the end."""
    return body + sha256_of(body).encode()


def read_whole(data: bytes) -> Container:
    return Container(io.BytesIO(data), "backup")


def rows_of(members: Mapping[str, bytes], table: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    return [json.loads(line) for line in members[f"tables/{table}.jsonl"].splitlines()]


def edited(path: Path, target: Path, table: str, edit: Callable[[list[dict[str, Any]]], object]) -> Path:
    """Write a backup with the rows of one table edited, and each record's own hash made right again.

    Not the hashes of the history: what it says cannot be made up without showing in its last step.
    """
    members = members_of(path)
    rows = rows_of(members, table)
    edit(rows)
    shape = shapes(newest())[table]
    for row in rows:
        if shape.is_record and set(row) == set(shape.columns):
            row["row_hash"] = shape.hash_of(row)
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    members[f"tables/{table}.jsonl"] = "".join(lines).encode()
    manifest = json.loads(members["manifest.json"])
    manifest["tables"][table] = len(rows)
    members["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return put_together(target, members)


def rechained(members: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts with the whole history hashed anew, as a forger would who knows how it is done."""
    steps, changes = rows_of(members, "step"), rows_of(members, "change")
    parent = ROOT
    for step in steps:
        step["parent"] = parent
        own = [row_digest(change) for change in changes if change["step"] == step["seq"]]
        parent = step["hash"] = step_hash(step, own)
    manifest = json.loads(members["manifest.json"])
    manifest["head_hash"] = parent
    lines = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in steps)
    made = dict(members)
    made["tables/step.jsonl"] = "".join(lines).encode()
    made["manifest.json"] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode()
    return made
