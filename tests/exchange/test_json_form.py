"""The JSON form: the whole state, nothing else, and back again without a difference."""

from __future__ import annotations

import base64
import hashlib
import json
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any, BinaryIO, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secdesk.errors import Conflict, KnownError
from secdesk.exchange.json_form import export_state, import_state, write_state
from secdesk.exchange.sample import fill_with_sample
from secdesk.models import Blob, Event, Organisation, Paper, Person, Step, kinds
from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.register.undo import redo, stacks, undo
from secdesk.services.records import create_record, update_record
from tests.factories import add_all_kinds, add_one, uids_of


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "one.secdesk", name="Ein Register, ŵy") as made:
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Register]:
    with Register.create(tmp_path / "two.secdesk") as made:
        yield made


def fill_at_random(register: Register, seed: int) -> None:
    random = Random(seed)
    with register.change("Add some of every kind") as session:
        add_all_kinds(session, random)
        for kind in random.choices(sorted(kinds()), k=20):
            add_one(session, kind, random)


def add_issued_paper(register: Register, data: bytes) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    with register.change("Issue a paper") as session:
        session.add(Blob(sha256=sha256, data=data))
        session.add(Paper(uid="issued", paper_kind="other", frozen_file=sha256))
    return sha256


@pytest.mark.parametrize("seed", range(8))
def test_what_was_exported_and_imported_is_exported_the_same(register: Register, other: Register, seed: int) -> None:
    fill_at_random(register, seed)
    add_issued_paper(register, bytes(range(256)))
    exported = export_state(register)
    import_state(other, exported, "one.json")
    assert export_state(other) == exported


def test_the_sample_register_comes_back_the_same(register: Register, other: Register) -> None:
    fill_with_sample(register)
    exported = export_state(register)
    import_state(other, exported, "sample.json")
    assert export_state(other) == exported


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=300),
    note=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\n\t\r"), max_size=2000),
)
def test_every_text_that_may_be_kept_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, name: str, note: str
) -> None:
    folder = tmp_path_factory.mktemp("text")
    with Register.create(folder / "a.secdesk") as one, Register.create(folder / "b.secdesk") as two:
        with one.change("Add a text") as session:
            create_record(session, "organisation", {"name": name, "note": note}, uid="o")
        import_state(two, export_state(one), "a.json")
        with two.read() as session:
            found = session.get_one(Organisation, "o")
            assert (found.name, found.note) == (name, note)


def test_the_export_does_not_tell_how_the_state_came_about(register: Register, other: Register) -> None:
    with register.change("Add") as session:
        create_record(session, "person", {"name": "Ann"}, uid="p")
    with register.change("Rename") as session:
        update_record(session, "person", "p", {"name": "Beth"})
    with other.change("Add at once", kind="base") as session:
        create_record(session, "person", {"name": "Beth"}, uid="p")
    one, two = (export_state(each).splitlines() for each in (register, other))
    assert [line for line in one if line not in two] == ['"name": "Ein Register, ŵy",'.encode()]
    assert b"rev" not in b"".join(one).replace(b"previous", b"")
    assert b"row_hash" not in b"".join(one)


def test_the_export_is_json_with_kinds_records_and_fields_in_order(register: Register) -> None:
    fill_at_random(register, 1)
    tree = json.loads(export_state(register))
    assert list(tree) == ["format", "version", "name", "records", "files"]
    assert (tree["format"], tree["version"], tree["name"]) == ("secdesk register", 1, "Ein Register, ŵy")
    assert list(tree["records"]) == sorted(kinds())
    for kind, records in tree["records"].items():
        uids = [record["uid"] for record in records]
        assert uids == sorted(uids)
        assert uids
        assert all(list(record) == ["uid", *kinds()[kind].stored_fields()] for record in records)


def test_values_stand_in_the_export_as_json_writes_them(register: Register) -> None:
    with register.change("Add") as session:
        create_record(session, "holiday", {"name": "Jubilee", "is_holiday": False}, uid="h")
        create_record(session, "meeting", {"body": "PANEL", "number": 77, "ad_hoc": True}, uid="m")
    records = json.loads(export_state(register))["records"]
    holiday, meeting = records["holiday"][0], records["meeting"][0]
    assert (holiday["is_holiday"], holiday["date"], meeting["number"], meeting["ad_hoc"]) == (False, None, 77, True)


def test_only_files_that_a_paper_names_are_exported(register: Register) -> None:
    sha256 = add_issued_paper(register, b"%PDF")
    with register.change("Leave a file behind") as session:
        session.add(Blob(sha256="0" * 64, data=b"nobody names it"))
    assert json.loads(export_state(register))["files"] == {sha256: base64.b64encode(b"%PDF").decode()}


def test_an_import_is_one_step_that_one_undo_takes_back(register: Register, other: Register) -> None:
    fill_at_random(register, 3)
    import_state(other, export_state(register), "one.json")
    (step,) = stacks(other).undo
    assert step.label == "Imported from 'one.json'"
    undo(other)
    assert sum(other.count(model) for model in kinds().values()) == 0


def test_an_import_keeps_the_uids_and_makes_another_register(register: Register, other: Register) -> None:
    fill_at_random(register, 4)
    import_state(other, export_state(register), "one.json")
    with register.read() as one, other.read() as two:
        assert uids_of(one) == uids_of(two)
    assert register.register_id != other.register_id
    assert other.meta("name") == "Ein Register, ŵy"


def test_a_register_with_records_is_not_imported_into(register: Register, other: Register) -> None:
    fill_at_random(register, 5)
    exported = export_state(register)
    with pytest.raises(Conflict, match=r"has records already\. Make a new register"):
        import_state(register, exported, "one.json")
    assert export_state(register) == exported


def test_a_large_register_is_written_without_holding_it_in_memory(register: Register) -> None:
    with register.change("Add much") as session:
        session.add_all(Person(name=f"Person {number}", note="x" * 2000) for number in range(3000))
    sink = Sink()
    write_state(register, cast(BinaryIO, sink))
    tracemalloc.start()
    write_state(register, cast(BinaryIO, sink))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sink.written > 12_000_000
    assert peak < 4_000_000


class Sink:
    """A file that only counts what is written to it."""

    written = 0

    def write(self, data: bytes) -> int:
        self.written += len(data)
        return len(data)


# --- what is refused --------------------------------------------------------------------------------------------------


BASE: dict[str, Any] = {
    "format": "secdesk register",
    "version": 1,
    "name": "R",
    "records": {
        "person": [{"uid": "p1", "name": "Ann", "organisation": None}],
        "proposal": [{"uid": "x1", "number": 101, "suffix": "", "series": "MP"}],
        "event": [{"uid": "e1", "proposal": "x1", "outcome": "raised", "date": "2020-01-13", "position": 0}],
        "assessment": [{"uid": "a1", "proposal": "x1", "assessment_kind": "PA", "round": 1}],
        "holiday": [{"uid": "h1", "name": "Jubilee", "is_holiday": True}],
        "dated_value": [{"uid": "d1", "record": "a1", "field_name": "target", "value": "15", "position": 1}],
    },
    "files": {},
}


def written(change: Callable[[dict[str, Any]], Any]) -> bytes:
    tree = json.loads(json.dumps(BASE))
    change(tree)
    return json.dumps(tree).encode()


def field(kind: str, name: str, value: Any) -> bytes:
    return written(lambda tree: tree["records"][kind][0].update({name: value}))


def raw(kind: str, name: str, text: str) -> bytes:
    return field(kind, name, "HERE").replace(b'"HERE"', text.encode())


def test_the_smallest_state_of_these_tests_is_read(register: Register) -> None:
    state = import_state(register, written(lambda tree: None), "a.json")
    assert state.count() == 5
    with register.read() as session:
        assert str(session.get_one(Event, "e1").date) == "2020-01-13"


REFUSED: list[tuple[str, bytes, str]] = [
    ("no JSON", b"PK\x03\x04", "'a.json' is not JSON from line 1, column 1 on"),
    ("not UTF-8", b'{"format": "\xff"}', "is not text in UTF-8"),
    ("empty", b"", "is not JSON from line 1"),
    ("cut short", written(lambda tree: None)[:-40], "is not JSON from line 1, column"),
    ("another JSON", b'{"a": 1}', "is not a register as JSON"),
    ("a list", b"[]", "is not a register as JSON"),
    ("deep nesting", b"[" * 200_000, "more brackets inside one another"),
    ("newer", written(lambda t: t.update(version=2)), "was written by a newer version of secdesk"),
    ("no version", written(lambda t: t.pop("version")), "version: 1 is expected, not nothing"),
    ("unknown part", written(lambda t: t.update(steps=[])), "'steps': a register has no such part"),
    ("no records", written(lambda t: t.pop("records")), "'records': an object is expected, not nothing"),
    ("name is a number", written(lambda t: t.update(name=5)), "'name': text is expected, not a whole number"),
    ("unknown kind", written(lambda t: t["records"].update(dragon=[])), "records 'dragon': there is no such kind"),
    (
        "kind is no list",
        written(lambda t: t["records"].update(person={})),
        "'person': a list is expected, not an object",
    ),
    ("record is a list", written(lambda t: t["records"].update(person=[[]])), "person number 1: an object is expected"),
    (
        "no uid",
        written(lambda t: t["records"]["person"][0].pop("uid")),
        "person number 1, field 'uid': 1 to 40 letters",
    ),
    ("blank in uid", field("person", "uid", "a b"), "person number 1, field 'uid'"),
    (
        "uid twice",
        written(lambda t: t["records"]["person"].append({"uid": "p1"})),
        "person 'p1': it stands there twice",
    ),
    ("unknown field", field("person", "shoe", 5), "person 'p1', field 'shoe': there is no such field"),
    ("step data", field("person", "rev", 5), "person 'p1', field 'rev': there is no such field"),
    (
        "key twice",
        raw("person", "role", '"a", "role": "b"'),
        "person number 1: an object is expected, not an object in",
    ),
    ("NaN", raw("assessment", "round", "NaN"), "assessment 'a1', field 'round': a whole number is expected, not NaN"),
    ("1e400", raw("assessment", "round", "1e400"), "not the number 1e400"),
    ("fraction", raw("assessment", "round", "1.5"), "not the number 1.5"),
    ("huge", raw("assessment", "round", "9" * 5000), "not a number of 5,000 figures"),
    ("out of range", field("assessment", "round", 100), "Round must be a whole number from 1 to 99"),
    ("too much money", field("assessment", "cost_low", 10**15), "must be 999,999,999,999 or less"),
    ("number as text", field("assessment", "round", "1"), "field 'round': a whole number is expected, not text"),
    ("truth as number", field("assessment", "round", True), "field 'round': a whole number is expected, not true"),
    ("number as truth", field("holiday", "is_holiday", 1), "field 'is_holiday': true or false is expected"),
    ("text as number", field("person", "name", 5), "person 'p1', field 'name': text is expected, not a whole number"),
    ("must not be null", field("holiday", "is_holiday", None), "true or false is expected, not nothing"),
    ("30 February", field("event", "date", "2020-02-30"), "a date like 2020-01-31 is expected, not '2020-02-30'"),
    ("no such day", field("event", "date", "0000-00-00"), "event 'e1', field 'date'"),
    ("year 10000", field("event", "date", "10000-01-01"), "event 'e1', field 'date'"),
    ("a time", field("event", "date", "2020-01-01T00:00:00+01:00"), "event 'e1', field 'date'"),
    ("basic form", field("event", "date", "20200101"), "event 'e1', field 'date'"),
    ("too early", field("event", "date", "1066-10-14"), "Date must be from 1900 to 2099"),
    (
        "not in the list",
        field("event", "outcome", "eaten"),
        "event 'e1', field 'outcome': Outcome must be one of its list",
    ),
    ("too long", field("person", "name", "x" * 301), "Name must be 300 characters or fewer"),
    ("lone surrogate", raw("person", "name", r'"\ud800"'), "a character that cannot be kept (U+D800)"),
    ("NUL", raw("person", "name", r'"a\u0000"'), "a character that cannot be kept (U+0000)"),
    (
        "broken link",
        field("event", "proposal", "nobody"),
        "field 'proposal': it points to proposal 'nobody', which is not",
    ),
    ("another kind's uid", field("event", "proposal", "p1"), "it points to proposal 'p1', which is not in the file"),
    (
        "returned too early",
        field("assessment", "requested", "2020-01-01").replace(b'"round": 1', b'"round": 1, "returned": "2019-01-01"'),
        "Returned must be the same as or after 1 Jan 2020",
    ),
    (
        "number taken",
        written(lambda t: t["records"]["proposal"].append({"uid": "x2", "number": 101})),
        "proposal 'x2': proposal 'x1' has the number of MP101 already",
    ),
    ("dated value of nobody", field("dated_value", "record", "zz"), "dated value 'd1', field 'record': it points to"),
    ("dated value of no such field", field("dated_value", "field_name", "round"), "has no such field that has dates"),
    ("dated value of another type", field("dated_value", "value", "soon"), "field 'value': a whole number is expected"),
    (
        "dated value out of range",
        field("dated_value", "value", "4000"),
        "Target (WD) must be a whole number from 1 to 400",
    ),
    ("dated value written oddly", field("dated_value", "value", " 15"), "'15' is expected, not ' 15'"),
    ("a stored file that is not base64", written(lambda t: t["files"].update({"0" * 64: "%"})), "is not base64"),
    (
        "a stored file of another hash",
        written(lambda t: t["files"].update({"0" * 64: "QQ=="})),
        "does not match its SHA-256",
    ),
    (
        "a stored file that nobody names",
        written(lambda t: t["files"].update({hashlib.sha256(b"A").hexdigest(): "QQ=="})),
        "no paper names it",
    ),
    (
        "a paper without its file",
        written(lambda t: t["records"].update(paper=[{"uid": "q", "frozen_file": "0" * 64}])),
        "paper 'q', field 'frozen_file': it names a stored file that is not there",
    ),
]


@pytest.mark.parametrize(("data", "sentence"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_exactly_a_state_is_refused_with_its_place(register: Register, data: bytes, sentence: str) -> None:
    before = export_state(register)
    with pytest.raises(KnownError) as refused:
        import_state(register, data, "a.json")
    assert sentence in str(refused.value)
    assert str(refused.value).startswith(("In 'a.json', ", "'a.json' "))
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300
    assert export_state(register) == before
    assert register.count(Step) == 0


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_a_changed_file_is_refused_in_words_or_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    text = bytearray(written(lambda tree: None))
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(text) - 1))
        text[position : position + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    with Register.create(tmp_path_factory.mktemp("fuzz") / "a.secdesk") as register:
        try:
            import_state(register, bytes(text), "a.json")
        except KnownError:
            assert register.count(Step) == 0


def test_after_an_undo_the_same_file_is_imported_again_or_redone(register: Register, other: Register) -> None:
    fill_at_random(register, 3)
    add_issued_paper(register, b"a paper")
    exported = export_state(register)
    import_state(other, exported, "one.json")
    undo(other)
    assert all(other.count(model) == 0 for model in kinds().values())
    assert check_file(other) == []
    redo(other)
    assert export_state(other) == exported
    undo(other)
    import_state(other, exported, "one.json")
    assert export_state(other) == exported
    assert check_file(other) == []
