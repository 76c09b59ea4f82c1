"""The first two commands of a new machine: `run.py`, and what the README and the checks of a change say of it."""

from __future__ import annotations

import ast
import importlib.util
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from secdesk import machine

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def run() -> ModuleType:
    """The file `run.py`, read as a module under a name that does not start it."""
    spec = importlib.util.spec_from_file_location("run_of_the_checkout", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path, run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a pyproject of its own, in which pip and venv leave a trace instead of working."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")

    def make_venv(venv: Path) -> None:
        python = run.python_of(venv)
        python.parent.mkdir(parents=True)
        python.write_text("", encoding="utf-8")

    def install(_python: Path, root: Path, extras: list[str]) -> None:
        with (root / "installed").open("a", encoding="utf-8") as trace:
            trace.write(f"{','.join(extras) or 'plain'}\n")

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "install", install)
    monkeypatch.setattr(run, "missing_venv", list)
    return tmp_path


def installs(checkout: Path) -> list[str]:
    return (checkout / "installed").read_text(encoding="utf-8").split()


# --- Python ------------------------------------------------------------------------------------------------------


def test_run_py_can_be_read_by_python_3_8() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_run_py_asks_for_the_pythons_that_the_package_names(run: ModuleType) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    oldest, newest = run.OLDEST, run.NEWEST
    assert project["requires-python"] == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"


@pytest.mark.parametrize(
    ("version", "suits"), [((3, 10), False), ((3, 11), True), ((3, 13, 9), True), ((3, 14), False), ((2, 7), False)]
)
def test_only_a_tested_python_suits(run: ModuleType, version: tuple[int, ...], suits: bool) -> None:
    assert run.suits(version) is suits


def test_other_pythons_are_looked_for_newest_first(run: ModuleType) -> None:
    assert run.other_pythons("posix") == [["python3.13"], ["python3.12"], ["python3.11"]]
    assert run.other_pythons("nt") == [["py", "-3.13"], ["py", "-3.12"], ["py", "-3.11"]]


def test_a_name_on_the_path_counts_only_if_it_starts_python(run: ModuleType, tmp_path: Path) -> None:
    assert run.can_run([sys.executable])
    assert not run.can_run([str(tmp_path / "python3.12")])
    assert not run.can_run([sys.executable, "-c", "raise SystemExit(127)"])


def test_a_machine_without_the_right_python_is_told_which_ones_are_right(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "suits", lambda _version: False)
    assert run.main([]) == 2
    assert "secdesk needs Python 3.11 to 3.13 and this is Python 3." in capfd.readouterr().err


# --- the private environment -------------------------------------------------------------------------------------


def test_a_finished_set_up_is_not_done_again(run: ModuleType, checkout: Path) -> None:
    assert run.set_up(checkout, []) == run.set_up(checkout, []) == str(run.python_of(checkout / ".venv"))
    assert installs(checkout) == ["plain"]


def test_what_the_tests_need_is_added_and_then_kept(run: ModuleType, checkout: Path) -> None:
    for extras in ([], ["dev"], [], ["dev"]):
        run.set_up(checkout, extras)
    assert installs(checkout) == ["plain", "dev"]
    (checkout / "pyproject.toml").write_text("[project]\nname='x'\n", encoding="utf-8")
    run.set_up(checkout, [])
    assert installs(checkout) == ["plain", "dev", "dev"]


def test_a_set_up_that_was_broken_off_is_begun_anew(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_arguments: object) -> None:
        (checkout / ".venv" / "half").touch()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "install", break_off)
        with pytest.raises(KeyboardInterrupt):
            run.set_up(checkout, [])
    run.set_up(checkout, [])
    assert not (checkout / ".venv" / "half").exists()
    assert installs(checkout) == ["plain"]


@pytest.mark.parametrize("change", [{"place": "elsewhere"}, {"python": "3.10"}])
def test_an_environment_that_was_moved_or_is_of_another_python_is_made_anew(
    run: ModuleType, checkout: Path, change: dict[str, str]
) -> None:
    run.set_up(checkout, ["dev"])
    venv = checkout / ".venv"
    (venv / "old").touch()
    run.write_stamp(venv, replace(run.read_stamp(venv), **change))
    run.set_up(checkout, [])
    assert not (venv / "old").exists()
    assert installs(checkout) == ["dev", "plain"]


def test_an_environment_whose_python_is_gone_is_made_anew(run: ModuleType, checkout: Path) -> None:
    run.set_up(checkout, [])
    run.python_of(checkout / ".venv").unlink()
    run.set_up(checkout, [])
    assert run.python_of(checkout / ".venv").exists()


def test_an_environment_that_somebody_made_by_hand_is_left_alone(run: ModuleType, checkout: Path) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "mine").touch()
    with pytest.raises(run.CannotGoOnError, match=r"was not made by run\.py: move it away"):
        run.set_up(checkout, [])
    assert (checkout / ".venv" / "mine").exists()


def test_a_stamp_that_cannot_be_read_counts_as_none(run: ModuleType, tmp_path: Path) -> None:
    for text in ("", "[]", '{"place": 1}'):
        run.stamp_file(tmp_path).write_text(text, encoding="utf-8")
        assert run.read_stamp(tmp_path) is None


def test_a_python_that_cannot_make_environments_is_told_with_one_line_to_run(
    run: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    monkeypatch.setattr(run, "missing_venv", lambda: [package])
    monkeypatch.setattr(machine, "missing_libraries", lambda window: ["libGL.so.1"] if window else [])
    with pytest.raises(run.CannotGoOnError) as told:
        run.set_up(checkout, [])
    assert f"lacks {package}, which the set-up cannot do without" in str(told.value)
    assert f"apt install {package} libgl1`" in str(told.value)
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(...)'\n"
            "ERROR: No matching distribution found for setuptools",
            "could not be reached",
        ),
        ("ERROR: No matching distribution found for PySide6-Essentials", "has no libraries for this system"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "disk is full"),
        ("Collecting x\nERROR: something new\nnotice: a line\n", "ERROR: something new"),
        ("", "no reason was given"),
    ],
)
def test_what_pip_says_is_told_in_one_sentence(run: ModuleType, words: str, told: str) -> None:
    sentence = run.why(words, Path("setup.log"))
    assert told in sentence
    assert "\n" not in sentence


# --- the commands ------------------------------------------------------------------------------------------------


PROGRAM = """
import os, pathlib, sys
here = pathlib.Path(__file__).parent
with open(here / "calls", "a", encoding="utf-8") as calls:
    calls.write("|".join(sys.argv[1:]) + "\\n")
if sys.argv[1] == os.environ.get("FAILS"):
    sys.exit(3)
if sys.argv[1] == "new":
    pathlib.Path(sys.argv[2]).touch()
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the program, first on the path of every Python started from here: it keeps how it was called."""
    (tmp_path / "program" / "secdesk").mkdir(parents=True)
    (tmp_path / "program" / "secdesk" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "program"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "program" / "secdesk" / "calls"


def commands(calls: Path) -> list[str]:
    return [line.split("|")[0] for line in calls.read_text(encoding="utf-8").splitlines()]


def test_the_main_job_makes_the_register_once_and_the_report_each_time(
    run: ModuleType, tmp_path: Path, calls: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run.do_main_job(sys.executable, tmp_path, window=False) == 0
    register = tmp_path / "january-2020" / "SEC register January 2020.secdesk"
    report = tmp_path / "january-2020" / "Change Status Report - 2020-01.pdf"
    assert commands(calls) == ["new", "report", "report"]
    assert calls.read_text(encoding="utf-8").splitlines()[:2] == [
        f"new|{register}|--sample",
        f"report|{register}|--month|2020-01|-o|{report}",
    ]
    words = capfd.readouterr().out
    assert str(register) in words
    assert str(report) in words


def test_the_window_opens_on_the_register_where_there_is_a_display(
    run: ModuleType, tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "has_display", lambda: True)
    monkeypatch.setattr(machine, "missing_libraries", lambda window: [])
    assert run.do_main_job(sys.executable, tmp_path, window=True) == 0
    assert commands(calls)[-1] == str(tmp_path / "january-2020" / "SEC register January 2020.secdesk")


def test_without_a_display_the_run_ends_well_and_says_so(
    run: ModuleType, tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(machine, "has_display", lambda: False)
    assert run.do_main_job(sys.executable, tmp_path, window=True) == 0
    assert commands(calls) == ["new", "report"]
    assert "There is no display here, so no window is opened." in capfd.readouterr().out


def test_the_report_is_made_even_where_the_window_cannot_open(
    run: ModuleType, tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "has_display", lambda: True)
    monkeypatch.setattr(machine, "missing_libraries", lambda window: ["libxcb-cursor.so.0"] if window else [])
    with pytest.raises(run.CannotGoOnError, match=r"libxcb-cursor\.so\.0.*apt install libxcb-cursor0"):
        run.do_main_job(sys.executable, tmp_path, window=True)
    assert commands(calls) == ["new", "report"]


def test_the_main_job_stops_with_the_code_of_the_step_that_failed(
    run: ModuleType, tmp_path: Path, calls: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAILS", "report")
    assert run.do_main_job(sys.executable, tmp_path, window=True) == 3
    assert commands(calls) == ["new", "report"]


@pytest.mark.parametrize(
    ("arguments", "added"),
    [
        (["tests/rules", "-k", "days"], ["-n", "auto"]),
        (["-n0"], []),
        (["-n", "2"], []),
        (["--numprocesses=1"], []),
        (["--pdb"], []),
    ],
)
def test_the_tests_are_spread_unless_a_person_says_how(run: ModuleType, arguments: list[str], added: list[str]) -> None:
    assert run.spread(arguments) == added


@pytest.mark.parametrize("arguments", [["tset"], ["--no-window", "x"], ["lint", "x"]])
def test_an_unknown_command_is_told_in_one_sentence(
    run: ModuleType, arguments: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run.main(arguments) == 2
    assert capfd.readouterr().err.strip() == (
        f"run.py has no command `{' '.join(arguments)}`; `python3 run.py --help` lists them."
    )


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "Stopped. Run the same command again to go on."),
        (PermissionError(13, "Permission denied", "here/.venv"), 2, "Permission denied"),
    ],
)
def test_a_person_never_sees_a_traceback(
    run: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    error: BaseException,
    code: int,
    words: str,
) -> None:
    def fail(_arguments: list[str]) -> int:
        raise error

    monkeypatch.setattr(run, "carry_out", fail)
    assert run.main([]) == code
    told = capfd.readouterr().err.strip()
    assert words in told
    assert "\n" not in told


def test_help_needs_no_set_up(tmp_path: Path) -> None:
    (tmp_path / "secdesk").mkdir()
    for name in ("run.py", "secdesk/__init__.py", "secdesk/machine.py"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-I", str(tmp_path / "run.py"), "--help"]
    answer = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ))
    assert answer.returncode == 0, answer.stderr
    assert machine.APT_LINE in answer.stdout
    assert not (tmp_path / ".venv").exists()


# --- what is written down ----------------------------------------------------------------------------------------


def shell_blocks(text: str) -> list[str]:
    """Return the lines of the README's shell blocks, without their comments."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line.partition(" #")[0].strip() for block in blocks for line in block.splitlines()]


def test_a_change_is_checked_with_the_two_commands_that_the_readme_states() -> None:
    stated = shell_blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    two = [line for line in stated if line.startswith("python3 run.py")][:2]
    checks = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    used = [re.sub(r"^must (timeout .*?m )?", "", line) for line in checks if line.startswith("must ")]
    assert two == ["python3 run.py", "python3 run.py test"]
    assert [command for command in used if command in two] == two


def test_the_readme_states_the_line_for_a_bare_machine() -> None:
    assert shell_blocks((ROOT / "README.md").read_text(encoding="utf-8"))[0] == machine.APT_LINE


def test_the_readme_names_only_commands_that_run_py_has(run: ModuleType) -> None:
    words = re.findall(r"run\.py ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"))
    known = re.findall(r"run\.py ([a-z]+)", run.help_text())
    assert set(words) == set(known)
