from __future__ import annotations

import pytest
from reportlab.pdfbase.ttfonts import TTFont

from secdesk.papers.pdf.fonts import load_fonts
from secdesk.paths import resource

#: What the papers need: English, Welsh and Polish letters, and the marks of good typography.
NEEDED = "£€½°²–—‘’“”•…≤≥→□√×÷·ÂÊÎÔÛŴŶâêîôûŵŷẁẅẃỳĄĆĘŁŃÓŚŹŻąćęłńóśźżéèëïöüñç"


@pytest.mark.parametrize("name", ["Regular", "Bold", "Italic", "BoldItalic"])
def test_each_cut_of_the_typeface_is_shipped_under_its_own_name(name: str) -> None:
    font = TTFont(name, str(resource(f"fonts/Arimo-{name}.ttf")))
    assert font.face.name.decode() == f"Arimo-{name}"
    assert font.face.familyName.decode() == "Arimo"
    assert font.face.styleName.decode().replace(" ", "") == name


def test_the_bold_cut_is_wider_and_the_italic_one_leans() -> None:
    regular, bold, italic = (
        TTFont(name, str(resource(f"fonts/Arimo-{name}.ttf"))) for name in ("Regular", "Bold", "Italic")
    )
    assert bold.stringWidth("Proposal", 12) > regular.stringWidth("Proposal", 12)
    assert italic.face.italicAngle < 0 == regular.face.italicAngle


def test_figures_of_every_digit_are_equally_wide() -> None:
    for name in ("Regular", "Bold"):
        font = TTFont(name, str(resource(f"fonts/Arimo-{name}.ttf")))
        assert len({font.stringWidth(digit, 12) for digit in "0123456789"}) == 1


def test_the_licence_lies_beside_the_fonts() -> None:
    licence = resource("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Arimo Project Authors" in licence


@pytest.mark.parametrize("character", NEEDED)
def test_the_letters_that_papers_need_have_a_glyph(character: str) -> None:
    assert load_fonts().holds(character)
