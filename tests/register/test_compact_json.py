"""The fast JSON of hashes and backups is, character for character, what json.dumps writes."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.sql.elements import quoted_name

from secdesk.models.compact_json import compact, compact_sorted, parse
from secdesk.register.log import RecordChange, canonical, digest_of_change, row_digest, step_hash

plain = st.one_of(st.none(), st.booleans(), st.integers(), st.text())
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=12)
STEP = {
    "parent": "a", "merge_parent": None, "uid": "u", "kind": "edit", "label": "Łabel", "who": "w", "at": "t",
    "target": None,
}  # fmt: skip


@given(values)
def test_it_is_what_json_dumps_writes(value: object) -> None:
    assert compact(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    assert compact_sorted(value) == json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


@given(values)
def test_it_is_read_back_as_it_was(value: object) -> None:
    assert parse(compact(value)) == value
    assert parse(compact_sorted(value).encode()) == value


@given(st.text(), st.text())
def test_a_name_of_the_schema_is_written_as_plain_text(name: str, other: str) -> None:
    found = quoted_name(name, True)
    assert compact({found: [found]}) == compact({name: [name]})
    assert compact_sorted({found: found, other: 2}) == compact_sorted({name: name, other: 2})


@given(st.dates())
def test_a_day_is_written_as_its_iso_text(day: date) -> None:
    assert compact([day]) == f'["{day.isoformat()}"]'


@pytest.mark.parametrize("text", ["", "{", '{"a":NaN}', '{"a":1e}', '"\\ud800"', "\ufeff{}", "[" * 200_000, b'"\xff"'])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    with pytest.raises((ValueError, RecursionError)):
        parse(text)


@given(st.lists(st.text()))
def test_a_step_hashes_to_the_same_although_its_digests_come_one_by_one(digests: list[str]) -> None:
    own = [STEP[name] for name in ("parent", "merge_parent", "uid", "kind", "label", "who", "at", "target")]
    whole = json.dumps([own, digests], ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert step_hash(STEP, iter(digests)) == hashlib.sha256(whole.encode()).hexdigest()


@given(st.dictionaries(st.text(), st.tuples(plain, plain)), st.text())
def test_a_change_has_the_digest_of_its_stored_row(fields: dict[str, tuple[str | None, str | None]], salt: str) -> None:
    change = RecordChange("person", "ann", "edit", fields)
    row = {"kind": "person", "record": "ann", "action": "edit", "salt": salt}
    if not salt.startswith("{"):  # such a salt is a list of salts: no step is written with one
        stored = {name: list(pair) for name, pair in fields.items()}
        assert digest_of_change(salt, change) == row_digest({**row, "fields": canonical(stored)})
