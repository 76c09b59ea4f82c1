from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.json_form import read_paper, render_json
from secdesk.papers.json_shape import WrongShape
from secdesk.papers.tree import (
    Bullets,
    Calendar,
    Chevron,
    Chevrons,
    Column,
    Figure,
    Heading,
    KeyFacts,
    Paper,
    Paragraph,
    Table,
    Text,
    canonical_json,
    figures,
)

from .sample_papers import hostile_texts, paper, paper_full_of, status_report
from .trees import hostile_paper, rich_paper
from .trees import text as line


def loaded(a_paper: Paper) -> dict[str, Any]:
    document = json.loads(render_json(a_paper).data)
    assert isinstance(document, dict)
    return document


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    """The bytes of a report after one change to its JSON."""
    document = loaded(status_report())
    change(document)
    return json.dumps(document).encode()


# --- what is written ---------------------------------------------------------------------------------------------


def test_the_file_names_its_form_its_code_and_its_figures() -> None:
    a_paper = status_report()
    document = loaded(a_paper)
    assert list(document) == ["form", "form_version", "check_code", "paper", "figures"]
    assert (document["form"], document["form_version"]) == ("secdesk paper", 1)
    assert document["check_code"] == a_paper.check_code
    assert document["paper"]["title"] == "Change Status Report"
    assert [block["type"] for block in document["paper"]["blocks"][:4]] == [
        "key_facts",
        "heading",
        "paragraph",
        "chevrons",
    ]


def test_every_figure_is_listed_with_its_records_and_calendar() -> None:
    listed = {figure["key"]: figure for figure in loaded(status_report())["figures"]}
    assert listed["raised"] == {
        "key": "raised",
        "text": "7",
        "records": ["u1", "u2", "u3"],
        "calendar": None,
        "mark": "",
        "strong": True,
    }
    assert listed["stated"]["mark"] == "*"
    assert listed["oldest"]["calendar"] == {
        "start": "2019-12-02",
        "end": "2020-01-31",
        "convention": "both days counted",
        "days": 163,
        "left_out": [["2020-01-01", "New Year's Day"]],
    }
    assert len(loaded(status_report())["figures"]) == len(list(figures(status_report())))


def test_the_code_of_a_paper_can_be_worked_out_from_the_file_by_hand() -> None:
    document = loaded(rich_paper())
    by_hand = hashlib.sha256(canonical_json(document["paper"]).encode()).hexdigest()[:8]
    assert by_hand == document["check_code"]


def test_the_text_is_indented_and_keeps_letters_beyond_ascii() -> None:
    text = render_json(status_report(author="Aneirin Llŷr")).data.decode()
    assert '\n    "author": "Aneirin Llŷr",\n' in text
    assert text.endswith("}\n")


def test_hidden_characters_are_written_as_escapes_and_read_back() -> None:
    a_paper = paper(Paragraph(line("a\u202eb\ufeffc\ud800d\U0001fffe\u2028")))
    data = render_json(a_paper).data
    assert b"a\\u202eb\\ufeffc\\ud800d\\ud83f\\udffe\\u2028" in data
    assert read_paper(data) == a_paper


def test_equal_papers_give_equal_bytes() -> None:
    assert render_json(rich_paper()).data == render_json(rich_paper()).data


def test_a_width_that_is_no_number_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="JSON"):
        render_json(paper(Table("T", (Column("A", width=float("nan")),), ())))


# --- what is read back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [status_report, rich_paper, hostile_paper, paper])
def test_a_paper_comes_back_as_it_was(make: Callable[[], Paper]) -> None:
    a_paper = make()
    back = read_paper(render_json(a_paper).data)
    assert back == a_paper
    assert render_json(back).data == render_json(a_paper).data


def test_a_width_given_as_a_whole_number_keeps_the_code_of_the_paper() -> None:
    a_paper = paper(Table("T", (Column("A", width=3), Column("B", width=1.5)), ()))
    assert read_paper(render_json(a_paper).data).check_code == a_paper.check_code


def test_a_file_from_before_a_member_existed_is_read_with_its_default() -> None:
    def shorten(document: dict[str, Any]) -> None:
        del document["paper"]["large_print"]
        for figure in document["figures"]:
            del figure["strong"]
        for block in document["paper"]["blocks"]:
            block.pop("new_page", None)

    plain = replace(status_report(), blocks=(Heading(1, line("Only")), Paragraph((Figure("k", "1"),))))
    document = loaded(plain)
    shorten(document)
    assert read_paper(json.dumps(document).encode()) == plain


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The text stops being JSON at line 1, column 1."),
        (b'{\n "form": \n', "The text stops being JSON at line 3, column 1."),
        (b'{\n"form": "\xff"}', "The text is not UTF-8 at line 2."),
        (b'{"form": "secdesk paper", "form": "secdesk paper"}', 'The member "form" is given twice.'),
        (b"[NaN]", "NaN is not a number of JSON."),
        (b"[-Infinity]", "-Infinity is not a number of JSON."),
        (b"[1e400]", "The number 1e400 is too large to be read."),
        (b"[" + b"9" * 5000 + b"]", "A number of 5000 digits is too long to be read."),
        (b"[" * 200_000, "The text is nested too deeply to be read."),
        (b"[]", "This is not a paper written by secdesk."),
        (b'{"form": "another"}', "This is not a paper written by secdesk."),
    ],
)
def test_text_that_is_no_paper_is_refused_in_one_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(WrongShape) as caught:
        read_paper(data)
    assert str(caught.value) == sentence


CHANGES: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda d: d.pop("figures"), 'The paper lacks its member "figures".'),
    (lambda d: d.update(extra=1), 'The paper has a member "extra" that is not known here.'),
    (lambda d: d.update(form_version=2), "This paper was written by a newer secdesk; open it with that one."),
    (lambda d: d.update(form_version=True), "form_version should be a whole number from 1, not true."),
    (lambda d: d.update(check_code=7), "check_code should be text, not 7."),
    (lambda d: d.update(paper=[]), "paper should be an object, not []."),
    (lambda d: d["paper"].pop("title"), 'paper lacks its member "title".'),
    (lambda d: d["paper"].update(colour="red"), 'paper has a member "colour" that is not known here.'),
    (lambda d: d["paper"].update(draft="yes"), 'paper.draft should be true or false, not "yes".'),
    (lambda d: d["paper"].update(draft=1), "paper.draft should be true or false, not 1."),
    (lambda d: d["paper"].update(blocks={}), "paper.blocks should be a list, not {}."),
    (
        lambda d: d["paper"]["blocks"][1].update(level=4),
        "paper.blocks[1].level should be 1, 2 or 3, not 4.",
    ),
    (
        lambda d: d["paper"]["blocks"][1].update(type="drawing"),
        "paper.blocks[1].type should be one of "
        '"heading", "paragraph", "bullets", "table", "chevrons", "key_facts", not "drawing".',
    ),
    (
        lambda d: d["paper"]["blocks"][2]["content"][0].update(text=None),
        "paper.blocks[2].content[0].text should be text, not null.",
    ),
    (
        lambda d: d["paper"]["blocks"][2]["content"].append("bare"),
        'paper.blocks[2].content[7] should be an object, not "bare".',
    ),
    (
        lambda d: d["paper"]["blocks"][0]["items"][0].append([]),
        "paper.blocks[0].items[0] should be a list of 2, not ",
    ),
    (
        lambda d: d["paper"]["blocks"][3]["items"][0].update(stage="closed"),
        'paper.blocks[3].items[0].stage should be one of "define", "refine", "opine", "release", not "closed".',
    ),
    (
        lambda d: d["figures"].pop(),
        "The list of figures is not that of the paper it stands with; take an unchanged copy.",
    ),
    (
        lambda d: d["paper"]["blocks"][2]["content"][1].update(text="8"),
        "The list of figures is not that of the paper it stands with; take an unchanged copy.",
    ),
]


@pytest.mark.parametrize(("change", "sentence"), CHANGES)
def test_a_changed_shape_is_refused_with_its_place(change: Callable[[dict[str, Any]], object], sentence: str) -> None:
    with pytest.raises(WrongShape) as caught:
        read_paper(changed(change))
    assert str(caught.value).startswith(sentence)
    assert len(str(caught.value)) < 250


# --- any tree at all ---------------------------------------------------------------------------------------------

# A high surrogate and a low one side by side mean the character they stand for, in JSON as in UTF-16.
texts = hostile_texts.filter(lambda text: json.loads(json.dumps(text)) == text)
calendars = st.builds(
    Calendar,
    texts,
    texts,
    texts,
    st.integers(-(10**9), 10**9),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
)
any_figures = st.builds(
    Figure, texts, texts, st.lists(texts, max_size=2).map(tuple), st.none() | calendars, texts, st.booleans()
)
lines = st.lists(st.builds(Text, texts, st.booleans()) | any_figures, max_size=3).map(tuple)
stages = st.sampled_from(["define", "refine", "opine", "release"])
chevrons = st.builds(Chevron, stages, texts, any_figures, lines)
columns = st.builds(Column, texts, st.sampled_from(["left", "right", "centre"]), st.floats(0, 1e6))
blocks = st.one_of(
    st.builds(Heading, st.integers(1, 3), lines, texts, st.booleans()),
    st.builds(Paragraph, lines, st.sampled_from(["body", "note", "quiet"])),
    st.builds(Bullets, st.lists(lines, max_size=2).map(tuple)),
    st.builds(
        Table,
        texts,
        st.lists(columns, max_size=2).map(tuple),
        st.lists(st.lists(lines, max_size=2).map(tuple), max_size=2).map(tuple),
    ),
    st.builds(Chevrons, st.lists(st.builds(Chevron, stages, texts, any_figures, lines), max_size=2).map(tuple), texts),
    st.builds(KeyFacts, st.lists(st.tuples(texts, lines), max_size=2).map(tuple)),
)


@given(tree=st.lists(blocks, max_size=3))
def test_any_tree_comes_back_as_it_was(tree: list[Any]) -> None:
    a_paper = paper(*tree)
    assert read_paper(render_json(a_paper).data) == a_paper


@given(text=texts)
def test_any_text_in_any_place_comes_back_as_it_was(text: str) -> None:
    a_paper = paper_full_of(text)
    assert read_paper(render_json(a_paper).data) == a_paper


@given(data=st.binary(max_size=200) | st.text(max_size=50).map(str.encode))
def test_any_other_bytes_are_refused_in_words(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+\.$"):
        read_paper(data)
