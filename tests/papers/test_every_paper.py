"""What holds for every kind of paper: it is made from any register, tells nothing private, and is a sound file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from pdfua import validate
from sqlalchemy import select

from secdesk.errors import KnownError
from secdesk.models import Consultation, DatedValue, Draft, Meeting, Proposal, Release, kinds
from secdesk.papers.render import render
from secdesk.papers.tree import Heading, Paper, figures, plain
from secdesk.register.register import Register
from secdesk.rules.choices import options
from secdesk.services.papers import PAPERS, make_paper
from tests.factories import add_all_kinds

from .full_register import TODAY
from .pdf_reading import ReadPdf
from .trees import MARKUP
from .wishes import FORMS, NO_SUBJECT, SAMPLE_DAY, paper_of, plain_text, text_in

MARK = "Qx7PRIVATEx7Q"
SECRET = "Qx7RESTRICTEDx7Q"
ODD = ("None", "[]", "()", "{", "}", "date.", "Decimal", " ,", "..", " .", "the the ")


@pytest.mark.parametrize("large_print", [False, True])
@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", ["sample", "full"])
def test_the_checker_of_pdf_ua_finds_nothing(
    read_only: dict[str, Register], name: str, kind: str, large_print: bool, tmp_path: Path
) -> None:
    file = tmp_path / "paper.pdf"
    paper = replace(paper_of(read_only[name], name, kind), large_print=large_print)
    file.write_bytes(render(paper, ".pdf").data)
    assert [finding.message for finding in validate(str(file)).findings] == []


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("kind", PAPERS)
def test_two_runs_give_the_same_bytes(full: Register, kind: str, suffix: str) -> None:
    first, second = (render(paper_of(full, "full", kind), suffix).data for _ in range(2))
    assert first == second


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", ["sample", "full"])
def test_every_figure_knows_its_records_and_stands_on_a_page(
    read_only: dict[str, Register], name: str, kind: str
) -> None:
    paper = paper_of(read_only[name], name, kind)
    assert [f.key for f in figures(paper) if not f.records and f.text not in ("0", "no")] == []
    assert len(render(paper, ".pdf").places) == len([f for f in figures(paper) if f.text.strip()])


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", ["sample", "full"])
def test_no_sentence_shows_how_it_was_put_together(read_only: dict[str, Register], name: str, kind: str) -> None:
    text = re.sub(r"https?://\S+", "", plain_text(paper_of(read_only[name], name, kind)))
    assert [odd for odd in ODD if odd in re.sub(r"\.{3,}", "", text)] == []


@pytest.mark.parametrize("kind", PAPERS)
def test_headings_go_down_by_one_level_in_the_file(full: Register, kind: str) -> None:
    pdf = ReadPdf(render(paper_of(full, "full", kind), ".pdf").data)
    levels = [int(element.role[1]) for element in pdf.document.find("H1", "H2", "H3")]
    assert levels[:1] in ([], [1])
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("kind", PAPERS)
def test_no_two_headings_follow_each_other_without_a_word_between(full: Register, kind: str) -> None:
    blocks = paper_of(full, "full", kind).blocks
    pairs = pairwise(blocks)
    same = [
        plain(first.content)
        for first, second in pairs
        if isinstance(first, Heading) and isinstance(second, Heading) and second.level <= first.level
    ]
    assert same == []


# ---------------------------------------------------------------- registers of which little is known


@pytest.mark.parametrize("kind", NO_SUBJECT)
def test_an_empty_register_gives_a_paper_that_says_so(read_only: dict[str, Register], kind: str) -> None:
    paper = make_paper(read_only["empty"], kind, at=TODAY)
    text = plain_text(paper)
    assert re.search(r"\b(No|no|Every|nothing)\b", text)
    assert all(len(render(paper, suffix).data) > 100 for suffix in FORMS)


@pytest.mark.parametrize("kind", [key for key in PAPERS if key not in (*NO_SUBJECT, "change_status_report", "list")])
def test_an_empty_register_says_in_a_sentence_what_it_lacks(read_only: dict[str, Register], kind: str) -> None:
    with pytest.raises(KnownError) as told:
        paper_of(read_only["empty"], "full", kind)
    assert re.match(r"No .* in this register\. (Choose|Give|Add) ", str(told.value))


@pytest.mark.parametrize("record", [name for name in kinds() if name != "dated_value"])
def test_a_list_of_no_records_says_so(read_only: dict[str, Register], record: str) -> None:
    text = plain_text(make_paper(read_only["empty"], "list", at=TODAY, records=record))
    assert f"This register has no {kinds()[record].kind.plural}." in text


def subjects(register: Register) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every paper that a register can give: each kind about each of its records."""
    with register.read() as session:
        uids = {
            "meeting": list(session.scalars(select(Meeting.uid))),
            "proposal": list(session.scalars(select(Proposal.uid))),
            "release": list(session.scalars(select(Release.uid))),
            "consultation": list(session.scalars(select(Consultation.uid).where(Consultation.proposal.is_not(None)))),
            "month": ["2020-01"],
            "records": [name for name in kinds() if name != "dated_value"],
        }
    for key, kind in PAPERS.items():
        if kind.needs == "nothing":
            yield key, {}
        elif not kind.body:
            yield from ((key, {str(kind.needs): uid}) for uid in uids[kind.needs])


def test_records_of_which_nothing_is_known_print_as_unknown(read_only: dict[str, Register]) -> None:
    bare = read_only["bare"]
    made = [plain_text(make_paper(bare, key, at=TODAY, **about)) for key, about in subjects(bare)]
    assert len(made) > 35
    assert [text for text in made if "None None" in text or "  " in text] == []
    assert [text for text in made if not re.search(r"[Nn]ot|[Nn]o |Nothing|-", text)] == []


# ---------------------------------------------------------------- private notes


def plant(register: Register, mark: str) -> set[str]:
    """Write a mark into every private and every drafted field, and into a text at rest; return the fields planted."""
    planted = set()
    with register.change("Plant") as session:
        for name, model in kinds().items():
            hidden = [
                field
                for field, info in model.stored_fields().items()
                if info.private or (field.startswith("draft_") and info.kind in ("line", "text"))
            ]
            for row in session.scalars(select(model)):
                for field in hidden:
                    setattr(row, field, f"{mark} {field}")
                    planted.add(f"{name}.{field}")
        item = session.scalars(select(Meeting.uid)).first()
        session.add(Draft(record=item, field="note", kind="meeting", text=mark, at="2020-02-07T10:00:00"))
    return planted


def test_no_paper_in_any_form_tells_what_is_private(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    planted = plant(register, MARK)
    private = {f"{name}.{f}" for name, model in kinds().items() for f, i in model.stored_fields().items() if i.private}
    assert private <= planted
    assert len(private) >= 11
    told = [
        (kind, suffix)
        for kind in PAPERS
        for suffix in FORMS
        if MARK in text_in(paper_of(register, "full", kind), suffix)
    ]
    assert told == []


def test_no_list_of_any_kind_tells_what_is_private(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    plant(register, MARK)
    for name in kinds():
        if name != "dated_value":
            paper = make_paper(register, "list", at=TODAY, records=name)
            assert MARK not in plain_text(paper), name


def test_a_search_for_private_words_prints_the_words_searched_for_and_no_more(
    copy_of: Callable[[str], Register],
) -> None:
    register = copy_of("full")
    plant(register, MARK)
    text = plain_text(make_paper(register, "list", at=TODAY, records="meeting", where=MARK.lower()))
    assert text.count(MARK.lower()) == 1
    assert MARK not in text


def test_an_outcome_only_drafted_in_the_room_is_on_no_paper(full: Register) -> None:
    for kind in ("decision_sheet", "minutes", "agenda", "chair_script"):
        paper = make_paper(full, kind, at=TODAY, meeting="WG 2020-03-04")
        assert "Only drafted in the room" not in plain_text(paper)
        assert not any("■" in figure.text for figure in figures(paper))


# ---------------------------------------------------------------- markings


def restrict_all(register: Register) -> None:
    """Mark every proposal RED, and write a word into everything that tells what it is about."""
    words = {
        "proposal": ("issue", "solution", "latest_update", "cost_estimate", "cost_actual"),
        "event": ("printed_note", "reason"),
        "action": ("text",),
        "affected_party": ("note",),
        "affected_document": ("document", "provision"),
        "document": ("name",),
        "relation": ("other_code",),
        "assessment": ("comments",),
    }
    with register.change("Restrict") as session:
        for name, fields in words.items():
            for row in session.scalars(select(kinds()[name])):
                if name == "proposal" or getattr(row, "proposal", None):
                    for field in fields:
                        setattr(row, field, SECRET)
        for row in session.scalars(select(DatedValue).where(DatedValue.field_name == "title")):
            row.value = SECRET
        for uid in session.scalars(select(Proposal.uid)).all():
            marks = session.scalars(
                select(DatedValue).where(DatedValue.record == uid, DatedValue.field_name == "marking")
            ).all()
            for mark in marks:
                session.delete(mark)
            session.flush()
            session.add(DatedValue(record=uid, field_name="marking", value="RED", position=1))


ABOUT_ONE = ("conversion", "modification_report", "fact_sheet", "consultation_notice")


@pytest.mark.parametrize("setting", ["reference", "leave out"])
def test_a_paper_of_a_lower_marking_tells_nothing_of_what_is_above_it(
    copy_of: Callable[[str], Register], setting: str
) -> None:
    register = copy_of("full")
    restrict_all(register)
    with register.change("Setting") as session:
        session.add(kinds()["setting"](key="restricted_records", value=setting))
    made = [make_paper(register, "list", at=TODAY, records=name) for name in kinds() if name != "dated_value"]
    made += [paper_of(register, "full", kind) for kind in PAPERS if kind not in (*ABOUT_ONE, "list")]
    assert [paper.title for paper in made if SECRET in plain_text(paper)] == []
    assert all(paper.marking == "GREEN" for paper in made)


@pytest.mark.parametrize("kind", ABOUT_ONE)
def test_a_paper_about_one_proposal_bears_its_marking(copy_of: Callable[[str], Register], kind: str) -> None:
    register = copy_of("full")
    restrict_all(register)
    paper = paper_of(register, "full", kind)
    assert paper.marking == "RED"
    assert SECRET in plain_text(paper)
    with pytest.raises(KnownError, match=r"is marked RED\. Mark a paper about it RED as well, not GREEN"):
        paper_of(register, "full", kind, marking="GREEN")


def test_a_higher_marking_that_is_asked_for_prints_the_titles(full: Register) -> None:
    sheet = {"meeting": "CSC 2020-02-25"}
    hidden = make_paper(full, "decision_sheet", at=TODAY, **sheet)
    shown = make_paper(full, "decision_sheet", at=TODAY, marking="AMBER", **sheet)
    assert "SMETS1 Validation" not in plain_text(hidden)
    assert "One proposal with a marking above GREEN is shown by reference alone" in plain_text(hidden)
    assert "SMETS1 Validation" in plain_text(shown)
    assert shown.marking == "AMBER"


def test_a_marking_that_there_is_not_is_refused(full: Register) -> None:
    with pytest.raises(KnownError, match="Marking must be one of WHITE, GREEN, AMBER or RED, not 'BLUE'"):
        make_paper(full, "kpi", at=TODAY, marking="BLUE")
    assert list(options("marking")) == ["WHITE", "GREEN", "AMBER", "RED"]


# ---------------------------------------------------------------- hostile text


def test_text_that_hurts_programs_in_every_field_builds_every_paper(copy_of: Callable[[str], Register]) -> None:
    register = copy_of("full")
    bad = " ".join((*MARKUP, "\u202e", "你", "😀", "{0.__class__}", "%n", "x" * 90))
    with register.change("Hostile") as session:
        for name, model in kinds().items():
            # A dated value is the text of a typed one: its own field says what it can be.
            kept = ("suffix", "record", "field_name", *(["value"] if name == "dated_value" else []))
            for row in session.scalars(select(model)):
                for field, info in model.stored_fields().items():
                    if info.kind in ("line", "text") and field not in kept:
                        setattr(row, field, bad[: info.limit or 300])
        for row in session.scalars(select(DatedValue).where(DatedValue.field_name == "title")):
            row.value = bad[:300]
    for key, about in subjects(register):
        if key != "list":
            wish = wish_with_names(register, key, about)
            if wish is not None:
                assert render(wish, ".pdf").pages >= 1
    for suffix in FORMS:
        assert MARKUP[0][:12] in text_in(paper_of(register, "full", "fact_sheet"), ".txt")
        assert render(paper_of(register, "full", "decision_sheet"), suffix).data


def wish_with_names(register: Register, key: str, about: dict[str, str]) -> Paper | None:
    """Return a paper about one record of few kinds, so that the run stays short: every fourth of the proposals."""
    uid = next(iter(about.values()), "")
    if "proposal" in about and int(uid[:2], 16) % 4:
        return None
    return make_paper(register, key, at=TODAY, **about)


@pytest.mark.parametrize("seed", [1, 2])
def test_records_of_every_kind_drawn_by_lot_build_every_paper(tmp_path: Path, seed: int) -> None:
    with Register.create(tmp_path / "drawn.secdesk", who="Test") as register:
        with register.change("Draw") as session:
            add_all_kinds(session, Random(seed), of_each=3)
        for key, about in subjects(register):
            at = date(2019, 7, 1) if seed % 2 else date(2021, 7, 1)
            paper = make_paper(register, key, at=at, marking="RED", **about)
            assert render(paper, ".txt").data
            assert render(paper, ".pdf").pages


def test_a_paper_says_of_which_day_its_data_are(january: Register) -> None:
    paper = make_paper(january, "release_status", at=SAMPLE_DAY)
    assert (paper.as_at, paper.date) == ("2020-02-07", "2020-02-07")
    assert "Data as at 7 Feb 2020" in text_in(paper, ".pdf")
