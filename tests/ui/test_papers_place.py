"""The Papers place: previewing, exporting, accepting, issuing, printing, and why a proposal is in a paper."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from secdesk.errors import KnownError
from secdesk.rules.naming import find
from secdesk.services import records
from secdesk.services.issued_papers import frozen_file, issued_papers
from secdesk.ui import paper_words, theme
from secdesk.ui.issue_sheet import IssueSheet
from secdesk.ui.paper_work import PaperWish, make_file, read_wish, wish_text
from secdesk.ui.places.papers import PapersPlace
from secdesk.ui.printing import Printing, print_pdf
from secdesk.ui.printing_request import PrintRequest
from tests.ui.desks import OFFSCREEN, OpenDesk, click, enter, label_text, named, unnamed, wait_for
from tests.ui.frames import clipped, make_sample, small

pytestmark = OFFSCREEN
DAY = date(2020, 2, 7)


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[OpenDesk]:
    theme.apply_theme(qapp, "light")
    opened = OpenDesk(make_sample(tmp_path / "january.secdesk"))
    yield opened
    opened.close()


@pytest.fixture
def place(qtbot: QtBot, desk: OpenDesk) -> Iterator[PapersPlace]:
    entered = enter(qtbot, PapersPlace(desk))
    wait_for(qtbot, lambda: entered.shown is not None)
    yield entered
    entered.close_place()


def sheet() -> IssueSheet:
    found = [each for each in QApplication.topLevelWidgets() if isinstance(each, IssueSheet) and each.isVisible()]
    assert len(found) == 1
    return found[0]


def issue(qtbot: QtBot, place: PapersPlace) -> None:
    place._issue.trigger()
    QTest.keyClick(sheet(), Qt.Key.Key_Return)
    wait_for(qtbot, lambda: place._freezing is None)
    wait_for(qtbot, lambda: place.shown is not None and place.shown.stale is not None)


def retitle(desk: OpenDesk, title: str) -> None:
    uid = desk.read(lambda session: find(session, "proposal", "DP101", DAY))
    assert uid is not None
    desk.run("Retitle", lambda session: records.update_record(session, "proposal", uid, {"title": title}))


def text_of(root: QWidget, name: str) -> str:
    return label_text(root, name)


def test_export_asks_for_the_chosen_paper(place: PapersPlace, desk: OpenDesk) -> None:
    wishes: list[str] = []
    desk.export_requested.connect(wishes.append)
    place.activate("kind:conversion")
    place._export.trigger()
    wish = read_wish(wishes[0])
    assert wish is not None
    assert wish.subject.kind == "conversion"


def test_the_file_has_the_bytes_of_the_preview(qtbot: QtBot, place: PapersPlace, desk: OpenDesk) -> None:
    for target in ("2020-01", "kind:decision_sheet", "kind:release_notes"):
        place.activate(target)
        wait_for(qtbot, lambda: place.shown is not None)
        entry = place.entry
        assert entry is not None
        _, data = make_file(desk.register.path, PaperWish(entry.subject), DAY)
        assert hashlib.sha256(data).digest() == hashlib.sha256(place._preview.data).digest()


def test_a_wish_comes_back_from_its_text(place: PapersPlace) -> None:
    assert place.entry is not None
    wish = PaperWish(place.entry.subject, "an-issued-one")
    assert read_wish(wish_text(wish)) == wish
    assert read_wish("2020-01") is None


def test_three_keys_issue_the_report(qtbot: QtBot, place: PapersPlace, desk: OpenDesk) -> None:
    wishes: list[str] = []
    desk.export_requested.connect(wishes.append)
    issue(qtbot, place)
    found = desk.read(issued_papers)
    assert [(each.version, each.subject.kind) for each in found] == [("1.0", "change_status_report")]
    assert desk.toasts[-1] == "Change Status Report January 2020 v1.0 issued"
    assert place._preview.data == desk.read(lambda session: frozen_file(session, found[0]))
    assert not place._issue.isEnabled()
    wish = read_wish(wishes[-1])
    assert wish is not None
    assert wish.issued == found[0].uid
    assert make_file(desk.register.path, wish, DAY) == (
        "Change Status Report - 2020-01 - v1.0.pdf",
        place._preview.data,
    )


def test_escape_in_the_sheet_issues_nothing(place: PapersPlace, desk: OpenDesk) -> None:
    place._issue.trigger()
    QTest.keyClick(sheet(), Qt.Key.Key_Escape)
    assert desk.read(issued_papers) == []


def test_an_issued_paper_says_what_changed_since_and_its_correction_is_issued_from_the_draft(
    qtbot: QtBot, place: PapersPlace, desk: OpenDesk
) -> None:
    issue(qtbot, place)
    frozen = place._preview.data
    retitle(desk, "Another name")
    wait_for(qtbot, lambda: named(place, "papers.stale").isVisible())
    assert text_of(place, "papers.stale") == "1 record changed since this paper was made"
    assert place._preview.data == frozen
    click(place, "papers.switch")
    wait_for(qtbot, lambda: place.shown is not None and place.shown.prepared is not None)
    assert place._issue.isEnabled()
    issue(qtbot, place)
    assert [each.version for each in desk.read(issued_papers)] == ["1.1", "1.0"]


def test_a_finding_is_accepted_with_a_reason_and_asked_about_again(
    qtbot: QtBot, place: PapersPlace, desk: OpenDesk
) -> None:
    click(place, "papers.show.checks")
    panel = place.page.checks
    before = place.shown
    assert before is not None
    assert before.prepared is not None
    count = len(before.prepared.findings.open)
    click(place, "papers.finding.accept")
    assert panel._wrong.text() == "Enter why this finding is accepted"
    QTest.keyClicks(panel._reason, "Known")
    click(place, "papers.finding.accept")
    button = named(place, "papers.show.checks")
    wait_for(qtbot, lambda: button.property("text") == paper_words.checks_words(count - 1))
    panel.table.selectRow(panel.table.rowCount() - 1)
    assert "Accepted by Tester: Known" in text_of(place, "papers.finding")
    click(place, "papers.finding.again")
    wait_for(qtbot, lambda: button.property("text") == paper_words.checks_words(count))


def test_a_finding_leads_to_its_record(place: PapersPlace, desk: OpenDesk) -> None:
    click(place, "papers.show.checks")
    click(place, "papers.finding.open")
    assert desk.journeys[-1][0] in ("meetings", "proposals", "assessments", "records:stated_figure")


def test_a_duration_shows_its_calendar_and_leads_to_its_rows(place: PapersPlace, desk: OpenDesk) -> None:
    click(place, "papers.show.figures")
    panel = place.page.figures
    shown = place.shown
    assert shown is not None
    from secdesk.papers.tree import figures

    found = next(each for each in figures(shown.tree) if each.calendar is not None)
    panel.select_figure(found.key)
    told = text_of(place, "papers.calendar")
    assert found.calendar is not None
    assert told.startswith(f"{found.calendar.days} days, ")
    assert "weekends" in told
    click(place, "papers.figure.open")
    assert desk.journeys[-1] == ("assessments", found.records[0])


def test_a_figure_shows_its_page(qtbot: QtBot, place: PapersPlace) -> None:
    click(place, "papers.show.figures")
    place.page.figures.select_figure("pa_open.count")
    click(place, "papers.figure.page")
    wait_for(qtbot, lambda: place._preview.view.pageNavigator().currentPage() > 0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("MP093", "It is in ‘Refinement Consultations’"),
        ("DP112", "it counts in Define"),
        ("DP110", "it is meant for SEC Panel, March 2020"),
        ("DP999", "No proposal called 'DP999' is in this register"),
    ],
)
def test_why_is_answered_from_the_rule(place: PapersPlace, typed: str, words: str) -> None:
    click(place, "papers.show.figures")
    box = named(place, "papers.why")
    assert isinstance(box, QLineEdit)
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert words in text_of(place, "papers.because")


def test_what_changed_since_the_last_report_is_told(qtbot: QtBot, place: PapersPlace) -> None:
    click(place, "papers.show.changes")
    wait_for(qtbot, lambda: place.page.changes.count() > 3)
    told = [place.page.changes.item(row).text() for row in range(place.page.changes.count())]
    assert "MP080 PA was returned on 17 Jan 2020" in told


def test_a_page_is_gone_to_by_its_number(qtbot: QtBot, place: PapersPlace) -> None:
    place._page_act.trigger()
    box = named(place, "papers.goto")
    QTest.keyClicks(box, "4")
    QTest.keyClick(box, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: place._preview.view.pageNavigator().currentPage() == 3)


def test_a_choice_of_the_options_is_kept_and_shown(qtbot: QtBot, place: PapersPlace, desk: OpenDesk) -> None:
    before = place._preview.data
    field = place.options.form.fields["reference"].box
    field.setFocus()
    assert isinstance(field, QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "SECP_77_0702_06")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait_for(qtbot, lambda: place._preview.data not in (b"", before))
    assert [row.values["reference"] for row in desk.all("paper")] == ["SECP_77_0702_06"]


def test_a_typed_proposal_shows_its_fact_sheet(qtbot: QtBot, place: PapersPlace) -> None:
    place.find_in_list()
    QTest.keyClicks(place._month, "MP077")
    QTest.keyClick(place._month, Qt.Key.Key_Return)
    assert place.entry is not None
    assert (place.entry.label, place.entry.about) == ("Fact sheet", "MP077")


@pytest.mark.parametrize("panel", ["checks", "figures", "details", "changes"])
def test_everything_has_a_name_and_fits_a_small_window(place: PapersPlace, panel: str) -> None:
    click(place, f"papers.show.{panel}")
    for width, height in ((1090, 700), (840, 400)):
        place.resize(width, height)
        QApplication.processEvents()
        assert unnamed(place) == []
        assert small(place) == []
        assert clipped(place) == []


# --- printing --------------------------------------------------------------------------------------------------------


def to_file(path: Path) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setResolution(72)
    return printer


def pages_of(path: Path) -> int:
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(path.read_bytes()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    count = document.pageCount()
    document.close()
    return count


def test_the_shown_paper_is_printed_page_by_page(place: PapersPlace, desk: OpenDesk, tmp_path: Path) -> None:
    file = tmp_path / "printed.pdf"
    place.printing = Printing(desk, place, lambda _title, _parent: to_file(file))
    place.print_shown()
    assert pages_of(file) == place._preview.document.pageCount()
    assert desk.toasts[-1].endswith("printed")


def test_only_the_wanted_pages_are_printed(place: PapersPlace, tmp_path: Path) -> None:
    printer = to_file(tmp_path / "some.pdf")
    printer.setFromTo(2, 4)
    assert print_pdf(place._preview.data, printer) == 3


def test_without_a_printer_the_way_out_is_told(place: PapersPlace, desk: OpenDesk) -> None:
    def ask(_title: str, _parent: QWidget) -> QPrinter | None:
        raise KnownError("No printer is set up on this computer. Add one")

    Printing(desk, place, ask).print_data("Report", place._preview.data)
    assert [str(each) for each in desk.refused] == ["No printer is set up on this computer. Add one"]


def test_a_list_that_is_asked_for_is_made_beside_the_window_and_printed(
    qtbot: QtBot, place: PapersPlace, desk: OpenDesk, tmp_path: Path
) -> None:
    file, data = tmp_path / "list.pdf", place._preview.data
    printing = Printing(desk, place, lambda _title, _parent: to_file(file))
    with qtbot.waitSignal(printing.printed):
        printing.print_request(PrintRequest("Proposals", lambda: data))
    assert pages_of(file) > 5
