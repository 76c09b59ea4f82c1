"""The words of backups, restoring, merging, importing and exporting, held to the wording of ux.md 3.2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pytest

from secdesk.ui.safety import words
from tests.ui.test_texts import FORBIDDEN


def catalogue() -> Iterator[str]:
    for name, value in vars(words).items():
        if name.isupper():
            found = value.values() if isinstance(value, Mapping) else [value] if isinstance(value, str) else value
            yield from found


@pytest.mark.parametrize("word", FORBIDDEN)
def test_no_word_blames_or_grovels(word: str) -> None:
    pattern = re.compile(rf"\b{word}\b", re.IGNORECASE)
    assert [text for text in catalogue() if pattern.search(text)] == []


def test_nothing_shouts_or_looks_like_markup() -> None:
    assert len(list(catalogue())) > 150
    assert [text for text in catalogue() if "!" in text or "<" in text] == []
