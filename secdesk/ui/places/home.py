"""Home: the present cycle at a glance, what is due and why, and what changed since the last report (ux.md 2.5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.wording import join_and
from secdesk.services.cycle import CycleDay
from secdesk.services.due import HORIZONS, DueList
from secdesk.services.home import Overview, overview, present_cycle
from secdesk.services.queries import count_records
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.place import Place
from secdesk.ui.readings import FEW, Readings
from secdesk.ui.widgets.chevrons import Chevrons
from secdesk.ui.widgets.due_list import DueList as DueRows
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow
from secdesk.ui.widgets.words import make_button

_SIDE_BY_SIDE_LETTERS = 100
"""From how many letters' width on the cards stand beside one another."""
_DOT = " · "
_HORIZON = "home.horizon"
"""What the chosen horizon is kept under; it belongs to the person, not to the register."""


class HomePlace(Place):
    """The stages as buttons, what is due with its reason and its button, this cycle, what happened since the report."""

    key = "home"
    title = texts.HOME

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._readings: Readings[int | None] = Readings(
            desk, lambda session, days: overview(session, desk.as_at, days)
        )
        self._awaits_focus = False
        self._export = QAction(texts.EXPORT_REPORT, self)
        self._export.setObjectName("home.export")
        self._export.triggered.connect(lambda _checked: desk.export_requested.emit(""))
        self._cycle = plain_label("", "section")
        self._day = plain_label("", "quiet", wraps=True)
        self._chevrons = Chevrons(self)
        self._chevrons.stage_chosen.connect(lambda stage: desk.go_to("proposals", f"stage:{stage}"))
        self._elsewhere = plain_label("", "caption", wraps=True)
        self._due = DueRows("home.due", self)
        self._due.chosen.connect(desk.go_to)
        self._due_empty = plain_label("", wraps=True)
        self._due_empty.setObjectName("home.due.empty")
        self._horizon = self._make_horizon()
        self._days = PlainTable("home.cycle", texts.THIS_CYCLE, ("", "", ""), (1,), self)
        self._days.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._days.opened.connect(lambda key: desk.go_to(key[1], key[2]))
        self._days_empty = plain_label(texts.CYCLE_EMPTY, "quiet", wraps=True)
        self._since = plain_label("", "section", wraps=True)
        self._happened = plain_label("", wraps=True)
        self._happened.setObjectName("home.since")
        self._begin = make_button(texts.ADD_PROPOSAL, "home.begin")
        self._begin.clicked.connect(lambda _checked: desk.go_to("proposals", "new"))
        self._lay_out()

    def primary_action(self) -> QAction | None:
        """Return Export Change Status Report."""
        return self._export

    def activate(self, uid: str = "") -> None:
        """Read the register and put the focus on what is due first, or on the stages where nothing is."""
        self.refresh()
        self._entry().setFocus(Qt.FocusReason.OtherFocusReason)
        self._awaits_focus = self._readings.is_busy

    def refresh(self) -> None:
        """Read what is shown again; of a large register beside the window, while what was shown before stays."""
        self._readings.forget()
        days = self._kept_horizon()
        is_large = self.desk.read(lambda session: count_records(session, "proposal")) >= FEW
        if is_large and self._readings.require(self.key, [days], self._show):
            if not self._cycle.text():
                self._show_day(present_cycle(self.desk.as_at).label, ())
                for card in (self._begin_card, self._since_card, self._days_empty):
                    card.hide()
        else:
            self._show()

    def close_place(self) -> None:
        """Stop reading beside the window."""
        self._readings.close()

    def _show(self) -> None:
        """Show what was read; the focus that entered a page without lines goes to the first of them."""
        held = self._chevrons.buttons["define"].hasFocus()
        found: Overview = self._readings.get(self._kept_horizon())
        self._show_day(found.cycle.label, found.headline)
        self._chevrons.show_numbers({each.stage: each.number for each in found.stages}, found.notes)
        self._show_due(found.due)
        self._show_days(found.days)
        self._show_rest(found)
        if self._awaits_focus and held:
            self._entry().setFocus(Qt.FocusReason.OtherFocusReason)
        self._awaits_focus = False

    def _show_day(self, month: str, headline: Sequence[str]) -> None:
        self._cycle.setText(texts.CYCLE.format(month=month))
        self._day.setText(_DOT.join((format_weekday(self.desk.as_at), *headline)))

    def panes(self) -> Sequence[QWidget]:
        """Return the stages, what is due and the days of the cycle."""
        stages = self._chevrons.buttons["define"]
        return (stages, self._due.buttons[0] if self._due.buttons else self._horizon, self._days)

    def _entry(self) -> QWidget:
        if self._begin.isVisibleTo(self):
            return self._begin
        return self._due.buttons[0] if self._due.buttons else self._chevrons.buttons["define"]

    def _show_due(self, found: DueList) -> None:
        self._due.show_due(found)
        following = [texts.DUE_NEXT.format(meeting=found.following)] if found.following else []
        self._due_empty.setText(" ".join([texts.DUE_EMPTY.format(days=found.days), *following]))
        self._due_empty.setVisible(not found.rows)
        self._horizon.blockSignals(True)
        if self._horizon.findData(found.days) < 0:
            self._horizon.addItem(texts.DUE_WITHIN.format(days=found.days), found.days)
        self._horizon.setCurrentIndex(self._horizon.findData(found.days))
        self._horizon.blockSignals(False)

    def _show_days(self, days: Sequence[CycleDay]) -> None:
        is_first = self._days.rowCount() == 0
        rows = [_row_of(each) for each in days]
        self._days.fill(rows)
        if is_first:
            ahead = (row.key for row, each in zip(rows, days, strict=True) if each.mark != "done")
            self._days.select_key(next(ahead, None))
        self._days.fit_height()
        self._days.setVisible(bool(days))
        self._days_empty.setVisible(not days)

    def _show_rest(self, found: Overview) -> None:
        elsewhere = [f"{each.number} {each.label.lower()}" for each in found.elsewhere]
        self._elsewhere.setText(texts.ELSEWHERE.format(words=join_and(elsewhere)))
        self._elsewhere.setVisible(bool(elsewhere))
        self._since.setText(texts.SINCE.format(day=format_date(found.since)))
        counts = [texts.SINCE_COUNT.format(number=number, words=words) for number, words in found.happened]
        self._happened.setText(_DOT.join(counts) or texts.SINCE_EMPTY)
        self._since_card.setVisible(not found.is_empty)
        self._begin_card.setVisible(found.is_empty)
        self._begin.setVisible(not self.desk.read_only)

    # --- how far ahead ---------------------------------------------------------------------------------------------

    def _make_horizon(self) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName("home.due.horizon")
        box.setAccessibleName(texts.DUE_HORIZON_NAME)
        for days in HORIZONS:
            box.addItem(texts.DUE_WITHIN.format(days=days), days)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.currentIndexChanged.connect(self._on_horizon_chosen)
        return box

    def _kept_horizon(self) -> int | None:
        """Return how far the person last chose to look; None leaves it to the register's setting."""
        kept = self.desk.memory.read(_HORIZON, None)
        return kept if isinstance(kept, int) and kept in HORIZONS else None

    def _on_horizon_chosen(self, _index: int) -> None:
        self.desk.memory.keep(_HORIZON, self._horizon.currentData())
        self.refresh()

    # --- how it is built -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget(self)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        rows.setSpacing(theme.FIELD_GAP)
        rows.addLayout(self._heading())
        rows.addWidget(self._chevrons)
        rows.addWidget(self._elsewhere)
        note = plain_label(texts.EMPTY_REGISTER_NOTE, wraps=True)
        self._begin_card = _card(plain_label(texts.EMPTY_REGISTER, "section"), note, self._begin)
        rows.addWidget(self._begin_card)
        rows.addLayout(self._cards())
        self._since_card = _card(self._since, self._happened)
        rows.addWidget(self._since_card)
        rows.addStretch(1)
        area = QScrollArea(self)
        area.setObjectName("home.area")
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self._cycle, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._day, 1, Qt.AlignmentFlag.AlignBaseline)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards one below the other where large text or a small window leaves no room beside."""
        super().resizeEvent(event)
        is_tight = event.size().width() < self.fontMetrics().averageCharWidth() * _SIDE_BY_SIDE_LETTERS
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if is_tight else QBoxLayout.Direction.LeftToRight)

    def _cards(self) -> QBoxLayout:
        self._columns = row = QHBoxLayout()
        row.setSpacing(theme.SPACE_4)
        head = QHBoxLayout()
        head.addWidget(plain_label(texts.DUE, "section"), 1)
        ahead = plain_label(texts.DUE_HORIZON, "caption")
        ahead.setBuddy(self._horizon)
        head.addWidget(ahead)
        head.addWidget(self._horizon)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(_card(head, self._due, self._due_empty))
        right.addWidget(_card(plain_label(texts.THIS_CYCLE, "section"), self._days, self._days_empty))
        for side in (left, right):
            side.addStretch(1)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        return row


def _row_of(day: CycleDay) -> TableRow:
    mark = texts.CYCLE_MARKS[day.mark]
    spoken = ", ".join(part for part in (mark, day.when, day.words) if part)
    return TableRow((day.day, day.place, day.uid, day.words), (day.when, day.words, mark), spoken, day.words)


def _card(*parts: QWidget | QLayout) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(*[theme.SPACE_4] * 4)
    layout.setSpacing(theme.SPACE_2)
    for part in parts:
        if isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            is_short = isinstance(part, QPushButton | QLabel) and not (isinstance(part, QLabel) and part.wordWrap())
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if is_short else Qt.AlignmentFlag(0))
    return card
