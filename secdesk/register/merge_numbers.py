"""Numbers that two offices gave to different proposals while they worked apart: one keeps it, one gets a free one.

Numbers are for life, so a person decides who keeps it; one that stands in an issued paper should (design.md 5.11).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from secdesk.errors import KnownError
from secdesk.models.types import Plain
from secdesk.register.common_state import Copy, Divergence
from secdesk.register.log import RecordChange
from secdesk.register.merge_units import Unit
from secdesk.register.net_changes import Key

Number = tuple[int, str]
"""A number and its part letter."""


@dataclass(frozen=True, slots=True)
class NumberClash:
    """A number used twice: by a proposal here and another in the other copy.

    ``free`` is the number proposed for whichever does not keep it; ``printed`` says in whose issued papers the proposal
    stands (``here``, ``other``, or an empty string): that one should keep it.
    """

    number: int
    suffix: str
    here: str
    other: str
    free: int
    printed: str

    @property
    def key(self) -> str:
        """What a choice names it by."""
        return f"number:{self.number}{self.suffix}"


def find_clashes(found: Divergence, units: Sequence[Unit]) -> Iterator[NumberClash]:
    """Yield the numbers that different proposals would have after the merge."""
    coming = {key[1] for unit in units if unit.state in ("new", "changed") for key in unit.records}
    here, other = _numbers(found.ours), _numbers(found.theirs)
    taken = {number for number, _ in (*here, *other)}
    free = max(taken, default=0)
    for number in sorted(here.keys() & other.keys()):
        ours, theirs = here[number] - other[number], (other[number] - here[number]) & coming
        if ours and theirs:
            free += 1
            pair = (min(ours), min(theirs))
            yield NumberClash(*number, *pair, free, _printed(found, *pair))


def _numbers(copy: Copy) -> dict[Number, set[str]]:
    found: dict[Number, set[str]] = defaultdict(set)
    for uid, number, suffix in copy.connection.execute("SELECT uid, number, suffix FROM proposal"):
        if number is not None:
            found[number, suffix].add(uid)
    return found


def _printed(found: Divergence, here: str, other: str) -> str:
    ours, theirs = _stands_in_paper(found.ours, here), _stands_in_paper(found.theirs, other)
    return "here" if ours and not theirs else "other" if theirs and not ours else ""


def _stands_in_paper(copy: Copy, uid: str) -> bool:
    query = "SELECT 1 FROM paper JOIN blob ON sha256 = frozen_tree WHERE instr(data, CAST(? AS BLOB)) LIMIT 1"
    return copy.connection.execute(query, (uid,)).fetchone() is not None


def renumbered(
    found: Divergence, clashes: Sequence[NumberClash], choices: Mapping[str, str], changes: Sequence[RecordChange]
) -> list[RecordChange]:
    """Return the changes with a new number for whoever does not keep one; raises KnownError for a number in use."""
    given = {number for copy in (found.ours, found.theirs) for number, _ in _numbers(copy)}
    result = {(change.kind, change.record): change for change in changes}
    for clash in clashes:
        keeper, _, wanted = choices[clash.key].partition("=")
        number = _number(wanted, given) if wanted else clash.free
        given.add(number)
        loser = ("proposal", clash.other if keeper == "here" else clash.here)
        if keeper == "other" or loser in result:
            result[loser] = _with_number(found, result.get(loser), loser, number)
    return list(result.values())


def _number(wanted: str, given: set[int]) -> int:
    if not wanted.isascii() or not wanted.isdigit() or not 0 < int(wanted) <= 99999:
        raise KnownError(f"'{wanted}' is no number for a proposal. Type one from 1 to 99999")
    if int(wanted) in given:
        raise KnownError(f"The number {wanted} is in use. Choose another, or leave it out for the next free one")
    return int(wanted)


def _with_number(found: Divergence, change: RecordChange | None, key: Key, number: int) -> RecordChange:
    if change is None:
        row: Mapping[str, Plain] = found.ours.row(key) or {}
        return RecordChange(*key, "edit", {"number": (row.get("number"), number)})
    before = change.fields["number"][0] if "number" in change.fields else (found.ours.row(key) or {}).get("number")
    return replace(change, fields={**change.fields, "number": (before, number)})
