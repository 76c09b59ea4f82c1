"""What the machine must have for a window, and what a person is told who lacks it."""

from __future__ import annotations

import os
import sys

import pytest

from secdesk import machine

X = {"DISPLAY": ":0"}
WAYLAND = {"WAYLAND_DISPLAY": "wayland-0"}


def nothing_loads(_name: str) -> bool:
    return False


@pytest.fixture
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def as_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)


def test_a_machine_that_has_everything_lacks_nothing() -> None:
    assert machine.missing_libraries(window=True, environ=X, loads=lambda _name: True) == []


@pytest.mark.usefixtures("on_linux")
def test_the_libraries_of_the_screen_are_asked_for_only_with_a_window() -> None:
    without = machine.missing_libraries(window=False, environ=X, loads=nothing_loads)
    both = machine.missing_libraries(window=True, environ=X, loads=nothing_loads)
    assert without[0] == "libGL.so.1"
    assert "libxcb-cursor.so.0" not in without
    assert both[: len(without)] == without
    assert "libxcb-cursor.so.0" in both


@pytest.mark.usefixtures("on_linux")
def test_a_wayland_screen_needs_none_of_the_x_libraries() -> None:
    both = machine.missing_libraries(window=True, environ={**X, **WAYLAND}, loads=nothing_loads)
    wayland = machine.missing_libraries(window=True, environ=WAYLAND, loads=nothing_loads)
    assert "libwayland-cursor.so.0" in wayland
    assert not any("xcb" in name for name in wayland)
    assert any("xcb" in name for name in both)


def test_other_systems_bring_their_own_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert machine.missing_libraries(window=True, environ={}, loads=nothing_loads) == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks the loader of Linux")
def test_the_loader_is_asked_for_each_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_TO_IMPORT", {"libc.so.6": "libc6", "libnowhere.so.7": "libnowhere7"})
    assert machine.missing_libraries(window=False) == ["libnowhere.so.7"]


@pytest.mark.usefixtures("as_a_person")
def test_one_sentence_names_what_is_missing_and_what_to_run() -> None:
    assert machine.sentence(["libGL.so.1", "libEGL.so.1", "libxcb-shape.so.0"]) == (
        "This machine lacks libGL.so.1, libEGL.so.1 and libxcb-shape.so.0, which the window cannot do without: "
        "on Debian or Ubuntu, run `sudo apt install libgl1 libegl1 libxcb-shape0`."
    )


def test_root_is_told_no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    assert machine.sentence(["libGL.so.1"], "the tests") == (
        "This machine lacks libGL.so.1, which the tests cannot do without: "
        "on Debian or Ubuntu, run `apt install libgl1`."
    )


@pytest.mark.usefixtures("on_linux")
def test_the_line_for_a_bare_machine_holds_every_package_of_an_x_window() -> None:
    libraries = machine.missing_libraries(window=True, environ=X, loads=nothing_loads)
    assert machine.APT_LINE.split()[:4] == ["sudo", "apt", "install", "python3-venv"]
    assert machine.APT_LINE.split()[4:] == machine.packages_of(libraries)


@pytest.mark.parametrize(
    ("platform", "environ", "has_one"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", X, True),
        ("linux", WAYLAND, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_display_is_told_from_the_system_and_the_environment(
    platform: str, environ: dict[str, str], has_one: bool
) -> None:
    assert machine.has_display(environ, platform) is has_one
