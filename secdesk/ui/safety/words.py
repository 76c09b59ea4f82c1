"""The words of backups, restoring and merging, in one place as :mod:`secdesk.ui.texts` holds all others."""

BACKING_UP = "Backing up"
BACKUP_SAVED = "Backup saved, {size}"
BACKUP_UNSOUND = "Backup saved, but the register has faults"
BACKUP_FAILED = "The backup was not written"
SAFE_REGISTER = "Everything in your register is saved. Only the copy of it is missing."
SHOW_IN_FOLDER = "Show in folder"
NO_BACKUP = "No backup yet"
BACKUP_AGE = "Backup {age} ago"
BACKUP_JUST_NOW = "Backup just now"
BACKUP_OLD = "Last backup {age} ago: Ctrl+B makes one"
ONLY_HERE = "{age}, not at the second place"
SECOND_PLACE = "Second place for the backups"
SECOND_NOTE = (
    "A folder on a stick or a shared drive. Each backup is copied there too and checked; where it is away nothing is"
    " held up, and the copies are made up for when it is back."
)
SECOND_CHOOSE = "Choose a second place…"
SECOND_NOT = "Use no second place"
SECOND_AWAY = "Second place for backups is not there"
SECOND_REFUSED = "Backup not copied to the second place"
SECOND_STOPPED = "The copy to the second place was stopped"
SECOND_LAST = "The newest backup at the second place is of {when}."
SECOND_NONE_YET = "No backup of this register got to the second place yet."
SECOND_SAME = "Choose another folder: this is where the backups are kept already"
AT_SECOND_PLACE = "second place"
COPY_FILES = "Registers and backups (*.secdesk *.secdesk-backup)"
BACKUP_FILES = "Backups (*.secdesk-backup)"

MERGE_TITLE = "Merge a copy"
MERGE_OF = "Merge a copy: {name}"
MERGE_READING = "Comparing the two copies"
MERGING = "Merging"
NOT_MERGED = "The copy was not merged"
SAFE_NOT_MERGED = "Nothing was changed, here or in the copy."
NOTHING_TO_MERGE = "Nothing to merge: all of that copy is here"
SINCE_COMMON = "Both copies come from {when}. Since then {here} changed here, {other} in the other copy."
SINCE_NOTHING = "The two share no step of their history, so every difference must be decided."
OTHER_REGISTER = "They are different registers: look twice whether this is meant."
NOTHING_DELETED = "Nothing is deleted by a merge. Values not taken stay in History."
MERGE_COLUMNS = ("Record", "Field", "Here", "The other copy", "Holds")
HERE_CHOICE = "Here, by {who}"
OTHER_CHOICE = "The other copy, by {who}"
KEEPS_HERE = "{value} keeps the number"
NEW_NUMBER = "New number for the one that does not keep it"
TAKE_CHANGE = "Take this change"
BRING_BACK = "Bring it back"
STAYS = "Stays here"
HOLDS = {"here": "here", "other": "the other", "": "to decide"}
TO_DECIDE = "{facts} to decide"
ALL_DECIDED = "Everything is decided"
MERGE_CHANGES = "Merge {changes}"
MERGED = "{changes} merged"
JOINED = "History of the other copy joined, no record changed"
MERGED_SETTLED = "{changes} merged, {conflicts} settled"
FACETS = {
    "all": "All {n}",
    "conflict": "To decide {n}",
    "new": "New {n}",
    "changed": "Changed {n}",
    "gone": "Deleted {n}",
}

RESTORE_TITLE = "Restore"
READING_BACKUPS = "Reading the list of backups"
READING_BACKUP = "Reading the backup"
BACKUPS_LIST = "Backups"
BACKUP_COLUMNS = ("Backup", "Holds", "Why")
BACKUP_REGISTER_COLUMNS = ("Backup", "Holds", "Why", "Register")
NO_BACKUPS_HERE = "No backup is in the folder for them. One that is kept elsewhere can be chosen as a file."
CHOOSE_FILE = "Choose a file…"
CHOOSE_BACKUP = "Choose a backup"
CHOOSE_ONE = "Choose a backup to see what it holds"
HOLDS_SPOKEN = "{proposals} proposals, {changes} changes"
NOT_READ = "?"
DAILY = "daily"
MONTH_END = "month end"
NO_TIME = "no known day"
THIS_BACKUP = "this backup"
THEN = "it was then"
BACKUP_OF = "Backup of {when}"
BY_PERSON = "{title}, by {who}"
COUNTS_NAME = "What is now in the register, and what is in the backup"
COUNT_COLUMNS = ("Records", "Now", "Backup", "Differs")
NEWEST_BOTH = "Newest change: now {now}, in this backup {then}."
NEWEST_CHANGE = "Newest change: {then}."
NO_CHANGE = "none"
FEWER = "{n:,} fewer"
MORE = "{n:,} more"
CHANGED = "{n:,} changed"
OTHERS = "{n:,} others"
LOST = "{n:,} lost"
NOTHING_DIFFERS = "Nothing differs: the register is as in this backup."
PUTS_BACK = "Restoring puts the register back as it was on {when}."
LATER_LEAVE = "{changes} {leave} the register; History keeps them."
OTHER_BRANCH = "The backup holds {changes} that this register does not have."
COPY_FIRST = "A copy of today's register is saved first, and one Undo brings it back."
READ_ONLY_RESTORE = "This register is open for reading only, so a register of its own is made from the backup."
OF_ANOTHER_REGISTER = "This is a backup of another register, '{name}'."
MAKES_NEW = "A register file is made from it, with its history. No file is replaced."
TAKES_PLACE = "The register made from it takes the place of the damaged file, which is kept beside it."
WHAT_IS_SOUND = "{records} can still be saved from it, into a new register."
LATER_TITLE = "Later changes, newest first"
LATER_COLUMNS = ("When", "Change", "By")
OPEN_READ_ONLY = "Open read-only"
RESTORE_DAY = "Restore {day}"
RESTORE_OVER = "Restore {fewer:,} {what} over {now:,}"
YES_REPLACE = "Yes, replace {now:,} with {fewer:,}"
MAKE_REGISTER = "Make a register…"
SAVE_SOUND = "Save what is sound…"
RESTORE_AS_TITLE = "A register made from the backup"
RESTORING = "Restoring"
RESTORED = "Backup of {day} restored"
RESTORED_AS = "'{name}' made from the backup"
SALVAGED = "{records} saved from the damaged backup"
NOTHING_RESTORED = "Nothing differs: the register is as in the backup"
NOT_RESTORED = "The backup was not restored"
SAFE_NOT_RESTORED = "The register and the backup are as they were."
NAME_TAKEN = "'{name}' is there already. Choose another name"
OPENING_BACKUP = "Opening the backup"
BACKUP_BAR = "You are looking at a backup of '{name}' as of {when}. Nothing can be changed in it."
BACK_TO = "Back to {name}"

BRING_RECORDS_BACK = "Bring records back…"
ONLY_SOME = "Only some records…"
RECORDS_TITLE = "Bring records back: {backup}"
RECORDS_READING = "Comparing with the backup"
RECORDS_FACETS = {"all": "All {n:,}", "gone": "Gone {n:,}", "changed": "Changed {n:,}"}
RECORDS_FILTER = "Filter the records"
RECORDS_LIST = "Records that are gone or changed since the backup"
RECORD_COLUMNS = ("Back", "Record", "Kind", "Since the backup")
RECORD_STATES = {"gone": "gone", "changed": "changed"}
WITH_PARTS = "{state}, with {parts}"
RECORD_FIELDS = "Fields of the record, now and in the backup"
RECORD_FIELD_COLUMNS = ("Field", "Now", "In the backup")
RECORDS_MORE = "The first {shown:,} of {all:,} records are listed. Type above to find the others."
RECORDS_NONE = "No record answers to that."
NO_RECORDS = "Nothing in the backup is gone or changed"
BRING_THIS_BACK = "Bring this back"
COMES_ALONG = "comes along"
COME_ALONG = "With what you chose comes back what it names: {records}."
BRING_BACK_RECORDS = "Bring back {records}"
BRING_NOTHING = "Bring back"
RECORDS_SAFE = "All other records stay as they are. A backup is made first, and one Undo takes it back."
RECORDS_BACK = "{records} brought back"
DRAFTS_STAY = (
    "Not recorded here and in no backup: {drafts}. That stays as it is; where its record leaves, Undo brings it back."
)
DRAFTS_STAY_MERGED = "Not recorded here yet: {drafts}. That stays as it is."
DRAFTS_THERE = "Not recorded in the other copy: {drafts}. That does not come along, so record it there first."
DRAFTS_NOT_HANDED = "Not recorded yet: {drafts}. That does not go along, so record it first."
NO_DRAFTS_IN_BACKUPS = "Half-typed texts and outcomes that were not recorded are in no backup."

IMPORT_TITLE = "Import"
IMPORT_OF = "Import: {name}"
IMPORT_FILES = "Tables, registers and reports (*.csv *.tsv *.txt *.xlsx *.json *.pdf)"
IMPORT_READING = "Reading the file"
IMPORT_COMPARING = "Comparing with the register"
IMPORTING = "Importing"
IMPORT_ABOUT = "The rows are about"
IMPORT_TABLE = "Table"
IMPORT_TABLE_ROWS = "{title}: {rows}"
IMPORT_DAY = "The file speaks of"
IMPORT_DAY_NOTE = "The day as at which it tells, where a row does not say so itself"
IMPORT_REMARKS = "Remarks on the file"
IMPORT_ROWS = "Rows of the file"
IMPORT_ROW_COLUMNS = ("Row", "Record", "What becomes of it")
IMPORT_CELLS = "Cells of the row, and what each column is read as"
IMPORT_CELL_COLUMNS = ("Column", "Read as", "In the file", "In the register", "Becomes")
COLUMN_READ_AS = "Column '{column}' is read as"
COLUMN_NOT_READ = "(not read)"
IMPORT_FACETS = {
    "all": "All {n:,}",
    "new": "New {n:,}",
    "update": "Updates {n:,}",
    "unreadable": "Cannot be read {n:,}",
    "unchanged": "Unchanged {n:,}",
}
CELL_STATES = {
    "": "",
    "new": "new",
    "changed": "changes",
    "cleared": "is cleared",
    "left alone": "left alone",
    "unreadable": "cannot be read",
}
FIRST_ROWS = "The first {shown:,} of {all:,} rows are listed; all of them are imported."
IMPORT_ALL = "Import {rows}"
IMPORT_READABLE = "Import the {rows}"
IMPORT_NONE = "Nothing to import"
IMPORT_COUNTS = "{new:,} new, {update:,} updated, {unchanged:,} unchanged, {unreadable:,} that cannot be read"
IMPORT_SAFE = "A backup is made first, and one Undo takes all of it back."
IMPORTED_ROWS = "{rows} imported"
IMPORTED_STATE = "'{name}' made from the file"
NOTHING_IMPORTED = "The file changes nothing"
NOT_IMPORTED = "The file was not imported"
SAFE_NOT_IMPORTED = "Nothing was taken from the file, and your register is as it was."
NOTHING_OPEN = "A list is imported into a register. Open one first, or make a new one"
NOT_IMPORTABLE = "'{name}' must end in .csv, .tsv, .xlsx, .json, .txt or .pdf. Save it as one of these"
STATE_AS_TITLE = "A register made from the file"
NO_REPORT = "'{name}' holds nothing that reads like a Change Status Report. Choose another file"
REPORT_OF = "Import an old report: {name}"
REPORT_LINES = "Lines of the report"
REPORT_LINE_COLUMNS = ("Line", "As printed", "How sure", "What it changes")
REPORT_RECORDS = "What the line says, and whether it is taken"
REPORT_RECORD_COLUMNS = ("Taken", "What it says", "State", "How sure", "Why")
REPORT_FACETS = {
    "all": "All lines {n:,}",
    "changes": "Changes {n:,}",
    "contradicts": "Differs {n:,}",
    "likely": "Not sure {n:,}",
    "unknown": "Not understood {n:,}",
}
CONFIDENCE = {"sure": "sure", "likely": "likely", "unknown": "not understood"}
TAKE_RECORD = "Take this"
TAKE_SURE = "Take only what is sure"
TAKEN_YES = "yes"
TAKEN_NO = "no"
TAKEN_NOTHING = ""
IMPORT_RECORDS = "Import {records}"
REPORT_COUNTS = "{counts}"
REPORT_DAY = "The report speaks of"
REPORT_NO_DAY = "The day of the report cannot be read. Type it above, like 7 Feb 2020"
IMPORTED_RECORDS = "{records} imported from the report"
IMPORT_READ_ONLY = "This register is open for reading only. Work on a copy of it, and import there"

IMPORT_FOLDER = "Import a folder of CSV files…"
IMPORT_FOLDER_TITLE = "Import a folder of CSV files, each named after a kind of record"
HAND_OVER = "Hand over the pen…"
TAKE_PEN = "Take the pen…"
HAND_OVER_TITLE = "Hand over the pen"
TAKE_PEN_TITLE = "Take the pen"
CHOOSE_HAND_OVER = "Choose the hand-over file that was written for you"
PEN_BAR = "{pen}. What is changed here meanwhile must be merged with their copy."
NO_PEN_YET = "The pen of this register was never passed on."
HAND_OVER_TOLD = (
    "A file is written for the next person, who goes on from it with Take the pen. What is changed here meanwhile must"
    " be merged."
)
NEXT_HOLDER = "Who goes on with the register"
NEXT_HOLDER_NOTE = "Their name as it stands in Preferences on their computer"
NO_NEXT_HOLDER = "Enter the name of whoever goes on with the register"
HAND_OVER_WHERE = "Choose where the file goes…"
HAND_OVER_NAME = "{register} handed to {name} {day}"
HANDING_OVER = "Writing the hand-over file"
HANDED_OVER = "Pen handed over to {name}"
NOT_HANDED_OVER = "The pen was not handed over"
SAFE_PEN = "The register and whoever holds its pen are as they were."
PEN_READ_ONLY = "This register is open for reading only. Work on a copy of it, or wait until it is closed elsewhere"
TAKE_TOLD = (
    "The copy or hand-over file that {holder} gives back brings the pen along, with what they changed. Taken without"
    " it, what they changed since must be merged when their copy comes."
)
TAKE_COPY = "Choose their copy…"
TAKE_WITHOUT = "Take it without"
PEN_TAKEN = "Pen of the register taken"

EXPORT_TITLE = "Export"
READING_ELSEWHERE = "This is for reading elsewhere. To keep a copy you can restore, use Back up."
EXPORT_PRIVATE = "Private notes go along"
EXPORT_AS_WORKBOOK = "As a workbook (.xlsx) instead of CSV"
EXPORT_CHOOSE = "Choose where…"
EXPORTING = "Exporting"
EXPORTED = "{name} exported"
NOT_EXPORTED = "Nothing was exported"
SAFE_NOT_EXPORTED = "Everything in your register is saved. No file was changed."
NO_LIST = "This place shows no list. Open one, such as Proposals"
EXPORTS = {
    "list_csv": "{title}, {rows}, as they are shown: the same columns, order and filters.",
    "list_xlsx": "{title}, {rows}, as they are shown: the same columns, order and filters.",
    "json": "All records of the register in one documented JSON file, without their history.",
    "xlsx": "All records of the register in one workbook, a sheet for each kind.",
    "folder": "All records of the register as CSV, a file for each kind, in a folder of their own.",
    "cross_code": "Live modifications in the columns that all codes share, without private notes.",
    "calendar": "Meetings, consultations, papers due and releases, for the calendar of any program.",
}
EXPORT_KINDS = {
    ".csv": "Tables (*.csv)",
    ".xlsx": "Workbooks (*.xlsx)",
    ".json": "Registers as JSON (*.json)",
    ".ics": "Calendars (*.ics)",
    "": "All files (*)",
}
CROSS_CODE_NAME = "Live modifications"
CALENDAR_NAME = "Calendar"
EXPORT_NAME = "{register} {day}"

BACKUPS_FOLDER = "Folder of the backups"
BACKUPS_FOLDER_NOTE = "Each register has a folder of its own in it. Backups made before stay where they are."
BACKUPS_DEFAULT = "Use the usual folder"
KEEP_RULES = "What is kept"
KEEP_RULES_TOLD = (
    "A backup is made after the first change of a session, every 30 minutes of changes, at closing, and before"
    " anything is restored, merged or imported.",
    "Kept are all of the last {days} days, then the newest of {daily} days, {weekly} weeks and {monthly} months,"
    " {least} in all at least. Backups made before an upgrade always stay.",
    "Each is read back and compared with the register before it counts as one.",
)
LAST_RESULTS = "The last backups of this register"
NO_RESULTS = "None was made yet."
RESULT = "{when}: {size}, {changes}, {state}"
RESULT_SOUND = "verified"
RESULT_UNSOUND = "made, but the register has faults"
OPEN_BACKUPS = "Restore… in the File menu shows what each of them holds."
