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
STILL_READING = "Reading the register; more may be found"
ALL_RESULTS = "All {number} results…"
TEXT_OF = "{name} {field}"
FOUND = "Found"
WHERE = "Where"
RESULTS_FOR = "{count} for '{typed}'"
RESULTS_FIRST = "{count} for '{typed}', the first {shown} of them below. Another word narrows them down."
SEARCH_KEYS = "Arrows choose, Enter opens, Ctrl+Enter opens the next step"
JUMP_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "meeting": "Meeting",
        "person": "Person",
        "organisation": "Organisation",
        "release": "Release",
        "consultation": "Consultation",
        "assessment": "Assessment",
        "paper": "Paper",
        "action": "Action",
        "document": "Document",
    }
)

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
COLUMNS = "Columns…"
SORT_BY = "Sort by"
SORT_ASCENDING = "Ascending"
SORT_DESCENDING = "Descending"
NOTHING_TO_SORT = "This place has no list to sort"
GROUP_BY_STAGE = "Group by stage"
ADD_FILTER = "Filter…"
SAVED_VIEWS = "Saved views…"
CLEAR_FILTERS = "Clear filters"
ROW_HEIGHT = "Row height"
ROW_HEIGHTS: Mapping[str, str] = MappingProxyType({"compact": "Compact", "normal": "Normal", "roomy": "Roomy"})
MEETING_VIEW = "Meeting view (large)"
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
NEXT_QUEUE = "Next queue"
PREVIOUS_QUEUE = "Previous queue"
RAISE_DRAFT = "Raise Draft Proposal"
NEW_HERE = "New here"
MAIN_ACTION = "Main action of this place"
MOVE_UP = "Move up"
MOVE_DOWN = "Move down"
EXPORT_REPORT = "Export Change Status Report"
CHANGE_STATUS_REPORT = "Change Status Report"
PRINT = "Print…"
OTHER_PAPERS = "Other papers"
ISSUE_PAPER = "Issue…"
OPEN_PAPERS_FOLDER = "Open papers folder"
OPEN_AFTER_EXPORT = "Open papers after export"
KEYBOARD_SHORTCUTS = "Keyboard shortcuts"
HELP_HERE = "Help for this place"
HELP_NUMBERS = "What the numbers mean"
REPORT_PROBLEM = "Report a problem…"
SHOW_LOG = "Show log folder"
ABOUT = "About secdesk"
ABOUT_WORDS = "The register of SEC modifications, on this computer. Nothing leaves it."
VERSION = "Version {version}"

# --- Notices, info bars and the status bar -------------------------------------------------------------------------

WORKING = "Working"
CANCEL = "Cancel"
STOPPING = "Stopping"
STOPPED = "Stopped. Nothing was changed"
READING = "Reading the register"
DISMISS = "Dismiss"
DISMISS_TIP = "Dismiss (Esc)"
TOAST_KEYS = "Enter takes the offer, Esc dismisses"
TOAST_KEY = "Esc dismisses"
ALREADY_SAVED = "Everything is already saved"
ALREADY_SAVED_KEYS = "Everything is already saved. {keys} makes a backup copy"


def not_saved(count: int) -> str:
    """Say that boxes hold what cannot be stored; their text is kept where it is."""
    return "1 field is not saved: it is marked to fix" if count == 1 else f"{count} fields are not saved: marked to fix"


ALL_SAVED = "All changes saved"
ALL_SAVED_AT = "All changes saved {time}"
SAVED = "Saved"
READ_ONLY = "Read-only"
AS_AT = "Register as at {day}"
AS_AT_SHORT = "As at {day}"
AS_AT_COMMAND = "Register as at a date…"
AS_AT_ASK = "Show the register as at"
AS_AT_SHOW = "Show this day"
AS_AT_BAR = "You are looking at {day}."
AS_AT_BACK = "Back to today"
AS_AT_NO_DAY = "Type a day and month, like 31 Jan"
AS_AT_AHEAD = "The register is known up to today. Type an earlier day"
SAMPLE_BAR = "Sample register, today taken as {day}. Changes are kept until you close it."
SAMPLE_DAY_BAR = "This register began as the sample, so today is taken as {day}."
READ_ONLY_BAR = "{reason}."
HELD_BAR = "{holder}. You can read and print."
SYNCED_BAR = "This folder is shared by {name}. Two people writing can damage the register."
NETWORK_BAR = "This register is on a network drive. Two people writing can damage it."
MOVE_HERE = "Move it to this computer"
KEEP_HERE = "Keep it here"
MOVE_TITLE = "Move the register to this computer"
MOVED_HERE = "Register moved to {folder}"
WORK_ON_COPY = "Work on a copy"
TRY_AGAIN = "Try again"
SAVE_ELSEWHERE = "Save a copy elsewhere…"
OPEN_AGAIN = "Open it again"
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
SAFE_BEFORE = "Everything that the window says is saved stays saved. Only the last step was not kept."
SAFE_DAMAGED = "The file was not touched. Your backups are files of their own."
SAFE_IMPORT = "Nothing was taken from the file, and your register is as it was."
DISK_FULL = "The disk is full"
DAMAGED = "The register is damaged"
NEWER_VERSION = "The register is from a newer secdesk"
NOT_A_REGISTER = "This is not a register"
HELD_ELSEWHERE = "Somebody else is writing to the register"
FOLDER_FULL = "There is no room left on the disk with the papers folder {folder}."
FOLDER_FULL_TO_DO = "Free some space and try again, or choose another folder."
FOLDER_GONE = "The papers folder {folder} is not there any more."
FOLDER_GONE_TO_DO = "Connect the drive and try again, or choose another folder."
NO_REASON = "no reason given"
NO_PRINTER = "There is no printer"
NO_PRINTER_HAPPENED = "This computer knows no printer that could take the paper."
NO_PRINTER_TO_DO = "Connect a printer and try again, or export the paper as a PDF and print it elsewhere."
NOT_IMPORTED = "'{name}' was not imported"
IMPORT_TO_DO = "Save the file again from the program that made it, and try again."
NO_MEMORY = "The paper was too large for this computer"
NO_MEMORY_HAPPENED = "The memory of the computer ran out while the paper was made."
NO_MEMORY_TO_DO = "Close other programs and try again, or leave parts of the paper out."
KEEP_WORKING = "Keep working"
BACK_UP_NOW = "Back up now"
RESTORE = "Restore…"
MERGE_COPY = "Merge a copy…"
IMPORT = "Import…"
EXPORT = "Export"
EXPORT_LIST_CSV = "This list as CSV…"
EXPORT_LIST_XLSX = "This list as a workbook…"
EXPORT_JSON = "Whole register as JSON…"
EXPORT_XLSX = "Whole register as a workbook…"
EXPORT_FOLDER = "Whole register as a folder of CSV…"
EXPORT_CROSS_CODE = "Cross-code register rows…"
EXPORT_CALENDAR = "Calendar as .ics…"
WELCOME_RESTORE = "Restore from a backup…"
WELCOME_RESTORE_NOTE = "Makes a register of it. No file is replaced."
RESTORE_BACKUP = "Restore a backup…"
FAULT_TITLE = "Something in secdesk went wrong"
FAULT_HAPPENED = "A part of the program did not do what it should. It is written in the log, without your records."
FAULT_TO_DO = "Keep working. If it happens again, copy the details and send them to whoever looks after secdesk."
CHANGED_SINCE = "Changed again since. Ctrl+Z takes back the newest step"
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
DUE = "Due"
DUE_NAME = "Due, {count}"
DUE_ACT = "{verb}: {words}, {when}"
DUE_EMPTY = "Nothing is due in the next {days} working days."
DUE_NEXT = "Next: {meeting}."
DUE_HORIZON = "How far ahead"
DUE_HORIZON_NAME = "How far ahead in working days"
DUE_WITHIN = "{days} WD"
THIS_CYCLE = "This cycle"
CYCLE_MARKS: Mapping[str, str] = MappingProxyType({"done": "done", "now": "now", "open": ""})
CYCLE_EMPTY = "No day of this cycle is known yet. Meetings and releases appear here once they have a date."
EMPTY_REGISTER = "No proposals yet"
EMPTY_REGISTER_NOTE = "This register is empty. Begin with a proposal, or with the people and organisations."
ADD_PROPOSAL = "Raise the first one"
SINCE = "Since the last report, from {day}"
SINCE_EMPTY = "Nothing was recorded since."
SINCE_COUNT = "{number} {words}"
ELSEWHERE = "Also {words}."

# --- Papers --------------------------------------------------------------------------------------------------------

PAPERS_LIST = "Change Status Reports by month"
MONTH = "Month"
MONTH_HINT = "Another month, like jan 2020"
PREVIEW = "Preview of the paper"
PAGES = "Page {page} of {pages}"
NO_PAGES = "No preview yet"
GO_TO_PAGE = "Go to page"
GO_TO_PAGE_TIP = "Go to page (Ctrl+G)"
GO_TO_PAGE_HINT = "Page"
MAKING_PREVIEW = "Making the preview"
FIT_WIDTH = "Fit width"
ZOOM_IN = "Larger pages"
ZOOM_OUT = "Smaller pages"
EXPORTING = "Making the Change Status Report"
EXPORTED = "Change Status Report exported"
EXPORTED_AS = "Exported as {name}"
SHOW_IN_FOLDER = "Show in folder"
ISSUED_EXPORTED = "Report already issued: {version} exported"
EXPORT_DRAFT = "Export a draft"
NOT_WRITTEN = "The report could not be written"
FOLDER_REFUSES = "The papers folder {folder} did not take the file ({reason})."
NOT_WRITTEN_TO_DO = "See that the folder is there and that you may write to it, then try again."
NOT_PREVIEWED = "The paper could not be made"

# --- History -------------------------------------------------------------------------------------------------------

STEPS = "Steps, newest first"
STEP_CHANGES = "What this step changed"
RECORD = "Record"
FIELD = "Field"
BEFORE = "Before"
AFTER = "After"
STEP_EMPTY = "Nothing was changed in this register yet."
STEPS_NOT_FOUND = "No step matches."
WHEN = "When"
WHO = "Who"
WHAT = "What"
CHANGES = "Changes"
HISTORY_FACETS: Mapping[str, str] = MappingProxyType(
    {"": "Everything", "record": "This proposal", "mine": "By me", "bulk": "Bulk"}
)
THIS_RECORD = "Only {name}"
HISTORY_SEARCH = "Find in history"
DRAFTED = "Outcomes drafted, {count} steps"
FIRST_LISTED = "the first {shown} are listed"
RESTORE_VERSION = "Restore this version"
RESTORE_VERSION_WHY = "Brings what this step touched back to how it left it. This is a change like any other"
RESTORE_VALUE = "Put back the old value"
RESTORE_VALUE_WHY = "Gives the selected field the value it had before. This is a change like any other"
OPEN_RECORD = "Open the record"
RESTORE_LABEL = "Restore the version of {when}"
RESTORE_VALUE_LABEL = "Put back {field} of {record}"
RESTORED = "Version restored"
VALUE_RESTORED = "Old value put back"
UNDO_OVERTAKEN = "'{label}' was changed again on {when}. {act}?"
UNDO_LINE = "{when}, {who}: {label}"
UNDO_BOTH = "Undo both"
UNDO_ALL = "Undo all {number}"
SAME_VERSION = "Nothing to restore: this is how it stands now"
RECORD_GONE = "This record is no longer in the register"
CHOOSE_CHANGE = "Choose a change of the proposal first"

# --- Keyboard shortcuts --------------------------------------------------------------------------------------------

COMMAND = "Command"
KEYS = "Keys"
KEYS_WHERE = "Where"
KEYS_FIND = "Find a command or a key"
KEYS_NONE = "No command or key has these words."
KEYS_LIST = "Any list"
KEYS_FORM = "Any form"
KEYS_DATE = "Date field"
KEYS_PICKER = "Picker"
KEYS_SITTING = "Sitting"
KEYS_AGENDA = "Agenda"
KEYS_PREVIEW = "Preview"
KEYS_SEARCH = "Search"
KEYS_TOAST = "Notice"
KEYS_ANYWHERE = "Anywhere"

# --- Preferences ---------------------------------------------------------------------------------------------------

PREFERENCES = "Preferences…"
PREFERENCES_TITLE = "Preferences"
PREFERENCES_SECTIONS = "Sections of the preferences"
PREFERENCE_SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "general": "General",
        "appearance": "Appearance",
        "calendar": "Calendar",
        "counting": "Counting",
        "papers": "Papers",
        "wording": "Wording",
        "register": "Register",
        "backups": "Backups",
    }
)
SENTENCE_PAPER = "Paper"
SENTENCE = "Sentence"
SENTENCE_WORDS = "Its words"
SENTENCE_READS = "It reads, with examples filled in: {words}"
SENTENCE_SLOTS = "The register fills in {slots}. Keep each of them; figures are never typed."
SENTENCE_NO_SLOTS = "Nothing is filled in here. Figures are never typed."
SENTENCE_SHIPPED = "Shipped words: {words}"
SENTENCE_OWN = " (own words)"
SENTENCE_CHANGED = "Wording of a sentence"
USE_SHIPPED_WORDS = "Use the shipped words"
SENTENCE_CHAPTERS: Mapping[str, str] = MappingProxyType(
    {
        "cover": "Cover",
        "summary": "Summary",
        "since": "Since the last report",
        "define": "Define",
        "refine": "Refine",
        "opine": "Opine",
        "release": "Release",
    }
)
YOUR_NAME = "Your name"
YOUR_NAME_NOTE = "Stands in the history beside each of your changes. Empty takes the name of your account."
START_WITH = "Start with"
START_CHOICES: Mapping[str, str] = MappingProxyType({"last": "Last register", "welcome": "Welcome"})
TOASTS_STAY = "Toasts stay"
TOASTS_NOTE = "Each can be read again under View, Notifications."
TOAST_CHOICES: Mapping[int, str] = MappingProxyType(
    {8: "8 seconds", 15: "15 seconds", 30: "30 seconds", 0: "Until dismissed"}
)
THEME = "Theme"
MOTION = "Motion"
NO_MOTION = "Nothing moves"
CONTRAST = "Contrast"
MORE_CONTRAST = "Strong outlines"
NO_REGISTER_OPEN = "These settings belong to a register. Open one to see them."
HOLDS_FROM = "These settings belong to the register. A change holds from {day} on; earlier papers keep what they had."
ONLY_READ = "These settings belong to the register, which can only be read now."
SETTING_CHANGED = "Setting '{setting}'"
MEETING_RULES = "Meeting days"
PAPERS_HERE = "On this computer"
PAPERS_FOLDER = "Papers folder"
NO_SUCH_FOLDER = "There is no folder '{folder}'. Make it first, or choose another"
CHOOSE_FOLDER = "Choose a folder…"
PAPERS_OF_REGISTER = "In the register"
RESTRICTED: Mapping[str, str] = MappingProxyType(
    {"reference": "Print the reference alone", "leave out": "Leave them out and count them"}
)
