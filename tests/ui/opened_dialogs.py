"""Opens every dialog, every popup and every menu of the window, one after another, for whoever looks at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QListWidget, QMenu, QTableWidget, QWidget

from secdesk.errors import KnownError
from secdesk.ui import texts
from secdesk.ui.as_at import AsAtBar
from secdesk.ui.error_dialog import ErrorDialog
from secdesk.ui.long_work import Working
from secdesk.ui.preferences import SECTIONS
from secdesk.ui.safety import words
from secdesk.ui.safety.dialog_work import DialogWork
from secdesk.ui.safety.hand_over_dialog import TakePenDialog
from secdesk.ui.trouble import Way
from secdesk.ui.troubles import trouble_of, unexpected
from secdesk.ui.widgets.calendar_popup import CalendarPopup
from secdesk.ui.widgets.filter_popup import FilterPopup
from secdesk.ui.widgets.info_bar import BarState
from secdesk.ui.widgets.picker import PickerList
from secdesk.ui.widgets.toast import Notice
from secdesk.ui.widgets.views_popup import ViewsPopup
from secdesk.ui.work_here import WorkDialog
from tests.ui.lint import settle
from tests.ui.stage import Stage

Shown = Iterator[tuple[str, QWidget]]
"""What is open now, with a name for whoever reads the findings; it closes when the next one is asked for."""
LONG_NOTICE = "Change Status Report - 2020-01 - draft 2.pdf exported again"


def closing(name: str, dialog: QDialog) -> Shown:
    """Show a dialog that is open, and close it."""
    dialog.activateWindow()
    settle()
    yield name, dialog
    dialog.reject()
    settle()


# --- dialogs --------------------------------------------------------------------------------------------------------


def preferences(stage: Stage) -> Shown:
    """Every section of Preferences."""
    for section in SECTIONS:
        stage.window.show_preferences(section)
        yield from closing(f"preferences, {section}", stage.dialog("preferences"))


def sheets(stage: Stage) -> Shown:
    """The sheet of keys, About, and the columns of a list."""
    stage.choose("shortcuts")
    yield from closing("shortcuts", stage.dialog("shortcuts"))
    stage.choose("about")
    yield from closing("about", stage.dialog("about"))
    stage.go("proposals").choose_columns()
    yield from closing("columns", stage.dialog("proposals.columns"))


def errors(stage: Stage) -> Shown:
    """Errors with few and with all ways out, and a question."""
    ways = [Way(words, lambda: None) for words in (texts.OPEN_PAPERS_FOLDER, texts.CHOOSE_FOLDER)]
    refused = KnownError("'SEC register 2020' is open on laptop-2 since 09:12. Try again when it is closed there")
    for name, trouble in (("fault", unexpected("details", ways)), ("refusal", trouble_of(refused))):
        dialog = ErrorDialog(trouble, stage.window)
        dialog.open()
        yield from closing(f"error, {name}", dialog)
    lines = ["7 Feb 10:42, Analyst One: Target of MP077", "7 Feb 10:50, Analyst Two: Target of MP077"]
    stage.answers.ask("MP077 was changed again at 10:50. Undo both?", lines, "Undo both", lambda: None)
    yield from closing("question", stage.dialog("question"))


def exports(stage: Stage) -> Shown:
    """What is said before an export, with a box to tick and without."""
    stage.go("proposals")
    for command in ("export_list_csv", "export_xlsx", "export_cross_code"):
        stage.choose(command)
        yield from closing(f"export, {command}", stage.dialog("export"))


def restore(stage: Stage) -> Shown:
    """The backups, and one that holds much less than the register: it has to be agreed to."""
    stage.choose("restore")
    dialog = stage.dialog("restore", lambda found: found.told is not None)
    work = dialog.findChild(DialogWork)
    work._show(None, Working("Reading the backup", 3, 9))
    settle()
    yield "restore", dialog
    work._show(None, None)
    table = dialog.findChild(QTableWidget, "restore.list")
    table.setCurrentCell(table.rowCount() - 1, 0)
    stage.wait(lambda: dialog.told is not None, "the older backup")
    yield from closing("restore, much smaller", dialog)


def records_back(stage: Stage) -> Shown:
    """The records of a backup of which some can be brought back."""
    stage.choose("restore")
    dialog = stage.dialog("restore", lambda found: found.told is not None)
    table = dialog.findChild(QTableWidget, "restore.list")
    table.setCurrentCell(table.rowCount() - 2, 0)  # the oldest is of the empty register, the newest may be of today's
    settle()
    stage.wait(lambda: dialog.told is not None, "the backup of the sample")
    dialog.findChild(QAbstractButton, "restore.some").click()
    found = stage.dialog("records_back")
    yield from closing("only some records", found)


def pen(stage: Stage) -> Shown:
    """Handing the pen over, to nobody yet, and taking it from somebody."""
    stage.choose("hand_over")
    dialog = stage.dialog("hand_over")
    dialog.findChild(QAbstractButton, "hand_over.choose").click()
    yield from closing("hand over the pen", dialog)
    lines = ["Analyst Two has held the pen since Tue 4 Feb 2020, handed over by Change Lead.",
             words.TAKE_TOLD.format(holder="Analyst Two")]  # fmt: skip
    taking = TakePenDialog(lines, lambda: None, lambda: None, stage.window)
    taking.open()
    yield from closing("take the pen", taking)


def merge(stage: Stage) -> Shown:
    """A merge with conflicts: a value, and a number that both copies took."""
    stage.answers.paths = [stage.files.elsewhere]
    stage.choose("merge")
    dialog = stage.dialog("merge")
    table = dialog.findChild(QTableWidget, "merge.table")
    for row in range(table.rowCount()):
        table.setCurrentCell(row, 0)
        settle()
        yield f"merge, line {row + 1}", dialog
    dialog.reject()
    settle()


def imports(stage: Stage) -> Shown:
    """A table of which a line cannot be read, and an old report."""
    stage.go("proposals")
    for name, path in (("import", stage.files.rows), ("old report", stage.files.report)):
        stage.answers.paths = [path]
        stage.choose("import_file")
        yield from closing(name, stage.dialog("import"))


def long_work(stage: Stage) -> Shown:
    """Work that takes long: over the window, and in the status bar."""
    dialog = WorkDialog(stage.window)
    dialog.show_working(Working("Importing 'A list with a rather long name.csv'", 1240, 3000))
    dialog.show()
    dialog.activateWindow()
    settle()
    yield "long work", dialog
    dialog.hide()
    dialog.deleteLater()
    stage.window.activateWindow()
    status = stage.window.status
    status.show_work(Working("Importing", 1240, 3000).sentence())
    status.show_cancel(True)
    settle()
    yield "long work in the status bar", stage.window
    status.show_work("")
    status.show_cancel(False)


def issue(stage: Stage) -> Shown:
    """The one confirmation of the routine."""
    place = stage.go("papers")
    stage.wait(lambda: place.shown is not None, "the preview")
    place.primary_action().trigger()
    yield from closing("issue", stage.dialog("issue"))


def manual(stage: Stage) -> Shown:
    """The manual, with a page and with what a search found."""
    stage.window.help.show_here()
    settle()
    window = stage.window.help.manual
    assert window is not None
    yield "help", window
    window.search.setText("release")
    settle()
    yield "help, found", window
    window.search.clear()
    window.close()
    stage.window.activateWindow()
    settle()


# --- what lies over the window or above its content -----------------------------------------------------------------


def jump(stage: Stage) -> Shown:
    """The box that finds everything, with what it found."""
    stage.go("home")
    box = stage.window.jump
    box.begin()
    QTest.keyClicks(box, "meter")
    stage.wait(lambda: box.hits(), "what the search found")
    yield "what the search found", box.results
    box.clear()
    box.results.hide()


def notices(stage: Stage) -> Shown:
    """A toast as long as they come, and the notices of before."""
    stage.go("proposals")
    stage.window.notices.tell(Notice(LONG_NOTICE, texts.SHOW_IN_FOLDER, lambda: None))
    settle()
    yield "toast", stage.window.toast
    before, stage.window.settings.toast_seconds = stage.window.settings.toast_seconds, 0
    stage.keeps_toast = True
    yield "toast over a place", stage.window
    stage.keeps_toast, stage.window.settings.toast_seconds = False, before
    stage.window.toast.dismiss()
    yield from opened_menu("notifications", stage.open_menu(stage.window.menus.menus["notifications"]))


def info_bar(stage: Stage) -> Shown:
    """A state that lasts, with two ways out, and the line that asks for a day, wrongly answered."""
    before = stage.window.info.state
    words = "Analyst Two has this register open on laptop-2 since 09:12. You can read and print."
    offers = (("Work on a copy", lambda: None), ("Try again", lambda: None))
    stage.window.info.show_state(BarState(words, "warning", offers))
    settle()
    yield "info bar", stage.window
    stage.window.info.show_state(before)
    stage.choose("as_at")
    bar = stage.named("frame.as_at", AsAtBar)
    bar.box.setText("31 feb")
    bar.accept()
    settle()
    yield "register as at a date", stage.window
    bar.cancel()
    settle()


def past(stage: Stage) -> Shown:
    """Places as at another day: nothing can be changed."""
    stage.desk.look_at(stage.desk.today.replace(month=1, day=31))
    settle()
    for place in ("home", "proposals", "decisions", "meetings", "releases"):
        stage.go(place)
        yield f"{place} as at another day", stage.window
    stage.desk.look_at(stage.desk.today)
    settle()


# --- popups ---------------------------------------------------------------------------------------------------------


def filters(stage: Stage) -> Shown:
    """The panel of filters, its chips, and the saved views."""
    place = stage.go("proposals")
    place.filters.choose()
    popup = place.findChild(FilterPopup)
    stage.wait(popup.isVisible, "filters")
    yield "filters", popup
    values = popup.findChild(QListWidget, "proposals.filter.values")
    values.item(0).setCheckState(Qt.CheckState.Checked)
    settle()
    popup.close()
    settle()
    yield "chips of filters", stage.window
    place.filters.keep_view("Those at the stage that I look after")
    place.filters.open_views()
    views = place.findChild(ViewsPopup)
    stage.wait(views.isVisible, "views")
    yield "saved views", views
    views.close()
    place.clear_filters()
    stage.window.toast.dismiss()
    settle()
    place.filters.open_views()
    settle()
    yield "saved views of another list", views
    views.close()
    settle()


def boxes(stage: Stage) -> Shown:
    """The calendar of a date, the list of a picker, of a picker at the bottom, and of a choice."""
    place = stage.go("assessments")
    first_row(place)
    accepted = place.detail.form.fields["accepted"].box
    place._split.show_second(True)
    accepted.setFocus()
    accepted.open_calendar()
    settle()
    yield "calendar", stage.named(f"{accepted.objectName()}.calendar", CalendarPopup)
    accepted.setFocus()
    picker = place.detail.form.fields["proposal"].box
    place.detail.bring_into_view(picker)
    picker.setFocus()
    settle()
    picker.open_list()
    settle()
    yield "picker", stage.named(f"{picker.objectName()}.list", PickerList)
    picker.close_list()
    place._split.show_second(False)


def first_row(place: Any) -> None:
    """Select the first record of a place."""
    if not place.list.currentIndex().isValid():
        place.list.select_row(0)
    settle()


# --- menus ----------------------------------------------------------------------------------------------------------


def opened_menu(name: str, menu: QMenu) -> Shown:
    """Show a menu that is open, and close it."""
    yield name, menu
    menu.close()
    settle()


def menus(stage: Stage) -> Shown:
    """The menus of the bar, and all that open by the right button or behind More."""
    for name, menu in stage.window.menus.menus.items():
        yield from opened_menu(f"menu {name}", stage.open_menu(menu))
    place = stage.go("proposals")
    first_row(place)
    place.list.header.menu_wanted.emit(1, stage.window.mapToGlobal(QPoint(300, 200)))
    yield from opened_menu("menu of a column", stage.menu("proposals.columns.menu"))
    place.list.menu_wanted.emit(stage.window.mapToGlobal(QPoint(300, 200)))
    yield from opened_menu("menu of a row", stage.menu("proposals.menu"))
    detail = place.proposal_detail
    yield from opened_menu("More", stage.open_menu(detail.next_box.more.menu()))
    key = detail.timeline.rows.current_key() or next(iter(detail.timeline._entries))
    yield from opened_menu("menu of the timeline", stage.open_menu(detail.timeline.menu_for(key)))
    meetings = stage.go("meetings", meeting_with_items(stage))
    meetings.meeting_detail.agenda.grid.menu_wanted.emit(stage.window.mapToGlobal(QPoint(300, 200)))
    yield from opened_menu("menu of an agenda item", stage.menu("meetings.agenda.menu"))


def meeting_with_items(stage: Stage) -> str:
    """Return a meeting with proposals on its agenda, decided ones among them."""
    from secdesk.models import AgendaItem

    def find(session: Any) -> str:
        rows = session.query(AgendaItem.meeting).all()
        found = [str(row[0]) for row in rows if row[0]]
        return max(set(found), key=found.count)

    return stage.desk.read(find)


DIALOGS: tuple[Callable[[Stage], Shown], ...] = (
    preferences,
    sheets,
    errors,
    exports,
    restore,
    records_back,
    pen,
    merge,
    imports,
    long_work,
    issue,
    manual,
    jump,
    notices,
    info_bar,
    past,
    filters,
    boxes,
    menus,
)
"""Everything that opens over the window, over a place or above it."""
