"""Home: the present cycle at a glance, the days ahead, and what the register holds (ux.md 2.5)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.wording import join_and, plural
from secdesk.rules.workdays import distance_in_words
from secdesk.services.home import DAYS_AHEAD, DayAhead, Overview, overview
from secdesk.ui import texts, theme
from secdesk.ui.desk import Desk
from secdesk.ui.place import Place
from secdesk.ui.widgets.chevrons import Chevrons
from secdesk.ui.widgets.label import plain_label
from secdesk.ui.widgets.plain_table import PlainTable, TableRow

_SIDE_BY_SIDE_LETTERS = 100
"""From how many letters' width on the cards stand beside one another."""


class HomePlace(Place):
    """The first form of Home: counts from the register, the days ahead, what happened since the last report."""

    key = "home"
    title = texts.HOME

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(desk, parent)
        self._export = QAction(texts.EXPORT_REPORT, self)
        self._export.setObjectName("home.export")
        self._export.triggered.connect(lambda _checked: desk.export_requested.emit(""))
        self._cycle = plain_label("", "section")
        self._day = plain_label("", "quiet")
        self._chevrons = Chevrons(self)
        self._chevrons.stage_chosen.connect(self._on_stage_chosen)
        self._elsewhere = plain_label("", "caption", wraps=True)
        self._ahead = PlainTable("home.ahead", texts.AHEAD, ("", "", ""), (2,), self)
        self._ahead.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._ahead.opened.connect(self._on_day_opened)
        self._ahead_empty = plain_label(texts.AHEAD_EMPTY.format(days=DAYS_AHEAD), "quiet", wraps=True)
        self._since = plain_label("", "section", wraps=True)
        self._happened = _Facts()
        self._holdings = _Facts()
        self._begin = QPushButton(texts.ADD_PROPOSAL, self)
        self._begin.setObjectName("home.begin")
        self._begin.setAccessibleName(texts.ADD_PROPOSAL)
        self._begin.clicked.connect(lambda _checked: desk.go_to("proposals"))
        self._lay_out()

    def primary_action(self) -> QAction | None:
        """Return Export Change Status Report."""
        return self._export

    def activate(self, uid: str = "") -> None:
        """Read the register and put the focus on the days ahead, or on the stages where there are none."""
        self.refresh()
        target: QWidget = self._ahead if self._ahead.rowCount() else self._chevrons.buttons["define"]
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Read what is shown again."""
        at = self.desk.as_at
        found = self.desk.read(lambda session: overview(session, at))
        self._cycle.setText(texts.CYCLE.format(month=found.cycle.label))
        self._day.setText(format_weekday(at))
        self._chevrons.show_numbers({each.stage: each.number for each in found.stages})
        self._show_days(found.ahead)
        self._show_rest(found)

    def panes(self) -> Sequence[QWidget]:
        """Return the stages and the days ahead."""
        return (self._chevrons.buttons["define"], self._ahead)

    def _show_days(self, days: Sequence[DayAhead]) -> None:
        self._ahead.fill([self._row_of(each) for each in days])
        self._ahead.fit_height()
        self._ahead.setVisible(bool(days))
        self._ahead_empty.setVisible(not days)

    def _row_of(self, ahead: DayAhead) -> TableRow:
        distance = distance_in_words(ahead.day, self.desk.as_at, self.desk.calendar)
        why = texts.BECAUSE.format(why=ahead.why) if ahead.why else ""
        return TableRow((ahead.day, ahead.meeting), (format_weekday(ahead.day), distance, ahead.words), tip=why)

    def _show_rest(self, found: Overview) -> None:
        elsewhere = [f"{each.number} {each.label.lower()}" for each in found.elsewhere]
        self._elsewhere.setText(texts.ELSEWHERE.format(words=join_and(elsewhere)))
        self._elsewhere.setVisible(bool(elsewhere))
        self._since.setText(texts.SINCE.format(day=format_date(found.since)))
        self._happened.show_facts(found.happened, texts.SINCE_EMPTY)
        held = [(number, plural(number, one, many)) for number, one, many in found.holdings if number]
        self._holdings.show_facts(held, texts.HOLDINGS_EMPTY)
        self._begin.setVisible(not held and not self.desk.read_only)

    def _on_stage_chosen(self, stage: str) -> None:
        self.desk.go_to("proposals", f"stage:{stage}")

    def _on_day_opened(self, key: tuple[object, str]) -> None:
        self.desk.go_to("meetings", key[1])

    # --- how it is built -------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inner = QWidget(self)
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(theme.MARGIN, 0, theme.MARGIN, theme.MARGIN)
        rows.setSpacing(theme.FIELD_GAP)
        rows.addLayout(self._heading())
        rows.addWidget(self._chevrons)
        rows.addWidget(self._elsewhere)
        rows.addSpacing(theme.SPACE_1)
        rows.addLayout(self._cards())
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
        side = QVBoxLayout()
        side.setSpacing(theme.SPACE_4)
        side.addWidget(_card(self._since, self._happened))
        side.addWidget(_card(plain_label(texts.HOLDINGS, "section"), self._holdings, self._begin))
        side.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(_card(plain_label(texts.AHEAD, "section"), self._ahead, self._ahead_empty))
        left.addStretch(1)
        row.addLayout(left, 3)
        row.addLayout(side, 2)
        return row


def _card(*parts: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    layout = QVBoxLayout(card)
    layout.setContentsMargins(*[theme.SPACE_4] * 4)
    layout.setSpacing(theme.SPACE_2)
    for part in parts:
        alignment = Qt.AlignmentFlag.AlignLeft if isinstance(part, QPushButton) else Qt.AlignmentFlag(0)
        layout.addWidget(part, 0, alignment)
    return card


class _Facts(QWidget):
    """Counts with their words, the figures one below the other; a sentence where there is nothing to count."""

    def __init__(self) -> None:
        super().__init__()
        self._figures = plain_label()
        self._figures.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self._words = plain_label(wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self._figures)
        row.addWidget(self._words, 1)

    def show_facts(self, facts: Sequence[tuple[int, str]], empty: str) -> None:
        """Show counts, or the sentence for none."""
        self._figures.setText("\n".join(f"{number:,}" for number, _ in facts))
        self._figures.setVisible(bool(facts))
        self._words.setWordWrap(not facts)  # a wrapped line would leave its figure behind
        self._words.setText("\n".join(words for _, words in facts) or empty)
