"""Numbers of proposals, as typed, as scanned and as shown."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.reference import (
    OLD_SERIES,
    SERIES,
    Reference,
    ReferenceProblem,
    begins_search,
    format_reference,
    matches_search,
    parse_reference,
    sort_key,
)

NUMBERS = st.integers(1, 99_999)
SUFFIXES = st.sampled_from(["", *"ABCDEFGHJKLM"])
SHAPE = "^Number must look like DP114, MP086 or SECMP0067$"


def read_or_refuse(text: str, lenient: bool) -> Reference | None:
    try:
        return parse_reference(text, lenient=lenient)
    except ReferenceProblem:
        return None


@pytest.mark.parametrize(
    ("text", "number", "suffix", "series", "prefix"),
    [
        ("SECMP0067", 67, "", "SECMP", "SECMP"),
        ("SECMP 0030", 30, "", "SECMP", "SECMP"),
        ("secmp0007", 7, "", "SECMP", "SECMP"),
        ("MP77", 77, "", "MP", "MP"),
        ("mp077", 77, "", "MP", "MP"),
        ("MP102A", 102, "A", "MP", "MP"),
        ("mp 102 a", 102, "A", "MP", "MP"),
        ("DP101", 101, "", "MP", "DP"),
        ("dp77", 77, "", "MP", "DP"),
        ("77", 77, "", "", ""),
        ("102b", 102, "B", "", ""),
        ("  MP077\u00a0", 77, "", "MP", "MP"),
        ("ＭＰ０７７", 77, "", "MP", "MP"),
        ("MP\u200b077\ufeff", 77, "", "MP", "MP"),
        ("MP1000", 1000, "", "MP", "MP"),
    ],
)
def test_references_are_read_as_people_type_them(text: str, number: int, suffix: str, series: str, prefix: str) -> None:
    found = parse_reference(text)
    assert (found.number, found.suffix, found.series, found.prefix) == (number, suffix, series, prefix)


@pytest.mark.parametrize(
    ("text", "number", "suffix"),
    [
        ("MPO97", 97, ""),
        ("MPQ77", 77, ""),
        ("MP0O90", 90, ""),
        ("MPO078", 78, ""),
        ("SECMPO0067", 67, ""),
        ("SECMPO067", 67, ""),
        ("SECMPO0015", 15, ""),
        ("DPl0I", 101, ""),
        ("DP1O1", 101, ""),
        ("mpo97", 97, ""),
        ("MP 1O2A", 102, "A"),
        ("MP-102", 102, ""),
        ("MP102l", 1021, ""),
        ("MP077", 77, ""),
    ],
)
def test_scanned_references_are_read_with_their_slips(text: str, number: int, suffix: str) -> None:
    found = parse_reference(text, lenient=True)
    assert (found.number, found.suffix) == (number, suffix)


@pytest.mark.parametrize("text", ["MPO97", "MPQ77", "MP0O90", "SECMPO0067", "DPl01", "MP-102"])
def test_a_form_accepts_no_slips_of_a_scanner(text: str) -> None:
    with pytest.raises(ReferenceProblem, match=SHAPE):
        parse_reference(text)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "MP", "DP000", "0", "XP077", "MP77AB", "MP-77-1", "M P 77", "МР077", "MP٠٧٧", "77.0", "-77",
        "MP077\u0301", "MP077; DROP", "9" * 5000,
    ],
)  # fmt: skip
@pytest.mark.parametrize("lenient", [False, True])
def test_other_text_is_refused_with_the_shape_of_a_number(text: str, lenient: bool) -> None:
    with pytest.raises(ReferenceProblem, match=SHAPE):
        parse_reference(text, lenient=lenient)


@pytest.mark.parametrize("text", ["oil", "IO", "l", "MPOO", "Qo", "MP", "DPI"])
def test_a_word_without_a_true_figure_is_no_scanned_reference(text: str) -> None:
    with pytest.raises(ReferenceProblem):
        parse_reference(text, lenient=True)


def test_the_message_names_the_field() -> None:
    with pytest.raises(ReferenceProblem, match=r"^Replaces must look like DP114, MP086 or SECMP0067$"):
        parse_reference("none", label="Replaces")


@pytest.mark.parametrize(
    ("number", "suffix", "series", "converted", "shown"),
    [
        (101, "", SERIES, False, "DP101"),
        (101, "", SERIES, True, "MP101"),
        (77, "", SERIES, True, "MP077"),
        (102, "A", SERIES, True, "MP102A"),
        (1000, "", SERIES, False, "DP1000"),
        (67, "", OLD_SERIES, True, "SECMP0067"),
        (67, "", OLD_SERIES, False, "SECMP0067"),
    ],
)
def test_a_reference_is_shown_by_its_series_and_conversion(
    number: int, suffix: str, series: str, converted: bool, shown: str
) -> None:
    assert format_reference(number, suffix, series, converted) == shown


@given(NUMBERS, SUFFIXES, st.sampled_from([SERIES, OLD_SERIES]), st.booleans(), st.booleans())
def test_what_is_shown_reads_back(number: int, suffix: str, series: str, converted: bool, lenient: bool) -> None:
    found = parse_reference(format_reference(number, suffix, series, converted), lenient=lenient)
    assert (found.number, found.suffix, found.series) == (number, suffix, series)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_a_scanner_that_confuses_figures_changes_no_number(number: int, chance: random.Random) -> None:
    shown = f"MP{number:03d}"
    misread = "MP" + "".join(chance.choice({"0": "0OQo", "1": "1Il|"}.get(each, each)) for each in shown[2:])
    if any(each.isdigit() for each in misread):
        assert parse_reference(misread, lenient=True).number == number


@given(st.text(max_size=60), st.booleans())
def test_any_text_is_refused_or_a_reference_that_can_be_written(text: str, lenient: bool) -> None:
    found = read_or_refuse(text, lenient)
    assert found is None or (found.number > 0 and parse_reference(f"MP{found.number}{found.suffix}") == found)


def test_the_letters_before_a_number_are_no_part_of_its_identity() -> None:
    assert len({parse_reference(text) for text in ("DP101", "MP101", "101", "secmp0101")}) == 1
    assert parse_reference("MP102A") != parse_reference("MP102")


def test_references_sort_as_people_count() -> None:
    texts = ["MP1000", "MP102B", "SECMP0067", "DP102", "MP102A", "MP077"]
    in_order = ["SECMP0067", "MP077", "DP102", "MP102A", "MP102B", "MP1000"]
    assert sorted(texts, key=parse_reference) == in_order
    assert (
        sorted(texts, key=lambda text: sort_key(parse_reference(text).number, parse_reference(text).suffix)) == in_order
    )


@pytest.mark.parametrize("query", ["77", "dp77", "MP077", "secmp77", "SECMP0077", " mp 77 ", "０７７"])
def test_every_spelling_finds_the_number(query: str) -> None:
    assert matches_search(query, 77, "")


@pytest.mark.parametrize("query", ["7", "770", "78", "mp", "", "seventy-seven", "77a", "'; --"])
def test_other_queries_do_not_find_the_number(query: str) -> None:
    assert not matches_search(query, 77, "")


def test_a_query_without_a_suffix_finds_every_part() -> None:
    assert [matches_search("mp102", 102, suffix) for suffix in ("", "A", "B")] == [True, True, True]
    assert [matches_search("102a", 102, suffix) for suffix in ("", "A", "B")] == [False, True, False]


@pytest.mark.parametrize(
    ("query", "found"), [("1", True), ("mp1", True), ("10", True), ("dp102", True), ("102a", True), ("2", False)]
)
def test_a_half_typed_number_finds_what_it_could_become(query: str, found: bool) -> None:
    assert begins_search(query, 102, "A") is found


@pytest.mark.parametrize("query", ["", "mp", "0", "x1", "102b", "1020"])
def test_a_half_typed_query_that_cannot_become_the_number_finds_nothing(query: str) -> None:
    assert not begins_search(query, 102, "A")


def test_a_reference_can_be_made_of_its_parts() -> None:
    assert Reference(77) == parse_reference("MP077")
