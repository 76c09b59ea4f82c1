"""The text of the published report, which is not part of the project: it stands in a folder beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

_PLACE = Path(__file__).parents[3] / "shared" / "reference" / "change-status-report-january-2020.txt"


def published_text() -> str:
    """Return the text of January 2020 as a scanner left it; skips the test where it is not there."""
    if not _PLACE.is_file():
        pytest.skip("the published report is not kept with the project; put its text beside the checkout to run this")
    return _PLACE.read_text(encoding="utf-8")
