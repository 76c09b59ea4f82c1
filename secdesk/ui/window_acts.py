"""What each command of the menu bar does in a window: the wiring table (ux.md 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

from secdesk.ui.as_at import ask_as_at
from secdesk.ui.commands import IN_PLACES, LIST_KINDS, PAPER_KINDS
from secdesk.ui.fields import act_on_field
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.place_stack import LIST_PREFIX
from secdesk.ui.settings import ROW_HEIGHTS, RowHeight

if TYPE_CHECKING:
    from secdesk.ui.main_window import MainWindow

Act = Callable[[], object]
_TEXT_BOXES = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox)


def acts_of(window: MainWindow) -> Mapping[str, Act]:
    """Return what every command does, by its name."""
    return {
        **_file_acts(window),
        **_edit_acts(window),
        **_look_acts(window),
        **_going_acts(window),
        **_paper_acts(window),
        **{name: _in_place(window, name) for name in IN_PLACES},
    }


def _file_acts(window: MainWindow) -> Mapping[str, Act]:
    files = window.files
    return {
        "new_register": files.ask_new,
        "open_register": files.ask_open,
        "open_sample": files.open_sample,
        "keep_copy": files.keep_copy,
        "backup": window.keeping.back_up,
        "restore": window.keeping.restore,
        "merge": window.keeping.merge,
        "hand_over": window.keeping.pen.hand_over,
        "take_pen": window.keeping.pen.take,
        "import_file": window.keeping.import_file,
        "import_folder": window.keeping.import_folder,
        "export_list_csv": lambda: window.keeping.export_list(".csv"),
        "export_list_xlsx": lambda: window.keeping.export_list(".xlsx"),
        "export_json": lambda: window.keeping.export_whole("json"),
        "export_xlsx": lambda: window.keeping.export_whole("xlsx"),
        "export_folder": lambda: window.keeping.export_whole("folder"),
        "export_cross_code": lambda: window.keeping.export_whole("cross_code"),
        "export_calendar": lambda: window.keeping.export_whole("calendar"),
        "preferences": window.show_preferences,
        "quit": window.close,
    }


def _edit_acts(window: MainWindow) -> Mapping[str, Act]:
    return {
        "undo": window.undo,
        "redo": window.redo,
        "cut": lambda: act_on_field("cut"),
        "copy": _in_field_or_place(window, "copy", "copy_selected"),
        "paste": _in_field_or_place(window, "paste", "paste_rows"),
        "copy_headings": lambda: window.in_place("copy_selected", True),
        "select_all": lambda: _select_all(window),
        "jump": window.jump.begin,
    }


def _look_acts(window: MainWindow) -> Mapping[str, Act]:
    look = window.look
    return {
        "text_larger": lambda: look.change_text_size(1),
        "text_smaller": lambda: look.change_text_size(-1),
        "text_reset": lambda: look.change_text_size(0),
        "scheme.light": lambda: look.choose_scheme("light"),
        "scheme.dark": lambda: look.choose_scheme("dark"),
        "scheme.system": lambda: look.choose_scheme("system"),
        **{f"rows.{key}": _row_act(window, key) for key in ROW_HEIGHTS},
    }


def _going_acts(window: MainWindow) -> Mapping[str, Act]:
    return {
        "back": lambda: window.step(-1),
        "forward": lambda: window.step(1),
        "as_at": lambda: ask_as_at(window),
        "next_pane": lambda: window.panes.step(1),
        "previous_pane": lambda: window.panes.step(-1),
        "primary": window.do_primary,
        "new_draft": lambda: window.go("proposals", "new"),
        "help_here": window.help.show_here,
        "help_numbers": window.help.show_numbers,
        "report_problem": lambda: _report_problem(window),
        "shortcuts": lambda: _show_shortcuts(window),
        "show_log": lambda: _show_log(window),
        "about": window.messages.show_about,
        **{f"go.{entry.key}": _go(window, entry.key) for entry in ENTRIES},
        **{f"list.{kind}": _go(window, f"{LIST_PREFIX}{kind}") for kind in LIST_KINDS},
    }


def _paper_acts(window: MainWindow) -> Mapping[str, Act]:
    return {
        "export_report": lambda: window.export_report(""),
        "show_report": lambda: window.go("papers", "kind:change_status_report"),
        "issue_paper": lambda: window.go("papers", "issue"),
        **{f"paper.{key}": _go(window, "papers", f"kind:{key}") for key in PAPER_KINDS},
        "open_papers": window.report.show_folder,
        "opens_exports": lambda: _switch_opening(window),
    }


def _in_place(window: MainWindow, verb: str) -> Act:
    return lambda: window.in_place(verb)


def _in_field_or_place(window: MainWindow, method: str, verb: str) -> Act:
    def act() -> None:
        if not act_on_field(method):
            window.in_place(verb)

    return act


def _go(window: MainWindow, key: str, uid: str = "") -> Act:
    return lambda: window.go(key, uid)


def _row_act(window: MainWindow, choice: RowHeight) -> Act:
    return lambda: window.look.choose_rows(choice)


def _select_all(window: MainWindow) -> None:
    """Select all of a text box, else all rows of the place; a list of its own has a way of its own."""
    place = window.places.place
    in_box = isinstance(QApplication.focusWidget(), _TEXT_BOXES)
    if not in_box and place is not None and "select_rows" in place.verbs:
        place.select_rows()
    else:
        act_on_field("selectAll")


def _show_shortcuts(window: MainWindow) -> None:
    from secdesk.ui.commands import MENUS
    from secdesk.ui.key_map import rows_of

    window.messages.show_shortcuts(tuple(rows_of([window.menus.menus[menu.name] for menu in MENUS])))


def _report_problem(window: MainWindow) -> None:
    from secdesk.ui.help_problem import report_problem

    report_problem(window)


def _switch_opening(window: MainWindow) -> None:
    window.settings.opens_exports = window.menus.actions["opens_exports"].isChecked()


def _show_log(window: MainWindow) -> None:
    folder = window.settings.log_folder
    folder.mkdir(parents=True, exist_ok=True)
    window.open_url(QUrl.fromLocalFile(str(folder)))
