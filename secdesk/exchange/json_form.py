"""The whole state of a register as JSON: what stands in it, without how it came to stand there (design.md 5.8).

The form, version 1, is one JSON object in UTF-8::

    {
    "format": "secdesk register",
    "version": 1,
    "name": "SEC register",
    "records": {
    "action": [
    {"uid":"0c2f...","number":"SECP77/03","due":"2020-02-14", ...},
    ...
    ],
    ...
    },
    "files": {
    "9f86d0...": "UEsDBBQ..."
    }
    }

``records`` has every kind of record by its name, kinds in the order of the alphabet, records by uid, one a line, and of
each record its uid and every field it stores, in declared order. A date is ISO text, yes and no are true and false, a
link is the uid of the record it points to, what is not known is null. Values that have dates are records of their own,
of kind ``dated_value``. ``files`` has the files that issued papers name, by their SHA-256, in base64.

There is no step, revision, row hash or time of writing in it, so equal states give equal bytes. A reader takes a kind
or field that is left out for empty, and refuses one that it does not know.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from sqlalchemy import func, select, type_coerce
from sqlalchemy.orm import Session

from secdesk.errors import Conflict
from secdesk.exchange.json_state import FORMAT, VERSION, State, read_state
from secdesk.models import Blob, Meta, Paper, Record, kinds
from secdesk.models.compact_json import compact
from secdesk.models.types import Plain, Value
from secdesk.register.facts import NAME, seal
from secdesk.register.progress import Progress, silent
from secdesk.register.recorder import add_in_bulk
from secdesk.register.register import Register

_ROWS_AT_ONCE = 500
_ROWS_A_NOTICE = 500


def export_state(register: Register) -> bytes:
    """Return the state of a register in the form above; for a large register :func:`write_state` needs less memory."""
    file = io.BytesIO()
    write_state(register, file)
    return file.getvalue()


def write_state(register: Register, file: BinaryIO, progress: Progress = silent) -> None:
    """Write the state of a register to an open binary file, record by record, all of it as at one moment.

    ``progress`` counts records.
    """
    with register.read() as session:
        total = sum(session.scalar(select(func.count()).select_from(model)) or 0 for model in kinds().values())
        for number, line in enumerate(_lines(session)):
            if number % _ROWS_A_NOTICE == 0:
                progress("Writing the register", min(number, total), total)
            file.write(line.encode())


def _lines(session: Session) -> Iterator[str]:
    name = session.scalar(select(Meta.value).where(Meta.key == NAME)) or ""
    yield f'{{\n"format": {_json(FORMAT)},\n"version": {VERSION},\n"name": {_json(name)},\n"records": {{\n'
    for position, (kind, model) in enumerate(sorted(kinds().items())):
        yield f"{',' if position else ''}{_json(kind)}: ["
        yield from _joined(_json(found) for found in records_of(session, model))
        yield "]\n"
    yield '},\n"files": {'
    yield from _joined(f"{_json(sha256)}: {_json(_data_of(session, sha256))}" for sha256 in _named_files(session))
    yield "}\n}\n"


def _joined(items: Iterator[str]) -> Iterator[str]:
    for position, item in enumerate(items):
        yield f"{',' if position else ''}\n{item}"


def records_of(session: Session, model: type[Record]) -> Iterator[dict[str, Plain]]:
    """Yield the records of a kind by uid, each with its uid and stored fields as JSON holds them.

    Values are read as they stand in the file: a date that a damaged file holds is not made sense of.
    """
    fields = model.stored_fields()
    columns = [model.__table__.c[name] for name in ("uid", *fields)]
    raw = [type_coerce(column, getattr(column.type, "impl", column.type)) for column in columns]
    query = select(*raw).order_by(columns[0]).execution_options(yield_per=_ROWS_AT_ONCE)
    flags = {name for name, info in fields.items() if info.kind == "yes_no"}
    for row in session.execute(query):
        pairs = zip(("uid", *fields), row, strict=True)
        yield {name: bool(value) if name in flags and value is not None else value for name, value in pairs}


def _named_files(session: Session) -> Iterator[str]:
    """Yield the hashes of the stored files that papers name, in order, of those that are there."""
    rows = session.execute(select(Paper.frozen_tree, Paper.frozen_file))
    named = {sha256 for row in rows for sha256 in row if sha256}
    yield from (sha256 for sha256 in session.scalars(select(Blob.sha256).order_by(Blob.sha256)) if sha256 in named)


def _data_of(session: Session, sha256: str) -> str:
    data = session.scalar(select(Blob.data).where(Blob.sha256 == sha256)) or b""
    return base64.b64encode(data).decode("ascii")


def _json(value: Any) -> str:
    return compact(value)


def import_state(register: Register, data: bytes, source: str, progress: Progress = silent) -> State:
    """Fill a new register with a state, as one step; ``source`` is the file's name, for the history and in errors.

    The records keep their uids; the register keeps its own identity and takes the name from the file. Raises
    KnownError, naming kind, record and field, for a file that is not exactly such a state, Conflict for a register
    that has records already, and Stopped from ``progress``, which counts records; then nothing is written.

    One undo takes all records back. The name stays, and so do stored files, unseen: redo needs them again.
    """
    refuse_unless_empty(register)
    state = read_state(data, source, progress)
    with register.change(label_of(source), progress=progress) as session:
        fill(session, state, register.path.name, progress)
    return state


def refuse_unless_empty(register: Register) -> None:
    """Raise Conflict for a register that has records already."""
    with register.read() as session:
        _refuse_records(session, register.path.name)


def _refuse_records(session: Session, register_name: str) -> None:
    if any(session.scalar(select(model.uid).limit(1)) for model in kinds().values()):
        raise Conflict(
            f"'{register_name}' has records already. Make a new register with: secdesk new, and import the file there"
        )


def label_of(source: str) -> str:
    """Return the words of the step that an import makes."""
    return f"Imported from '{source}'"


def fill(session: Session, state: State, register_name: str, progress: Progress = silent) -> None:
    """Add the records, files and name of a state to the session of a change; raises Conflict unless it is empty."""
    _refuse_records(session, register_name)
    done, total = 0, sum(len(records) for records in state.records.values())
    # Those first that others point to: SQLite looks for each link at once, and a link still open makes it look again
    # through whole tables at every row that follows.
    models = {table.name: kinds().get(table.name) for table in Record.metadata.sorted_tables}
    for kind, model in models.items():
        records = state.records.get(kind, {})
        if model is None or not records:
            continue
        add_in_bulk(session, model, _told(records, done, total, progress))
        done += len(records)
    for sha256, stored in state.files.items():
        session.merge(Blob(sha256=sha256, data=stored))
    session.merge(Meta(key=NAME, value=state.name))
    seal(session)


def _told(
    records: Mapping[str, Mapping[str, Value]], done: int, total: int, progress: Progress
) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for number, record in enumerate(records.items()):
        if number % _ROWS_A_NOTICE == 0:
            progress("Adding records", done + number, total)
        yield record
