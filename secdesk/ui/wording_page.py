"""The section of Preferences for the sentences of the papers: one place, one sentence at a time (ux.md 2.16)."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from secdesk.rules.date_words import format_date
from secdesk.rules.sentences import GROUPS, LONGEST, SENTENCES, example_of, group_of, problem_with, slots_of
from secdesk.services.wordings import edit_sentence, edited_sentences
from secdesk.ui import texts
from secdesk.ui.preference_pages import RegisterPage


class WordingPage(RegisterPage):
    """Choose a paper and a sentence, word it; the register puts figures, dates and references where the braces are.

    Below the box stands the sentence as it would read, with examples in place of what the register fills in.
    """

    key = "wording"
    _paper: QComboBox
    _choice: QComboBox
    _words: QLineEdit
    _preview: QLabel
    _shipped: QLabel
    _slots: QLabel
    _back: QPushButton

    def build(self) -> None:
        """Add the lists of papers and sentences and the box for the words of the one chosen."""
        desk = self.around.desk
        if desk is None:
            self.add_words(texts.NO_REGISTER_OPEN)
            return
        self.add_words(texts.HOLDS_FROM.format(day=format_date(desk.today)) if self._may_change() else texts.ONLY_READ)
        papers = [(group.chapters[0], group.label) for group in GROUPS]
        self._paper = self.add_choice("wording.paper", texts.SENTENCE_PAPER, papers, papers[0][0], self._show_paper)
        self._choice = self.add_choice(
            "wording.sentence", texts.SENTENCE, self._listed(GROUPS[0].keys), GROUPS[0].keys[0], self._show
        )
        self._paper.setEnabled(True)
        self._choice.setEnabled(True)
        # What does not fit here stands in full in the box below.
        self._choice.setProperty("elides", True)
        self._words = self.add_line("wording.words", texts.SENTENCE_WORDS, "", self._keep_words, limit=LONGEST)
        self._words.textChanged.connect(self._show_preview)
        self._preview = self.add_words("")
        self._preview.setObjectName("preferences.wording.preview")
        self._slots, self._shipped = self.add_words(""), self.add_words("")
        self._back = self.add_button("wording.shipped", texts.USE_SHIPPED_WORDS, self._use_shipped)
        self._show(GROUPS[0].keys[0])

    def _sentence(self) -> str:
        return str(self._choice.currentData())

    def _own(self) -> dict[str, str]:
        """Return the register's own words by the key of their sentence."""
        desk = self.around.desk
        assert desk is not None, "sentences are shown of an open register"
        found = desk.read(lambda session: edited_sentences(session, desk.today))
        return {key: each.text for key, each in found.items()}

    def _listed(self, keys: tuple[str, ...]) -> list[tuple[str, str]]:
        own = self._own()
        return [(key, _words_in_list(key, key in own)) for key in keys]

    def _show_paper(self, chapter: object) -> None:
        """List the sentences of a paper, and show the first."""
        group = next(each for each in GROUPS if each.chapters[0] == chapter)
        self._choice.blockSignals(True)
        self._choice.clear()
        for key, words in self._listed(group.keys):
            self._choice.addItem(words, key)
        self._choice.blockSignals(False)
        self._show(group.keys[0])

    def _show(self, key: object) -> None:
        """Show the words of the sentence chosen, what must stay in them, and what ships with the program."""
        chosen = str(key)
        slots, own = dict.fromkeys(slots_of(SENTENCES[chosen])), self._own().get(chosen, "")
        self._words.setText(own or SENTENCES[chosen])
        self._show_preview(self._words.text())
        told = texts.SENTENCE_SLOTS.format(slots=", ".join(f"{{{slot}}}" for slot in slots))
        self._slots.setText(told if slots else texts.SENTENCE_NO_SLOTS)
        self._shipped.setText(texts.SENTENCE_SHIPPED.format(words=SENTENCES[chosen]) if own else "")
        self._shipped.setVisible(bool(own))
        self._back.setEnabled(bool(own) and self._may_change())
        self._choice.setItemText(self._choice.findData(chosen), _words_in_list(chosen, bool(own)))

    def _show_preview(self, typed: str) -> None:
        """Show what is typed as it would read; nothing while it cannot be kept, which the box says when it is left."""
        key, words = self._sentence(), " ".join(typed.split())
        fits = problem_with(key, words) is None
        self._preview.setText(texts.SENTENCE_READS.format(words=example_of(key, words)) if fits else "")

    def _keep_words(self, typed: str) -> None:
        desk, key = self.around.desk, self._sentence()
        if desk is None or " ".join(typed.split()) == self._own().get(key, SENTENCES[key]):
            return
        desk.run(texts.SENTENCE_CHANGED, lambda session: edit_sentence(session, key, typed, desk.today))
        self._show(key)

    def _use_shipped(self) -> None:
        self._keep_words(SENTENCES[self._sentence()])


def _words_in_list(key: str, is_own: bool) -> str:
    """Return a sentence as the list shows it: its chapter in the report, its words, a mark where they are others."""
    mark, chapter = texts.SENTENCE_OWN if is_own else "", key.partition(".")[0]
    before = f"{texts.SENTENCE_CHAPTERS[chapter]}: " if len(group_of(key).chapters) > 1 else ""
    return f"{before}{SENTENCES[key]}{mark}"
