"""The dialog of a merge: every difference in words, what must be decided first, and one button (ux.md 2.15)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from secdesk.register.merge_words import MergeLine
from secdesk.rules.wording import in_figures
from secdesk.ui import texts, theme
from secdesk.ui.safety import words
from secdesk.ui.safety.merge_choice import HERE, OTHER, MergeChoice, is_taken
from secdesk.ui.safety.restore_dialog import fit_to_window
from secdesk.ui.widgets.chips import Chips
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.primary_button import PrimaryButton
from secdesk.ui.widgets.words import make_button, make_label, set_words

_LETTERS_WIDE, _ROWS_HIGH = 110, 9
_GONE = ("deleted here", "deleted there")


@dataclass(frozen=True, slots=True)
class MergeTold:
    """What the dialog tells: the other copy's name, the lines, which wait for a person, and how the copies parted.

    ``drafts`` are sentences on what is not recorded, here or there, and so no part of the merge.
    """

    name: str
    lines: tuple[MergeLine, ...]
    to_decide: frozenset[str]
    since: str
    same_register: bool
    drafts: tuple[str, ...] = ()


class MergeTable(PlainTable):
    """The lines; H takes the value here, O the other, Space changes whether a change is taken."""

    def __init__(self, parent: QWidget, on_letter: Callable[[str], None]) -> None:
        """Show nothing yet."""
        super().__init__("merge.table", words.MERGE_TITLE, words.MERGE_COLUMNS, (0, 2, 3), parent)
        self._on_letter = on_letter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the letters of a choice."""
        letter = {Qt.Key.Key_H: HERE, Qt.Key.Key_O: OTHER, Qt.Key.Key_Space: " "}.get(Qt.Key(event.key()))
        if letter is not None and not event.modifiers():
            self._on_letter(letter)
            return
        super().keyPressEvent(event)


class MergeDialog(QDialog):
    """Nothing is preselected: the button waits until every conflict has been decided by the person."""

    def __init__(
        self, told: MergeTold, on_merge: Callable[[Mapping[str, str], int], object], parent: QWidget | None
    ) -> None:
        """Build it over its window; ``on_merge`` hears once of the choices and of how many changes they take."""
        super().__init__(parent)
        self.setObjectName("merge")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(words.MERGE_OF.format(name=told.name))
        self.setAccessibleName(self.windowTitle())
        self._told, self._on_merge = told, on_merge
        self._lines = {line.key: line for line in told.lines}
        self.choices: dict[str, str] = {}
        self._chips = Chips("merge.chip", self._facets())
        self._table = MergeTable(self, self._on_letter)
        self._choice = MergeChoice(self)
        self._left = make_label(role="strong", name="merge.left")
        self._merge = PrimaryButton("", self)
        self._merge.setObjectName("merge.merge")
        self._build()
        self._chips.chosen.connect(lambda _key: self._fill())
        self._table.chosen.connect(self._show_choice)
        self._choice.chosen.connect(self._choose)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._take)
        self._fill()
        self._table.setFocus()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.SPACE_4] * 4)
        layout.setSpacing(theme.SPACE_2)
        layout.addWidget(make_label(self._told.since, wraps=True, name="merge.since"))
        if not self._told.same_register:
            layout.addWidget(make_label(words.OTHER_REGISTER, "warning", wraps=True, name="merge.warning"))
        if self._told.drafts:
            layout.addWidget(make_label("\n".join(self._told.drafts), "warning", wraps=True, name="merge.drafts"))
        layout.addWidget(self._chips)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._choice)
        layout.addWidget(make_label(words.NOTHING_DELETED, "quiet", wraps=True))
        layout.addLayout(self._buttons())
        letter, row = self.fontMetrics().averageCharWidth(), theme.row_height(self.fontMetrics())
        self._table.setMinimumHeight(2 * row)
        fit_to_window(self, letter * _LETTERS_WIDE, row * (_ROWS_HIGH + 9))

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_2)
        cancel = make_button(texts.CANCEL, "merge.cancel")
        cancel.clicked.connect(lambda _checked: self.reject())
        self._merge.clicked.connect(lambda _checked: self._take())
        row.addWidget(self._left, 1)
        row.addWidget(cancel)
        row.addWidget(self._merge)
        return row

    # --- lines -----------------------------------------------------------------------------------------------------

    def _facets(self) -> Sequence[tuple[str, str]]:
        return [(key, words.FACETS[key].format(n=len(self._of(key)))) for key in words.FACETS]

    def _of(self, facet: str) -> list[MergeLine]:
        return [line for line in self._told.lines if facet in ("all", self._facet_of(line))]

    def _facet_of(self, line: MergeLine) -> str:
        if line.key in self._told.to_decide:
            return "conflict"
        return "gone" if line.state in _GONE else line.state

    def _fill(self) -> None:
        self._table.fill([self._row(line) for line in self._of(self._chips.current or "all")])
        self._show_state()

    def _row(self, line: MergeLine) -> TableRow:
        holds = self._holds(line)
        cells = (line.name, line.label, line.here, line.other, holds)
        return TableRow(line.key, cells, f"{line.sentence}. {holds}", line.hint)

    def _holds(self, line: MergeLine) -> str:
        choice = self.choices.get(line.key, "")
        if line.state == "deleted there":
            return words.STAYS
        if line.key in self._told.to_decide:
            side, _, number = choice.partition("=")
            return f"{words.HOLDS[side]} {number}".strip()
        return words.HOLDS[OTHER if is_taken(line, choice) else HERE]

    def _show_choice(self, key: str | None) -> None:
        self._choice.show_line(self._lines.get(key or ""), self.choices.get(key or "", ""))

    # --- choosing --------------------------------------------------------------------------------------------------

    def _on_letter(self, letter: str) -> None:
        line = self._lines.get(self._table.current_key() or "")
        if line is None or line.state == "deleted there":
            return
        if letter == " ":
            letter = HERE if is_taken(line, self.choices.get(line.key, "")) else OTHER
        self._choose(letter)
        self._go_on(line)

    def _choose(self, choice: str) -> None:
        key = self._table.current_key()
        if key is None or key not in self._lines:
            return
        self.choices[key] = choice
        self._fill()

    def _go_on(self, line: MergeLine) -> None:
        """Go to the next line that waits for a choice, as in a sitting."""
        if line.key not in self._told.to_decide:
            return
        waiting = [key for key in self._keys() if key in self._told.to_decide and key not in self.choices]
        if waiting:
            self._table.select_key(waiting[0])

    def _keys(self) -> list[str]:
        return [line.key for line in self._of(self._chips.current or "all")]

    def _show_state(self) -> None:
        left = len(self._told.to_decide - self.choices.keys())
        self._left.setText(
            words.TO_DECIDE.format(facts=in_figures(left, "fact")) if left else words.ALL_DECIDED
        )  # fmt: skip
        self._left.setVisible(bool(self._told.to_decide))
        set_words(self._merge, words.MERGE_CHANGES.format(changes=in_figures(self.taken, "change")))
        self._merge.setEnabled(not left)

    @property
    def taken(self) -> int:
        """How many lines bring something in, conflicts that keep what is here among them: they are settled."""
        decided = self._told.to_decide
        return sum(
            line.key in decided or is_taken(line, self.choices.get(line.key, ""))
            for line in self._told.lines
            if line.state != "deleted there"
        )

    def _take(self) -> None:
        if self._merge.isEnabled():
            self.accept()
            self._on_merge(dict(self.choices), self.taken)
