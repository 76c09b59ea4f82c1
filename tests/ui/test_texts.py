"""The words of the window, held to the wording of ux.md 3.2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import pytest

from secdesk.ui import texts
from secdesk.ui.commands import MENUS, Command, Menu

FORBIDDEN = (
    "please", "sorry", "oops", "valid", "invalid", "illegal", "forbidden", "you must", "you forgot", "error code",
    "successfully", "unknown error",
)  # fmt: skip


def catalogue() -> Iterator[tuple[str, str]]:
    """Yield every text by its name."""
    for name, value in vars(texts).items():
        if isinstance(value, str) and name.isupper():
            yield name, value
        elif isinstance(value, Mapping) and name.isupper():
            yield from ((f"{name}[{key}]", words) for key, words in value.items())


def test_the_catalogue_is_found() -> None:
    assert len(list(catalogue())) > 100


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_text_uses_a_word_that_blames_or_grovels(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    assert [name for name, text in catalogue() if pattern.search(text)] == []


def test_no_text_shouts_or_looks_like_markup() -> None:
    assert [name for name, text in catalogue() if "!" in text or "<" in text] == []


def test_names_of_buttons_and_menus_end_without_a_full_stop() -> None:
    assert [words for words in menu_words(MENUS) if words.endswith((".", ":"))] == []


def menu_words(items: Iterable[Menu | Command | None]) -> Iterator[str]:
    for item in items:
        if item is not None:
            yield item.words
        if isinstance(item, Menu):
            yield from menu_words(item.items)


def test_toasts_fit_into_sixty_characters() -> None:
    assert [text for text in (texts.ALREADY_SAVED, texts.EXPORTED, texts.FAULT_AGAIN) if len(text) > 60] == []
