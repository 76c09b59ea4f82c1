from __future__ import annotations

import json
import re

import pytest
from hypothesis import given

from secdesk.papers.furniture import data_as_at, last_words, reference_and_version, short_date, standing
from secdesk.papers.visible import VisibleText, escape_hidden, show_hidden

from .sample_papers import hostile_texts, paper


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain ŵ 你 😀", "plain ŵ 你 😀"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("dos\r\nmac\rend", "dos\nmac\nend"),
        ("\x00\x1b\x7f\x85", "[U+0000][U+001B][U+007F][U+0085]"),
        ("\u202eabc\u2069", "[U+202E]abc[U+2069]"),
        ("\u2028\ufeff", "[U+2028][U+FEFF]"),
        ("\ud800\ufdd0\ufffe\U0010ffff", "[U+D800][U+FDD0][U+FFFE][U+10FFFF]"),
    ],
)
def test_hidden_characters_are_shown_as_codes_and_others_stay(text: str, shown: str) -> None:
    assert show_hidden(text) == shown


def test_each_character_is_reported_once_for_each_run_in_the_order_of_reading() -> None:
    show = VisibleText()
    for text in ("one \x07 two \x07", "\x00 three \x07", "one \x07 two \x07", "nothing here"):
        show(text)
    assert show.replaced == (
        ("\x07", "one [U+0007] two [U+0007]"),
        ("\x00", "[U+0000] three [U+0007]"),
        ("\x07", "[U+0000] three [U+0007]"),
    )


def test_the_text_around_is_twenty_characters_either_side() -> None:
    show = VisibleText()
    show("a" * 30 + "\x07" + "b" * 30)
    assert show.replaced == (("\x07", "a" * 20 + "[U+0007]" + "b" * 20),)


@given(text=hostile_texts)
def test_shown_text_can_be_encoded_and_is_shown_only_once(text: str) -> None:
    shown = show_hidden(text)
    shown.encode()
    assert show_hidden(shown) == shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", shown)


@given(text=hostile_texts)
def test_escaped_json_means_the_same(text: str) -> None:
    written = json.dumps(text, ensure_ascii=False)
    assert json.loads(escape_hidden(written)) == json.loads(json.dumps(text))
    escape_hidden(written).encode()


def test_a_paper_with_half_a_character_has_a_check_code_of_its_own() -> None:
    assert paper(title="half \ud800").check_code != paper(title="half \ud801").check_code


@pytest.mark.parametrize(
    ("text", "shown"), [("2020-01-31", "31 Jan 2020"), ("2019-09-05", "5 Sep 2019"), ("soon", "soon"), ("", "")]
)
def test_dates_are_written_short_and_in_english(text: str, shown: str) -> None:
    assert short_date(text) == shown


@pytest.mark.parametrize(
    ("reference", "version", "shown"),
    [
        ("SECP_77_0702_05", "1.0", "SECP_77_0702_05 · v1.0"),
        ("SECP_77_0702_05", "v1.0", "SECP_77_0702_05 · v1.0"),
        ("SECP_77_0702_05", "draft", "SECP_77_0702_05 · draft"),
        ("SECP_77_0702_05", "", "SECP_77_0702_05"),
        ("", "1.0", "v1.0"),
        ("", "", ""),
    ],
)
def test_reference_and_version_stand_together_where_there_are_both(reference: str, version: str, shown: str) -> None:
    assert reference_and_version(paper(reference=reference, version=version)) == shown


def test_words_for_what_a_paper_lacks_are_left_out() -> None:
    bare = paper(as_at="", marking="", draft=False, managed_by="")
    assert data_as_at(bare) == ""
    assert standing(bare) == ()
    assert last_words(bare) == f"Check code {bare.check_code}"
    assert standing(paper(marking="RED")) == ("RED", "DRAFT")
