"""The checks of a paper: what they found, each to be opened, or accepted with a reason (ux.md 2.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from secdesk.errors import Invalid
from secdesk.ui import paper_words, theme
from secdesk.ui.desk import Desk
from secdesk.ui.record_places import open_record
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

if TYPE_CHECKING:
    from secdesk.papers.issue_facts import Acceptance
    from secdesk.rules.checks import Finding
    from secdesk.services.accepted import Sorted

_LONGEST = 2000


class ChecksPanel(QWidget):
    """Findings in a list, the chosen one in full below it with what can be done about it."""

    settled = Signal()
    """A finding was accepted, or is asked about again."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the panel; it is empty before :meth:`show_findings`."""
        super().__init__(parent)
        self._desk = desk
        self._findings: dict[str, tuple[Finding, Acceptance | None]] = {}
        self.table = PlainTable("papers.checks", paper_words.CHECKS, ("", ""), (1,), self)
        self.table.chosen.connect(self._show_chosen)
        self.table.opened.connect(lambda _key: self._open_record())
        self._sentence = plain_label("", wraps=True, parent=self)
        self._sentence.setObjectName("papers.finding")
        self._reason = QLineEdit(self)
        self._reason.setObjectName("papers.reason")
        self._reason.setAccessibleName(paper_words.REASON)
        self._reason.setPlaceholderText(paper_words.REASON_HINT)
        self._reason.setMaxLength(_LONGEST)
        self._reason.returnPressed.connect(self._accept)
        self._wrong = plain_label("", "error", wraps=True)
        self._wrong.hide()
        self._open = self._button("papers.finding.open", paper_words.OPEN, self._open_record)
        self._take = self._button("papers.finding.accept", paper_words.ACCEPT, self._accept)
        self._again = self._button("papers.finding.again", paper_words.ASK_AGAIN, self._ask_again)
        self._lay_out()

    def show_findings(self, findings: Sorted | None) -> None:
        """Show what the checks found, what was accepted last; None for a paper that was issued."""
        told = [(each, None) for each in findings.open] if findings else []
        accepted = list(findings.accepted) if findings else []
        self._findings = {each.key: (each, found) for each, found in (*told, *accepted)}
        self.table.fill([_row(each, found is not None) for each, found in self._findings.values()])
        self._show_chosen(self.table.current_key())

    def _show_chosen(self, key: str | None) -> None:
        finding, accepted = self._findings.get(key or "", (None, None))
        self._wrong.hide()
        self._reason.clear()
        words = f"{finding.sentence}." if finding else paper_words.NO_FINDINGS
        if accepted is not None:
            words += f"\n{paper_words.ACCEPTED} by {accepted.who}: {accepted.reason}"
        self._sentence.setText(words)
        may_write = not self._desk.read_only
        self._open.setVisible(finding is not None and bool(finding.records))
        for part in (self._reason, self._take):
            part.setVisible(finding is not None and accepted is None and may_write)
        self._again.setVisible(accepted is not None and may_write)

    def _open_record(self) -> None:
        finding, _ = self._findings.get(self.table.current_key() or "", (None, None))
        if finding is not None and finding.records:
            open_record(self._desk, *finding.records[0])

    def _accept(self) -> None:
        from secdesk.services.accepted import accept_finding

        finding, _ = self._findings.get(self.table.current_key() or "", (None, None))
        if finding is None:
            return
        reason, who, day = self._reason.text(), self._desk.register.who, self._desk.today
        try:
            self._desk.run(
                f"Accept finding {finding.rule}", lambda session: accept_finding(session, finding, reason, who, day)
            )
        except Invalid as problem:
            self._wrong.setText(problem.problems[0].sentence)
            self._wrong.show()
            announce(self._reason, self._wrong.text())
            self._reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.settled.emit()

    def _ask_again(self) -> None:
        from secdesk.services.accepted import withdraw_acceptance

        key = self.table.current_key() or ""
        self._desk.run("Ask about a finding again", lambda session: withdraw_acceptance(session, key))
        self.settled.emit()

    def _button(self, name: str, words: str, act: object) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setAccessibleName(words)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, 0, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.table, 1)
        column.addWidget(self._sentence)
        column.addWidget(self._reason)
        column.addWidget(self._wrong)
        row = QHBoxLayout()
        for button in (self._open, self._take, self._again):
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


def _row(finding: Finding, accepted: bool) -> TableRow:
    state = paper_words.ACCEPTED if accepted else paper_words.SEVERITIES[finding.severity]
    return TableRow(finding.key, (state, finding.sentence), f"{state}: {finding.sentence}", finding.sentence)
