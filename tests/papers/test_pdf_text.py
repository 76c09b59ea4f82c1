from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.papers.pdf.fonts import BOLD, REGULAR, harden_reportlab, load_fonts
from secdesk.papers.pdf.printable import PrintableText
from secdesk.papers.tree import Figure, Line, Text

harden_reportlab()

from secdesk.papers.pdf.style import Face  # noqa: E402 - as in the program, after reportlab is made safe
from secdesk.papers.pdf.text import Run, TextFlow, TextLine, measure, set_runs, shorten  # noqa: E402

load_fonts()
FACE = Face(12, 18)
STRONG = replace(FACE, font=BOLD)
LETTERS = st.text(st.sampled_from("abc iW-.,0 \n\tŵ"), max_size=80)


def flow(*words: str) -> TextFlow:
    """Return a text whose runs are regular and bold in turn."""
    faces = (FACE, STRONG)
    return TextFlow([Run(word, faces[number % 2]) for number, word in enumerate(words)], 18)


def words_of(line: TextLine) -> str:
    return "".join(segment.text for segment in line.segments)


def lines_of(a_flow: TextFlow, width: float) -> list[str]:
    return [words_of(line).rstrip() for line in a_flow.set_lines(width).lines]


def show(text: str) -> str:
    return PrintableText(load_fonts())(text)


# ---------------------------------------------------------------- breaking lines


@given(st.lists(LETTERS, max_size=5), st.floats(5, 300))
def test_no_letter_is_lost_or_moved_by_breaking_lines(words: list[str], width: float) -> None:
    lines = lines_of(flow(*words), width)
    assert "".join("".join(lines).split()) == "".join("".join(words).split())


@given(st.lists(LETTERS, max_size=5), st.floats(5, 300))
def test_a_line_is_wider_than_allowed_only_if_it_is_one_letter(words: list[str], width: float) -> None:
    for line in flow(*words).set_lines(width).lines:
        assert line.width <= width + 0.02 or len(words_of(line).strip()) == 1


@given(st.lists(LETTERS, max_size=5), st.floats(5, 300))
def test_lines_are_as_many_as_counted_before(words: list[str], width: float) -> None:
    text = flow(*words)
    assert text.count_lines(width) == len(text.set_lines(width).lines)


@given(st.lists(LETTERS, max_size=5), st.floats(5, 300))
def test_the_segments_of_a_line_follow_one_another_without_gap(words: list[str], width: float) -> None:
    for line in flow(*words).set_lines(width).lines:
        end = 0.0
        for segment in line.segments:
            assert segment.x == pytest.approx(end, abs=1e-6)
            end = segment.x + segment.width
        assert end == pytest.approx(line.width, abs=1e-6)


@given(st.lists(LETTERS, max_size=5))
def test_at_its_natural_width_a_text_has_only_its_own_line_ends(words: list[str]) -> None:
    text = flow(*words)
    assert text.count_lines(text.natural_width) == "".join(words).rstrip().count("\n") + 1


@given(st.lists(st.text(st.sampled_from("abc iW. \n"), max_size=80), max_size=5))
def test_at_the_width_of_its_widest_word_no_word_is_parted(words: list[str]) -> None:
    text = flow(*words)
    assert " ".join(lines_of(text, text.widest_word)).split() == "".join(words).split()


def test_a_line_is_filled_before_the_next_is_begun() -> None:
    width = measure("one two", FACE)
    assert lines_of(flow("one two three four"), width) == ["one two", "three", "four"]
    assert lines_of(flow("one two three four"), width - 1) == ["one", "two", "three", "four"]


def test_a_word_in_two_faces_is_not_parted() -> None:
    assert lines_of(flow("see ", "DP101", ", which"), measure("see DP10", FACE)) == ["see", "DP101,", "which"]


def test_a_word_wider_than_the_line_is_parted_between_letters() -> None:
    assert lines_of(flow("iiiiiiii"), measure("iii", FACE)) == ["iii", "iii", "ii"]


def test_a_compound_word_is_parted_after_its_hyphen_but_a_range_of_years_is_not() -> None:
    narrow = measure("2019-20", FACE)
    assert lines_of(flow("sub-panel 2019-20"), narrow) == ["sub-", "panel", "2019-20"]


def test_blanks_are_one_blank_and_none_at_the_ends() -> None:
    assert lines_of(flow("  a  \t b  "), 300) == ["a b"]


def test_line_ends_in_the_middle_stay_and_at_the_end_go() -> None:
    assert lines_of(flow("a\n\nb\n\n"), 300) == ["a", "", "b"]


@pytest.mark.parametrize("blank", ["", " ", "\n", " \n \n"])
def test_a_text_without_letters_is_blank_and_one_line_high(blank: str) -> None:
    text = flow(blank)
    assert text.is_blank
    assert text.set_lines(100).is_blank
    assert text.set_lines(100).height() == 18


def test_a_short_figure_is_not_parted_and_a_long_one_may_be() -> None:
    line: Line = (Text("open for "), Figure("f", "163 WD"), Text(" now"))
    long: Line = (Figure("g", "a hundred and sixty-three weekdays"),)
    narrow = measure("open for 163", FACE)
    assert lines_of(TextFlow(set_runs(line, FACE, show_all()), 18), narrow) == ["open for", "163\u00a0WD", "now"]
    assert len(lines_of(TextFlow(set_runs(long, FACE, show_all()), 18), narrow)) > 1


def test_only_the_first_segment_of_a_figure_carries_its_key() -> None:
    text = TextFlow([Run("a figure over two lines", FACE, "key"), Run(" and ", FACE), Run("one", FACE, "other")], 18)
    keys = [segment.key for line in text.set_lines(60).lines for segment in line.segments]
    assert [key for key in keys if key] == ["key", "other"]


def test_a_strong_run_is_bold_and_a_figure_ends_with_its_mark() -> None:
    line: Line = (Text("a", strong=True), Figure("f", "12", mark="*"))
    runs = set_runs(line, FACE, show_all())
    assert [(run.text, run.face.font, run.key) for run in runs] == [("a", BOLD, ""), ("12*", REGULAR, "f")]


def show_all() -> PrintableText:
    return PrintableText(load_fonts())


@pytest.mark.heavy
@pytest.mark.parametrize("unit", ["word ", "x", "x-"])
def test_twice_the_text_takes_about_twice_the_time(unit: str) -> None:
    def seconds(length: int) -> float:
        start = perf_counter()
        flow(unit * length).set_lines(460)
        return perf_counter() - start

    seconds(1_000)
    assert min(seconds(200_000) for _ in range(3)) < 3 * min(seconds(100_000) for _ in range(3))


# ---------------------------------------------------------------- one line only


@given(st.text(st.sampled_from("abcW ŵ—"), max_size=60), st.floats(20, 300))
def test_a_shortened_text_fits_and_begins_as_the_whole_one_does(words: str, width: float) -> None:
    short = shorten(words, FACE, width)
    assert measure(short, FACE) <= width
    assert " ".join(words.split()).startswith(short.removesuffix("…"))


def test_a_text_that_fits_is_not_shortened() -> None:
    assert shorten("Page 1 of 2", FACE, measure("Page 1 of 2", FACE)) == "Page 1 of 2"


# ---------------------------------------------------------------- what can be printed


@given(st.text())
def test_what_is_shown_can_be_printed_whatever_was_written(text: str) -> None:
    assert load_fonts().holds(show(text))


@given(st.text(st.sampled_from(sorted(load_fonts().characters - {"\n", "\t"}))))
def test_printable_text_in_composed_form_is_shown_as_it_is(text: str) -> None:
    once = show(text)
    assert "[U+" not in once or "[U+" in text
    assert show(once) == once


def test_right_to_left_letters_are_not_printed_backwards() -> None:
    assert show("שלום") == "[U+05E9][U+05DC][U+05D5][U+05DD]"


def test_nothing_above_the_basic_plane_is_printed_as_itself() -> None:
    assert max(load_fonts().characters) <= "\uffff"


def test_invisible_characters_are_made_visible() -> None:
    assert show("a\u200bb\u00adc\u200ed") == "a[U+200B]b[U+00AD]c[U+200E]d"
