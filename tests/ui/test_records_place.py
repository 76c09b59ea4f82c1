"""Forms and lists of every kind, built from the declared fields alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from secdesk.models import kinds
from secdesk.ui.places.records import RecordsPlace
from tests.factories import add_all_kinds
from tests.ui.desks import OFFSCREEN, OpenDesk, enter, press, unnamed

pytestmark = OFFSCREEN
KINDS = [kind for kind in kinds() if kind != "dated_value"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[OpenDesk]:
    opened = OpenDesk(tmp_path / "a.secdesk")
    yield opened
    opened.close()


@pytest.mark.parametrize("kind", KINDS)
def test_opening_every_record_and_leaving_every_field_writes_nothing(qtbot: QtBot, desk: OpenDesk, kind: str) -> None:
    desk.run("Fill", lambda session: add_all_kinds(session, Random(kind)))
    before = desk.steps()
    place = enter(qtbot, RecordsPlace(desk, kind))
    for row in range(place.table.rowCount()):
        place.list.select_row(row)
        assert place.detail.uid == place.list.current_uid
        place.edit_selected()
        for _ in range(3 * len(place.detail.form.fields)):
            press(Qt.Key.Key_Tab)
        QApplication.processEvents()
    place.commit()
    assert desk.steps() == before
    assert not desk.register.drafts()
    assert not desk.refused


@pytest.mark.parametrize("kind", KINDS)
def test_every_box_of_every_form_has_a_name(qtbot: QtBot, desk: OpenDesk, kind: str) -> None:
    desk.run("Fill", lambda session: add_all_kinds(session, Random(kind)))
    place = enter(qtbot, RecordsPlace(desk, kind))
    assert unnamed(place) == []
