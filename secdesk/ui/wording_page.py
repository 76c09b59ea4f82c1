"""The section of Preferences for the sentences of the Change Status Report: one place, one sentence at a time."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from secdesk.rules.date_words import format_date
from secdesk.rules.sentences import LONGEST, SENTENCES, slots_of
from secdesk.services.wordings import edit_sentence, edited_sentences
from secdesk.ui import texts
from secdesk.ui.preference_pages import RegisterPage


class WordingPage(RegisterPage):
    """Choose a sentence, word it; the register puts figures, dates and references where the braces are."""

    key = "wording"
    _choice: QComboBox
    _words: QLineEdit
    _shipped: QLabel
    _slots: QLabel
    _back: QPushButton

    def build(self) -> None:
        """Add the list of sentences and the box for the words of the one chosen."""
        desk = self.around.desk
        if desk is None:
            self.add_words(texts.NO_REGISTER_OPEN)
            return
        self.add_words(texts.HOLDS_FROM.format(day=format_date(desk.today)) if self._may_change() else texts.ONLY_READ)
        own = self._own()
        choices = [(key, _listed(key, key in own)) for key in SENTENCES]
        self._choice = self.add_choice("wording.sentence", texts.SENTENCE, choices, choices[0][0], self._show)
        self._choice.setEnabled(True)
        self._words = self.add_line("wording.words", texts.SENTENCE_WORDS, "", self._keep_words, limit=LONGEST)
        self._slots, self._shipped = self.add_words(""), self.add_words("")
        self._back = self.add_button("wording.shipped", texts.USE_SHIPPED_WORDS, self._use_shipped)
        self._show(choices[0][0])

    def _sentence(self) -> str:
        return str(self._choice.currentData())

    def _own(self) -> dict[str, str]:
        """Return the register's own words by the key of their sentence."""
        desk = self.around.desk
        assert desk is not None, "sentences are shown of an open register"
        found = desk.read(lambda session: edited_sentences(session, desk.today))
        return {key: each.text for key, each in found.items()}

    def _show(self, key: object) -> None:
        """Show the words of the sentence chosen, what must stay in them, and what ships with the program."""
        chosen, slots = str(key), dict.fromkeys(slots_of(SENTENCES[str(key)]))
        own = self._own().get(chosen, "")
        self._words.setText(own or SENTENCES[chosen])
        told = texts.SENTENCE_SLOTS.format(slots=", ".join(f"{{{slot}}}" for slot in slots))
        self._slots.setText(told if slots else texts.SENTENCE_NO_SLOTS)
        self._shipped.setText(texts.SENTENCE_SHIPPED.format(words=SENTENCES[chosen]) if own else "")
        self._shipped.setVisible(bool(own))
        self._back.setEnabled(bool(own) and self._may_change())
        self._choice.setItemText(self._choice.findData(chosen), _listed(chosen, bool(own)))

    def _keep_words(self, typed: str) -> None:
        desk, key = self.around.desk, self._sentence()
        if desk is None or " ".join(typed.split()) == self._own().get(key, SENTENCES[key]):
            return
        desk.run(texts.SENTENCE_CHANGED, lambda session: edit_sentence(session, key, typed, desk.today))
        self._show(key)

    def _use_shipped(self) -> None:
        self._keep_words(SENTENCES[self._sentence()])


def _listed(key: str, is_own: bool) -> str:
    """Return a sentence as the list shows it: its chapter, its shipped words, and a mark where it has others."""
    mark = texts.SENTENCE_OWN if is_own else ""
    return f"{texts.SENTENCE_CHAPTERS[key.partition('.')[0]]}: {SENTENCES[key]}{mark}"
