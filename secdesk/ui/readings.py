"""What a place keeps of the register: read at once where that is quick, else beside the window (design.md 5.13)."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from secdesk.errors import KnownError
from secdesk.ui import texts

if TYPE_CHECKING:  # sqlalchemy comes with the session, and the first paint must not wait for it
    from secdesk.register.register import Session
    from secdesk.ui.desk import Desk

K = TypeVar("K", bound=Hashable)
FEW = 500
"""Up to so many records everything is read at once: it takes a few hundredths of a second."""
_TURN_SECONDS = 0.0005
"""How long a reading may keep the window from its turn; Python's own 5 ms would add up at every cell it draws."""


class Readings(Generic[K]):
    """Values by what was read, each read once until :meth:`forget`; ``read`` is called on another thread too.

    One job reads at a time. It gives way to a change of the register, and stops when nobody waits for it any more.
    """

    def __init__(self, desk: Desk, read: Callable[[Session, K], Any]) -> None:
        """Read nothing yet. ``read`` takes a session and what to read of it, and touches no widget."""
        self._desk, self._read = desk, read
        self._kept: dict[K, Any] = {}
        self._waiting: dict[str, tuple[tuple[K, ...], Callable[[], None]]] = {}
        self._under_way: _UnderWay[K] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is read beside the window."""
        return self._under_way is not None

    def has(self, part: K) -> bool:
        """Say whether a part was read."""
        return part in self._kept

    def get(self, part: K) -> Any:
        """Return a part, read now where it was not."""
        if part not in self._kept:
            self._kept[part] = self._desk.read(lambda session: self._read(session, part))
        return self._kept[part]

    def require(self, who: str, parts: Iterable[K], then: Callable[[], None]) -> bool:
        """Say whether ``then`` has to wait for parts that are read beside the window; False: all are there.

        ``then`` is called when they are. A newer request of the same asker replaces the older one.
        """
        wanted = tuple(parts)
        if all(part in self._kept for part in wanted):
            self.let_go(who)
            return False
        self._waiting[who] = (wanted, then)
        self._go_on()
        return True

    def let_go(self, who: str) -> None:
        """Wait for nothing any more."""
        if self._waiting.pop(who, None) is not None:
            self._go_on()

    def forget(self) -> None:
        """Drop what was read: the register has changed. Whoever waits goes on waiting, for what is now there."""
        self._kept = {}
        if self._under_way is not None:
            self._under_way.drop()

    def close(self) -> None:
        """Stop reading: the register is closed next."""
        self._waiting = {}
        self.forget()

    def _go_on(self) -> None:
        """Begin to read what somebody waits for; stop what nobody waits for."""
        asked = (part for parts, _ in self._waiting.values() for part in parts)
        wanted = tuple(dict.fromkeys(part for part in asked if part not in self._kept))
        if self._under_way is not None:
            self._under_way.keep_if_wanted(wanted)
        elif wanted:
            self._begin(wanted)

    def _begin(self, parts: tuple[K, ...]) -> None:
        work = self._under_way = _UnderWay(parts)
        path, read = self._desk.register.path, self._read

        def job(_progress: object) -> dict[K, Any]:
            from secdesk.register.side_reading import read_parts

            return read_parts(path, parts, read, work.is_stopped)

        self._desk.writing_begins.connect(work.stop)
        sys.setswitchinterval(_TURN_SECONDS)
        self._desk.work(texts.READING, job, self._on_read, self._on_refused, cancellable=False)

    def _end(self) -> bool:
        """Note that nothing is read any more; say whether what was read still counts."""
        work, self._under_way = self._under_way, None
        assert work is not None, "only a job that was begun ends"
        self._desk.writing_begins.disconnect(work.stop)
        return not work.is_dropped

    def _on_read(self, found: dict[K, Any]) -> None:
        if self._end():
            self._kept.update(found)
        ready = [who for who, (parts, _) in self._waiting.items() if all(part in self._kept for part in parts)]
        for act in [self._waiting.pop(who)[1] for who in ready]:
            act()
        self._go_on()

    def _on_refused(self, _error: KnownError) -> None:
        """Let those who wait read on the window's thread, where what is wrong is told as it always is."""
        self._end()
        waiting, self._waiting = self._waiting, {}
        for _parts, act in waiting.values():
            act()


class _UnderWay(Generic[K]):
    """One job: what it reads, and whether it shall stop. Its flag is read on another thread."""

    def __init__(self, parts: tuple[K, ...]) -> None:
        self._parts = frozenset(parts)
        self._stopped = threading.Event()
        self.is_dropped = False

    def is_stopped(self) -> bool:
        return self._stopped.is_set()

    def stop(self) -> None:
        self._stopped.set()

    def drop(self) -> None:
        """Stop, and let nothing of it count."""
        self.is_dropped = True
        self.stop()

    def keep_if_wanted(self, wanted: Iterable[K]) -> None:
        if self._parts.isdisjoint(wanted):
            self.stop()
