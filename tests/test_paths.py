from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import secdesk.paths
from secdesk.paths import resource

PRINT_A_PATH = "from secdesk.paths import resource; print(resource('fonts/a.ttf').read_text())"


def installed(folder: Path) -> Path:
    """Copy the package, as far as finding resources needs it, to ``folder``."""
    package = folder / "secdesk"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    shutil.copy(Path(secdesk.paths.__file__), package)
    return package


def add_resource(folder: Path, words: str) -> None:
    (folder / "resources" / "fonts").mkdir(parents=True)
    (folder / "resources" / "fonts" / "a.ttf").write_text(words)


def found_from(folder: Path) -> str:
    program = [sys.executable, "-c", PRINT_A_PATH]
    return subprocess.run(program, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


def test_a_checkout_finds_its_fonts() -> None:
    assert resource("fonts/Arimo-Regular.ttf").is_file()
    assert resource("fonts").is_dir()


def test_an_editable_install_finds_resources_beside_the_package(tmp_path: Path) -> None:
    installed(tmp_path)
    add_resource(tmp_path, "beside")
    assert found_from(tmp_path) == "beside"


def test_a_wheel_finds_resources_inside_the_package_before_any_beside_it(tmp_path: Path) -> None:
    package = installed(tmp_path)
    add_resource(package, "inside")
    add_resource(tmp_path, "of another project")
    assert found_from(tmp_path) == "inside"


def test_a_missing_resource_is_told_with_its_name_and_the_way_out() -> None:
    with pytest.raises(FileNotFoundError, match=r"lacks fonts/None\.ttf\. Install secdesk again"):
        resource("fonts/None.ttf")
