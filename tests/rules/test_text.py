"""The one door for text: what it lets through, what it takes off, and how text is folded for searching."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.text import MAX_LINE, MAX_TEXT, TextKind, TextTooLong, clean, fold, kept_out, too_long

KINDS: tuple[TextKind, ...] = ("line", "text", "reference")
# The characters that break cleaners, mixed with ordinary ones so that they come next to each other often.
AWKWARD = st.text(
    st.one_of(
        st.sampled_from(
            "aeEZ 01\t\n\r\x0b\x0c\x85\u2028\u2029\xa0\u3000\u0301\u0323\u0345\u0338\u1100\u1161\u11a8\xad\u200b\u200c"
            "\u200d\u200e\u202a\u202b\u202c\u202e\u2066\u2067\u2069\ufeff\x00\x1b\x7f\x9f\ufffe\uffff\ufdd0\ud800\udfff"
            "[]ıİßẞŁøæŉǰΐςﬁ①½Ａ″‘’“–…⑴ℌ\u0130\u1e9e\u2126\u212a\U0001f44d\U0001d173\U000e0041"
        ),
        st.characters(),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("line", "  Large Gas Meter Displays  ", "Large Gas Meter Displays"),
        ("line", "Two\r\nlines\tand a tab", "Two lines and a tab"),
        ("line", "non\u00a0breaking", "non breaking"),
        ("line", "‘Smart’ quotes – kept…", "‘Smart’ quotes – kept…"),
        ("line", "soft\u00adhyphen", "softhyphen"),
        ("line", "e\u0301", "é"),
        ("line", "NUL\x00 and \x1b[31mred", "NUL and [31mred"),
        ("line", "invoice\u202efdp.exe", "invoicefdp.exe"),
        ("line", "\ufeffBOM and zero\u200bwidth", "BOM and zerowidth"),
        ("line", "half \ud83d pair", "half pair"),
        ("line", "no \ufffe\uffff\ufdd0\U0001fffe character", "no character"),
        ("line", "👩\u200d🔧 👍🏽 ✔\ufe0f", "👩\u200d🔧 👍🏽 ✔\ufe0f"),
        ("line", "<b>&amp; ]]> =1+1", "<b>&amp; ]]> =1+1"),
        ("text", "one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("text", "\n\n  indented \t \n\n\tafter a gap\xa0\n \n", "  indented\n\n\tafter a gap"),
        ("text", "non\u00a0breaking", "non\u00a0breaking"),
        ("text", "invoice\u202efdp.exe", "invoice[RLO]fdp.exe"),
        ("text", "\u202adialled\u202c \u2067turned\u2069", "dialled [RLI]turned"),
        ("text", "soft\u00adhyphen\x00", "softhyphen"),
        ("reference", " ＭＰ\u3000０７７\u202e ", "MP 077"),
        ("reference", "MP\u200d077", "MP077"),
        ("reference", "ﬁle ½", "file 1⁄2"),
    ],
)
def test_text_is_cleaned_by_its_kind(kind: TextKind, text: str, kept: str) -> None:
    assert clean(text, kind, MAX_TEXT) == kept


@given(AWKWARD, st.sampled_from(KINDS))
def test_cleaning_twice_changes_nothing(text: str, kind: TextKind) -> None:
    once = clean(text, kind, MAX_TEXT)
    assert clean(once, kind, MAX_TEXT) == once


@given(AWKWARD, st.sampled_from(KINDS))
def test_clean_text_can_be_stored_anywhere(text: str, kind: TextKind) -> None:
    done = clean(text, kind, MAX_TEXT)
    assert done.encode("utf-8").decode("utf-8") == done
    assert unicodedata.is_normalized("NFC", done)
    assert done == done.strip("\n") == done.rstrip()
    assert {each for each in done if unicodedata.category(each) == "Cc"} <= ({"\n", "\t"} if kind == "text" else set())
    assert not any(
        unicodedata.bidirectional(each) in ("RLE", "LRO", "RLO", "RLI", "FSI", "LRE", "LRI") for each in done
    )
    assert not any(ord(each) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(each) <= 0xFDEF for each in done)


@given(AWKWARD, st.sampled_from(KINDS))
def test_clean_text_holds_nothing_that_is_kept_out(text: str, kind: TextKind) -> None:
    assert kept_out(clean(text, kind, MAX_TEXT)) == ""


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_a_character_that_may_never_be_stored_is_found(character: str) -> None:
    assert kept_out(f"one\ntwo {character} three") == character


@given(st.text(st.characters(categories=["L", "Nd", "P", "Sm", "Sc"]), max_size=40))
def test_ordinary_letters_and_signs_come_back_as_they_were(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert clean(composed, "line", MAX_LINE) == composed
    assert clean(composed, "text", MAX_TEXT) == composed


@pytest.mark.parametrize("kind", KINDS)
def test_text_at_its_limit_is_kept(kind: TextKind) -> None:
    assert clean("x" * 120 + "  ", kind, 120) == "x" * 120


@pytest.mark.parametrize("kind", KINDS)
def test_text_over_its_limit_is_refused_with_both_numbers(kind: TextKind) -> None:
    with pytest.raises(TextTooLong, match=r"^Title must be 120 characters or fewer\. It has 134$"):
        clean("x" * 134, kind, 120, label="Title")


def test_the_limit_counts_what_would_be_stored() -> None:
    assert clean("e\u0301" * 10, "line", 10) == "é" * 10
    with pytest.raises(TextTooLong):
        clean("\u202e" * 3, "text", 10)


@pytest.mark.parametrize("blanks", [" \t", "\u200b", "\n"])
def test_a_long_run_of_blanks_is_taken_off(blanks: str) -> None:
    padded = f"before{blanks * (MAX_TEXT * 4)}after"
    assert clean(padded, "line", MAX_TEXT) == ("before after" if blanks != "\u200b" else "beforeafter")


def test_blanks_within_a_line_of_text_stay_however_many() -> None:
    padded = f"before{' ' * (MAX_TEXT - 20)}after"
    assert clean(f"{padded}{' ' * MAX_TEXT}", "text", MAX_TEXT) == padded


def test_a_hopelessly_long_paste_is_refused_unread() -> None:
    with pytest.raises(TextTooLong, match=r"It has 1,001$"):
        clean(" " * 1001, "line", 100)


def test_large_numbers_in_the_message_are_grouped() -> None:
    assert too_long("Issue", MAX_TEXT, 10_000_000) == "Issue must be 100,000 characters or fewer. It has 10,000,000"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Large Gas METER", "large gas meter"),
        ("Łukasz Søndergård", "lukasz sondergard"),
        ("Große Æther œuvre Đorđe þing", "grosse aether oeuvre dorde thing"),
        ("ﬁne Ａ１ ½", "fine a1 1⁄2"),
        ("DCC’s “move” – now", 'dcc\'s "move" - now'),
        ("İstanbul ısı", "istanbul isi"),
        ("  many\u00a0 \n spaces\t", "many spaces"),
        ("invis\u200bible soft\u00adhyphen", "invisible softhyphen"),
        ("café cafe\u0301", "cafe cafe"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("", ""),
    ],
)
def test_folding_takes_off_what_people_do_not_type(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(AWKWARD)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(AWKWARD)
def test_folding_hides_the_difference_of_composed_and_decomposed_letters(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(codec="ascii"), max_size=30))
def test_plain_text_folds_to_the_same_beside_a_foreign_letter(text: str) -> None:
    assert fold(f"{text} ł") == f"{fold(text)} l".strip()
