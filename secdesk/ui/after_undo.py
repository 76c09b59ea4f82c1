"""After an undo: the selection moves to what changed; where later steps stand in the way, the person is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secdesk.ui import texts

if TYPE_CHECKING:
    from secdesk.register.overtaken import Overtaken
    from secdesk.register.register import Announcement
    from secdesk.ui.main_window import MainWindow

_MOST_LOOKED_AT = 40
"""How many changed records are looked at for one that the open place shows."""


def show_changed(window: MainWindow, announcement: Announcement) -> None:
    """Select what an undo or redo changed, where the open place shows it; the notice names it in any case.

    A record that is selected already keeps the focus where it is.
    """
    from secdesk.ui.whereabouts import place_of

    desk, place = window.desk, window.places.place
    if desk is None or place is None or window.places.key in ("home", "history", "papers"):
        return
    found = (place_of(desk, kind, uid) for kind, uid in sorted(announcement.touched)[:_MOST_LOOKED_AT])
    here = [each[1] for each in found if each is not None and each[0] == window.places.key]
    selected = getattr(getattr(place, "detail", None), "uid", "")
    if here and selected not in here:
        window.go(window.places.key, here[0])


def ask_together(window: MainWindow, overtaken: Overtaken) -> None:
    """Ask whether to take back a step together with the later ones that changed the same values."""
    from secdesk.register.history import local_time

    desk = window.desk
    if desk is None:
        return
    steps = (overtaken.step, *overtaken.later)
    newest = overtaken.later[-1]
    lines = [texts.UNDO_LINE.format(when=local_time(step.at), who=step.who, label=step.label) for step in steps]
    act = texts.UNDO_BOTH if len(steps) == 2 else texts.UNDO_ALL.format(number=len(steps))
    title = texts.UNDO_OVERTAKEN.format(label=overtaken.step.label, when=local_time(newest.at), act=act)
    window.messages.ask(title, lines, act, lambda: desk.undo_together(overtaken))
