"""What a window shows of where it is: which commands can be chosen, which are ticked, what its title says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from secdesk.ui import texts
from secdesk.ui.commands import IN_PLACES, WITH_REGISTER
from secdesk.ui.widgets.label import menu_text

if TYPE_CHECKING:
    from secdesk.ui.main_window import MainWindow


def show_commands(window: MainWindow) -> None:
    """Show which commands can be chosen here and now, and which are on."""
    actions, place = window.menus.actions, window.places.place
    for name in WITH_REGISTER:
        actions[name].setEnabled(window.desk is not None)
    for name in IN_PLACES:
        actions[name].setEnabled(place is not None and name in place.verbs)
    actions["copy_headings"].setEnabled(place is not None and "copy_selected" in place.verbs)
    for name in ("export_list_csv", "export_list_xlsx"):
        actions[name].setEnabled(place is not None and "shown_list" in place.verbs)
    actions["back"].setEnabled(window.trail.can_go_back)
    actions["forward"].setEnabled(window.trail.can_go_forward)
    primary = place.primary_action() if place is not None else None
    actions["primary"].setEnabled(primary is not None)
    actions[f"scheme.{window.look.choice}"].setChecked(True)
    actions[f"rows.{window.settings.row_height}"].setChecked(True)
    actions["opens_exports"].setChecked(window.settings.opens_exports)
    window.header.show_action(primary)


def title_of(window: MainWindow, subject: str) -> str:
    """Return the title, the thing first, as documents do: ``MP077 DCC Service Flagging — SEC register — secdesk``."""
    register = window.desk.register.path.stem if window.desk is not None else ""
    return " — ".join(part for part in (subject, register, texts.PROGRAM) if part)


def show_undo_words(window: MainWindow) -> None:
    """Say in the Edit menu what undo and redo would be about."""
    for name, words in (("undo", texts.UNDO), ("redo", texts.REDO)):
        label = getattr(window.desk, f"{name}_label") if window.desk is not None else ""
        window.menus.actions[name].setText(menu_text(f"{words} {label}".strip()))
