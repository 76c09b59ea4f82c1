"""The colours, held to the contrast and the differences that ux.md 4.3 promises."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from secdesk.ui import theme
from secdesk.ui.icons import missing_icons
from secdesk.ui.navigation import ENTRIES
from secdesk.ui.theme import DARK, LIGHT, STAGE_GLYPHS, Colours, make_palette

SCHEMES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=lambda colours: colours.scheme)
UI = Path(theme.__file__).parent

STAGES = ("define", "refine", "opine", "release")
Triple = tuple[float, float, float]
VISIONS: dict[str, tuple[Triple, Triple, Triple]] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    # Machado, Oliveira and Fernandes 2009, severity 1.0
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def seen(colour: QColor, vision: tuple[Triple, Triple, Triple]) -> Triple:
    """Return the linear RGB that somebody with this vision sees."""
    rgb = (linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF()))
    red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, rgb, strict=True)))) for row in vision)
    return red, green, blue


def lab(rgb: Triple) -> Triple:
    """Return CIE L*a*b* for linear sRGB, white D65."""
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883

    def root(value: float) -> float:
        return value ** (1 / 3) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116

    return 116 * root(y) - 16, 500 * (root(x) - root(y)), 200 * (root(y) - root(z))


def difference(one: Triple, other: Triple) -> float:
    """Return CIEDE2000."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    chroma = (math.hypot(a1, b1) + math.hypot(a2, b2)) / 2
    g = 0.5 * (1 - math.sqrt(chroma**7 / (chroma**7 + 25**7)))
    c1, c2 = math.hypot((1 + g) * a1, b1), math.hypot((1 + g) * a2, b2)
    h1, h2 = (math.degrees(math.atan2(b, (1 + g) * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = h2 - h1 if abs(h2 - h1) <= 180 else h2 - h1 - math.copysign(360, h2 - h1)
    turn = turn if c1 * c2 else 0.0
    lightness, c = (l1 + l2) / 2, (c1 + c2) / 2
    h = (h1 + h2) / 2 if abs(h1 - h2) <= 180 else ((h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2)
    h = h if c1 * c2 else h1 + h2
    t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.20 * cos(4 * h - 63)
    sl = 1 + 0.015 * (lightness - 50) ** 2 / math.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    turning = 60 * math.exp(-(((h - 275) / 25) ** 2))
    rt = -math.sin(math.radians(turning)) * 2 * math.sqrt(c**7 / (c**7 + 25**7))
    dl, dc = (l2 - l1) / sl, (c2 - c1) / sc
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / sh
    return math.sqrt(dl**2 + dc**2 + dh**2 + rt * dc * dh)


def cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def luminance(colour: QColor) -> float:
    """WCAG 2.2, relative luminance."""
    red, green, blue = (linear(each) for each in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(colours: Colours, one: str, other: str) -> float:
    light, dark = sorted((luminance(colours.of(one)), luminance(colours.of(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@SCHEMES
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("text", "base"), ("text", "window"), ("text", "zebra"), ("text", "selection"),
        ("text_2", "base"), ("text_2", "window"), ("text_2", "zebra"), ("placeholder", "base"),
        ("on_accent", "accent"), ("link", "base"), ("link", "window"), ("accent", "base"), ("accent", "window"),
        ("accent", "selection"), ("error", "base"), ("error", "error_tint"), ("warning", "warning_tint"),
        ("success", "success_tint"), ("text", "warning_tint"), ("text", "error_tint"), ("base", "text"),
        ("marking_green", "base"), ("marking_amber", "base"), ("marking_red", "base"),
    ],
)  # fmt: skip
def test_text_can_be_read_on_its_ground(colours: Colours, text: str, ground: str) -> None:
    assert contrast(colours, text, ground) >= 4.5


@SCHEMES
@pytest.mark.parametrize(
    ("line", "ground"),
    [("border", "base"), ("border", "window"), ("accent", "base"), ("accent", "window"), ("base", "text")],
)
def test_outlines_and_the_focus_ring_can_be_seen(colours: Colours, line: str, ground: str) -> None:
    assert contrast(colours, line, ground) >= 3


@SCHEMES
@pytest.mark.parametrize("stage", ["define", "refine", "opine", "release", "closed"])
def test_a_stage_stands_out_on_the_base_on_its_tint_and_on_a_selected_row(colours: Colours, stage: str) -> None:
    assert contrast(colours, f"stage.{stage}", "base") >= 4.5
    assert contrast(colours, f"stage.{stage}", f"stage.{stage}.tint") >= 4.5
    assert contrast(colours, f"stage.{stage}", "selection") >= 3


@pytest.mark.parametrize("stage", ["define", "refine", "opine", "release"])
def test_a_chevron_bears_its_words(stage: str) -> None:
    assert contrast(LIGHT, "base", f"stage.{stage}") >= 4.5
    assert contrast(DARK, "text", f"stage.{stage}.tint") >= 4.5
    assert contrast(DARK, f"stage.{stage}", f"stage.{stage}.tint") >= 4.5


@SCHEMES
@pytest.mark.parametrize("vision", VISIONS)
def test_stages_are_told_apart_by_every_kind_of_colour_vision(colours: Colours, vision: str) -> None:
    labs = {stage: lab(seen(colours.of(f"stage.{stage}"), VISIONS[vision])) for stage in STAGES}
    assert min(difference(labs[one], labs[other]) for one, other in combinations(STAGES, 2)) >= 12
    closed = lab(seen(colours.of("stage.closed"), VISIONS[vision]))
    assert min(difference(labs[stage], closed) for stage in STAGES) >= 11


def test_the_measure_of_difference_agrees_with_its_published_cases() -> None:
    # Sharma, Wu and Dalal 2005, table 1, pairs 1, 7, 17 and 25.
    assert difference((50, 2.6772, -79.7751), (50, 0, -82.7485)) == pytest.approx(2.0425, abs=1e-4)
    assert difference((50, 0, 0), (50, -1, 2)) == pytest.approx(2.3669, abs=1e-4)
    assert difference((50, 2.5, 0), (73, 25, -18)) == pytest.approx(27.1492, abs=1e-4)
    assert difference((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387)) == pytest.approx(1.2644, abs=1e-4)


def test_every_stage_has_a_glyph_of_its_own() -> None:
    stages = [key for key in STAGE_GLYPHS if key]
    assert len({STAGE_GLYPHS[key] for key in stages}) == len(stages)


@SCHEMES
def test_the_palette_tells_its_own_scheme(qtbot: QtBot, colours: Colours) -> None:
    palette = make_palette(colours)
    assert theme.colours_of(palette) is colours
    assert palette.color(QPalette.ColorRole.Link) == colours.of("link")
    assert palette.color(QPalette.ColorRole.PlaceholderText) == colours.of("placeholder")


def test_every_icon_is_in_the_font(qtbot: QtBot) -> None:
    assert missing_icons() == []
    assert missing_icons([*STAGE_GLYPHS.values(), *(entry.icon for entry in ENTRIES)]) == []
    assert missing_icons(["house", "no-such-icon"]) == ["no-such-icon"]


def test_no_other_module_of_the_window_writes_a_colour() -> None:
    literal = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(\s*\d|Qt\.GlobalColor\.(?!transparent)""")
    found = [
        f"{path.name}:{number}"
        for path in UI.rglob("*.py")
        if path.name != "theme.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if literal.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("scale", [80, 100, 150, 200])
def test_no_text_of_the_scale_is_under_nine_points(qtbot: QtBot, scale: int) -> None:
    body = theme.body_font(scale)
    assert body.pointSizeF() >= theme.SMALLEST_POINTS
    assert theme.scaled_font(body, -1).pointSizeF() >= theme.SMALLEST_POINTS
