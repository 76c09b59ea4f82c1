"""What every test stands on: windows painted in memory, a home of its own, and one fixed day.

To see the windows, start the run with the name of a real platform: `QT_QPA_PLATFORM=xcb python3 run.py test -n 0 ...`.
A single test that needs a real screen starts the program as a process of its own, with that name in its environment.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Whoever develops meets fresh examples; a run that decides whether a change is kept always meets the same ones.
settings.register_profile("same examples", derandomize=True, deadline=None, print_blob=True)
if os.environ.get("CI"):
    settings.load_profile("same examples")

_TESTS_DONE = pytest.StashKey[int]()
_FONT = "font of the first test"

FOLDERS = {
    "HOME": ".",
    "USERPROFILE": ".",
    "APPDATA": "AppData/Roaming",
    "LOCALAPPDATA": "AppData/Local",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
    "XDG_RUNTIME_DIR": "run",
}
"""Where each system and Qt look for a person's settings, logs and documents."""


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the run a home folder of its own, so that no test reads or changes the settings of a person."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name, place in FOLDERS.items():
            (folder / place).mkdir(parents=True, exist_ok=True)
            patch.setenv(name, str(folder / place))
        (folder / "run").chmod(0o700)
        yield folder


@pytest.fixture(scope="session")
def qapp(home: Path) -> Iterator[object]:
    """The application as the program makes it, for the windows of every test (it takes the place of pytest-qt's).

    What a test left on the clipboard is taken off at the end: Qt would destroy it after Python is gone, and crash.
    """
    from secdesk.app import make_application

    application = make_application()
    application.setProperty(_FONT, application.font())
    yield application
    application.clipboard().clear()


_ALL_EVERY = 100
"""After so many tests everything is looked through for cycles that nothing reaches, else what is young."""


@pytest.fixture(autouse=True)
def swept(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect after each test what only the window's timer would: once there is a window, Python does not by itself."""
    yield
    _take_back_the_font()
    if not gc.isenabled():
        done = request.config.stash.get(_TESTS_DONE, 0) + 1
        request.config.stash[_TESTS_DONE] = done
        gc.collect(2 if done % _ALL_EVERY == 0 else 1)


def _take_back_the_font() -> None:
    """Give the next test the size of text that the first one had: in larger text a place shows one pane alone."""
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance()
    first = application.property(_FONT) if application is not None else None
    if isinstance(application, QApplication) and first is not None and application.font() != first:
        application.setFont(first)


@pytest.fixture
def today() -> date:
    """The day on which the January 2020 papers are put together."""
    return date(2020, 2, 7)
