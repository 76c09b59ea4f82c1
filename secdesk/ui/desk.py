"""The desk: what every place of the window is given, and the one way in which places read and change a register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from secdesk.errors import Invalid, KnownError, NotFound, RegisterHeld

if TYPE_CHECKING:  # sqlalchemy comes with these, and the first paint must not wait for it (design.md 5.16)
    from secdesk.register.log import StepEntry
    from secdesk.register.register import Announcement, Register, Session
    from secdesk.register.undo import Stacks
    from secdesk.rules.bank_holidays import HolidayCalendar
    from secdesk.rules.in_force import InForce

T = TypeVar("T")
_TRIES = 10
"""How often a change that met a reader is tried, each time for 50 ms at most."""


class Desk(QObject):
    """An open register with the day that counts as today, and the wishes that places send to the window.

    ``as_at`` is the day whose state is shown: today, unless the person looks at the past, when nothing can be
    changed.
    """

    records_changed = Signal(object)
    """An :class:`~secdesk.register.register.Announcement`: a change, an undo or a redo was committed."""
    place_requested = Signal(str, str)
    """The key of a place and a record's uid, or what the place understands instead (``stage:define``), or ``""``."""
    toast_requested = Signal(str, bool)
    """A notice of 60 characters at most, and whether it offers to undo."""
    change_refused = Signal(object)
    """A :class:`KnownError` other than :class:`Invalid`; the window shows it."""
    export_requested = Signal(str)
    """The month (``2020-01``) of the Change Status Report to write, or ``""`` for the present cycle's."""
    as_at_changed = Signal(object)
    """The date whose state is shown from now on."""

    def __init__(self, register: Register, today: date, parent: QObject | None = None) -> None:
        """Sit down at an open register; the desk closes it in :meth:`close`."""
        super().__init__(parent)
        self.register = register
        self.today = today
        self.as_at = today
        self._in_force: InForce | None = None
        self._stacks: Stacks | None = None
        register.listeners.append(self._on_committed)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: the file is open read-only, or the past is shown."""
        return self.register.read_only or self.as_at != self.today

    @property
    def in_force(self) -> InForce:
        """The settings and the calendar of :attr:`as_at`."""
        if self._in_force is None:
            from secdesk.rules.in_force import in_force

            self._in_force = self.read(lambda session: in_force(session, self.as_at))
        return self._in_force

    @property
    def calendar(self) -> HolidayCalendar:
        """The bank holidays that count on :attr:`as_at`."""
        return self.in_force.calendar

    def read(self, act: Callable[[Session], T]) -> T:
        """Return what ``act`` reads of one consistent state of the register."""
        with self.register.read() as session:
            return act(session)

    def run(self, label: str, act: Callable[[Session], T]) -> T | None:
        """Change the register: one transaction, one history entry and one undo step under ``label``.

        Raises :class:`Invalid`, so that a form can show each problem beside its field. Any other
        :class:`KnownError` goes to the window, and None comes back; nothing is stored in either case.
        """
        try:
            self._refuse_past()
            return self._change(label, act)
        except Invalid:
            raise
        except KnownError as error:
            self.change_refused.emit(error)
            return None

    def undo(self) -> None:
        """Take back the newest step and say so; a step that cannot be taken back is shown as refused."""
        from secdesk.register import undo

        self._step_back("Undone", undo.undo)

    def redo(self) -> None:
        """Do again what the newest undo took back, and say so."""
        from secdesk.register import undo

        self._step_back("Done again", undo.redo)

    @property
    def undo_label(self) -> str:
        """The words of the step that :meth:`undo` takes back, or nothing."""
        return self._read_stacks().undo_label

    @property
    def redo_label(self) -> str:
        """The words of the step that :meth:`redo` repeats, or nothing."""
        return self._read_stacks().redo_label

    def look_at(self, day: date) -> None:
        """Show the register as at a day; a day other than today is for reading only."""
        if day == self.as_at:
            return
        self.as_at = day
        self._in_force = None
        self.as_at_changed.emit(day)

    def go_to(self, place: str, uid: str = "") -> None:
        """Ask the window for a place and a record in it."""
        self.place_requested.emit(place, uid)

    def say(self, text: str, offers_undo: bool = False) -> None:
        """Ask the window for a toast: past tense, the object first, counts in figures (ux.md 3.4)."""
        self.toast_requested.emit(text, offers_undo)

    def close(self) -> None:
        """Close the register; the desk is of no use afterwards."""
        self.register.listeners.remove(self._on_committed)
        self.register.close()

    def _change(self, label: str, act: Callable[[Session], T]) -> T:
        for left in reversed(range(_TRIES)):
            try:
                with self.register.change(label) as session:
                    return act(session)
            except RegisterHeld:
                # A report that is being made reads the file for some hundredths of a second; SQLite has waited 50 ms.
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _refuse_past(self) -> None:
        if self.as_at != self.today:
            raise KnownError("The past cannot be changed. Go back to today and change the register there")

    def _step_back(self, verb: str, act: Callable[[Register], StepEntry]) -> None:
        try:
            self._refuse_past()
            step = act(self.register)
        except NotFound as error:
            self.say(shorten(str(error)))
            return
        except KnownError as error:
            self.change_refused.emit(error)
            return
        self.say(shorten(f"{verb}: {step.label}"))

    def _read_stacks(self) -> Stacks:
        if self._stacks is None:
            from secdesk.register.undo import stacks

            self._stacks = stacks(self.register)
        return self._stacks

    def _on_committed(self, announcement: Announcement) -> None:
        self._stacks = None
        if announcement.kinds & {"setting", "holiday"}:
            self._in_force = None
        self.records_changed.emit(announcement)


def shorten(text: str, length: int = 60) -> str:
    """Cut a text to the length of a toast, at a word where there is one."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rfind(" ")
    return f"{head[: cut if cut > length // 2 else None]}…"
