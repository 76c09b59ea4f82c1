"""One field of a form: label, box, what stands under it, and for a dated value since when it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpacerItem, QToolButton, QVBoxLayout, QWidget

from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.rules.dates import format_date
from secdesk.ui.models.lookup import Lookup, Option, option_of
from secdesk.ui.widgets.choice_edit import ChoiceEdit, choices_of
from secdesk.ui.widgets.date_edit import DateEdit
from secdesk.ui.widgets.effect_edit import EffectEdit
from secdesk.ui.widgets.label import menu_text
from secdesk.ui.widgets.line_edit import LineEdit
from secdesk.ui.widgets.picker import Picker
from secdesk.ui.widgets.text_edit import TextEdit
from secdesk.ui.widgets.words import make_button, make_label, set_role, set_tip, set_words

if TYPE_CHECKING:
    from secdesk.ui.widgets.editor import Editor

LEAST_HEIGHT = 24
"""The height of what can be clicked, in pixels (WCAG 2.5.8)."""
LONG_LIST = 12
"""A choice of more than so many is picked by typing."""
_LONGEST_PLACEHOLDER = 48


class FieldEdit(QWidget):
    """A field as a person meets it. It knows its box and its messages; the form stores."""

    left = Signal(str)
    edited = Signal(str)
    effect_changed = Signal(str)
    kept_accepted = Signal(str)
    kept_dropped = Signal(str)
    history_wanted = Signal(str)
    advice_followed = Signal(str)
    """The person wants to see what the advice under the box is about: the key given with it."""

    def __init__(self, info: FieldInfo, lookup: Lookup, name: str, may_be_unknown: bool = True) -> None:
        """Make the field; ``name`` is its object name."""
        super().__init__()
        self.info = info
        self.loaded: Value = None
        self._hint = make_label(role="caption", wraps=True, name=f"{name}.hint")
        self._message = make_label(role="error", wraps=True, name=f"{name}.message")
        self.box: QWidget = make_box(info, lookup, may_be_unknown)
        self.editor: Editor = cast("Editor", self.box)
        self.effect = EffectEdit(info, lookup.reading, name) if info.dated else None
        self._label = make_label(menu_text(info.label))
        self._strut = QSpacerItem(0, LEAST_HEIGHT)
        self._since = make_label(role="caption")
        self._history = self._make_history(name) if info.dated else None
        self._advice = make_label(role="warning", wraps=True, name=f"{name}.advice")
        self._follow = make_button("", f"{name}.advice.show")
        self._advised = ""
        self._keep = make_button("Save it", f"{name}.keep", accessible=f"Save the kept text of {info.label}")
        self._drop = make_button("Put the old value back", f"{name}.drop")
        self._name_box(name)
        self._lay_out()
        self._level()
        self._connect()

    # --- what the form asks ----------------------------------------------------------------------------------------

    def load(self, value: Value, words: str) -> None:
        """Show a stored value; messages about what stood there before go."""
        self.loaded = value
        self.editor.load(value, words)
        self.offer_kept(False)
        self.say("")

    def say(self, sentence: str) -> None:
        """Show a sentence under the box, which goes red with it; no words take it away."""
        set_role(self._message, "error")
        self._message.setText(sentence)
        self._message.setVisible(bool(sentence))
        self.editor.mark_wrong(bool(sentence))
        self.box.setAccessibleDescription(". ".join(part for part in (sentence, self.info.help) if part))

    @property
    def message(self) -> str:
        """The sentence under the box."""
        return self._message.text()

    @property
    def is_to_fix(self) -> bool:
        """Whether what stands in the box cannot be stored as it is."""
        return bool(self.message) and not self.offers_kept and self.editor.is_touched()

    @property
    def offers_kept(self) -> bool:
        """Whether the box holds a kept text that the person has not taken up yet."""
        return not self._keep.isHidden()

    def offer_kept(self, offered: bool) -> None:
        """Show that the text was kept from before and is not part of the record, with both ways on."""
        if offered == self.offers_kept:
            return
        if offered:
            set_role(self._message, "warning")
            self._message.setText("Kept from before; not saved in the record yet")
            self._message.show()
        else:
            self.say("")
        self._keep.setVisible(offered)
        self._drop.setVisible(offered)

    def advise(self, sentence: str, way: str = "", key: str = "") -> None:
        """Show a fact to think about, which is no error, with a way to what it is about; no words take it away."""
        self._advised = key
        self._advice.setText(sentence)
        self._advice.setVisible(bool(sentence))
        set_words(self._follow, way)
        self._follow.setVisible(bool(sentence and way))

    @property
    def advice(self) -> str:
        """The advice under the box."""
        return self._advice.text()

    def show_since(self, since: date | None, changes: int) -> None:
        """Say since when a dated value holds, and how many values it has had."""
        self._since.setText(f"since {format_date(since)}" if since else "")
        if self._history is not None:
            self._history.setVisible(changes > 0)

    def ask_effect(self, today: date, in_force: date | None) -> None:
        """Ask from when the change holds, unless that is asked already."""
        if self.effect is not None and self.effect.isHidden():
            self.effect.begin(today, in_force)
            self.effect.show()

    def forget_effect(self) -> None:
        """Take the question away."""
        if self.effect is not None:
            self.effect.hide()

    def set_access_key(self, letter: str) -> None:
        """Underline a letter of the label; Alt and it lead to the box."""
        at = self.info.label.casefold().find(letter)
        label = self.info.label
        self._label.setText(f"{menu_text(label[:at])}&{menu_text(label[at:])}")

    def lock(self, locked: bool) -> None:
        """Let the value be read and copied but not changed."""
        self.editor.lock(locked)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._level()

    # --- how it is made --------------------------------------------------------------------------------------------

    def _name_box(self, name: str) -> None:
        self.setObjectName(f"{name}.field")
        self.box.setObjectName(name)
        self.box.setAccessibleName(self.info.label)
        self.box.setAccessibleDescription(self.info.help)
        self._label.setBuddy(self.box)
        if self.info.help:
            set_tip(self.box, self.info.help)
            set_tip(self._label, self.info.help)
        is_short = 0 < len(self.info.help) <= _LONGEST_PLACEHOLDER
        if isinstance(self.box, LineEdit | TextEdit) and is_short and not self.box.placeholderText():
            self.box.setPlaceholderText(self.info.help)

    def _level(self) -> None:
        """Give the label's row one height with and without its button, so that boxes side by side stand level."""
        height = max(LEAST_HEIGHT, self.fontMetrics().height() + 4)
        self._strut.changeSize(0, height)
        if self._history is not None:
            self._history.setFixedHeight(height)
        self.updateGeometry()

    def _make_history(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setObjectName(f"{name}.history")
        button.setText("History")
        button.setAccessibleName(f"History of {self.info.label}")
        button.setAutoRaise(True)
        button.clicked.connect(lambda: self.history_wanted.emit(self.info.name))
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(8)
        top.addItem(self._strut)
        top.addWidget(self._label)
        top.addWidget(self._since)
        top.addStretch(1)
        if self._history is not None:
            top.addWidget(self._history)
        ways = QHBoxLayout()
        ways.setSpacing(8)
        for button in (self._keep, self._drop):
            ways.addWidget(button)
            button.hide()
        ways.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.box)
        for label in (self._hint, self._message):
            layout.addWidget(label)
            label.hide()
        layout.addLayout(ways)
        layout.addWidget(self._advice)
        layout.addWidget(self._follow, 0, Qt.AlignmentFlag.AlignLeft)
        self._follow.setProperty("link", True)
        self._advice.hide()
        self._follow.hide()
        if self.effect is not None:
            layout.addWidget(self.effect)
            self.effect.hide()
        layout.addStretch(1)

    def _connect(self) -> None:
        name = self.info.name
        self.editor.left.connect(lambda: self.left.emit(name))
        self.editor.edited.connect(lambda: self.edited.emit(name))
        self._keep.clicked.connect(lambda: self.kept_accepted.emit(name))
        self._drop.clicked.connect(lambda: self.kept_dropped.emit(name))
        self._follow.clicked.connect(lambda: self.advice_followed.emit(self._advised))
        if isinstance(self.box, DateEdit):
            self.box.hinted.connect(self._on_hinted)
        if isinstance(self.box, TextEdit):
            self.box.paste_refused.connect(self.say)
        if isinstance(self.box, Picker):
            self.box.chosen.connect(lambda _key: self.left.emit(name))
        if self.effect is not None:
            self.effect.changed.connect(lambda: self.effect_changed.emit(name))

    def _on_hinted(self, words: str, is_advice: bool) -> None:
        set_role(self._hint, "warning" if is_advice else "caption")
        self._hint.setText(words)
        self._hint.setVisible(bool(words))


def make_box(info: FieldInfo, lookup: Lookup, may_be_unknown: bool) -> QWidget:
    """Return the box for a kind of value."""
    if info.kind == "text":
        return TextEdit(info)
    if info.kind == "date":
        return DateEdit(info, lookup.reading)
    if info.kind == "link":
        add = _adder(info.link, lookup) if lookup.can_add(info.link) else None
        return Picker(info, lambda: lookup.options(info.link), add, recent=lookup.recent(info.link))
    if info.kind in ("choice", "yes_no"):
        choices = choices_of(info, may_be_unknown)
        if len(choices) <= LONG_LIST:
            return ChoiceEdit(info, choices)
        options = [option_of(str(value), words) for value, words in choices if value is not None]
        return Picker(info, lambda: options)
    return LineEdit(info)


def _adder(kind: str, lookup: Lookup) -> Callable[[str], str | None]:
    return lambda name: lookup.add(kind, name)


__all__ = ["FieldEdit", "Option", "make_box"]
