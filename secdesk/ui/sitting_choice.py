"""Which sitting to show: the queues that wait, one a body, in the order of ``Ctrl+PgDn`` (ux.md 1.3)."""

from __future__ import annotations

from collections.abc import Sequence

from secdesk.errors import KnownError
from secdesk.services import sitting_queue
from secdesk.services.outcome_drafts import AUTHORITY
from secdesk.services.sitting_queue import Sitting
from secdesk.ui.desk import Desk


class WaitingSittings:
    """The sittings that wait: CSC, Change Board, Panel, Authority."""

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        self._desk = desk
        self.all: Sequence[Sitting] = ()

    def read(self) -> None:
        """Read which sittings wait."""
        self.all = self._desk.read(lambda session: sitting_queue.open_sittings(session, self._desk.as_at))

    def first(self) -> Sitting | None:
        """Return today's sitting, else the latest past one, else the next; the Authority where nothing else waits."""
        today = self._desk.as_at
        dated = [(each.day, each) for each in self.all if each.day is not None]
        past = [(day, each) for day, each in dated if day <= today]
        if past:
            return max(past, key=lambda pair: pair[0])[1]
        return min(dated, key=lambda pair: pair[0])[1] if dated else next(iter(self.all), None)

    def of_body(self, body: str) -> Sitting | None:
        """Return the sitting of a body; that of the Authority is there even when it is empty."""
        found = next((each for each in self.all if each.body == body), None)
        if found is None and body == AUTHORITY:
            return self._desk.read(lambda session: sitting_queue.authority_sitting(session, self._desk.as_at))
        return found

    def after(self, shown: Sitting | None, step: int) -> Sitting | None:
        """Return the sitting some steps after the one shown; the first where that waits no more."""
        if not self.all:
            return None
        place = self.place_of(shown)
        return self.all[(place + step) % len(self.all)] if place is not None else self.all[0]

    def place_of(self, shown: Sitting | None) -> int | None:
        """Return where a sitting stands among those that wait."""
        wanted = (shown.uid, shown.body) if shown is not None else None
        return next((place for place, each in enumerate(self.all) if (each.uid, each.body) == wanted), None)

    def meeting(self, uid: str) -> Sitting:
        """Return any meeting as a sitting; raises NotFound."""
        return self._desk.read(lambda session: sitting_queue.sitting(session, uid, self._desk.as_at))

    def renewed(self, shown: Sitting) -> Sitting | None:
        """Return a sitting as it now stands; another where its meeting is gone."""
        if not shown.uid:
            return self.of_body(shown.body)
        try:
            return self.meeting(shown.uid)
        except KnownError:
            return self.first()
