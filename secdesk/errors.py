"""Errors that carry words for a person. Anything else that is raised is a bug."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class KnownError(Exception):
    """Something that can happen in good order; its text is one sentence that says how to put it right."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: ``field`` is its name on the model, or empty for the record as a whole."""

    field: str
    sentence: str


class Invalid(KnownError):
    """Values that can never be stored, with a problem for each field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems; the error's own text joins their sentences."""
        self.problems = tuple(problems)
        super().__init__(". ".join(problem.sentence for problem in self.problems))


class RuleBroken(KnownError):
    """A step that the process does not expect and for which no reason was given."""


class Conflict(KnownError):
    """The records are not as the change expected to find them."""


class MovedAway(Conflict):
    """The file that is open no longer has its name; what was kept in it can still be read and copied."""


class ChangedOutside(Conflict):
    """Another program wrote to the file that is open."""


class NotFound(KnownError):
    """A reference, name or file that is not there."""


class RegisterHeld(KnownError):
    """Somebody else has the register open for writing."""

    exit_code = 3


class DiskFull(KnownError):
    """There is no room left on the disk; nothing was written."""


class NotARegister(KnownError):
    """The file is no register, is damaged, or was made by a newer version."""


class Damaged(NotARegister):
    """The file is a register, but some of it cannot be read any more."""


class NewerVersion(NotARegister):
    """The file was written by a newer version of the program."""
