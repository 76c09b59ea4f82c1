"""The wheel: what a person who installs secdesk without a checkout gets."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("secdesk", "resources", "pyproject.toml", "setup.py", "MANIFEST.in", "README.md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing left over in the checkout gets in and nothing is left behind."""
    checkout = tmp_path_factory.mktemp("checkout")
    for name in SOURCES:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, checkout / name)
    target = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, "."], cwd=checkout, check=True)
    (built,) = target.glob("secdesk-*.whl")
    return built


def files_below(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_every_resource_is_in_the_wheel_as_it_is_in_the_checkout(wheel: Path) -> None:
    prefix = "secdesk/resources/"
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if name.startswith(prefix)]
        packed = {name.removeprefix(prefix): archive.read(name) for name in names}
    assert packed == files_below(ROOT / "resources")
    assert any(name.startswith("fonts/") and name.endswith(".ttf") for name in packed)
    assert any(name.startswith("sample/") for name in packed)


def test_every_module_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.endswith(".py")}
    assert packed == {f"secdesk/{name}" for name in files_below(ROOT / "secdesk") if name.endswith(".py")}


def test_the_wheel_has_a_command_and_one_without_a_console(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        lines = archive.read(name).decode().split("\n")
    at = lines.index
    assert at("[console_scripts]") < at("secdesk = secdesk.__main__:main") < at("[gui_scripts]")
    assert at("[gui_scripts]") < at("secdesk-window = secdesk.__main__:main")


def test_an_installed_wheel_finds_its_own_resources(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            archive.extract(member, tmp_path)
    ask = "from secdesk.paths import resource; print(resource('fonts'))"
    environ = {**os.environ, "PYTHONPATH": str(tmp_path)}
    answer = subprocess.run(
        [sys.executable, "-c", ask], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    assert Path(answer.stdout.strip()) == tmp_path / "secdesk" / "resources" / "fonts"
