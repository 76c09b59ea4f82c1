"""The typefaces of the PDF papers, and reportlab made safe before anything of it draws.

reportlab is imported inside the functions of this module and by the other ``pdf_*`` modules, which are themselves
imported by the first paper only: a window that prints nothing pays nothing.
"""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from threading import Lock
from types import ModuleType

from secdesk.paths import resource

REGULAR = "Arimo-Regular"
BOLD = "Arimo-Bold"
_FACES = (REGULAR, BOLD)
# reportlab keeps one table of fonts for the whole process, so two threads that print first take turns.
_REGISTERING = Lock()
# Line ends and tabs are layout, not glyphs; the layout takes them out.
_LAYOUT = frozenset("\n\t")
# Letters written from right to left: the font has some, but the layout would print them backwards.
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters that the shipped typefaces print as themselves, line feed and tab included."""

    characters: frozenset[str]

    def holds(self, text: str) -> bool:
        """Say whether every character of ``text`` prints as itself."""
        return self.characters.issuperset(text)


def load_fonts() -> Coverage:
    """Make the shipped typefaces known to reportlab and return what they can print."""
    with _REGISTERING:
        return _register_fonts()


def harden_reportlab() -> None:
    """Import reportlab without running settings files of others, and fix what a document depends on.

    reportlab runs ``reportlab_settings.py`` and ``reportlab_mods.py`` from anywhere on the path, and dot-files of the
    home folder; modules of these names that are there already and hold nothing keep it from looking. Environment
    variables (``RL_...``) are overruled here, before the parts of reportlab that copy the settings are imported.
    """
    for name in ("reportlab_mods", "reportlab_settings"):
        sys.modules.setdefault(name, ModuleType(name, "Settings of others are not read."))
    from reportlab import rl_config

    rl_config.trustedHosts = []
    rl_config.trustedSchemes = []
    rl_config.toColorCanUse = None
    rl_config.invariant = 1
    rl_config.useA85 = 0
    rl_config.pageCompression = 1
    rl_config.overlapAttachedSpace = 1
    rl_config.allowTableBoundsErrors = 1
    rl_config.showBoundary = 0
    rl_config.pdfComments = 0
    rl_config.canvas_baseColor = None


@cache
def _register_fonts() -> Coverage:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    # Without asciiReadable only the letters in use are embedded, not all of ASCII.
    fonts = [TTFont(name, str(resource(f"fonts/{name}.ttf")), asciiReadable=0) for name in _FACES]
    for font in fonts:
        registerFont(font)
    codes = set.intersection(*(set(font.face.charToGlyph) for font in fonts))
    return Coverage(frozenset(chr(code) for code in codes if _prints_as_itself(code)) | _LAYOUT)


def _prints_as_itself(code: int) -> bool:
    """Say whether a character of the font is safe to print: seen, in reading order, and found again as text.

    Control and format characters (category C: bidi controls, zero-width marks, private use) would be invisible;
    separators other than blanks are line ends of some kind; above U+FFFF the text layer of the file would be wrong.
    """
    character = chr(code)
    category = unicodedata.category(character)
    if code > 0xFFFF or category.startswith("C") or category in ("Zl", "Zp"):
        return False
    return unicodedata.bidirectional(character) not in _RIGHT_TO_LEFT
