"""Reading an old report: its pieces one by one, lists and tables that do not add up, and text that is no report."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secdesk.exchange.published_report.dates import month_after, read_date, read_month
from secdesk.exchange.published_report.layout import Sentence
from secdesk.exchange.published_report.layouts import CHANGE_STATUS_REPORT
from secdesk.exchange.published_report.letters import fold_letters, likeness
from secdesk.exchange.published_report.lines import MOST_LINES
from secdesk.exchange.published_report.numbers import read_count, read_days, read_number
from secdesk.exchange.published_report.people import expansions, read_name, read_proposer
from secdesk.exchange.published_report.phrases import phrase
from secdesk.exchange.published_report.reading import Fact, Reading
from secdesk.exchange.published_report.references import read_reference
from secdesk.exchange.published_report.titles import TitleSeen, settle_titles
from secdesk.exchange.published_report.understanding import read_report
from secdesk.exchange.published_report.words import doubt_of

HEAD = "Change Status Report — January 2020\n\nAnn Other\nSECAS Team\n7 February 2020\n\n"


def read(*lines: str) -> Reading:
    return read_report(HEAD + "\n".join(lines) + "\n")


def only(reading: Reading, kind: str) -> list[dict[str, object]]:
    """The fields of a kind's facts that could be read, those that are unknown left out."""
    return [
        {name: value for name, value in fact.fields.items() if value is not None}
        for fact in reading.of_kind(kind)
        if fact.confidence != "unknown"
    ]


# --- pieces -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("MP097", "MP097"),
        ("MPO97", "MP097"),
        ("MPQ77", "MP077"),
        ("MP0O90", "MP090"),
        ("MPO097", "MP097"),
        ("SECMPO0067", "SECMP0067"),
        ("DPl1O", "DP110"),
        ("DP 101", "DP101"),
        ("MP102A", "MP102A"),
        ("MP1240", "MP1240"),
    ],
)
def test_a_reference_is_read_however_its_figures_were_confused(printed: str, name: str) -> None:
    found = read_reference(printed)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "printed", ["MP97", "DP10", "SECMP067", "MPOOO", "MP1O97", "NP097", "MP097e", "MP09A7", "MP000", "DP"]
)
def test_a_reference_whose_figures_are_in_doubt_is_not_read(printed: str) -> None:
    assert read_reference(printed) is None


def test_only_what_differs_from_the_print_is_called_a_repair() -> None:
    assert [(found.repair if found else None) for found in map(read_reference, ("MPO97", "MP097", "DP 101"))] == [
        "MPO97 read as MP097",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("10ct 19", date(2019, 10, 1)),
        ("5Jun 19", date(2019, 6, 5)),
        ("02 Dec 19", date(2019, 12, 2)),
        ("3l Ju1 2Ol9", date(2019, 7, 31)),
        ("27 February 2020", date(2020, 2, 27)),
        ("I5 Apri1 2O2O", date(2020, 4, 15)),
    ],
)
def test_a_date_is_read_however_its_letters_were_confused(printed: str, day: date) -> None:
    found = read_date(printed)
    assert found is not None
    assert found.day == day


@pytest.mark.parametrize(
    "printed", ["31 Feb 20", "0 May 19", "l Oct 19", "12 Foo 19", "12 May", "May 2019", "12 May 201"]
)
def test_what_is_no_date_is_not_read(printed: str) -> None:
    assert read_date(printed) is None


def test_a_nought_before_a_day_is_no_repair_but_a_letter_is() -> None:
    printed = ("02 Dec 19", "2 Dec 19", "O2 Dec 19")
    assert [found.repair for found in map(read_date, printed) if found] == ["", "", "O2 Dec 19 read as 2 Dec 19"]


def test_a_month_without_a_year_is_the_next_of_its_name() -> None:
    assert str(month_after("March", date(2020, 2, 7))) == "2020-03"
    assert str(month_after("January", date(2019, 12, 6))) == "2020-01"
    assert month_after("Sometime", date(2020, 2, 7)) is None


def test_a_month_with_confused_figures_is_read() -> None:
    found = read_month("January 2O2O")
    assert found is not None
    assert (str(found.month), found.repair) == ("2020-01", "January 2O2O read as January 2020")


@pytest.mark.parametrize(
    ("printed", "number"), [("47", 47), ("l0", 10), ("0", 0), ("a7", None), ("lO", None), ("007", None)]
)
def test_a_number_needs_a_true_figure_and_nothing_strange(printed: str, number: int | None) -> None:
    found = read_number(printed)
    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    ("printed", "days"), [("15 WD", 15), ("15WD", 15), ("4O WD", 40), ("41", None), ("0 WD", None)]
)
def test_a_duration_needs_its_unit(printed: str, days: int | None) -> None:
    found = read_days(printed)
    assert (found.number if found else None) == days


@pytest.mark.parametrize(("printed", "count"), [("three", 3), ("Nine", 9), ("l2", 12), ("no", 0), ("several", None)])
def test_a_count_is_read_in_words_and_figures(printed: str, count: int | None) -> None:
    assert read_count(printed) == count


@pytest.mark.parametrize(
    "title",
    [
        "SMETS1 Validation of SRV 6.15.1",
        "SSI Job Type Role for SRO/ARO",
        "Implementing IRP511 and CRP535 to support GBCS v3.2 devices",
        "Alt HAN Roll-Out Financing",
        "Ensuring a managed move to DUIS version 3.1",
        "Users’ legal control over small-scale email alerts",
        "Quarantine of Outages",
        "Query: illegal levels",
    ],
)
def test_a_title_of_plain_words_is_taken_as_it_stands(title: str) -> None:
    assert doubt_of(title) == ""


@pytest.mark.parametrize(
    "title",
    [
        "lmproving meters",
        "A1lowing meters",
        "AIlowing meters",
        "Ievel of service",
        "SMETSI Validation",
        "DNQ Power",
        "DN0 Power",
        "Batch 1",
        "Batch I",
        "Section 12 changes",
        "Ouarantine files",
        "Qutage alerts",
        "SRV 6.l5.1",
        "Legal text {draft}",
        "First. Second",
    ],
)
def test_a_title_with_a_word_that_may_be_misread_is_in_doubt(title: str) -> None:
    assert doubt_of(title) != ""


def test_folding_keeps_the_length_and_forgets_what_scanners_confuse() -> None:
    assert fold_letters("DPIO1 ‘DU1S’") == fold_letters("DPl01 'DUIS'")
    assert likeness("SRO/ARQO") == likeness("SRO/ARO")
    assert likeness("Request") != likeness("Response")


@given(st.text(max_size=200))
def test_folded_text_is_as_long_as_the_text(text: str) -> None:
    assert len(fold_letters(text)) == len(text)


def test_a_person_is_read_with_organisation_or_body() -> None:
    of = read_proposer("Ann Other of the DCC")
    behalf = read_proposer("Ann Other on behalf of the Security Sub-Committee (SSC)")
    both = read_proposer("Ann Other of Utiligroup on behalf of the Panel")
    assert (of.person, of.organisation, of.on_behalf_of) == ("Ann Other", "DCC", None)
    assert (behalf.person, behalf.on_behalf_of) == ("Ann Other", "Security Sub-Committee (SSC)")
    assert (both.person, both.organisation, both.on_behalf_of) == ("Ann Other", "Utiligroup", "Panel")


def test_a_name_alone_may_be_a_person_or_an_organisation() -> None:
    found = read_proposer("Power Distribution")
    assert (found.person, found.organisation) == (None, None)
    assert found.doubts


@pytest.mark.parametrize(
    ("printed", "name"), [("lan Speller", "Ian Speller"), ("Gary FaircIough", None), ("0wen Park", None)]
)
def test_a_name_begins_with_a_capital(printed: str, name: str | None) -> None:
    assert read_name(printed)[0] == name


def test_initials_stand_for_the_words_before_them_and_no_more() -> None:
    text = "A report of the Data Communications Company (DCC) and an unrelated Thing (XYZ)"
    assert list(expansions(text)) == [("Data Communications Company", "DCC")]


def test_a_phrase_matches_whatever_a_scanner_made_of_it() -> None:
    pattern = phrase("there [is|are] {count} draft proposal[s]? ... panel")
    assert pattern.match(fold_letters("There are three Draft Proposa1s for the Pane1"))
    assert not pattern.match(fold_letters("There are three Draft Proposals. The Panel"))


def test_titles_are_settled_by_what_is_plain_and_uncontradicted() -> None:
    def seen(text: str, line: int, *, closed: bool = True) -> TitleSeen:
        return TitleSeen("DP101", text, closed, (line,))

    one = settle_titles([seen("Large Meters", 1), seen("Large Meters", 2)])["101"]
    slip = settle_titles([seen("Alert Levels", 1), seen("AIert LeveIs", 2), seen("Alert Levels and", 3, closed=False)])[
        "101"
    ]
    two = settle_titles([seen("Large Meters", 1), seen("Small Meters", 2)])["101"]
    assert (one.title, one.is_confirmed) == ("Large Meters", True)
    assert (slip.title, slip.repairs) == (
        "Alert Levels",
        ("AIert LeveIs read as Alert Levels", "Alert Levels and read as Alert Levels"),
    )
    assert (two.title, two.differing) == (None, (1, 2))


# --- lists ------------------------------------------------------------------------------------------------------

DEVELOP = "The CSC decided that the following Draft Proposals need further development before going to the Panel:"
READY = "The CSC found the following Draft Proposals ready to go to the Panel for conversion:"


def test_the_items_of_a_list_mean_what_the_sentence_above_them_says() -> None:
    reading = read(
        READY, "", "e DP101 ‘Large Meters’", "", DEVELOP, "", "• DP102 ‘Small Meters’", "¢ DP103 ‘No Meters’"
    )
    assert only(reading, "event") == [
        {"reference": "DP101", "outcome": "csc_ready"},
        {"reference": "DP102", "outcome": "csc_develop"},
        {"reference": "DP103", "outcome": "csc_develop"},
    ]


def test_items_under_a_sentence_that_is_not_understood_stay_unknown() -> None:
    reading = read("The CSC considered, at some length, the following matters of note:", "", "e DP101 ‘Large Meters’")
    assert reading.of_kind("event") == ()
    assert [line.confidence for line in reading.lines if "DP101" in line.text] == ["unknown"]


def test_a_paragraph_ends_a_list() -> None:
    reading = read(
        READY, "", "e DP101 ‘Large Meters’", "", "Some other words follow here.", "", "e DP102 ‘Small Meters’"
    )
    assert [fact["reference"] for fact in only(reading, "event")] == ["DP101"]


def test_an_item_without_its_mark_is_an_item_all_the_same() -> None:
    reading = read(READY, "", "e DP101 ‘Large Meters’", "DP102 ‘Small Meters’")
    assert [fact["reference"] for fact in only(reading, "event")] == ["DP101", "DP102"]


def test_a_list_that_is_shorter_than_its_sentence_says_is_only_likely() -> None:
    reading = read("There are three Draft Proposals for the Panel to convert this month:", "", "e DP101 ‘Large Meters’")
    (target,) = reading.of_kind("target")
    assert target.confidence == "likely"
    assert target.why == "the sentence above says 3, and 1 item could be read"


def test_a_wrapped_title_with_a_dash_is_one_item() -> None:
    reading = read(READY, "", "- DP101 ‘Incorporation of several Proposals", "- Batch 3’", "- DP102 ‘Small Meters’")
    assert [fact["title"] for fact in only(reading, "title")] == [
        "Incorporation of several Proposals - Batch 3",
        "Small Meters",
    ]


def test_a_title_goes_on_over_the_end_of_a_page() -> None:
    reading = read(
        READY, "", "• DP101 ‘Amending the times for", "Data as at 31 Jan 2020  Page 1 of 2", "\fsome requests’"
    )
    assert [fact["title"] for fact in only(reading, "title")] == ["Amending the times for some requests"]


def test_a_title_in_two_wordings_is_unknown_and_its_lines_with_it() -> None:
    reading = read(READY, "", "e DP101 ‘Large Meters’", "", DEVELOP, "", "e DP101 ‘Service Meters’")
    assert only(reading, "title") == []
    assert only(reading, "event") == []


def test_near_twins_are_told_by_their_numbers() -> None:
    twins = "e SECMP0067 ‘Service Request Traffic Management’", "e DP100 ‘Service Response Traffic Management’"
    titles = {fact["reference"]: fact["title"] for fact in only(read(READY, "", twins[0], "", twins[1]), "title")}
    assert titles == {
        "SECMP0067": "Service Request Traffic Management",
        "DP100": "Service Response Traffic Management",
    }


def test_a_title_without_a_readable_reference_names_no_proposal() -> None:
    reading = read(READY, "", "e DP1?? ‘Service Response Traffic Management’")
    assert [fact for fact in reading.facts if fact.reference] == []


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("was sent back for clarification.", "cb_sent_back"),
        ("was sent back to Refinement.", "cb_sent_to_refinement"),
        ("was recommended for rejection.", "cb_recommended_rejection"),
        ("was approved under Self-Governance.", "cb_approved"),
        ("was not approved.", None),
        ("was sent back", None),
    ],
)
def test_votes_are_read_by_their_whole_words(words: str, outcome: str | None) -> None:
    reading = read(
        "The Change Board considered one modification on 22 January 2020:", "", f"e MP079 ‘Large Meters’ {words}"
    )
    assert [fact["outcome"] for fact in only(reading, "event")] == ([outcome] if outcome else [])


def test_a_vote_names_its_release_and_the_meeting_it_comes_back_to() -> None:
    reading = read(
        "The Change Board considered two modifications on 22 January 2020:",
        "",
        "e MP079 ‘Large Meters’ was approved for implementation in the June 2020 Release.",
        "e MP080 ‘Small Meters’ was sent back for clarification. An ad-hoc meeting will be on 7 February 2020.",
    )
    first, second = only(reading, "event")
    assert first["release"] == "June 2020 SEC Release"
    assert (second["target_body"], second["target_day"]) == ("CB", date(2020, 2, 7))


def test_a_decision_told_twice_is_one_fact_with_its_day() -> None:
    reading = read(
        "The Change Board approved one Modification Proposal under Self-Governance:",
        "",
        "e MPO97 ‘Large Meters’",
        "",
        "The Change Board considered one modification on 22 January 2020:",
        "",
        "e MP097 ‘Large Meters’ was approved for implementation in the June 2020 SEC Release.",
    )
    (event,) = reading.of_kind("event")
    assert (event.fields["day"], event.confidence) == (date(2020, 1, 22), "sure")
    assert only(reading, "path") == [{"reference": "MP097", "path": "3"}]


def test_a_divided_word_leaves_a_title_unknown_unless_another_line_has_it() -> None:
    divided = ("e DP101 ‘Large Roll-", "Out’", "")
    assert only(read(READY, "", *divided), "title") == []
    both = read(READY, "", *divided, DEVELOP, "", "e DP101 ‘Large Roll-Out’")
    assert [fact["title"] for fact in only(both, "title")] == ["Large Roll-Out"]


def test_another_layout_is_more_rows_of_the_table() -> None:
    sentence = Sentence("csc_list", "put back by the sub-committee", {"outcome": "csc_deferred"}, "mention")
    other = replace(CHANGE_STATUS_REPORT, name="Another paper", sentences=(sentence,))
    text = f"{HEAD}Put back by the Sub-Committee:\n\ne DP101 ‘Large Meters’\n"
    assert only(read_report(text), "event") == []
    assert only(read_report(text, (other,)), "event") == [{"reference": "DP101", "outcome": "csc_deferred"}]


# --- tables -----------------------------------------------------------------------------------------------------

OPEN = "Modification Type Accepted Target duration"
RETURNED = "Modification Type Returned Target duration"


def test_a_row_is_read_by_the_headings_above_it() -> None:
    rows = only(
        read("Open Assessments", "", OPEN, "MP090 PA 22 Nov 19 15 WD", "", "x", "", RETURNED, "MP090 1A 2 Dec 19 40WD"),
        "assessment",
    )
    assert [(row["state"], row["assessment_kind"], row["target"]) for row in rows] == [
        ("open", "PA", 15),
        ("returned", "IA", 40),
    ]


def test_rows_without_readable_headings_say_nothing() -> None:
    reading = read("Modification Type Accented Target duration", "MP090 PA 22 Nov 19 15 WD")
    assert reading.of_kind("assessment") == ()
    assert [line.why for line in reading.lines if line.text.startswith("MP090")] == [
        "no readable headings say what this row's dates and days are"
    ]


def test_a_heading_against_its_table_leaves_the_rows_unknown() -> None:
    assert read("Open assessments", "", RETURNED, "MP090 PA 22 Nov 19 15 WD").of_kind("assessment") == ()


def test_one_duration_under_two_columns_belongs_to_neither() -> None:
    (row,) = only(read("Modification Type Accepted Target Current duration", "MP090 PA 22 Nov 19 15 WD"), "assessment")
    assert "target" not in row
    assert row["accepted"] == date(2019, 11, 22)


def test_a_torn_column_is_put_back_when_every_row_has_a_value() -> None:
    torn = ("Current duration", "51 WD", "45 WD")
    reading = read(OPEN, "MP090 PA 22 Nov 19 15 WD", "MP092 PA 02 Dec 19 15 WD", "", *torn)
    assert {fact.why for fact in reading.of_kind("assessment")} == {
        "51 WD to 31 Jan 20 count back to the day it was accepted",
        "45 WD to 31 Jan 20 count back to the day it was accepted",
    }
    assert reading.remarks == ()


def test_a_torn_column_with_a_value_missing_is_not_put_back() -> None:
    reading = read(OPEN, "MP090 PA 22 Nov 19 15 WD", "MP092 PA 02 Dec 19 15 WD", "", "Current duration", "51 WD")
    assert {fact.why for fact in reading.of_kind("assessment")} == {"printed plainly"}
    assert len(reading.remarks) == 1


def test_a_torn_column_that_fits_two_tables_is_put_into_neither() -> None:
    rows = ("MP090 PA 22 Nov 19", "MP092 PA 02 Dec 19")
    header = "Modification Type Accepted"
    reading = read(header, *rows, "", "x", "", header, *rows, "", "Target", "15 WD", "20 WD")
    assert all("target" not in row for row in only(reading, "assessment"))


def test_a_day_that_its_duration_denies_is_left_unknown() -> None:
    rows = ("MP090 PA 22 Nov 19 15 WD", "MP092 PA 02 Dec 19 15 WD", "MP093 PA 04 Dec 19 15 WD")
    reading = read(OPEN, *rows, "", "Current duration", "51 WD", "45 WD", "45 WD")
    days = {fact.reference: (fact.fields["accepted"], fact.confidence) for fact in reading.of_kind("assessment")}
    assert days["MP092"] == (date(2019, 12, 2), "sure")
    assert days["MP093"] == (None, "unknown")


def test_totals_are_read_only_with_both_their_cells() -> None:
    whole = read("Proposals open (pre-decision) 47 269 WD")
    assert [fact["value"] for fact in only(whole, "figure")] == [47, 269]
    for part in ("47", "269 WD", "47 269", "269 WD 47"):
        assert only(read(f"Proposals open (pre-decision) {part}"), "figure") == []


def test_totals_that_the_rows_give_as_well_are_sure() -> None:
    reading = read("Preliminary Assessments open l 51 WD".replace("l", "1"), "", OPEN, "MP090 PA 22 Nov 19 15 WD")
    assert {(fact.fields["value"], fact.fields["counted"]) for fact in reading.of_kind("figure")} == {(1, 1), (51, 51)}


# --- text that is no report -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 1_000_000,
        "DP101 ‘" + "a " * 500_000,
        "‘" * 1_000_000,
        "DP101 ‘‘‘’’’'''\n" * 2_000,
        "The CSC found DP101 ‘" * 5_000,
        "".join(map(chr, range(0x3000))),
        "\ud800DP101 ‘x\udfff’\n\u202eDP102",
        "\f" * 100_000,
        "\r\n" * 100_000,
        "-" * 900 + "A\n",
        "Current duration\n" + "40 WD\n" * 5_000,
        OPEN + "\n" + "SECMP0007 PA " + "40 WD " * 150,
        "Data of the " * 80 + "(DCC)\n",
    ],
    ids=range(14),
)
def test_hostile_text_is_read_without_an_error_and_says_nothing(text: str) -> None:
    assert [fact for fact in read_report(text).facts if fact.confidence != "unknown"] == []


def test_a_very_long_line_does_not_hide_the_others() -> None:
    reading = read("y" * 1_000_000, "", READY, "", "e DP101 ‘Large Meters’")
    assert [fact["reference"] for fact in only(reading, "event")] == ["DP101"]
    assert max(len(line.text) for line in reading.lines) < 400


def test_too_many_lines_are_left_and_counted() -> None:
    reading = read_report("words\n" * (MOST_LINES + 5))
    assert len(reading.lines) == MOST_LINES
    assert reading.remarks == (f"Only the first {MOST_LINES:,} lines were read; 6 more were left",)


@settings(deadline=None)
@given(st.text(max_size=600))
def test_any_text_at_all_is_read(text: str) -> None:
    reading = read_report(text)
    assert all(0 <= place < len(reading.facts) for line in reading.lines for place in line.facts)


WORDS = st.sampled_from(
    [
        *(
            "DP101",
            "MPO97",
            "‘Large Meters’",
            "‘",
            "’",
            "e ",
            "was raised by",
            "on 13 January 2020.",
            "\n",
            "\n\n",
            "\f",
        ),
        *("MP090 PA 22 Nov 19 15 WD", "Current duration", "51 WD", "2. Define", "three", "[4]", "(", "the DCC"),
        *(READY, DEVELOP, OPEN),
    ]
)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40))
def test_the_words_of_reports_in_any_order_are_read(words: list[str]) -> None:
    reading = read_report(" ".join(words))
    assert all(isinstance(fact, Fact) for fact in reading.facts)
    assert [line.number for line in reading.lines] == sorted(line.number for line in reading.lines)
