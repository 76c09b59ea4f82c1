"""Sentences in a register's own words: printed, kept, dated, and never able to lose or make up a figure."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk import papers
from secdesk.errors import Invalid, NotFound
from secdesk.papers.issue_facts import Subject
from secdesk.papers.tree import Bullets, Figure, Paper, Paragraph, Text, block_lines, figures, plain
from secdesk.papers.wording import EditedSentence, Wording, collect_wording
from secdesk.register import undo
from secdesk.register.register import Register
from secdesk.rules.naming import find
from secdesk.rules.sentences import (
    GROUPS,
    INSTEAD_OF,
    SENTENCES,
    SETTING,
    example_of,
    parts_of,
    problem_with,
    slots_of,
)
from secdesk.services.accepted import accept_finding, accepted_findings
from secdesk.services.checks import check_month
from secdesk.services.issue import prepare_issue
from secdesk.services.paper_subjects import find_meeting
from secdesk.services.papers import PAPERS, make_paper, make_report
from secdesk.services.records import create_record
from secdesk.services.wordings import edit_sentence, edited_sentences

from .change_status.reading import text_of
from .wishes import IN_THE_SAMPLE, NO_SUBJECT, SAMPLE_DAY, paper_of

FEBRUARY, MARCH = date(2020, 2, 1), date(2020, 3, 1)
VOTES = "opine.votes.many"
OWN = "On {date} the Change Board took up {count} modifications, namely:"


@pytest.fixture
def register(copy_of: Callable[[str], Register]) -> Register:
    return copy_of("sample")


def edit(register: Register, key: str, text: str, since: date = FEBRUARY) -> None:
    with register.change("Wording") as session:
        edit_sentence(session, key, text, since)


def own_words(register: Register, at: date = MARCH) -> dict[str, str]:
    with register.read() as session:
        return {key: own.text for key, own in edited_sentences(session, at).items()}


def test_an_edited_sentence_prints_with_the_same_figures(register: Register) -> None:
    before = make_report(register, "2020-01")
    edit(register, VOTES, OWN)
    after = make_report(register, "2020-01")
    text = text_of(after, ".txt")
    assert "On 22 January 2020 the Change Board took up three modifications, namely:" in text
    assert "The Change Board considered" not in text
    assert {figure.key: figure for figure in figures(after)} == {figure.key: figure for figure in figures(before)}


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".txt"])
def test_it_prints_in_every_form(register: Register, suffix: str) -> None:
    edit(register, "opine.authority.none", "In {month} nothing was heard from the Authority.")
    assert "In January 2020 nothing was heard from the Authority." in text_of(make_report(register, "2020-01"), suffix)


def test_a_paper_of_an_earlier_day_keeps_the_words_it_had(register: Register) -> None:
    before = make_report(register, "2020-01").digest()
    edit(register, VOTES, OWN, MARCH)
    assert make_report(register, "2020-01").digest() == before


def test_an_edit_is_one_step_that_can_be_taken_back(register: Register) -> None:
    edit(register, VOTES, OWN)
    assert own_words(register) == {VOTES: OWN}
    undo.undo(register)
    assert own_words(register) == {}


def test_the_shipped_words_or_none_take_an_edit_back(register: Register) -> None:
    for words in (SENTENCES[VOTES], "  "):
        edit(register, VOTES, OWN)
        edit(register, VOTES, words)
        assert own_words(register) == {}
    edit(register, VOTES, OWN)
    edit(register, VOTES, "", MARCH)
    assert own_words(register, FEBRUARY) == {VOTES: OWN}
    assert own_words(register, MARCH) == {}


def test_an_edit_of_the_same_day_takes_the_place_of_the_one_before(register: Register) -> None:
    edit(register, VOTES, OWN)
    edit(register, VOTES, f"{OWN[:-1]} (see below):")
    with register.read() as session:
        rows = session.connection().exec_driver_sql("SELECT count(*) FROM setting WHERE key LIKE 'sentence.%'")
        assert rows.scalar() == 1
    assert own_words(register)[VOTES].endswith("(see below):")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Change Board met on {date}:", r"Keep {count} in the sentence"),
        ("{count} and {count} on {date}", r"Braces are kept for what the register puts in: {count} and {date}"),
        ("{count} on {date} by {who}", r"Braces are kept for what the register puts in: {count} and {date}"),
        ("{count} on {date} {", r"Braces are kept"),
        ("{count} of 12 modifications on {date}", r"Figures, dates and references come from the register"),
        ("{count} {date} " + "word " * 200, r"must be 600 characters or fewer"),
    ],
)
def test_words_that_lose_or_make_up_a_figure_are_refused(register: Register, text: str, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        edit(register, VOTES, text)
    assert own_words(register) == {}


def test_a_sentence_that_there_is_not_cannot_be_edited(register: Register) -> None:
    with pytest.raises(NotFound, match="There is no such sentence"):
        edit(register, "opine.votes.thousands", "Words")


def test_a_sentence_spoilt_past_the_editor_prints_as_shipped_and_a_check_says_so(register: Register) -> None:
    before = text_of(make_report(register, "2020-01"), ".txt").partition("Check code")[0]
    with register.change("Past the editor") as session:
        create_record(session, "setting", {"key": SETTING + VOTES, "value": "Nobody voted {on} {date}."})
    assert text_of(make_report(register, "2020-01"), ".txt").partition("Check code")[0] == before
    (told,) = [found for found in check_month(register, "2020-01") if found.rule == "C48"]
    assert "Keep {count} in the sentence" in told.sentence


def test_an_edited_sentence_is_marked_and_flagged_once_the_shipped_one_is_another(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(register, VOTES, OWN)
    rules = [found.rule for found in check_month(register, "2020-01")]
    assert rules.count("C47") == 1
    assert "C48" not in rules
    newer = {**SENTENCES, VOTES: "On {date} the Change Board looked at {count} modifications:"}
    for module in ("secdesk.papers.wording", "secdesk.rules.sentences", "secdesk.services.checks.sentences"):
        monkeypatch.setattr(f"{module}.SENTENCES", newer)
    (told,) = [found for found in check_month(register, "2020-01") if found.rule == "C48"]
    assert told.sentence == (
        "The sentence opine.votes.many was edited, and the shipped one has changed since. Read both anew"
    )
    assert "took up three modifications" in text_of(make_report(register, "2020-01"), ".txt")


def test_the_shipped_sentence_is_kept_beside_the_edited_one(register: Register) -> None:
    edit(register, VOTES, OWN)
    with register.read() as session:
        assert collect_wording(session, MARCH).edited[VOTES].instead_of == SENTENCES[VOTES]
        (reason,) = session.connection().exec_driver_sql("SELECT reason FROM setting WHERE key LIKE 'sentence.%'")
    assert reason == (f"{INSTEAD_OF}{SENTENCES[VOTES]}",)


# ---------------------------------------------------------------- the catalogue


@pytest.mark.parametrize("key", SENTENCES)
def test_every_shipped_sentence_is_plain_and_may_stand_for_itself(key: str) -> None:
    text = SENTENCES[key]
    assert problem_with(key, text) is None
    assert text[0].isupper() or text.startswith("{")
    assert text[-1] in ".:;?"
    assert "  " not in text
    # One modification with the Authority is named, several are counted.
    if key != "opine.waiting.one" and key.endswith(".one") and key.removesuffix(".one") + ".many" in SENTENCES:
        assert set(slots_of(SENTENCES[key.removesuffix(".one") + ".many"])) == set(slots_of(text))


def test_every_sentence_of_the_catalogue_is_said_somewhere() -> None:
    said = "".join(file.read_text() for file in Path(papers.__path__[0]).rglob("*.py"))
    endings = re.compile(r"\.(one|many|none)$")
    roots = {endings.sub("", key) for key in SENTENCES}
    built = (
        "summary.decisions.", "refine.consultations.", "opine.consultations.", "define.csc_", "tracker.", "kpi.",
        "conversion.asked.", "conversion.next.", "notice.question.", "proposal.systems.", "proposal.provisions.",
        "script.assessment.", "script.consultation.",
    )  # fmt: skip
    assert [root for root in roots if f'"{root}' not in said and not root.startswith(built)] == []


def test_every_sentence_is_in_one_group_and_every_group_has_sentences_and_kinds_that_there_are() -> None:
    assert sorted(key for group in GROUPS for key in group.keys) == sorted(SENTENCES)
    assert all(group.keys and set(group.kinds) <= set(PAPERS) for group in GROUPS)
    assert {kind for group in GROUPS for kind in group.kinds} == set(PAPERS)


@pytest.mark.parametrize("key", SENTENCES)
def test_an_example_fills_every_slot(key: str) -> None:
    shown = example_of(key, SENTENCES[key])
    assert "{" not in shown
    assert "}" not in shown
    assert shown[0].isupper() or not shown[0].isalpha()


# ---------------------------------------------------------------- every kind of paper


def reword_all(register: Register) -> None:
    """Word every sentence in the register's own way: ``Own`` before it."""
    with register.change("Wording") as session:
        for key, text in SENTENCES.items():
            edit_sentence(session, key, f"Own {text}", date(2019, 1, 1))


@pytest.fixture(scope="session")
def reworded(register_files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The sample, the full and the empty register with every sentence in words of their own."""
    found = {}
    for name in ("sample", "full", "empty"):
        found[name] = tmp_path_factory.mktemp("reworded") / f"{name}.secdesk"
        shutil.copyfile(register_files[name], found[name])
        with Register.open(found[name], who="Test") as register:
            reword_all(register)
    return found


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("name", ["sample", "full"])
def test_any_paper_says_its_sentences_in_the_words_of_the_register_with_the_same_figures(
    read_only: dict[str, Register], reworded: dict[str, Path], name: str, kind: str
) -> None:
    before = paper_of(read_only[name], name, kind)
    with Register.open(reworded[name], read_only=True) as register:
        after = paper_of(register, name, kind)
    assert "Own " in said_in(after)
    assert list(figures(after)) == list(figures(before))
    assert said_in(after).replace("Own ", "") == said_in(before)


def said_in(paper: Paper) -> str:
    return "\n".join(plain(line) for block in paper.blocks for line in block_lines(block))


def paragraphs_not_own(paper: Paper) -> list[str]:
    """Return the paragraphs and list items that hold a sentence and do not begin with the register's own words."""
    told = [(block.content,) if isinstance(block, Paragraph) else block.items for block in paper.blocks
            if isinstance(block, Paragraph | Bullets)]
    texts = [plain(line) for lines in told for line in lines]
    return [text for text in texts if text.endswith(".") and "Own " not in text]


@pytest.mark.parametrize("kind", NO_SUBJECT)
def test_a_paper_of_an_empty_register_has_no_sentence_that_cannot_be_worded(
    reworded: dict[str, Path], kind: str
) -> None:
    with Register.open(reworded["empty"], read_only=True) as register:
        paper = make_paper(register, kind, at=MARCH)
    notes_of_the_counting = ("Durations as at", "Average durations as at", "Over target is", "Lengths are in WD")
    assert [text for text in paragraphs_not_own(paper) if not text.startswith(notes_of_the_counting)] == []


@pytest.mark.parametrize(
    ("kind", "key", "printed"),
    [
        ("chair_script", "script.thanks", "Own Thank everybody and close the meeting"),
        ("kpi", "kpi.period", "Own A duration counts in the period in which it ended"),
        ("action_log", "action_log.done.none", "Own No action has been done during 2019/20"),
    ],
)
def test_a_sentence_of_any_paper_is_marked_when_it_is_to_be_issued(
    register: Register, kind: str, key: str, printed: str
) -> None:
    edit(register, key, f"Own {SENTENCES[key]}", date(2020, 1, 1))
    about = IN_THE_SAMPLE.get(kind, {})
    with register.read() as session:
        meeting = find_meeting(session, about["meeting"], "", SAMPLE_DAY).uid if "meeting" in about else ""
    found = prepare_issue(register, Subject(kind, meeting=meeting), SAMPLE_DAY).findings.open
    (told,) = (each for each in found if each.rule == "C47")
    assert told.sentence == f"The paper says in this register's own words ({key}): {printed}"
    assert not any(each.rule == "C47" for each in check_month(register, "2020-01"))


def test_an_accepted_sentence_is_told_again_once_its_figures_are_others(register: Register) -> None:
    edit(register, VOTES, OWN)
    (before,) = (each for each in check_month(register, "2020-01") if each.rule == "C47")
    assert before.sentence.endswith("On 22 January 2020 the Change Board took up three modifications, namely")
    with register.change("Accept") as session:
        accept_finding(session, before, "As agreed", "Analyst One", MARCH)
    with register.change("Another vote") as session:
        own = find(session, "proposal", "MP078", MARCH)
        values = {"proposal": own, "outcome": "cb_deferred", "date": date(2020, 1, 22), "body": "CB"}
        create_record(session, "event", values)
    (after,) = (each for each in check_month(register, "2020-01") if each.rule == "C47")
    assert after.sentence.endswith("took up four modifications, namely")
    with register.read() as session:
        assert after.key not in accepted_findings(session)


def test_an_edited_sentence_that_a_paper_does_not_say_is_not_told_of_it(register: Register) -> None:
    edit(register, "opine.votes.none", "No votes were taken in {month}.")
    assert not any(each.rule == "C47" for each in check_month(register, "2020-01"))


@given(
    words=st.lists(st.text(ascii_letters + " ,", max_size=12), min_size=3, max_size=3),
    order=st.permutations(["{count}", "{date}"]),
)
def test_whatever_the_words_the_figures_stand_where_the_slots_do(words: list[str], order: list[str]) -> None:
    text = f"{words[0]}{order[0]}{words[1]}{order[1]}{words[2]}"
    wording = Wording({VOTES: EditedSentence("u", VOTES, text, "")})
    count, day = Figure("count", "three", ("a",)), Figure("day", "22 January 2020", ("b",))
    told = wording.say(VOTES, count=count, date=day)
    assert [run for run in told if isinstance(run, Figure)] == [
        count if slot == "{count}" else day for slot in order
    ]
    assert plain(told) == text.replace("{count}", "three").replace("{date}", "22 January 2020")
    assert all(isinstance(run, Figure) or run == Text(run.text) for run in told)


@given(st.text(max_size=60))
def test_the_parts_of_a_text_make_it_up_again(text: str) -> None:
    assert "".join(words + (f"{{{slot}}}" if slot else "") for words, slot in parts_of(text)) == text
