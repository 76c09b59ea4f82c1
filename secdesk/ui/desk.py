"""The desk: what every place of the window is given, and the one way in which places read and change a register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from secdesk.errors import Conflict, Invalid, KnownError, NotFound, RegisterHeld
from secdesk.register.progress import Progress, Stopped
from secdesk.ui.draft_undo import DraftUndo
from secdesk.ui.long_work import LongWork
from secdesk.ui.place_memory import PlaceMemory

if TYPE_CHECKING:  # sqlalchemy comes with these, and the first paint must not wait for it (design.md 5.16)
    from secdesk.register.log import StepEntry
    from secdesk.register.overtaken import Overtaken
    from secdesk.register.register import Announcement, Register, Session
    from secdesk.register.undo import Stacks
    from secdesk.rules.bank_holidays import HolidayCalendar
    from secdesk.rules.in_force import InForce
    from secdesk.ui.search_index import SearchIndex

T = TypeVar("T")
_TRIES = 3
"""How often a change that met a reader is tried, each time for a second at most."""


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
    link_requested = Signal(object)
    """The :class:`QUrl` of a document or web page, for the program that the system has for it."""
    as_at_changed = Signal(object)
    """The date whose state is shown from now on."""
    stepped_back = Signal(object)
    """The :class:`~secdesk.register.register.Announcement` of an undo or redo, after the places have read it."""
    undo_overtaken = Signal(object)
    """An :class:`~secdesk.register.overtaken.Overtaken`: later steps stand in the way of an undo."""
    writing_begins = Signal()
    """The register is written, or closed, next: whoever reads it beside the window stops."""
    work_begun = Signal(object)
    """A :class:`LongWork` that the window may have to tell of."""

    def __init__(
        self, register: Register, today: date, parent: QObject | None = None, memory: PlaceMemory | None = None
    ) -> None:
        """Sit down at an open register; the desk closes it in :meth:`close`. Without ``memory`` choices are passing."""
        super().__init__(parent)
        self.register = register
        self.memory = memory or PlaceMemory()
        self.today = today
        self.as_at = today
        self._in_force: InForce | None = None
        self._stacks: Stacks | None = None
        self._latest: Announcement | None = None
        self._works: list[LongWork] = []
        self._search_index: SearchIndex | None = None
        self.draft_undo: DraftUndo | None = None
        """What undo and redo mean first while a place with drafts is open."""
        register.listeners.append(self._on_committed)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: the file is open read-only, or the past is shown."""
        return self.register.read_only or self.as_at != self.today

    @property
    def is_working(self) -> bool:
        """Whether something is done beside the window."""
        return bool(self._works)

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
        """Take back the newest draft or step and say so; a step that cannot be taken back is shown as refused."""
        from secdesk.register import undo

        if not self._step_draft(-1, "Undone"):
            self._step_back("Undone", undo.undo)

    def redo(self) -> None:
        """Do again what the newest undo took back, and say so."""
        from secdesk.register import undo

        if self._step_draft(1, "Done again"):
            return
        if self._read_stacks().redo and not self.redo_label:
            self.say("There is nothing to redo in this register")
            return
        self._step_back("Done again", undo.redo)

    def undo_together(self, overtaken: Overtaken) -> None:
        """Take back a step with the later ones that stand in its way, as one step, and say so."""
        from secdesk.register import undo

        self._step_back("Undone", lambda register: undo.undo_together(register, overtaken))

    @property
    def undo_label(self) -> str:
        """The words of the draft or step that :meth:`undo` takes back, or nothing."""
        return self._draft_words(-1) or self._read_stacks().undo_label

    @property
    def redo_label(self) -> str:
        """The words of the draft or step that :meth:`redo` repeats, or nothing."""
        found, drafts = self._read_stacks(), self.draft_undo
        if drafts is not None and found.redo and drafts.changed_since(found.redo[-1][1].seq):
            return self._draft_words(1)
        return self._draft_words(1) or found.redo_label

    @property
    def search_index(self) -> SearchIndex:
        """What searches look at; it is read when the first search begins."""
        if self._search_index is None:
            from secdesk.ui.search_index import SearchIndex

            self._search_index = SearchIndex(self)
        return self._search_index

    @property
    def state(self) -> tuple[object, date, date]:
        """What a place has read is still so while this is the same; of a register that others write it never is."""
        return object() if self.register.read_only else self._latest, self.as_at, self.today

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

    def work(
        self,
        words: str,
        job: Callable[[Progress], T],
        on_done: Callable[[T], None],
        on_refused: Callable[[KnownError], None] | None = None,
        cancellable: bool = True,
    ) -> LongWork:
        """Do a job beside the window, which stays usable; ``words`` say what is under way ("Reading rows").

        The job runs on a thread of its own: it takes no widget and no live record, reads the register through a
        read-only connection of its own and calls its progress often; that raises
        :class:`~secdesk.register.progress.Stopped` when the person cancels. ``on_done`` hears of the result on the
        window's thread, ``on_refused`` (else the window) of a KnownError; stopping is told as a toast.
        """
        work = LongWork(words, job, on_done, lambda error: self._on_work_refused(error, on_refused), self, cancellable)
        self._works.append(work)
        work.ended.connect(lambda: self._works.remove(work))
        self.work_begun.emit(work)
        work.start()
        return work

    def work_here(self, words: str, job: Callable[[Progress], T], cancellable: bool = True) -> T | None:
        """Do a long change of the register on the window's thread, where alone it may be written.

        ``job`` gets a progress, calls ``register.change`` (or a service that does) and calls the progress often; after
        a second a dialog tells of it and offers Cancel. Raises :class:`Invalid`; any other KnownError is shown by the
        window, stopping is told as a toast, and None comes back. The change must be one transaction, so that nothing
        is left of a job that was stopped.
        """
        from secdesk.ui.work_here import WorkHere

        try:
            self._refuse_past()
            self.writing_begins.emit()
            with WorkHere(words, cancellable) as progress:
                return job(progress)
        except Invalid:
            raise
        except KnownError as error:
            self._on_work_refused(error, None)
            return None

    def rename_person(self, name: str) -> None:
        """Put a name into the history beside changes from now on; empty takes the name of the account."""
        from secdesk.register.lock import login_name

        self.register.who = name or login_name()

    def close(self) -> None:
        """Close the register; the desk is of no use afterwards. What works beside the window is stopped first."""
        self.writing_begins.emit()
        for work in tuple(self._works):
            work.wait()
        if self._search_index is not None:
            self._search_index.close()
        self.register.listeners.remove(self._on_committed)
        self.register.close()

    def _change(self, label: str, act: Callable[[Session], T]) -> T:
        self.writing_begins.emit()
        for left in reversed(range(_TRIES)):
            try:
                with self.register.change(label) as session:
                    return act(session)
            except RegisterHeld:
                # A report that is being made reads the file for some tenths of a second; SQLite has waited a second.
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _on_work_refused(self, error: KnownError, on_refused: Callable[[KnownError], None] | None) -> None:
        if isinstance(error, Stopped):
            self.say(str(error))
        elif on_refused is not None:
            on_refused(error)
        else:
            self.change_refused.emit(error)

    def _refuse_past(self) -> None:
        if self.as_at != self.today:
            raise KnownError("The past cannot be changed. Go back to today and change the register there")

    def _draft_words(self, by: int) -> str:
        """Return the words of the draft that undo (-1) or redo (1) means before any step of the log."""
        if self.draft_undo is None or self.read_only:
            return ""
        steps = self._read_stacks().undo
        return self.draft_undo.undo_words(steps[-1].seq if steps else 0) if by < 0 else self.draft_undo.redo_words()

    def _step_draft(self, by: int, verb: str) -> bool:
        words = self._draft_words(by)
        if not words or self.draft_undo is None:
            return False
        self.draft_undo.step_draft(by)
        self.say(shorten(f"{verb}: {words}"))
        return True

    def _step_back(self, verb: str, act: Callable[[Register], StepEntry]) -> None:
        try:
            self._refuse_past()
            self.writing_begins.emit()
            step = act(self.register)
        except NotFound as error:
            self.say(shorten(str(error)))
            return
        except Conflict as error:
            # Told apart by what it carries: its class comes with sqlalchemy, which the first paint must not wait for.
            (self.undo_overtaken if hasattr(error, "later") else self.change_refused).emit(error)
            return
        except KnownError as error:
            self.change_refused.emit(error)
            return
        self.say(shorten(f"{verb}: {step.label}"))
        if self._latest is not None:
            self.stepped_back.emit(self._latest)

    def _read_stacks(self) -> Stacks:
        if self._stacks is None:
            from secdesk.register.undo import stacks

            self._stacks = stacks(self.register)
        return self._stacks

    def _on_committed(self, announcement: Announcement) -> None:
        self._stacks, self._latest = None, announcement
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
