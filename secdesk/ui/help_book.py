"""The manual as a whole: its contents in order, its pages, and finding words in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from secdesk.paths import resource
from secdesk.rules.text import fold
from secdesk.ui.help_pages import Block, Heading, Page, Picture, anchor_of, read_page, told
from secdesk.ui.help_told import given

FIRST = "first-steps"
"""The page of whoever is nowhere yet."""
_AROUND = 40
_MOST = 60


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the contents: its words and the keys of its pages."""

    title: str
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A part of a page that has the words: the page, the heading (empty: at its top) and the words around."""

    page: str
    title: str
    heading: str
    excerpt: str

    @property
    def link(self) -> str:
        """The link to it."""
        return f"{self.page}#{anchor_of(self.heading)}" if self.heading else self.page

    @property
    def name(self) -> str:
        """The page and the heading."""
        return f"{self.title}: {self.heading}" if self.heading else self.title


class Book:
    """Reads its pages once, when it is made; a fault in a page is a fault of the program."""

    def __init__(self, folder: Path | None = None) -> None:
        """Read the manual that is shipped, or that of a folder."""
        self.folder = folder or resource("help")
        self.chapters = _read_contents((self.folder / "contents.txt").read_text(encoding="utf-8"))
        known = given()
        self.pages = {
            key: read_page(key, (self.folder / f"{key}.md").read_text(encoding="utf-8"), known)
            for chapter in self.chapters
            for key in chapter.pages
        }

    def picture(self, file: str) -> Path:
        """Return where a picture is; it need not be there."""
        return self.folder / "pictures" / file

    def find(self, typed: str) -> list[Hit]:
        """Return the parts of pages that have all the words typed: those that name them first, in page order."""
        words = fold(typed).split()
        if not words:
            return []
        hits = [
            (not all(word in fold(f"{page.title} {title}") for word in words), Hit(page.key, page.title, title, found))
            for page in self.pages.values()
            for title, blocks in _parts(page)
            if (found := _excerpt(title, blocks, words)) is not None
        ]
        return [hit for _, hit in sorted(hits, key=lambda pair: pair[0])][:_MOST]


def split_link(link: str) -> tuple[str, str]:
    """Return the page and the anchor that a link names."""
    page, _, heading = link.partition("#")
    return page, anchor_of(heading)


def _read_contents(text: str) -> tuple[Chapter, ...]:
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("# "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return tuple(Chapter(title, tuple(pages)) for title, pages in found)


def _parts(page: Page) -> list[tuple[str, list[Block]]]:
    """Return a page heading by heading; the part before the first has none."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in page.blocks[1:]:
        if isinstance(block, Heading):
            parts.append((block.text, []))
        else:
            parts[-1][1].append(block)
    return parts


def _excerpt(title: str, blocks: Sequence[Block], words: Sequence[str]) -> str | None:
    """Return the words around the first that was found, None where one of them is missing."""
    texts = [told(block) for block in blocks if not isinstance(block, Picture)]
    whole = fold(" ".join([title, *texts]))
    if not all(word in whole for word in words):
        return None
    text = next((each for each in texts if words[0] in fold(each)), texts[0] if texts else "")
    at = max(0, fold(text).find(words[0]))
    start = text.rfind(" ", 0, max(0, at - _AROUND)) + 1
    end = text.find(" ", at + 2 * _AROUND)
    cut = text[start:] if end < 0 else text[start:end]
    return f"{'… ' if start else ''}{cut}{' …' if end >= 0 else ''}"
