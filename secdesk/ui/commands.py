"""The commands of the window as data: names, words and keys, in the order of the menus (ux.md 2.2 and 2.3).

A command that does not exist yet is not listed. No command sits on Alt and a letter: those belong to access keys.
What each command does is said in :mod:`secdesk.ui.window_acts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secdesk.rules import paper_kinds
from secdesk.ui import texts
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.safety import words
from secdesk.ui.settings import ROW_HEIGHTS

LINE = None
"""A dividing line in a menu."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name within the program, its words, its keys, whether it can be on or off, its group."""

    name: str
    words: str
    keys: str = ""
    checkable: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu or a submenu with a name; ``items`` may be empty where the window fills it."""

    name: str
    words: str
    items: Sequence[Command | Menu | None] = ()


LIST_KINDS = ("person", "organisation", "event", "action", "document", "stated_figure", "paper", "holiday", "setting")
"""The kinds of record that have no place of their own and are reached by Edit > Lists."""

PAPER_KINDS = tuple(key for key in paper_kinds.PAPER_KINDS if key not in ("change_status_report", "other"))
"""The kinds of paper that Papers > Other papers leads to."""


def words_of_paper(kind: str) -> str:
    """Return the words of a kind of paper."""
    return paper_kinds.PAPER_KINDS[kind]


_PAPERS = [Command(f"paper.{key}", words_of_paper(key)) for key in PAPER_KINDS]
_GO = [Command(f"go.{entry.key}", entry.title, f"Ctrl+{number}") for number, entry in enumerate(ENTRIES, start=1)]

MENUS: tuple[Menu, ...] = (
    Menu(
        "file",
        texts.MENU_FILE,
        (
            Command("new_register", texts.NEW_REGISTER),
            Command("open_register", texts.OPEN_REGISTER, "Ctrl+O"),
            Menu("recent", texts.OPEN_RECENT),
            Command("open_sample", texts.OPEN_SAMPLE),
            LINE,
            Command("keep_copy", texts.KEEP_COPY),
            Command("backup", texts.BACK_UP_NOW, "Ctrl+B"),
            Command("restore", texts.RESTORE),
            Command("merge", texts.MERGE_COPY),
            LINE,
            Command("hand_over", words.HAND_OVER),
            Command("take_pen", words.TAKE_PEN),
            LINE,
            Command("import_file", texts.IMPORT),
            Command("import_folder", words.IMPORT_FOLDER),
            Menu(
                "export",
                texts.EXPORT,
                (
                    Command("export_list_csv", texts.EXPORT_LIST_CSV),
                    Command("export_list_xlsx", texts.EXPORT_LIST_XLSX),
                    LINE,
                    Command("export_json", texts.EXPORT_JSON),
                    Command("export_xlsx", texts.EXPORT_XLSX),
                    Command("export_folder", texts.EXPORT_FOLDER),
                    LINE,
                    Command("export_cross_code", texts.EXPORT_CROSS_CODE),
                    Command("export_calendar", texts.EXPORT_CALENDAR),
                ),
            ),
            LINE,
            Command("preferences", texts.PREFERENCES, "Ctrl+,"),
            Command("quit", texts.QUIT, "Ctrl+Q"),
        ),
    ),
    Menu(
        "edit",
        texts.MENU_EDIT,
        (
            Command("undo", texts.UNDO, "Ctrl+Z"),
            Command("redo", texts.REDO, "Ctrl+Shift+Z"),
            LINE,
            Command("cut", texts.CUT, "Ctrl+X"),
            Command("copy", texts.COPY, "Ctrl+C"),
            Command("paste", texts.PASTE, "Ctrl+V"),
            Command("copy_headings", texts.COPY_HEADINGS, "Ctrl+Shift+C"),
            Command("select_all", texts.SELECT_ALL, "Ctrl+A"),
            LINE,
            Command("edit_selected", texts.EDIT_FIELD, "F2"),
            Command("delete_selected", texts.DELETE, "Del"),
            LINE,
            Command("find_in_list", texts.FIND_IN_LIST, "Ctrl+F"),
            Command("jump", texts.JUMP_TO, "Ctrl+K"),
            LINE,
            Menu("lists", texts.LISTS, [Command(f"list.{kind}", texts.LIST_TITLES[kind]) for kind in LIST_KINDS]),
        ),
    ),
    Menu(
        "view",
        texts.MENU_VIEW,
        (
            Command("choose_columns", texts.COLUMNS),
            Menu("sort", texts.SORT_BY),
            Command("group_rows", texts.GROUP_BY_STAGE),
            Command("add_filter", texts.ADD_FILTER, "Ctrl+Shift+F"),
            Command("saved_views", texts.SAVED_VIEWS),
            Command("clear_filters", texts.CLEAR_FILTERS, "Ctrl+Backspace"),
            LINE,
            Menu(
                "rows",
                texts.ROW_HEIGHT,
                [Command(f"rows.{key}", texts.ROW_HEIGHTS[key], checkable=True, group="rows") for key in ROW_HEIGHTS],
            ),
            Menu(
                "text_size",
                texts.TEXT_SIZE,
                (
                    Command("text_larger", texts.LARGER, "Ctrl++"),
                    Command("text_smaller", texts.SMALLER, "Ctrl+-"),
                    Command("text_reset", texts.RESET, "Ctrl+0"),
                ),
            ),
            Command("meeting_view", texts.MEETING_VIEW, "F11"),
            LINE,
            Command("scheme.light", texts.LIGHT, checkable=True, group="scheme"),
            Command("scheme.dark", texts.DARK, checkable=True, group="scheme"),
            Command("scheme.system", texts.AS_SYSTEM, checkable=True, group="scheme"),
            LINE,
            Menu("notifications", texts.NOTIFICATIONS),
        ),
    ),
    Menu(
        "go",
        texts.MENU_GO,
        (
            *_GO,
            LINE,
            Command("back", texts.BACK, "Alt+Left"),
            Command("forward", texts.FORWARD, "Alt+Right"),
            Command("next_pane", texts.NEXT_PANE, "F6"),
            Command("previous_pane", texts.PREVIOUS_PANE, "Shift+F6"),
            Command("next_queue", texts.NEXT_QUEUE, "Ctrl+PgDown"),
            Command("previous_queue", texts.PREVIOUS_QUEUE, "Ctrl+PgUp"),
            LINE,
            Command("as_at", texts.AS_AT_COMMAND),
        ),
    ),
    Menu(
        "record",
        texts.MENU_RECORD,
        (
            Command("new_draft", texts.RAISE_DRAFT, "Ctrl+Shift+N"),
            Command("new_record", texts.NEW_HERE, "Ctrl+N"),
            Command("primary", texts.MAIN_ACTION, "Ctrl+Return"),
            LINE,
            Command("move_up", texts.MOVE_UP, "Alt+Up"),
            Command("move_down", texts.MOVE_DOWN, "Alt+Down"),
            LINE,
        ),
    ),
    Menu(
        "papers",
        texts.MENU_PAPERS,
        (
            Command("export_report", texts.EXPORT_REPORT, "Ctrl+E"),
            LINE,
            Command("show_report", texts.CHANGE_STATUS_REPORT),
            Menu("paper_kinds", texts.OTHER_PAPERS, _PAPERS),
            LINE,
            Command("issue_paper", texts.ISSUE_PAPER, "Ctrl+Shift+I"),
            Command("print_shown", texts.PRINT, "Ctrl+P"),
            LINE,
            Command("open_papers", texts.OPEN_PAPERS_FOLDER),
            Command("opens_exports", texts.OPEN_AFTER_EXPORT, checkable=True),
        ),
    ),
    Menu(
        "help",
        texts.MENU_HELP,
        (
            Command("help_here", texts.HELP_HERE, "F1"),
            Command("shortcuts", texts.KEYBOARD_SHORTCUTS, "Ctrl+/"),
            Command("help_numbers", texts.HELP_NUMBERS),
            LINE,
            Command("report_problem", texts.REPORT_PROBLEM),
            Command("show_log", texts.SHOW_LOG),
            Command("about", texts.ABOUT),
        ),
    ),
)

IN_PLACES = frozenset(
    {
        "new_record",
        "edit_selected",
        "delete_selected",
        "find_in_list",
        "clear_filters",
        "move_up",
        "move_down",
        "choose_columns",
        "group_rows",
        "add_filter",
        "saved_views",
        "meeting_view",
        "next_queue",
        "previous_queue",
        "print_shown",
    }
)
"""Commands that the open place answers, by the name of its method."""

WITH_REGISTER = frozenset(
    {
        "undo",
        "redo",
        "keep_copy",
        "backup",
        "merge",
        "hand_over",
        "import_folder",
        "export_json",
        "export_xlsx",
        "export_folder",
        "export_cross_code",
        "export_calendar",
        "jump",
        "back",
        "forward",
        "next_pane",
        "previous_pane",
        "as_at",
        "primary",
        "new_draft",
        "export_report",
        "show_report",
        "issue_paper",
        *(f"paper.{key}" for key in PAPER_KINDS),
        *(command.name for command in _GO),
        *(f"list.{kind}" for kind in LIST_KINDS),
    }
)
"""Commands that need an open register."""

SECOND_KEYS: Mapping[str, tuple[str, ...]] = {"text_larger": ("Ctrl+=",), "primary": ("Ctrl+Enter",)}
"""The same keys elsewhere: the plus that needs no shift, the Enter of the number block."""
