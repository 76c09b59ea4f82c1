"""Rows of proposals: number, title, where each stands, its next step, and what it links to, as at a day (ux.md 2.6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from secdesk.rules.date_words import format_date, format_weekday
from secdesk.rules.naming import reference_at
from secdesk.rules.next_step import NextStep
from secdesk.rules.process import STAGES, STATUSES
from secdesk.rules.reference import OLD_SERIES
from secdesk.rules.status import ProposalAt
from secdesk.rules.text import fold
from secdesk.rules.workdays import deadline_in_words
from secdesk.services import queries
from secdesk.services.next_steps import Around, read_around, steps_of
from secdesk.services.proposal_lines import FLAGS, NameBook, ProposalLine, lines_of
from secdesk.ui.desk import Desk
from secdesk.ui.models.kind_rows import KindRows
from secdesk.ui.models.record_table import Column, Row

NOT_STARTED = "Not raised yet"
STAGE_ORDER = {key: place for place, key in enumerate(STAGES)}
_STATUS_ORDER = {key: place for place, key in enumerate(STATUSES)}
BY_PREFIX = "prefix"
"""Sorts by the letters before the number first: DP, MP, SECMP."""
_NO_STEP = NextStep("")

COLUMNS = (
    Column("reference", "Number", width=12),
    Column("title", "Title", stretches=True, width=30),
    Column("stage", "Stage", width=11),
    Column("status", "Status", width=20, optional=3),
    Column("next_step", "Next step", width=20, least=14, optional=2),
    Column("due", "Due", width=11, optional=1),
    Column("lead", "Lead", width=18, hidden=True),
    Column("raised", "Raised", width=11, hidden=True),
    Column("path", "Path", width=20, hidden=True),
    Column("marking", "Marking", width=9, hidden=True),
    Column("release", "Release", width=24, hidden=True),
    Column("target", "Target meeting", width=20, hidden=True),
    Column("organisation", "Organisation", width=22, hidden=True),
    Column("proposer", "Proposer", width=18, hidden=True),
    Column("flags", "Flags", width=18, hidden=True),
)


@dataclass(frozen=True, slots=True)
class _Common:
    """What the rows of one day have in common, read with the first of them."""

    around: Around
    names: NameBook


class ProposalRows(KindRows):
    """All proposals; the facet ``stage:define`` keeps those at one stage."""

    glyph_column = 2
    reads_beside = True

    def __init__(self, desk: Desk) -> None:
        """Nothing is read yet."""
        super().__init__(desk, "proposal")
        self._common: _Common | None = None

    def make_columns(self) -> tuple[Column, ...]:
        """Return the columns of the list."""
        return COLUMNS

    @property
    def sortable(self) -> Mapping[str, str]:
        """What rows can be sorted by: every column, and the number by its letters first."""
        words = {column.key: column.heading for column in self.columns}
        return MappingProxyType({"reference": words["reference"], BY_PREFIX: "Number, by prefix", **words})

    def make_rows(self, session: Any, uids: Sequence[str]) -> list[Row]:
        """Return the rows of some proposals in the order asked for."""
        proposals, common = queries.proposals_at(session, self.desk.as_at, uids), self._common_facts(session)
        steps = steps_of(session, proposals, self.desk.as_at, common.around)
        lines = lines_of(session, proposals, self.desk.as_at, common.names)
        return [self._row(line, steps.get(line.at.uid, _NO_STEP)) for line in lines]

    def forget(self) -> None:
        """Drop what was kept of the register."""
        super().forget()
        self._common = None

    def sort_keys(self, session: Any, column: str) -> Mapping[str, Any]:
        """Return what a column sorts by: stages by their order in the process, numbers as people count."""
        found = queries.proposals_at(session, self.desk.as_at)
        if column in ("next_step", "due"):
            steps = steps_of(session, found, self.desk.as_at)
            return {uid: fold(step.words) or None if column == "next_step" else step.due for uid, step in steps.items()}
        if column in _OF_PROPOSAL:
            return {proposal.uid: _OF_PROPOSAL[column](proposal) for proposal in found}
        lines = lines_of(session, found, self.desk.as_at)
        return {line.at.uid: fold(_WORDS[column](line)) or None for line in lines}

    def whole_values(self, session: Any, uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        """Return the dates behind the cells of some proposals."""
        found = queries.proposals_at(session, self.desk.as_at, uids)
        steps = steps_of(session, found, self.desk.as_at)
        return {each.uid: {"raised": each.raised, "due": steps[each.uid].due} for each in found}

    def group_of(self) -> Mapping[str, str]:
        """Return the stage of every proposal in words, the stages in the order of the process."""
        stages = self.stages()
        return {
            uid: STAGES[stage].label for uid, stage in sorted(stages.items(), key=lambda pair: STAGE_ORDER[pair[1]])
        }

    def facet(self, facet: str) -> Collection[str]:
        """Return the proposals at a stage."""
        stage = facet.removeprefix("stage:")
        return {uid for uid, found in self.stages().items() if found == stage}

    def stages(self) -> Mapping[str, str]:
        """Return the stage of every proposal by uid, read once."""
        found: Mapping[str, str] = self.readings.get("groups")
        return found

    def read_part(self, session: Any, part: str) -> Any:
        """Read the stages, or what every kind keeps."""
        if part == "groups":
            return queries.stages_at(session, self.desk.as_at)
        return super().read_part(session, part)

    def _common_facts(self, session: Any) -> _Common:
        at = self.desk.as_at
        if self._common is None or self._common.around.today != at:
            self._common = _Common(read_around(session, at), NameBook(at))
        return self._common

    def _row(self, line: ProposalLine, step: NextStep) -> Row:
        at = line.at
        distance = deadline_in_words(step.due, self.desk.as_at, self.desk.calendar) if step.due else ""
        due = f"{format_weekday(step.due)}, {distance}" if step.due else ""
        raised = format_weekday(at.raised) if at.raised else ""
        words = {key: read(line) for key, read in _WORDS.items()}
        words.update(next_step=step.words, due=format_date(step.due) if step.due else "")
        tips = {"next_step": step.sentence if step.words else "", "due": due, "raised": raised}
        spoken = [f"{reference_at(at)} {at.title or ''}".strip(), words["stage"], words["status"]]
        spoken.append(f"next step {step.words}" if step.words else "")
        spoken.append(f"due {due}" if due else "")
        spoken.append(f"lead {line.lead}" if line.lead else "")
        spoken.append(f"raised {raised}" if raised else "")
        return Row(
            at.uid,
            tuple(words[column.key] for column in COLUMNS),
            ", ".join(part for part in spoken if part),
            tuple(tips.get(column.key, "") for column in COLUMNS),
            at.stage or None,
        )


def status_words(proposal: ProposalAt) -> list[str]:
    """Return the flags that stand beside a status: they are never a stage (domain.md 5)."""
    words = ["on hold"] if proposal.on_hold else []
    return [*words, "security-limited"] if proposal.security_limited else words


def _title(at: ProposalAt) -> str:
    return at.title or ("(title not known)" if at.status else "(no title yet)")


def _status(line: ProposalLine) -> str:
    at = line.at
    status = STATUSES[at.status].label if at.status else NOT_STARTED
    return ", ".join((status, *status_words(at)))


def _prefix_key(at: ProposalAt) -> Any:
    letters = "SECMP" if at.series == OLD_SERIES else "MP" if at.converted else "DP"
    return None if at.number is None else (letters, at.number, at.suffix)


_WORDS: Mapping[str, Callable[[ProposalLine], str]] = {
    "reference": lambda line: "" if line.at.number is None else reference_at(line.at),
    "title": lambda line: _title(line.at),
    "stage": lambda line: STAGES[line.at.stage].label if line.at.status else "",
    "status": _status,
    "lead": lambda line: line.lead,
    "raised": lambda line: format_date(line.at.raised) if line.at.raised else "",
    "path": lambda line: line.path,
    "marking": lambda line: line.marking,
    "release": lambda line: line.release,
    "target": lambda line: line.target,
    "organisation": lambda line: line.organisation,
    "proposer": lambda line: line.proposer,
    "flags": lambda line: ", ".join(FLAGS[key] for key in line.flags),
}
"""The words of a cell by column, for those that need no next step."""

_OF_PROPOSAL: Mapping[str, Callable[[ProposalAt], Any]] = {
    "reference": lambda at: None if at.number is None else (at.number, at.suffix),
    BY_PREFIX: _prefix_key,
    "title": lambda at: fold(at.title) if at.title else None,
    "stage": lambda at: STAGE_ORDER[at.stage] if at.status else None,
    "status": lambda at: _STATUS_ORDER[at.status] if at.status else None,
    "raised": lambda at: at.raised,
}
"""What a column sorts by, for those that need nothing but the proposal."""
