"""The acts on the proposal shown: each a command of the Record menu and a row in the detail, never a dialog.

Nothing is done before the row's button, and then as one step (ux.md 2.2, 2.6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.errors import Invalid, Problem
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.dates import format_weekday
from secdesk.rules.process import STATUSES
from secdesk.rules.status import ProposalAt
from secdesk.services import proposal_acts as acts
from secdesk.services.next_steps import NextStep
from secdesk.ui.acts import asking_reason
from secdesk.ui.desk import Desk, shorten
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.act_bar import ActBar
from secdesk.ui.widgets.label import menu_text

Values = Mapping[str, Value]

_WHY = FieldInfo("reason", "Because", "line", limit=2000)


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its key, its command, the row's title and button, its boxes, what it does, and what is said then.

    ``can`` says whether it can be done to a proposal; ``begins`` are the values that the boxes start with.
    """

    key: str
    words: str
    button: str
    boxes: tuple[FieldInfo, ...]
    do: Callable[[Any, str, Values], object]
    done: str
    can: Callable[[ProposalAt], bool]
    begins: Callable[[ProposalAt, date], Values]


def _day(values: Values, name: str) -> date:
    found = values[name]
    if not isinstance(found, date):
        raise Invalid([Problem(name, "Enter the day")])
    return found


def _text(values: Values, name: str) -> str | None:
    found = values.get(name)
    return None if found is None else str(found)


def _alive(proposal: ProposalAt) -> bool:
    return bool(proposal.status) and not STATUSES[proposal.status].final


def _begins_today(name: str, **others: Value) -> Callable[[ProposalAt, date], Values]:
    return lambda _proposal, today: {name: today, **others}


def _begin_consultation(proposal: ProposalAt, today: date) -> Values:
    return {"consultation_kind": "mrc" if proposal.stage == "opine" else "refinement", "opened": today}


def _begin_conversion(proposal: ProposalAt, today: date) -> Values:
    return {"date": today, "route": "refinement"}


ACTS: tuple[Act, ...] = (
    Act(
        "convert",
        "Convert to Modification Proposal…",
        "Convert",
        (FieldInfo("date", "Panel of", "date"), FieldInfo("route", "Goes to", "choice", choices="route"), _WHY),
        lambda s, uid, v: acts.convert(s, uid, _day(v, "date"), _text(v, "route"), _text(v, "reason")),
        "converted",
        lambda proposal: proposal.stage == "define",
        _begin_conversion,
    ),
    Act(
        "consult",
        "Open consultation…",
        "Issue",
        (
            FieldInfo("consultation_kind", "Kind", "choice", choices="consultation_kind"),
            FieldInfo("opened", "Opens", "date"),
        ),
        lambda s, uid, v: acts.begin_consultation(s, uid, _text(v, "consultation_kind"), _day(v, "opened")),
        "consultation issued",
        _alive,
        _begin_consultation,
    ),
    Act(
        "assess",
        "Request assessment…",
        "Request",
        (
            FieldInfo("assessment_kind", "Type", "choice", choices="assessment_kind"),
            FieldInfo("requested", "Requested", "date"),
        ),
        lambda s, uid, v: acts.request_assessment(s, uid, _text(v, "assessment_kind"), _day(v, "requested")),
        "assessment requested",
        _alive,
        _begins_today("requested", assessment_kind="PA"),
    ),
    Act(
        "lodge",
        "Record report lodged…",
        "Record",
        (FieldInfo("date", "Lodged on", "date"), _WHY),
        lambda s, uid, v: acts.lodge_report(s, uid, _day(v, "date"), _text(v, "reason")),
        "Modification Report lodged",
        lambda proposal: proposal.stage == "refine",
        _begins_today("date"),
    ),
    Act(
        "release",
        "Assign to release…",
        "Assign",
        (
            FieldInfo("release", "Release", "link", link="release"),
            FieldInfo("since", "Since", "date", help="Empty: at every date"),
            FieldInfo("label", "Part", "line", limit=60, help="Such as part 1 of 2"),
        ),
        lambda s, uid, v: acts.assign_to_release(
            s, uid, _text(v, "release"), _text(v, "label") or "", _day(v, "since") if v["since"] else None
        ),
        "assigned to a release",
        _alive,
        _begins_today("since"),
    ),
    Act(
        "hold",
        "Put on hold…",
        "Put on hold",
        (FieldInfo("since", "Since", "date"), _WHY),
        lambda s, uid, v: acts.put_on_hold(s, uid, _day(v, "since"), _text(v, "reason")),
        "put on hold",
        lambda proposal: _alive(proposal) and not proposal.on_hold,
        _begins_today("since"),
    ),
    Act(
        "resume",
        "Take off hold…",
        "Take off hold",
        (FieldInfo("since", "Since", "date"), _WHY),
        lambda s, uid, v: acts.take_off_hold(s, uid, _day(v, "since"), _text(v, "reason")),
        "taken off hold",
        lambda proposal: proposal.on_hold,
        _begins_today("since"),
    ),
    Act(
        "withdraw",
        "Withdraw…",
        "Withdraw",
        (FieldInfo("date", "Effective on", "date"), FieldInfo("note", "Printed note", "line", limit=2000), _WHY),
        lambda s, uid, v: acts.withdraw(s, uid, _day(v, "date"), _text(v, "note"), _text(v, "reason")),
        "withdrawn",
        _alive,
        _begins_today("date"),
    ),
    Act(
        "next_step",
        "Set next step by hand…",
        "Set next step",
        (
            FieldInfo("next_step", "Next step", "line", limit=300, help="Empty: the register works it out"),
            FieldInfo("next_step_reason", "Because", "line", limit=300),
        ),
        lambda s, uid, v: acts.set_next_step(s, uid, _text(v, "next_step"), _text(v, "next_step_reason")),
        "next step set",
        _alive,
        lambda _proposal, _today: {},
    ),
)
"""The acts in the order of the Record menu."""


class ProposalActs(QWidget):
    """The commands on the proposal shown, and the one row that is open."""

    opened = Signal(QWidget)
    """A row was opened."""
    closed = Signal()
    """The row is gone: done, or nothing was done."""

    def __init__(self, desk: Desk, lookup: Lookup, prefix: str) -> None:
        """Make the commands; a row is made when its command is first used."""
        super().__init__()
        self._desk, self._lookup, self._prefix = desk, lookup, prefix
        self._proposal: ProposalAt | None = None
        self._called = ""
        self._step = NextStep("")
        self._bars: dict[str, ActBar] = {}
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 0, 0)
        self.actions_by_key = {act.key: self._make_action(act) for act in ACTS}
        self.hide()

    def commands(self) -> Sequence[QAction]:
        """Return the commands in the order of the menu."""
        return tuple(self.actions_by_key.values())

    def show_proposal(self, proposal: ProposalAt | None, called: str, step: NextStep) -> None:
        """Let the commands act on a proposal; a row that was open for another one goes, and keeps its words."""
        is_other = (proposal.uid if proposal else "") != (self._proposal.uid if self._proposal else "")
        self._proposal, self._called, self._step = proposal, called, step
        if is_other and (bar := self.open_bar) is not None:
            bar.put_away()
        for act in ACTS:
            can = proposal is not None and not self._desk.read_only and act.can(proposal)
            self.actions_by_key[act.key].setEnabled(can)

    @property
    def open_bar(self) -> ActBar | None:
        """The row that is open, if any."""
        return next((bar for bar in self._bars.values() if not bar.isHidden()), None)

    def begin(self, key: str, **values: Value) -> None:
        """Open the row of an act; ``values`` are put into its boxes in place of what they would start with."""
        proposal = self._proposal
        if proposal is None or not self.actions_by_key[key].isEnabled():
            return
        if (open_bar := self.open_bar) is not None:
            open_bar.put_away()
        act = next(each for each in ACTS if each.key == key)
        bar = self._bars.get(key) or self._make_bar(act)
        self.show()
        title = f"{self._called}: {act.words.rstrip('…')[:1].lower()}{act.words.rstrip('…')[1:]}"
        bar.open_bar(title, act.button, {**act.begins(proposal, self._desk.today), **values})
        self.opened.emit(bar)

    def _make_action(self, act: Act) -> QAction:
        action = QAction(menu_text(act.words), self)
        action.setObjectName(f"{self._prefix}.act.{act.key}")
        action.setEnabled(False)
        action.triggered.connect(lambda _checked=False: self._on_triggered(act.key))
        return action

    def _make_bar(self, act: Act) -> ActBar:
        bar = ActBar(f"{self._prefix}.{act.key}", self._lookup, act.boxes, columns=2)
        bar.accepted.connect(lambda values: self._on_accepted(act, values))
        bar.cancelled.connect(self._on_cancelled)
        bar.edited.connect(lambda: self._show_outcome(act))
        self._body.addWidget(bar)
        self._bars[act.key] = bar
        return bar

    def _on_triggered(self, key: str) -> None:
        if key == "next_step" and self._step.by_hand:
            self.begin(key, next_step=self._step.words, next_step_reason=self._step.why)
        else:
            self.begin(key)

    def _on_accepted(self, act: Act, values: Values) -> None:
        proposal, bar = self._proposal, self._bars[act.key]
        if proposal is None:
            return
        called = self._called
        words = act.words.rstrip("…")
        try:
            change = asking_reason(lambda session: (act.do(session, proposal.uid, values),))
            done = self._desk.run(f"{words}: {called}", change)
        except Invalid as problem:
            bar.refuse(problem.problems[0].sentence)
            wrong = bar.boxes.get(problem.problems[0].field)
            if wrong is not None:
                wrong.setFocus()
            return
        if done is not None:
            bar.hide()
            self._on_cancelled()
            self._desk.say(shorten(f"{called} {act.done}"), offers_undo=True)

    def _on_cancelled(self) -> None:
        self.setVisible(self.open_bar is not None)
        self.closed.emit()

    def _show_outcome(self, act: Act) -> None:
        """Say when a consultation would close (ux.md 2.9)."""
        if act.key != "consult":
            return
        bar = self._bars[act.key]
        try:
            opened = bar.values()["opened"]
        except Invalid:
            opened = None
        if isinstance(opened, date):
            closes = self._desk.read(lambda session: acts.closing_day(session, opened))
            bar.show_outcome(f"Closes {format_weekday(closes)}")
        else:
            bar.show_outcome("")
