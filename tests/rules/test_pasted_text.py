"""Text pasted from Word, browsers and spreadsheets comes in clean, and keeps what people typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secdesk.rules.pasted_text import plain_from_clipboard, plain_from_html, plain_marks

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>Not this</title>
<style><!-- p.MsoNormal {mso-style-parent:""; margin:0cm;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal>The \u2018smart\u2019 meter\u2019s dis\u00adplay is \u201ctoo small\u201d after
5&nbsp;WD \u2013 <b>really</b>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol;mso-bidi-font-family:Symbol'><span
style='mso-list:Ignore'>\u00b7<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span>
<![endif]>First thing<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>2.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span>Second &amp; last<o:p></o:p></p>
<table class=MsoTableGrid border=1><tr><td width=120><p class=MsoNormal>Party<o:p></o:p></p></td><td><p
class=MsoNormal>Cost</p></td></tr><tr><td><p>DCC</p></td><td><p>\u00a310</p><p>each</p></td></tr></table>
<!--EndFragment--></body></html>"""

CLEAN = (
    "The \u2018smart\u2019 meter\u2019s display is \u201ctoo small\u201d after 5\u00a0WD \u2013 really.\n"
    "- First thing\n"
    "2. Second & last\n"
    "Party\tCost\n"
    "DCC\t\u00a310 each"
)


def test_a_page_of_word_becomes_plain_lines_bullets_and_tabbed_cells() -> None:
    assert plain_from_html(WORD) == CLEAN
    assert plain_from_clipboard("whatever Word says plainly", WORD) == CLEAN


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol><li>x</li><li><p>y</p></li></ol>", "1. x\n2. y"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<pre>k  l\n  m</pre>", "k  l\n  m"),
        ("<p>a <i>b</i>\n c</p>", "a b c"),
        ("<script>alert(1)</script><p>safe &lt;b&gt;</p>", "safe <b>"),
        ("<p>left <b>open", "left open"),
        ("</p></li>stray", "stray"),
    ],
)
def test_lists_lines_and_tables_of_other_programs_keep_their_shape(html: str, text: str) -> None:
    assert plain_from_html(html) == text


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("\u2022\tOne\r\n\uf0b7\tTwo\ro\tThree", "- One\n- Two\n- Three"),
        ("1.\tFour\na)\tFive", "1. Four\na) Five"),
        ("\u00a7 5 of the Act \u00b7 Schedule 2", "\u00a7 5 of the Act \u00b7 Schedule 2"),
        ("a\u00a0\u00a0b 5\u00a0WD\u00a0", "a b 5\u00a0WD "),
        ("co\u00adoperate \u201cnow\u201d", "cooperate \u201cnow\u201d"),
        ("a\tb\nc\td", "a\tb\nc\td"),
        ("- typed by hand\n\u2013 and a dash", "- typed by hand\n\u2013 and a dash"),
    ],
)
def test_a_plain_clipboard_loses_only_marks_of_layout(pasted: str, text: str) -> None:
    assert plain_marks(pasted) == text


def test_html_without_a_list_is_not_preferred_to_what_the_program_says_plainly() -> None:
    assert plain_from_clipboard("a\tb", "<table><tr><td>a<td>b</table>") == "a\tb"
    assert plain_from_clipboard("", "<p>only this</p>") == "only this"
    assert plain_from_clipboard("kept", "<style>li { mso-list: none }</style>") == "kept"


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_clipboard_can_be_read_and_no_tag_of_ours_comes_out(text: str, html: str) -> None:
    found = plain_from_clipboard(text, f"<ul><li>{html}</li></ul>")
    assert "<ul>" not in found
    assert "\u00ad" not in found


@given(st.text(st.characters(codec="ascii", exclude_characters="\r"), max_size=200))
def test_plain_ascii_typed_by_hand_comes_in_unchanged_but_for_tabbed_marks(text: str) -> None:
    unmarked = "\n".join(line.replace("\t", " ") for line in text.split("\n"))
    assert plain_marks(unmarked) == unmarked
