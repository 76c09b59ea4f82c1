"""The manual: its pages hold what they promise, and F1 opens them (ux.md 2.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QTextFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from secdesk.models import kinds
from secdesk.register import kept_backups
from secdesk.rules.bank_holidays import HolidayCalendar
from secdesk.rules.dates import format_date, parse_date
from secdesk.rules.process import letters_of
from secdesk.rules.settings import SETTINGS
from secdesk.rules.workdays import CONVENTIONS, days_counted
from secdesk.ui import texts
from secdesk.ui.actions import words_of
from secdesk.ui.commands import MENUS, SECOND_KEYS, Command, Menu
from secdesk.ui.help_book import Book, split_link
from secdesk.ui.help_desk import page_of
from secdesk.ui.help_pages import (
    Heading,
    PageFault,
    Picture,
    Span,
    Table,
    anchor_of,
    read_page,
    spans_of,
    told,
)
from secdesk.ui.help_pages import words_of as text_of
from secdesk.ui.help_pictures import SHOTS, TODAY, save_small
from secdesk.ui.help_window import HelpWindow
from secdesk.ui.key_map import BEYOND
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.preferences import SECTIONS, Preferences
from tests.ui.frames import Frame, clipped, make_sample, open_frame, small, unnamed
from tests.ui.test_texts import FORBIDDEN

PLACES = [entry.key for entry in ENTRIES]
PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "resources" / "help").glob("*.md"))
PLAIN_KEYS = {"Ctrl", "Shift", "Alt", "Enter", "Esc", "Tab", "Space", "H", "O", "Ctrl+1", "Ctrl+9"}
"""Keys that a page may name although no table of keys has them alone."""


@pytest.fixture(scope="module")
def book() -> Book:
    return Book()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sample(tmp_path_factory.mktemp("sample") / "SEC register.secdesk")


@pytest.fixture
def frame(qtbot: QtBot, tmp_path: Path, sample: Path) -> Frame:
    register = tmp_path / sample.name
    register.write_bytes(sample.read_bytes())
    return open_frame(qtbot, tmp_path, register)


def manual_of(frame: Frame) -> HelpWindow:
    manual = frame.window.help.manual
    assert manual is not None, "the manual is not open"
    return manual


def open_page(qtbot: QtBot, frame: Frame, key: str) -> HelpWindow:
    frame.window.help.show_page(key)
    manual = manual_of(frame)
    qtbot.waitUntil(manual.isActiveWindow)
    return manual


# --- the pages -----------------------------------------------------------------------------------------------------


def test_every_file_is_in_the_contents_and_every_place_has_a_page(book: Book) -> None:
    assert sorted(book.pages) == PAGES
    assert set(PLACES) <= set(book.pages)
    assert all(book.pages[key].title == entry.title for entry in ENTRIES for key in [entry.key])


@pytest.mark.parametrize("key", PAGES)
def test_every_link_leads_somewhere(book: Book, key: str) -> None:
    for span in every_span(book, key):
        if span.link:
            page, anchor = split_link(span.link)
            assert page in book.pages, span
            anchors = {anchor_of(b.text) for b in book.pages[page].blocks if isinstance(b, Heading)}
            assert not anchor or anchor in anchors, span


@pytest.mark.parametrize("key", PAGES)
def test_headings_never_skip_a_level_and_are_told_apart(book: Book, key: str) -> None:
    headings = [block for block in book.pages[key].blocks if isinstance(block, Heading)]
    assert [each.level for each in headings].count(1) == 1
    assert all(after.level <= before.level + 1 for before, after in pairwise(headings))
    if key not in ("fields", "keys"):
        assert len({anchor_of(each.text) for each in headings}) == len(headings)


def test_every_place_shows_its_picture_and_every_picture_is_small_and_there(book: Book) -> None:
    shown = {b.file: key for key, page in book.pages.items() for b in page.blocks if isinstance(b, Picture)}
    assert {f"{shot.file}.png" for shot in SHOTS} == set(shown)
    assert all(any(isinstance(b, Picture) for b in book.pages[key].blocks) for key in PLACES)
    files = [book.picture(file) for file in shown]
    assert all(not QImage(str(file)).isNull() for file in files)
    assert sum(file.stat().st_size for file in files) < 1_500_000
    assert {file.name for file in (book.folder / "pictures").iterdir()} == set(shown)


@pytest.mark.parametrize("key", PAGES)
def test_every_key_that_a_page_names_does_something(book: Book, key: str) -> None:
    keys = {span.text for span in every_span(book, key) if span.style == "keys"}
    assert keys - known_keys() == set()


def test_every_command_that_a_page_names_is_in_the_menus_with_these_keys(frame: Frame, book: Book) -> None:
    commands = menu_paths(frame)
    named = 0
    for page in book.pages.values():
        for block in page.blocks:
            spans = list(spans_of(block))
            for at, span in enumerate(spans):
                if span.style == "strong" and " > " in span.text:
                    named += 1
                    assert span.text in commands, f"{page.key}: {span.text}"
                    if at + 2 < len(spans) and spans[at + 1].text == " (" and spans[at + 2].style == "keys":
                        assert spans[at + 2].text in commands[span.text], f"{page.key}: {span.text}"
    assert named > 60


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_page_uses_a_word_that_blames_or_grovels(book: Book, word: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    assert [key for key, page in book.pages.items() for b in page.blocks if pattern.search(told(b))] == []


def test_no_page_shouts_or_holds_a_word_of_the_makers(book: Book) -> None:
    pattern = re.compile(r"!|\b(widget|dialog|SQL|database|transaction|boolean|uid|null|class|commit)\b", re.IGNORECASE)
    found = [(key, told(b)) for key, page in book.pages.items() for b in page.blocks if pattern.search(told(b))]
    assert found == []


def test_every_date_that_the_manual_gives_as_an_example_is_read_so(book: Book) -> None:
    (table,) = [b for b in book.pages["dates"].blocks if isinstance(b, Table) and text_of(b.head[0]) == "You type"]
    meetings = {"panel": date(2020, 2, 14)}
    read = {
        typed: format_date(day)
        for typed, _ in rows_of(table)
        if (day := parse_date(typed, TODAY, HolidayCalendar(), meetings))
    }
    assert read == dict(rows_of(table))
    assert len(read) > 20


def test_the_durations_given_as_an_example_are_those_of_each_way_of_counting(book: Book) -> None:
    table = next(
        b for b in book.pages["numbers"].blocks if isinstance(b, Table) and text_of(b.head[1]) == "Days"
    )
    start, end, calendar = date(2019, 7, 30), date(2020, 1, 31), HolidayCalendar()
    counted = {each.label: str(days_counted(start, end, each, calendar)) for each in CONVENTIONS.values()}
    assert dict(rows_of(table)) == counted


def test_every_figure_of_the_report_has_a_heading_in_what_the_numbers_mean(book: Book) -> None:
    headings = {b.text for b in book.pages["numbers"].blocks if isinstance(b, Heading) and b.level == 3}
    assert headings >= {
        "Stages",
        "Draft Proposals for conversion",
        "Modification Reports",
        "Decisions",
        "Proposals open (pre-decision)",
        "Proposals concluded in the year",
        "Assessments open",
        "Assessments completed in the year",
        "Averages",
        "Releases",
    }


def test_fields_and_settings_are_told_by_the_models_themselves(book: Book) -> None:
    fields = " ".join(map(told, book.pages["fields"].blocks))
    settings = " ".join(map(told, book.pages["settings"].blocks))
    helps = [info.help for name, model in kinds().items() if name != "dated_value" for info in model.fields().values()]
    assert [each for each in helps if each not in fields] == []
    assert [each.label for each in SETTINGS.values() if each.label not in settings] == []
    assert "weekdays_inclusive" not in settings


def test_every_section_of_preferences_has_its_heading(book: Book) -> None:
    headings = [b.text for b in book.pages["preferences"].blocks if isinstance(b, Heading) and b.level == 2]
    assert headings[:-1] == [texts.PREFERENCE_SECTIONS[key] for key in SECTIONS]


def test_the_manual_says_how_many_backups_are_kept(book: Book) -> None:
    said = " ".join(map(told, book.pages["safety"].blocks))
    kept = (kept_backups.WHOLE_DAYS, kept_backups.DAILY, kept_backups.WEEKLY, kept_backups.MONTHLY)
    assert "last {} days are kept, then the newest of each of {} days, {} weeks and {} months".format(*kept) in said


@pytest.mark.parametrize("body", ["CSC", "PANEL", "CB", "AUTHORITY"])
def test_the_letters_of_every_sitting_are_told(book: Book, body: str) -> None:
    rows = [row for b in book.pages["decisions"].blocks if isinstance(b, Table) for row in rows_of(b)]
    assert [(letter, outcome.label) for letter, outcome in letters_of(body).items() if (letter, outcome.label) in rows]
    assert all((letter, outcome.label) in rows for letter, outcome in letters_of(body).items())


@pytest.mark.parametrize(
    ("text", "told_line"),
    [
        ("words without a title", 1),
        ("# T\n\n####### deep", 3),
        ("# T\nan `open key", 2),
        ("# T\n\n| one | two |\n| one |", 3),
        ("# T\n{{nothing}}", 2),
        ("# T\n![](a.png)", 2),
        ("# T\nsome <b>markup</b>", 2),
    ],
)
def test_a_page_outside_the_markup_is_told_with_its_line(text: str, told_line: int) -> None:
    with pytest.raises(PageFault, match=f"line {told_line}:"):
        read_page("some", text, {})


def test_a_page_is_read_into_its_parts() -> None:
    page = read_page("some", "# T\n\nSee [that](home#Due), press `Ctrl+E` or **Go**.\n\n- one\n1. two", {})
    assert [type(b).__name__ for b in page.blocks] == ["Heading", "Paragraph", "Item", "Item"]
    assert list(spans_of(page.blocks[1])) == [
        Span("See "),
        Span("that", link="home#Due"),
        Span(", press "),
        Span("Ctrl+E", "keys"),
        Span(" or "),
        Span("Go", "strong"),
        Span("."),
    ]


def test_finding_asks_for_all_words_and_puts_titles_first(book: Book) -> None:
    hits = book.find("bank holidays")
    assert hits[0].link == "lists#bank-holidays"
    assert all("bank" in told_part(book, hit.page) for hit in hits)
    assert book.find("BANK  Holidays") == hits
    assert book.find("bank xylophone") == []
    assert book.find("  ") == []


# --- the window ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", PLACES)
def test_f1_opens_the_page_of_the_place(qtbot: QtBot, frame: Frame, book: Book, place: str) -> None:
    frame.window.go(place)
    frame.press("F1")
    manual = manual_of(frame)
    qtbot.waitUntil(manual.isActiveWindow)
    assert manual.windowTitle().startswith(book.pages[place].title)
    assert manual.page.toPlainText().startswith(book.pages[place].title)
    assert QApplication.focusWidget() is manual.page
    QTest.keyClick(manual.page, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_lists_results_and_no_register_have_a_page_too(book: Book) -> None:
    assert [page_of(key) for key in ("records:person", "results", "")] == ["lists", "finding", "first-steps"]
    assert {"lists", "finding", "first-steps"} <= set(book.pages)


def test_f1_in_preferences_opens_its_page_and_preferences_stay(qtbot: QtBot, frame: Frame) -> None:
    frame.press("Ctrl+,")
    dialog = frame.window.findChild(Preferences)
    assert isinstance(dialog, Preferences)
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keySequence(dialog.windowHandle(), QKeySequence("F1"))
    manual = manual_of(frame)
    assert manual.page.page is manual.book.pages["preferences"]
    assert dialog.isVisible()
    qtbot.waitUntil(manual.isActiveWindow)
    QTest.keyClick(manual.page, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    assert manual.page.verticalScrollBar().value() > 0
    dialog.close()


def test_a_dialog_of_no_page_has_that_of_the_place_behind_it(frame: Frame) -> None:
    dialog = QDialog(frame.window)
    dialog.setObjectName("question")
    frame.window.go("decisions")
    assert frame.window.help.page_here(dialog) == "decisions"
    dialog.setObjectName("merge")
    assert frame.window.help.page_here(dialog) == "safety"


def test_what_the_numbers_mean_is_in_the_help_menu(qtbot: QtBot, frame: Frame) -> None:
    frame.choose("help_numbers")
    assert manual_of(frame).page.page is manual_of(frame).book.pages["numbers"]


def test_typing_finds_text_on_any_page_and_enter_goes_there(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "home")
    QTest.keySequence(manual.windowHandle(), QKeySequence("Ctrl+F"))
    assert QApplication.focusWidget() is manual.search
    QTest.keyClicks(manual.search, "stated figures")
    assert manual.contents.count() == len(manual.book.find("stated figures"))
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.page.page is manual.book.pages[manual.book.find("stated figures")[0].page]
    assert manual.page.textCursor().block().text() == "Stated figures"
    assert manual.page.extraSelections()
    manual.search.setFocus()
    QTest.keyClick(manual.search, Qt.Key.Key_Escape)
    assert manual.isVisible()
    assert manual.contents.count() == len(manual.book.pages) + len(manual.book.chapters)


def test_nothing_found_says_so(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "home")
    QTest.keyClicks(manual.search, "xylophone")
    assert manual.contents.count() == 0
    assert manual._count.text() == "No page has these words."
    QTest.keyClick(manual.search, Qt.Key.Key_Return)
    assert manual.page.page is manual.book.pages["home"]


def test_links_are_followed_with_keys_and_back_returns(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "consultations")
    QTest.keyClick(manual.page, Qt.Key.Key_Tab)
    QTest.keyClick(manual.page, Qt.Key.Key_Return)
    assert manual.page.page is manual.book.pages["settings"]
    QTest.keySequence(manual.windowHandle(), QKeySequence("Alt+Left"))
    assert manual.page.page is manual.book.pages["consultations"]
    QTest.keySequence(manual.windowHandle(), QKeySequence("Alt+Right"))
    assert manual.page.page is manual.book.pages["settings"]


def test_the_contents_are_gone_through_with_the_arrows(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "home")
    manual.contents.setFocus()
    QTest.keyClick(manual.contents, Qt.Key.Key_Down)
    assert manual.page.page is manual.book.pages["proposals"]
    QTest.keyClick(manual.contents, Qt.Key.Key_Up)
    QTest.keyClick(manual.contents, Qt.Key.Key_Up)
    assert manual.page.page is manual.book.pages["keys"]


def test_headings_are_real_and_pictures_have_words(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "papers")
    page = manual.book.pages["papers"]
    levels, alternatives = [], []
    block = manual.page.document().begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            levels.append((block.blockFormat().headingLevel(), block.text()))
        parts = block.begin()
        while not parts.atEnd():
            form = parts.fragment().charFormat()
            if form.isImageFormat():
                alternatives.append(form.property(QTextFormat.Property.ImageAltText.value))
            parts += 1
        block = block.next()
    assert levels == [(b.level, b.text) for b in page.blocks if isinstance(b, Heading)]
    assert alternatives == [b.words for b in page.blocks if isinstance(b, Picture)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (900, 520)])
def test_every_page_can_be_read_in_large_letters(
    qtbot: QtBot, frame: Frame, scheme: str, size: tuple[int, int]
) -> None:
    frame.window.look.choose_scheme("dark" if scheme == "dark" else "light")
    frame.window.look.choose_text_size(150)
    manual = open_page(qtbot, frame, "home")
    manual.resize(*size)
    for key in manual.book.pages:
        manual.show_link(key)
        QApplication.processEvents()
        document, room = manual.page.document(), manual.page.viewport().width()
        assert document.size().width() <= room + 1, key
        assert document.defaultFont().pointSizeF() == pytest.approx(QApplication.font().pointSizeF())
    assert clipped(manual) == []
    assert small(manual) == []
    assert unnamed(manual) == []


def test_the_manual_follows_the_letters_of_the_program(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "home")
    before = manual.page.document().defaultFont().pointSizeF()
    QTest.keySequence(manual.windowHandle(), QKeySequence("Ctrl++"))
    qtbot.waitUntil(lambda: manual.page.document().defaultFont().pointSizeF() > before)
    assert frame.settings.text_scale == 110


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_the_window_stays_beside_the_program_and_keeps_its_size(qtbot: QtBot, frame: Frame) -> None:
    manual = open_page(qtbot, frame, "home")
    manual.resize(777, 555)
    frame.window.go("releases")
    frame.window.activateWindow()
    qtbot.waitUntil(frame.window.isActiveWindow)
    frame.press("F1")
    assert frame.window.help.manual is manual
    assert manual.page.page is manual.book.pages["releases"]
    frame.window.close()
    assert frame.window.help.manual is None
    again = HelpWindow(frame.settings, lambda _by: None)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (777, 555)


# --- a report of a problem -----------------------------------------------------------------------------------------


def test_a_problem_report_tells_the_program_and_the_log_and_nothing_of_the_register(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "problem.txt"
    monkeypatch.setattr(frame.answers, "ask_text_file", lambda _suggestion, _title: path)
    frame.settings.log_folder.mkdir(parents=True)
    log = "\n".join(f"line {number}" for number in range(500))
    (frame.settings.log_folder / "secdesk.log").write_text(log, encoding="utf-8")
    frame.window.go("proposals")
    frame.choose("report_problem")
    written = path.read_text(encoding="utf-8")
    assert "Program   secdesk " in written
    assert "Place     proposals" in written
    assert "line 499" in written
    assert "line 299\n" not in written
    assert "(nothing was logged)" in written
    assert "SECMP" not in written
    assert "SEC register" not in written
    assert frame.window.toast.isVisible()


def test_a_problem_report_that_nobody_wants_after_all_writes_nothing(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame.answers, "ask_text_file", lambda _suggestion, _title: None)
    before = set(tmp_path.iterdir())
    frame.choose("report_problem")
    assert set(tmp_path.iterdir()) == before


def test_a_folder_that_takes_no_problem_report_is_told(
    frame: Frame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frame.answers, "ask_text_file", lambda _suggestion, _title: tmp_path / "gone" / "problem.txt")
    frame.choose("report_problem")
    assert len(frame.answers.refused) == 1


# --- pictures ------------------------------------------------------------------------------------------------------


def test_a_picture_is_kept_small_and_whole(tmp_path: Path) -> None:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for across in range(100):
        image.setPixelColor(across, 50, Qt.GlobalColor.darkBlue)
    save_small(image, tmp_path / "some.png")
    kept = QImage(str(tmp_path / "some.png"))
    assert (kept.width(), kept.height()) == (300, 200)
    assert kept.pixelColor(50, 50).blue() > kept.pixelColor(50, 50).red()
    assert kept.pixelColor(250, 150).red() > 250
    assert kept.colorCount() > 0


# --- reading pages -------------------------------------------------------------------------------------------------


def every_span(book: Book, key: str) -> Iterator[Span]:
    for block in book.pages[key].blocks:
        yield from spans_of(block)


def rows_of(table: Table) -> list[tuple[str, str]]:
    return [(text_of(row[0]), text_of(row[1])) for row in table.rows]


def told_part(book: Book, key: str) -> str:
    return " ".join(map(told, book.pages[key].blocks)).casefold()


def known_keys() -> set[str]:
    """Return every key of the menus, of the tables beyond them and of the sittings."""
    found = set(PLAIN_KEYS)
    for command in every_command(MENUS):
        found |= {command.keys, *SECOND_KEYS.get(command.name, ())}
    for _, rows in BEYOND:
        for _, keys in rows:
            found |= {part.strip() for part in re.split(r", | then ", keys)}
    for body in ("CSC", "PANEL", "WG", "CB", "AUTHORITY"):
        found |= set(letters_of(body))
    return found | {"Down", "Backspace", "Ctrl+G"}


def every_command(items: object) -> Iterator[Command]:
    assert isinstance(items, tuple | list)
    for item in items:
        if isinstance(item, Menu):
            yield from every_command(list(item.items))
        elif isinstance(item, Command):
            yield item


def menu_paths(frame: Frame) -> dict[str, set[str]]:
    """Return the keys of every command by its way through the menus; Record has those of all places."""
    found: dict[str, set[str]] = {}

    def walk(menu: Menu, way: str) -> None:
        found[way] = set()
        for item in menu.items:
            if isinstance(item, Menu):
                walk(item, f"{way} > {item.words}")
            elif item is not None:
                found[f"{way} > {item.words}"] = {item.keys, *SECOND_KEYS.get(item.name, ())}

    for menu in MENUS:
        walk(menu, menu.words.replace("&", ""))
    for key in PLACES:
        frame.window.go(key)
        place = frame.window.places.place
        assert place is not None
        for action in place.menu_actions():
            found[f"Record > {words_of(action)}"] = {action.shortcut().toString()}
    return found
