"""Rows of a generated register: filtered, searched, sorted and grouped as plain Python does it with the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secdesk.register.integrity import check_file
from secdesk.register.register import Register
from secdesk.rules.naming import reference_at
from secdesk.rules.process import STAGES
from secdesk.rules.text import fold
from secdesk.services import records
from secdesk.services.proposal_lines import ProposalLine, lines_of
from secdesk.services.queries import proposals_at
from secdesk.ui.desk import Desk
from secdesk.ui.models.proposal_rows import ProposalRows
from secdesk.ui.models.record_table import Ask, RecordTable
from tests.generated import TODAY, make_register

SIZE = 150
STAGE_PLACES = list(STAGES)
KEYS: dict[str, Callable[[ProposalLine], Any]] = {
    "reference": lambda line: (line.at.number, line.at.suffix),
    "title": lambda line: fold(line.at.title or "") or None,
    "stage": lambda line: STAGE_PLACES.index(line.at.stage),
    "raised": lambda line: line.at.raised,
    "lead": lambda line: fold(line.lead) or None,
    "organisation": lambda line: fold(line.organisation) or None,
    "release": lambda line: fold(line.release) or None,
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = make_register(tmp_path_factory.mktemp("rows") / "a.secdesk", SIZE)
    opened = Desk(Register.open(path, read_only=True), TODAY)
    yield opened
    opened.close()


def words_of(session: Any, line: ProposalLine) -> str:
    """Return what a search may find a proposal by: its number, every title it ever had, who proposed it."""
    titles = [str(row.value) for row in records.dated_rows(session, "proposal", line.at.uid) if row.field == "title"]
    return fold(" ".join([reference_at(line.at), *titles, line.proposer, line.organisation]))


def plainly(lines: list[ProposalLine], words: Mapping[str, str], ask: Ask) -> list[str]:
    """Answer a question by walking over all lines: stable sorts from the last key to the first, unknown values last."""
    kept = [line for line in lines if all(line.at.stage in values for _, values in ask.filters)]
    kept = [line for line in kept if all(word in words[line.at.uid] for word in fold(ask.text).split())]
    for key, descending in ((ask.then, ask.then_descending), (ask.sort, ask.descending)):
        if key:
            read = KEYS[key]
            known = sorted((line for line in kept if read(line) is not None), key=read, reverse=descending)
            kept = [*known, *(line for line in kept if read(line) is None)]
    if ask.grouped:
        kept.sort(key=lambda line: STAGE_PLACES.index(line.at.stage))
    return [line.at.uid for line in kept]


def test_rows_are_those_of_a_plain_walk(desk: Desk) -> None:
    lines = desk.read(lambda session: lines_of(session, proposals_at(session, TODAY), TODAY))
    words = desk.read(lambda session: {line.at.uid: words_of(session, line) for line in lines})
    table = RecordTable(ProposalRows(desk))
    stages = st.lists(st.sampled_from(STAGE_PLACES), min_size=1, max_size=3, unique=True)
    column = st.sampled_from(list(KEYS))

    @settings(max_examples=60, deadline=None)
    @given(
        text=st.sampled_from(("", "meter", "smets2", "gate sec", "zzz")),
        sort=column,
        descending=st.booleans(),
        then=st.one_of(st.just(""), column),
        then_descending=st.booleans(),
        stages=st.one_of(st.none(), stages),
        grouped=st.booleans(),
    )
    def check(stages: list[str] | None, then: str, sort: str, **asked: Any) -> None:
        filters = (("stage", tuple(stages)),) if stages else ()
        question = Ask(sort=sort, then=then if then != sort else "", filters=filters, **asked)
        table.ask(question)
        assert list(table.uids) == plainly(lines, words, question)
        assert [table.uid_at(row) for row in range(table.rowCount())] == list(table.uids)

    check()


def test_what_a_page_shows_and_what_is_copied_is_the_same(desk: Desk) -> None:
    rows = ProposalRows(desk)
    table = RecordTable(rows)
    table.ask(Ask(sort="title"))
    keys = [column.key for column in rows.columns]
    shown = [row.cells for place in range(table.rowCount()) if (row := table.row_at(place))]
    assert rows.copied(table.uids, keys, iso=False) == shown
    dated = [keys.index(key) for key in ("raised", "due")]
    for words, iso in zip(shown, rows.copied(table.uids, keys, iso=True), strict=True):
        assert [cell for place, cell in enumerate(words) if place not in dated] == [
            cell for place, cell in enumerate(iso) if place not in dated
        ]
        assert all(not iso[place] or len(iso[place]) == len("2020-02-07") for place in dated)


def test_the_generated_register_is_sound_and_the_same_every_time(tmp_path: Path) -> None:
    one, other = make_register(tmp_path / "a.secdesk", 40), make_register(tmp_path / "b.secdesk", 40)
    with Register.open(one, read_only=True) as first, Register.open(other, read_only=True) as second:
        found = []
        for register in (first, second):
            with register.read() as session:
                found.append(lines_of(session, proposals_at(session, TODAY), TODAY))
        assert found[0] == found[1]
        assert len(found[0]) == 40
        # Rows and hashes are right; only the log knows nothing of them.
        assert {each.sentence.partition("' was ")[2] for each in check_file(first)} == {
            "added outside secdesk: the history does not know it"
        }
