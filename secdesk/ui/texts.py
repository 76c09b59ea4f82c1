"""Every word that the window shows, grouped by place (ux.md 3.2 and 3.12). Plain British English, never markup."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# --- The frame -----------------------------------------------------------------------------------------------------

PROGRAM = "secdesk"
HOME = "Home"
PROPOSALS = "Proposals"
DECISIONS = "Decisions"
MEETINGS = "Meetings"
CONSULTATIONS = "Consultations"
ASSESSMENTS = "Assessments"
RELEASES = "Releases"
PAPERS = "Papers"
HISTORY = "History"
PLACES = "Places"
OPENING = "Opening {name}"
SEARCH_NAME = "Search or jump to"
SEARCH_HINT = "Search or jump to…  Ctrl+K"
RESULTS_NAME = "Search results"
RESULTS_FOUND = "{number} results"
NOTHING_FOUND = "Nothing found"
NO_PLACE = "This list is not in this version of secdesk"
JUMP_KINDS: Mapping[str, str] = MappingProxyType({"meeting": "Meeting", "person": "Person"})

# --- The menus -----------------------------------------------------------------------------------------------------

MENU_FILE = "&File"
MENU_EDIT = "&Edit"
MENU_VIEW = "&View"
MENU_GO = "&Go"
MENU_RECORD = "&Record"
MENU_PAPERS = "&Papers"
MENU_HELP = "&Help"
NEW_REGISTER = "New register…"
OPEN_REGISTER = "Open register…"
OPEN_RECENT = "Open recent"
NO_RECENT = "No register was opened yet"
OPEN_SAMPLE = "Open sample register"
KEEP_COPY = "Keep a copy…"
QUIT = "Quit"
UNDO = "Undo"
REDO = "Redo"
CUT = "Cut"
COPY = "Copy"
PASTE = "Paste"
COPY_HEADINGS = "Copy with headings"
SELECT_ALL = "Select all"
EDIT_FIELD = "Edit field"
DELETE = "Delete"
FIND_IN_LIST = "Find in list"
JUMP_TO = "Jump to…"
LISTS = "Lists"
LIST_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "person": "People",
        "organisation": "Organisations",
        "event": "Events",
        "action": "Actions",
        "document": "Documents",
        "stated_figure": "Stated figures",
        "paper": "Paper records",
        "holiday": "Bank holidays",
        "setting": "Settings of the register",
    }
)
CLEAR_FILTERS = "Clear filters"
TEXT_SIZE = "Text size"
LARGER = "Larger"
SMALLER = "Smaller"
RESET = "Reset"
LIGHT = "Light"
DARK = "Dark"
AS_SYSTEM = "As system"
NOTIFICATIONS = "Notifications"
NO_NOTIFICATIONS = "Nothing to read"
BACK = "Back"
FORWARD = "Forward"
NEXT_PANE = "Next pane"
PREVIOUS_PANE = "Previous pane"
NEW_HERE = "New here"
MAIN_ACTION = "Main action of this place"
MOVE_UP = "Move up"
MOVE_DOWN = "Move down"
EXPORT_REPORT = "Export Change Status Report"
CHANGE_STATUS_REPORT = "Change Status Report"
OPEN_PAPERS_FOLDER = "Open papers folder"
OPEN_AFTER_EXPORT = "Open papers after export"
KEYBOARD_SHORTCUTS = "Keyboard shortcuts"
SHOW_LOG = "Show log folder"
ABOUT = "About secdesk"
ABOUT_WORDS = "The register of SEC modifications, on this computer. Nothing leaves it."
VERSION = "Version {version}"

# --- Notices, info bars and the status bar -------------------------------------------------------------------------

DISMISS = "Dismiss"
DISMISS_TIP = "Dismiss (Esc)"
TOAST_KEYS = "Enter takes the offer, Esc dismisses"
TOAST_KEY = "Esc dismisses"
ALREADY_SAVED = "Everything is already saved"
ALL_SAVED = "All changes saved"
ALL_SAVED_AT = "All changes saved {time}"
READ_ONLY = "Read-only"
AS_AT = "Register as at {day}"
SAMPLE_BAR = "Sample register, today taken as {day}. Changes are kept until you close it."
SAMPLE_DAY_BAR = "This register began as the sample, so today is taken as {day}."
READ_ONLY_BAR = "{reason}."
WORK_ON_COPY = "Work on a copy"
TRY_AGAIN = "Try again"
COPY_KEPT = "Copy kept as {name}"

# --- Errors --------------------------------------------------------------------------------------------------------

WHAT_HAPPENED = "What happened"
WHAT_IS_SAFE = "What is safe"
WHAT_TO_DO = "What to do"
COPY_DETAILS = "Copy details"
CLOSE = "Close"
NOT_CHANGED = "The register was not changed"
NOT_OPENED = "The register was not opened"
NOT_MADE = "The register was not made"
SAFE_IN_REGISTER = "Everything in your register is saved."
SAFE_UNTOUCHED = "Nothing was changed on this computer."
TRY_AGAIN_LATER = "Look at what you entered, or try again in a moment."
FAULT_TITLE = "Something in secdesk went wrong"
FAULT_HAPPENED = "A part of the program did not do what it should. It is written in the log, without your records."
FAULT_TO_DO = "Keep working. If it happens again, copy the details and send them to whoever looks after secdesk."
FAULT_AGAIN = "The same fault happened again; the log has it"
OPEN_REGISTER_TITLE = "Open a register"
NEW_REGISTER_TITLE = "New register"
KEEP_COPY_TITLE = "Keep a copy of the register"
REGISTER_FILES = "secdesk registers (*.secdesk)"
NEW_REGISTER_NAME = "SEC register"
COPY_NAME = "{name} copy"
SAMPLE_NAME = "Sample register"

# --- Welcome -------------------------------------------------------------------------------------------------------

WELCOME_LINE = "The register of SEC modifications, on this computer."
WELCOME_SAMPLE = "Open the sample register"
WELCOME_SAMPLE_NOTE = "January 2020, ready to print. Try anything: it is a copy."
WELCOME_NEW = "New register…"
WELCOME_NEW_NOTE = "Asks for a name and a place. Nothing else."
WELCOME_OPEN = "Open a register…"
WELCOME_OPEN_NOTE = "A file whose name ends in .secdesk."
WELCOME_RECENT = "Recent"
WELCOME_FOOT = "Nothing leaves this computer. Keyboard: Ctrl+/ shows every shortcut."
RECENT_GONE = "not there any more"

# --- Home ----------------------------------------------------------------------------------------------------------

CYCLE = "{month} cycle"
DEFINE = "Define"
REFINE = "Refine"
OPINE = "Opine"
RELEASE = "Release"
STAGE_PROPOSALS = "{stage}: {number} proposals"
STAGE_OPENS = "Opens the proposals at {stage}"
AHEAD = "Days ahead"
AHEAD_EMPTY = "No meeting is planned in the next {days} days."
HOLDINGS = "In this register"
HOLDINGS_EMPTY = "This register is empty. Begin with a proposal, or with the people and organisations."
ADD_PROPOSAL = "Add the first proposal"
SINCE = "Since the last report, from {day}"
SINCE_EMPTY = "Nothing was recorded since."
ELSEWHERE = "Also {words}."
BECAUSE = "Because: {why}"

# --- Papers --------------------------------------------------------------------------------------------------------

PAPERS_LIST = "Change Status Reports by month"
MONTH = "Month"
MONTH_HINT = "Another month, like jan 2020"
PREVIEW = "Preview of the paper"
PAGES = "Page {page} of {pages}"
NO_PAGES = "No preview yet"
MAKING_PREVIEW = "Making the preview"
FIT_WIDTH = "Fit width"
ZOOM_IN = "Larger pages"
ZOOM_OUT = "Smaller pages"
EXPORTING = "Making the Change Status Report"
EXPORTED = "Change Status Report exported"
EXPORTED_AS = "Exported as {name}"
SHOW_IN_FOLDER = "Show in folder"
NOT_WRITTEN = "The report could not be written"
FOLDER_REFUSES = "The papers folder {folder} did not take the file ({reason})."
NOT_WRITTEN_TO_DO = "See that the folder is there and that you may write to it, then try again."
NOT_PREVIEWED = "The paper could not be made"

# --- History -------------------------------------------------------------------------------------------------------

STEPS = "Steps, newest first"
STEP_CHANGES = "What this step changed"
FIELD = "Field"
BEFORE = "Before"
AFTER = "After"
STEP_EMPTY = "Nothing was changed in this register yet."
UNDO_NEWEST = "Undo newest step"
WHEN = "When"
WHO = "Who"
WHAT = "What"
RECORDS = "Records"

# --- Keyboard shortcuts --------------------------------------------------------------------------------------------

COMMAND = "Command"
KEYS = "Keys"
