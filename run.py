"""Sets up secdesk in this folder and runs it. Needs nothing but Python.

python3 run.py [--no-window]   the main job: make the sample register and its report, then open the window
python3 run.py test ARGS...    run the tests; ARGS go to pytest
python3 run.py lint            check the code with ruff and mypy
python3 run.py secdesk ARGS... run the program itself, for example: python3 run.py secdesk --help
python3 run.py needs           name the Debian packages that this machine lacks
"""

# This file must load on Python 3.8, so that it can say in words which Python is needed.
from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 13)
DONE, FOUND_PROBLEMS, NOT_POSSIBLE, BROKEN_OFF = 0, 1, 2, 130
HERE = Path(__file__).resolve().parent
CAUSES = [
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|"
        r"Connection (refused|reset)",
        "The package index could not be reached: connect this machine to the network for the first run, or name a "
        "mirror in pip's settings, then run the same command again.",
    ),
    (
        r"No space left on device",
        "The disk is full: make about 600 MB of room, then run the same command again.",
    ),
    (
        r"No matching distribution found",
        "The package index has no libraries for this system: secdesk needs 64-bit Windows, macOS, or a Linux as new as "
        "Debian 12 or Ubuntu 22.04.",
    ),
]
"""What pip's log tells, and what the person is told; the first that is found counts."""


class CannotGoOnError(Exception):
    """Ends the run with one sentence for the person."""


def main(arguments: list[str]) -> int:
    """Do what the arguments ask; return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        if not suits(sys.version_info[:2]):
            return start_again(arguments)
        return carry_out(arguments)
    except CannotGoOnError as error:
        return stop(str(error), NOT_POSSIBLE)
    except KeyboardInterrupt:
        return stop("Stopped. Run the same command again to go on.", BROKEN_OFF)
    except OSError as error:
        return stop(f"The system did not allow it: {error.strerror} ({error.filename}).", NOT_POSSIBLE)


def carry_out(arguments: list[str]) -> int:
    """Choose the command; the first argument names it."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in {"", "--no-window"} and not rest:
        return do_main_job(set_up(HERE, []), HERE, window=not command)
    if command == "test":
        return run_tests(rest)
    if command == "lint" and not rest:
        return check_code(set_up(HERE, ["dev"]))
    if command == "secdesk":
        return hand_over([set_up(HERE, []), "-m", "secdesk", *rest])
    if command == "needs" and not rest:
        say(" ".join(needed_packages()))
        return DONE
    if command in {"--help", "-h", "help"}:
        say(help_text())
        return DONE
    raise CannotGoOnError(f"run.py has no command `{' '.join(arguments)}`; `python3 run.py --help` lists them.")


# --- the commands ------------------------------------------------------------------------------------------------


def do_main_job(python: str, root: Path, window: bool) -> int:
    """Make the sample register and its report where they are not there yet, then open the window.

    The report needs nothing of Qt, so it is made on every machine; only the window waits for the system's libraries.
    """
    folder = root / "january-2020"
    register = folder / "SEC register January 2020.secdesk"
    report = folder / "Change Status Report - 2020-01.pdf"
    folder.mkdir(exist_ok=True)
    if not register.exists():
        say("Making the sample register of January 2020.")
        code = run_program(python, "new", str(register), "--sample")
        if code != DONE:
            return code
    say("Writing the Change Status Report for January 2020.")
    code = run_program(python, "report", str(register), "--month", "2020-01", "-o", str(report))
    if code != DONE:
        return code
    say(f"\nThe register is in  {register}\nThe report is in    {report}\n")
    return open_window(python, register) if window else DONE


def open_window(python: str, register: Path) -> int:
    """Open the register where there is a display; say so where there is none."""
    from secdesk import machine

    if not machine.has_display():
        say("There is no display here, so no window is opened.")
        return DONE
    refuse_missing(machine.missing_libraries(window=True), "the window")
    say("Opening the window.")
    code = run_program(python, str(register))
    if code < 0:
        raise CannotGoOnError("The window ended by itself; the register and the report are kept.")
    return code


def run_tests(arguments: list[str]) -> int:
    """Run pytest on every core, with windows painted in memory; arguments of the same kind from the person win."""
    from secdesk import machine

    refuse_without_venv()
    refuse_missing(machine.missing_libraries(window=False), "the tests")
    python = set_up(HERE, ["dev"])
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(HERE)
    return hand_over([python, "-m", "pytest", *spread(arguments), *arguments])


def check_code(python: str) -> int:
    """Run ruff and mypy, both even if the first finds something."""
    os.chdir(HERE)
    codes = [subprocess.call([python, "-m", *tool]) for tool in (["ruff", "check", "."], ["mypy"])]
    return FOUND_PROBLEMS if any(codes) else DONE


def spread(arguments: list[str]) -> list[str]:
    """Return the options that share the tests among the cores, unless the person chose a number or a debugger."""
    own = ("-n", "--numprocesses", "--pdb", "--trace", "--collect-only", "--co")
    return [] if any(argument.startswith(own) for argument in arguments) else ["-n", "auto"]


def run_program(python: str, *arguments: str) -> int:
    """Run secdesk and wait for it; its own sentences go straight to the person."""
    return subprocess.call([python, "-m", "secdesk", *arguments])


def hand_over(command: list[str]) -> int:
    """Become this command, or, on Windows, run it and return its exit code."""
    if os.name != "nt":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


# --- Python and the machine --------------------------------------------------------------------------------------


def suits(version: tuple[int, ...]) -> bool:
    """Tell whether secdesk runs on this version of Python."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def start_again(arguments: list[str]) -> int:
    """Start this file again with a Python that suits, or say which one to install."""
    for command in other_pythons(os.name):
        if can_run(command):
            return hand_over([shutil.which(command[0]) or command[0], *command[1:], str(HERE / "run.py"), *arguments])
    raise CannotGoOnError(
        f"secdesk needs Python {in_words(OLDEST)} to {in_words(NEWEST)} and this is Python "
        f"{in_words(sys.version_info[:2])}: install one of them from your system or from python.org and run the same "
        "command again."
    )


def other_pythons(os_name: str) -> list[list[str]]:
    """Return the commands that may start a Python that suits, the newest first."""
    versions = [f"{OLDEST[0]}.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    return [["py", f"-{version}"] if os_name == "nt" else [f"python{version}"] for version in versions]


def can_run(command: list[str]) -> bool:
    """Tell whether the command starts a Python that suits; a name on the path alone proves nothing."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([*command, "-c", ask], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError):
        return False
    words = answer.stdout.split()
    return answer.returncode == 0 and len(words) == 2 and suits(tuple(int(word) for word in words))


def needed_packages() -> list[str]:
    """Return the Debian packages that the set-up, the tests and a window need and this machine lacks."""
    from secdesk import machine

    return [*missing_venv(), *machine.packages_of(machine.missing_libraries(window=True))]


def missing_venv() -> list[str]:
    """Return the Debian package that lets this Python make a private environment, if that is missing."""
    ready = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    return [] if ready else [f"python{in_words(sys.version_info[:2])}-venv"]


def refuse_missing(names: list[str], purpose: str) -> None:
    """Stop with a sentence if the machine lacks something for this purpose."""
    from secdesk import machine

    if names:
        raise CannotGoOnError(machine.sentence(names, purpose))


# --- the private environment -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stamp:
    """What a finished set-up is known by: written last, so that one that was broken off is begun anew."""

    place: str
    python: str
    pyproject: str
    extras: list[str]

    def serves(self, wanted: Stamp) -> bool:
        """Tell whether nothing is left to do: the same place, Python and dependencies, and all the extras."""
        return self.is_beside(wanted) and self.pyproject == wanted.pyproject and {*wanted.extras} <= {*self.extras}

    def is_beside(self, wanted: Stamp) -> bool:
        """Tell whether the environment can be built on: one that was moved, or made by another Python, cannot."""
        return (self.place, self.python) == (wanted.place, wanted.python)


UNFINISHED = Stamp("", "", "", [])
"""Stands in the environment while it is being made, and says that it is ours to remove."""


def set_up(root: Path, extras: list[str]) -> str:
    """Make `.venv` ready for these extras if it is not, and return its Python."""
    venv = root / ".venv"
    python = python_of(venv)
    wanted = stamp_for(root, extras)
    found = read_stamp(venv) if python.exists() else None
    if found and found.serves(wanted):
        return str(python)
    refuse_foreign(venv)
    refuse_without_venv()
    if found and found.is_beside(wanted):
        say("Bringing the set-up up to date.")
        wanted = replace(wanted, extras=sorted({*wanted.extras, *found.extras}))
        write_stamp(venv, UNFINISHED)
    else:
        say("Setting up: this takes a minute the first time.\n  1 of 2: a private Python in .venv")
        empty(venv)
        make_venv(venv)
        say("  2 of 2: the libraries")
    install(python, root, wanted.extras)
    write_stamp(venv, wanted)
    say("Set up.\n")
    return str(python)


def python_of(venv: Path) -> Path:
    """Return the path of the environment's own Python."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamp_for(root: Path, extras: list[str]) -> Stamp:
    """Return the stamp that a set-up of this folder, by this Python, must have."""
    pyproject = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return Stamp(str(root / ".venv"), in_words(sys.version_info[:2]), pyproject, sorted(extras))


def stamp_file(venv: Path) -> Path:
    """Return where the stamp is kept."""
    return venv / "secdesk-setup.json"


def read_stamp(venv: Path) -> Stamp | None:
    """Return the stamp of a finished set-up, or None."""
    try:
        return Stamp(**json.loads(stamp_file(venv).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_stamp(venv: Path, stamp: Stamp) -> None:
    """Write the stamp whole or not at all."""
    part = stamp_file(venv).with_suffix(".part")
    part.write_text(json.dumps(asdict(stamp), indent=1), encoding="utf-8")
    os.replace(part, stamp_file(venv))


def refuse_without_venv() -> None:
    """Stop if this Python cannot make an environment, naming everything that is lacking in one line to run."""
    from secdesk import machine

    if missing_venv():
        raise CannotGoOnError(machine.sentence(missing_venv(), "the set-up", needed_packages()))


def refuse_foreign(venv: Path) -> None:
    """Stop if the folder was not begun here: it is somebody's work and is left alone."""
    if venv.exists() and not stamp_file(venv).exists():
        raise CannotGoOnError(f"{venv} was not made by run.py: move it away, then run the same command again.")


def empty(venv: Path) -> None:
    """Make way for a new environment."""
    if venv.exists():
        shutil.rmtree(venv)
    venv.mkdir()
    write_stamp(venv, UNFINISHED)


def make_venv(venv: Path) -> None:
    """Make the environment with the base Python, for one environment makes no good parent of another."""
    python = getattr(sys, "_base_executable", None) or sys.executable
    made = subprocess.run([python, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode:
        raise CannotGoOnError(f"The private Python could not be made: {last_line(made.stdout + made.stderr)}")


def install(python: Path, root: Path, extras: list[str]) -> None:
    """Install this folder, editable, with its libraries; pip's words go to a log."""
    target = f".[{','.join(extras)}]" if extras else "."
    command = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--editable", target]
    own = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PYTHONPATH", "PYTHONHOME"}
    environ = {name: value for name, value in os.environ.items() if name not in own}
    log = root / ".venv" / "setup.log"
    with log.open("w", encoding="utf-8") as words:
        code = subprocess.call(command, cwd=str(root), env=environ, stdout=words, stderr=subprocess.STDOUT)
    if code:
        raise CannotGoOnError(why(log.read_text(encoding="utf-8", errors="replace"), log))


def why(words: str, log: Path) -> str:
    """Return one sentence for the reason that pip's words give."""
    for sign, sentence in CAUSES:
        if re.search(sign, words):
            return sentence
    return f"Setting up did not work: {last_line(words)} (everything pip said is in {log})."


# --- words -------------------------------------------------------------------------------------------------------


def say(words: str) -> None:
    """Tell the person at once, so that it stands before what a program started next says."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def stop(sentence: str, code: int) -> int:
    """Tell the person why the run ends here; return the exit code."""
    sys.stdout.flush()
    sys.stderr.write(f"\n{sentence}\n")
    return code


def help_text() -> str:
    """Return what this file says of itself, with the line for a bare machine."""
    from secdesk import machine

    return f"{__doc__.strip()}\n\nOn a bare Debian or Ubuntu, first: {machine.APT_LINE}"


def in_words(version: tuple[int, ...]) -> str:
    """Return a version as people write it: 3.11."""
    return ".".join(str(number) for number in version)


def last_line(words: str) -> str:
    """Return the last line that says something, an error before anything else."""
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["no reason was given"])[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
