"""Labels and buttons whose words are only words: nothing a person typed is ever read as markup."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from secdesk.ui.widgets.label import Role, menu_text, plain_label, plain_tip


def make_label(text: str = "", role: Role = "", *, wraps: bool = False, name: str = "") -> QLabel:
    """Return a label of plain text; ``role`` is a look of the theme: section, strong, caption, quiet, error."""
    label = plain_label(text, role, wraps=wraps)
    if name:
        label.setObjectName(name)
    return label


def set_role(label: QLabel, role: Role) -> None:
    """Change the look of a label."""
    if label.property("role") != role:
        label.setProperty("role", role)
        restyle(label)


def restyle(widget: QWidget) -> None:
    """Let the stylesheet look at a widget's properties again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def make_button(text: str, name: str, *, accessible: str = "", tip: str = "") -> QPushButton:
    """Return a button; an ampersand in its words is shown, not taken for an access key."""
    button = QPushButton(menu_text(text))
    button.setObjectName(name)
    button.setAccessibleName(accessible or text)
    button.setAutoDefault(False)
    if tip:
        set_tip(button, tip)
    return button


def set_words(button: QPushButton, text: str) -> None:
    """Give a button other words, for the eye and the ear."""
    button.setText(menu_text(text))
    button.setAccessibleName(text)


def set_tip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip of plain text."""
    widget.setToolTip(plain_tip(text))
