"""Papers: every paper of the cycle with its preview, its checks and its figures; exporting and issuing (ux.md 2.12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit, QWidget

from secdesk.errors import KnownError
from secdesk.papers.issue_facts import Subject
from secdesk.rules.wording import in_figures
from secdesk.rules.years import Month, parse_month
from secdesk.services.paper_list import REPORT, PaperEntry, paper_entries
from secdesk.services.paper_subjects import find_proposal
from secdesk.ui import paper_words, texts
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.issue_sheet import IssueSheet
from secdesk.ui.paper_options import PaperOptions
from secdesk.ui.paper_page import PaperPage
from secdesk.ui.paper_work import PaperWish, ShownPaper, freeze_draft, make_draft, read_changes, read_issued, wish_text
from secdesk.ui.papers_layout import lay_out
from secdesk.ui.place import Place
from secdesk.ui.printing import Printing
from secdesk.ui.tasks import Task
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

if TYPE_CHECKING:
    from secdesk.services.issue import Frozen, Prepared
    from secdesk.services.issued_papers import IssuedPaper

_REST_MS = 120
"""How long changes must rest before the preview is made again."""
_Key = tuple[Subject, str]


class PapersPlace(Place):
    """The list of papers and beside it the chosen one, made in the background; its filled button issues it."""

    key = "papers"
    title = texts.PAPERS
    verbs = frozenset({"print_shown", "find_in_list"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._issue = self._action("papers.issue", paper_words.ISSUE, self._on_issue)
        self._export = self._action("papers.export", paper_words.EXPORT, self._on_export)
        self._page_act = self._action("papers.page.action", paper_words.PAGE, self._on_go_to_page, "Ctrl+G")
        self._extra: list[Subject] = []
        self._entries: dict[_Key, PaperEntry] = {}
        self._drafting: set[Subject] = set()
        self._task: Task[ShownPaper] | None = None
        self._freezing: Task[Frozen] | None = None
        self._comparing: Task[tuple[str, ...]] | None = None
        self._is_stale = False
        self._shown: tuple[_Key, ShownPaper] | None = None
        self.printing = Printing(desk, self)
        self.list = PlainTable("papers.table", paper_words.LIST, ("", ""), (0,), self)
        self.list.chosen.connect(lambda _key: self._on_chosen())
        self._month = QLineEdit(self)
        self._month.setObjectName("papers.month")
        self._month.setAccessibleName(paper_words.OTHER_PAPER)
        self._month.setPlaceholderText(paper_words.OTHER_HINT)
        self._month.setMaxLength(40)
        self._month.returnPressed.connect(self._on_other_typed)
        self._wrong = plain_label("", "error", wraps=True)
        self._wrong.hide()
        self.options = PaperOptions(desk, self)
        self.page = PaperPage(desk, self)
        self._preview = self.page.preview
        self.page.export_wanted.connect(self._on_export)
        self.page.print_wanted.connect(self.print_shown)
        self.page.switch_wanted.connect(self._on_switch)
        self.page.changes_wanted.connect(self._on_changes_wanted)
        self.page.checks.settled.connect(self._ask_preview)
        self.list.opened.connect(lambda _key: self._preview.view.setFocus(Qt.FocusReason.OtherFocusReason))
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._make_preview)
        lay_out(self, (self.list, self._month, self._wrong, self.options), self.page)

    # --- which paper -----------------------------------------------------------------------------------------------

    @property
    def entry(self) -> PaperEntry | None:
        """The chosen paper."""
        return self._entries.get(self.list.current_key())

    @property
    def month(self) -> Month | None:
        """The month of the chosen Change Status Report; None for another paper."""
        found = self.entry
        return parse_month(found.subject.month) if found and found.subject.kind == REPORT else None

    @property
    def shown(self) -> ShownPaper | None:
        """The paper that is shown, if it is the chosen one."""
        return self._shown[1] if self._shown is not None and self._shown[0] == self._wanted_key() else None

    def primary_action(self) -> QAction | None:
        """Return Issue."""
        return self._issue

    def menu_actions(self) -> Sequence[QAction]:
        """Return the other commands of the place."""
        return (self._export, self._page_act)

    def activate(self, uid: str = "") -> None:
        """Show the list: on a month (``2020-01``), a kind (``kind:conversion``) or an issued paper's uid.

        ``issue`` issues the chosen paper.
        """
        target = self._read_target(uid)
        self.refresh()
        if target:
            key = next((key for key, each in self._entries.items() if _answers(each, target)), None)
            if key is not None:
                self.list.select_key(key)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if uid == "issue":
            self._issue.trigger()

    def _read_target(self, uid: str) -> str:
        if not uid or uid.startswith("kind:"):
            return uid
        try:
            month = parse_month(uid)
        except ValueError:
            return uid
        self._add(Subject(REPORT, month=str(month)))
        return str(month)

    def refresh(self) -> None:
        """Read the list again and make the paper anew."""
        today = self.desk.today
        found = self.desk.read(lambda session: paper_entries(session, today, self._extra))
        self._entries = {(each.subject, each.issued): each for each in found}
        before = self.list.current_key()
        self.list.fill([_row_of(key, each) for key, each in self._entries.items()])
        if before is not None and before not in self._entries:
            self._follow(before[0])
        self.count_changed.emit(in_figures(len(found), "paper"))
        self._on_chosen()

    def _follow(self, subject: Subject) -> None:
        """Stay on a paper that was issued meanwhile: its row has another key from then on."""
        key = next((key for key in self._entries if key[0] == subject), None)
        if key is not None:
            self.list.select_key(key)

    def commit(self) -> None:
        """Store what is half typed in the options."""
        self.options.form.commit()

    def close_place(self) -> None:
        """Wait for what is being made, and let go of what is shown."""
        self._rest.stop()
        for task in (self._task, self._freezing, self._comparing):
            if task is not None:
                task.forget()
                task.wait()
        self.printing.wait()
        self._preview.clear()

    def panes(self) -> Sequence[QWidget]:
        """Return the list, the preview and what stands beside it."""
        return (self.list, self._preview.view, *self.page.side_panes())

    def find_in_list(self) -> None:
        """``Ctrl+F``: name another paper."""
        self._month.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def print_shown(self) -> None:
        """``Ctrl+P``: print the paper that is shown."""
        shown, entry = self.shown, self.entry
        if shown is not None and entry is not None:
            self.printing.print_data(f"{entry.label}, {entry.about}", shown.data)

    def _add(self, subject: Subject) -> None:
        if subject not in self._extra:
            self._extra.append(subject)

    def _on_other_typed(self) -> None:
        text = self._month.text()
        try:
            subject = self._subject_of(text)
        except (ValueError, KnownError) as error:
            self._wrong.setText(str(error))
            self._wrong.show()
            announce(self._month, str(error))
            return
        self._wrong.hide()
        self._month.clear()
        self._add(subject)
        self.refresh()
        self.list.select_key(next(key for key in self._entries if key[0] == subject))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _subject_of(self, text: str) -> Subject:
        """Return the report of a typed month, or the fact sheet of a typed proposal; raises with the month's words."""
        try:
            return Subject(REPORT, month=str(parse_month(text)))
        except ValueError:
            if not any(letter.isdigit() for letter in text):
                raise
        today = self.desk.today
        return Subject("fact_sheet", proposal=self.desk.read(lambda session: find_proposal(session, text, today)))

    # --- the paper -------------------------------------------------------------------------------------------------

    def _wanted_key(self) -> _Key | None:
        """Return what is to be shown: an issued paper, or its draft where the person asked for that."""
        entry = self.entry
        if entry is None:
            return None
        return (entry.subject, "" if entry.subject in self._drafting else entry.issued)

    def _on_chosen(self) -> None:
        key, entry = self._wanted_key(), self.entry
        self.options.show_subject(entry.subject if entry else None, bool(key and key[1]))
        self.subject_changed.emit(f"{entry.label} {entry.about}" if entry else "")
        self._show_commands()
        self._ask_preview()

    def _show_commands(self) -> None:
        key = self._wanted_key()
        self._export.setEnabled(key is not None)
        self._issue.setEnabled(key is not None and not key[1] and not self.desk.read_only and self._freezing is None)
        self._page_act.setEnabled(self.shown is not None)

    def _ask_preview(self) -> None:
        self._rest.start()

    def _make_preview(self) -> None:
        key = self._wanted_key()
        if key is None or not self.isVisible():
            return
        if self._task is not None:
            self._is_stale = True
            return
        path, today = self.desk.register.path, self.desk.as_at
        subject, issued = key
        self._preview.say(texts.MAKING_PREVIEW)
        job = (lambda: read_issued(path, issued)) if issued else (lambda: make_draft(path, subject, today))
        self._task = Task(job, lambda shown: self._on_made(key, shown), self._on_refused, self)
        self._task.ended.connect(self._on_ended)
        self._task.start()

    def _on_ended(self) -> None:
        self._task = None
        if self._is_stale:
            self._is_stale = False
            self._rest.start()

    def _on_made(self, key: _Key, shown: ShownPaper) -> None:
        if self._is_stale or key != self._wanted_key():
            return
        self._shown = (key, shown)
        entry = self.entry
        has_version = entry is not None and bool(entry.issued)
        self.page.show_paper(shown, key[0].month if key[0].kind == REPORT else "", has_version)
        self._show_commands()

    def _on_refused(self, error: KnownError) -> None:
        self._shown = None
        self.page.clear()
        self._preview.say(f"{texts.NOT_PREVIEWED}. {error}")
        self._show_commands()

    def _on_switch(self) -> None:
        """Show the draft of what was issued, or the issued version again."""
        entry = self.entry
        if entry is not None:
            self._drafting ^= {entry.subject}
            self._on_chosen()

    def _on_go_to_page(self) -> None:
        self.page.ask_page()

    def _on_changes_wanted(self) -> None:
        month, key = self.month, self._wanted_key()
        if month is None or self._comparing is not None:
            return
        path = self.desk.register.path
        self._comparing = Task(
            lambda: read_changes(path, str(month)), lambda told: self._show_changes(key, told), self._on_refused, self
        )
        self._comparing.ended.connect(self._on_compared)
        self._comparing.start()

    def _show_changes(self, key: _Key | None, told: tuple[str, ...]) -> None:
        if key == self._wanted_key():
            self.page.changes.fill(told or (paper_words.NO_MOVES,))

    def _on_compared(self) -> None:
        self._comparing = None

    # --- export and issue ------------------------------------------------------------------------------------------

    def _on_export(self) -> None:
        key = self._wanted_key()
        if key is None:
            return
        self.commit()
        is_report = key[0].kind == REPORT and not key[1] and key[0] not in self._drafting
        self.desk.export_requested.emit(key[0].month if is_report else wish_text(PaperWish(*key)))

    def _on_issue(self) -> None:
        self.commit()
        prepared = self._prepared()
        if prepared is None:
            return
        sheet = IssueSheet(prepared, self.window())
        sheet.accepted.connect(lambda: self._freeze(prepared))
        sheet.finding_wanted.connect(self.page.show_finding)
        sheet.open()

    def _prepared(self) -> Prepared | None:
        """Return the paper as it would be issued; one that is not shown yet is made now, which takes a moment."""
        key, shown = self._wanted_key(), self.shown
        if key is None or key[1]:
            return None
        head = self.desk.register.chain_head()[1]
        if shown is not None and shown.prepared is not None and shown.prepared.chain_head == head:
            return shown.prepared
        from secdesk.services.issue import prepare_issue

        try:
            return prepare_issue(self.desk.register, key[0], self.desk.today)
        except KnownError as error:
            self.desk.change_refused.emit(error)
            return None

    def _freeze(self, prepared: Prepared) -> None:
        who, day = self.desk.register.who, self.desk.today
        self._freezing = Task(
            lambda: freeze_draft(prepared, who, day), self._keep, self.desk.change_refused.emit, self
        )
        self._freezing.ended.connect(self._on_frozen)
        self._show_commands()
        self._freezing.start()

    def _on_frozen(self) -> None:
        self._freezing = None
        self._show_commands()

    def _keep(self, frozen: Frozen) -> None:
        from secdesk.services.issue import keep_issue

        try:
            kept: IssuedPaper = keep_issue(self.desk.register, frozen)
        except KnownError as error:
            self.desk.change_refused.emit(error)
            return
        self._drafting.discard(kept.subject)
        self.refresh()
        self.list.select_key((kept.subject, kept.uid))
        self.desk.say(shorten(f"{kept.name} v{kept.version} issued"))
        self.desk.export_requested.emit(wish_text(PaperWish(kept.subject, kept.uid)))

    def _action(self, name: str, words: str, act: object, keys: str = "") -> QAction:
        action = QAction(words, self)
        action.setObjectName(name)
        if keys:
            action.setShortcut(keys)
        action.triggered.connect(act)
        return action


def _answers(entry: PaperEntry, target: str) -> bool:
    if target.startswith("kind:"):
        return entry.subject.kind == target.removeprefix("kind:")
    return target in (entry.issued, entry.subject.month if entry.subject.kind == REPORT else "")


def _row_of(key: _Key, entry: PaperEntry) -> TableRow:
    name = f"{entry.label}, {entry.about}"
    return TableRow(key, (name, entry.state), tip=f"{name}: {entry.state}")
