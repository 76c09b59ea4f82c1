"""What a scanner does to a report, by a seed: letters confused, quotation marks changed or lost, columns torn off."""

from __future__ import annotations

import random
import re

_CONFUSED = ("O0Q", "lI1")
_MARKS = ("‘", "’", "'", "`", "°", '"', "´", "")
_BULLETS = ("e ", "¢ ", "• ", "* ", "- ", "")
_ROW = re.compile(r"^(?:SECMP|DP|MP)\d+ .*(?:WD|known|target).*$")
_HEADER = re.compile(r"^Modification +Type .*$")
_CELL = re.compile(r"\d+ WD(?: \[\d+\])?|\d{1,2} [A-Z][a-z]{2} \d{2}|not known|within target")


def scan(text: str, seed: int, *, rate: float = 0.05, tears: bool = True) -> str:
    """The text as a bad scan gives it; the same for the same seed. ``rate`` is how often a letter is confused."""
    chance = random.Random(seed)
    lines = text.split("\n")
    if tears:
        lines = _tear(lines, chance)
    return "\n".join(_confuse(_remark(line, chance, rate), chance, rate) for line in lines)


def _confuse(line: str, chance: random.Random, rate: float) -> str:
    return "".join(_confused(letter, chance) if chance.random() < rate else letter for letter in line)


def _confused(letter: str, chance: random.Random) -> str:
    return next((chance.choice(group) for group in _CONFUSED if letter in group), letter)


def _remark(line: str, chance: random.Random, rate: float) -> str:
    """Change quotation marks and the marks of items."""
    changed = "".join(chance.choice(_MARKS) if c in "‘’'" and chance.random() < 3 * rate else c for c in line)
    if changed[:2] in ("- ", "• ") and chance.random() < 4 * rate:
        return chance.choice(_BULLETS) + changed[2:]
    return changed


def _tear(lines: list[str], chance: random.Random) -> list[str]:
    """Take a column from some tables: lost with or without its heading, or put apart, whole or with values lost."""
    out: list[str] = []
    place = 0
    while place < len(lines):
        end = place + 1
        if _HEADER.match(lines[place]):
            while end < len(lines) and (
                not lines[end].strip() or set(lines[end]) <= {"-", " "} or _ROW.match(lines[end])
            ):
                end += 1
            out += _torn(lines[place:end], chance) if chance.random() < 0.6 else lines[place:end]
        else:
            out.append(lines[place])
        place = end
    return out


def _torn(table: list[str], chance: random.Random) -> list[str]:
    """Take one column of dates or days from every row; its heading may stay, go, or head the torn values."""
    headings = re.findall(
        r"Accepted|Returned|Due|Target(?: duration)?|Current duration|Actual duration|So far|In all|Over target",
        table[0],
    )
    column = chance.randrange(len(headings))
    values: list[str] = []
    rows = []
    for line in table[1:]:
        cells = list(_CELL.finditer(line))
        if len(cells) == len(headings):
            values.append(cells[column][0])
            line = line[: cells[column].start()] + line[cells[column].end() :]
        rows.append(line)
    header = table[0].replace(headings[column], "") if chance.random() < 0.7 else table[0]
    way = chance.choice(("lost", "apart", "partly"))
    if way == "lost":
        return [header, *rows]
    kept = values if way == "apart" else [value for value in values if chance.random() < 0.7]
    return [header, *rows, "", headings[column], *kept, ""]
