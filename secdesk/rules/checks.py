"""The paper check: its numbered checks, and what a finding is (domain.md 15).

A check never blocks: a finding is told, put right, or accepted with a reason. So that an accepted finding is known
again, each has a key that stays the same while the records and values behind it do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "note"]
"""``error``: two facts cannot both be right. ``warning``: a paper may say what is not so. ``note``: worth knowing."""

Scope: TypeAlias = Literal["register", "month"]
"""``register``: checked at any date. ``month``: checked about the Change Status Report of a month alone."""

RecordKey: TypeAlias = tuple[str, str]
"""Kind and uid of a record."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""The severities, the gravest first."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check as the manual tells it: its number for life, its name, and in one line what it looks for."""

    number: str
    name: str
    severity: Severity
    scope: Scope
    explanation: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found: what it is in a sentence, and the records that it is about.

    ``rule`` is the number of the check. ``values`` are those whose change makes it another finding, such as dates.
    """

    rule: str
    severity: Severity
    sentence: str
    records: tuple[RecordKey, ...]
    values: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The identity of the finding, such as ``C32-1f0c...``: the same while check, records and values are.

        It does not depend on wording, on references or on the order of the records.
        """
        told = json.dumps([self.rule, sorted(self.records), self.values], ensure_ascii=True, separators=(",", ":"))
        return f"{self.rule}-{hashlib.sha256(told.encode()).hexdigest()[:24]}"


def _by_number(*checks: Check) -> Mapping[str, Check]:
    return MappingProxyType({check.number: check for check in checks})


CHECKS: Mapping[str, Check] = _by_number(
    Check("C01", "Number used twice", "error", "register", "Two proposals have the same number and part letter."),
    Check("C02", "Unexpected step", "warning", "register",
          "An outcome follows a status that the process does not expect before it, and no reason is given."),
    Check("C03", "Waiting for the Panel without a target", "warning", "register",
          "A proposal is ready for conversion, or its report is lodged, and it is meant for no meeting."),
    Check("C04", "Status not known", "note", "register",
          "Proposals whose status is not known are in none of the stages that a paper counts."),
    Check("C05", "Titles nearly the same", "note", "register",
          "Live proposals that are not related have titles that a reader will mix up."),
    Check("C06", "Title changed since the last paper", "note", "month",
          "A proposal that the paper names had another title on the day of the paper before."),
    Check("C07", "Named without a title", "note", "month",
          "The paper names proposals by their reference alone, as their titles are not in the register."),
    Check("C08", "Legal text leaves out a provision", "warning", "register",
          "A proposal is past Refinement and a provision listed for it is not drafted."),
    Check("C09", "Document named for another stage", "warning", "register",
          "A document's name starts with DP after conversion, with MP before it, or with another proposal's number."),
    Check("C10", "Decision that does not fit the path", "warning", "register",
          "A proposal was decided by a body that does not decide on its path."),
    Check("C11", "With the Authority without a vote", "warning", "register",
          "A proposal is with the Authority and no recommendation of the Change Board is on record."),
    Check("C12", "Votes counted where none was held", "warning", "register",
          "Votes for or against are counted on an item that was sent back, deferred or only noted."),
    Check("C13", "Considered without a vote", "note", "month",
          "The paper counts an item among those of the Change Board that was not voted on."),
    Check("C14", "Planned meeting whose day has passed", "warning", "register",
          "A meeting is past and recorded neither as held nor as cancelled, so that papers do not count it."),
    Check("C15", "Outcome of a cancelled meeting", "error", "register",
          "An outcome is recorded at a meeting that was cancelled."),
    Check("C16", "Outcome on another day than its meeting", "warning", "register",
          "The date of an outcome is not that of the meeting at which it is recorded."),
    Check("C17", "Item without a decision", "warning", "register",
          "A proposal was on the agenda of a Panel, Change Board or Change Sub-Committee that was held, and nothing"
          " came of it."),
    Check("C18", "Working Group item without an outcome", "note", "month",
          "The paper names proposals that a Working Group took, and nothing is on record of what came of it."),
    Check("C19", "Closed proposal on a coming agenda", "warning", "register",
          "A proposal that was rejected, withdrawn, closed or implemented is on the agenda of a planned meeting."),
    Check("C20", "Meeting on a day off", "note", "register", "A meeting is planned for a day that is no Working Day."),
    Check("C21", "Announced meeting that the paper has caught up with", "warning", "month",
          "The paper speaks of a meeting as still to come that is on its own day or before it, or was cancelled."),
    Check("C22", "Deadline on a day off", "warning", "register",
          "A consultation closes, or an agenda or action is due, on a day that is no Working Day."),
    Check("C23", "Consultation closes before it opens", "error", "register",
          "The closing day of a consultation is before the day on which it opens."),
    Check("C24", "Closed consultation without responses", "warning", "register",
          "A consultation on an open proposal has closed, and the number of responses is not recorded."),
    Check("C25", "Expected consultation not opened", "warning", "register",
          "A consultation was expected in a month that is over, and was neither opened nor dropped."),
    Check("C26", "Consultation on a closed proposal", "warning", "register",
          "A consultation is open or expected on a proposal that was rejected, withdrawn, closed or implemented."),
    Check("C27", "Consultation expected while its assessment is open", "warning", "month",
          "The paper expects a consultation that waits for an assessment which the DCC has not returned."),
    Check("C28", "Assessment dates in the wrong order", "error", "register",
          "An assessment was accepted before it was requested, or returned or cancelled before it was accepted."),
    Check("C29", "Open assessment of a closed proposal", "warning", "register",
          "An assessment is open for a proposal that was rejected, withdrawn, closed or implemented."),
    Check("C30", "Assessments over their target", "note", "month",
          "Assessments in the paper have been open for longer than their target allows."),
    Check("C31", "Open assessment without a target", "note", "month",
          "Assessments in the paper have no target, so that nobody can tell whether they are late."),
    Check("C32", "Assessment counted in another year", "warning", "month",
          "An assessment counts by statement in another Regulatory Year than that of its return."),
    Check("C33", "Closed proposal in a coming release", "error", "register",
          "A proposal that was rejected, withdrawn, closed or implemented still has a target release."),
    Check("C34", "Approved without a release", "warning", "register", "An approved proposal is in no release."),
    Check("C35", "Release passed and not implemented", "warning", "register",
          "The date of a release has passed, and modifications approved for it are not recorded as implemented."),
    Check("C36", "Paper number that disagrees with its date", "warning", "register",
          "The day and month in the number of a paper are not the ones that it is dated."),
    Check("C37", "Paper number of another meeting", "warning", "register",
          "The meeting number in the number of a paper is not that of the meeting it goes to."),
    Check("C38", "Days of the paper disagree", "error", "month",
          "The figures are of a day after the paper or before its month, or the paper is dated before its month ends."),
    Check("C39", "No Panel for the paper", "warning", "month",
          "The register has no Panel that the paper goes to, so that no proposal is listed for it."),
    Check("C40", "New Draft Proposal incomplete", "warning", "month",
          "A new Draft Proposal in the paper lacks its title, its Proposer or a summary of its issue."),
    Check("C41", "Marked above the paper", "note", "month",
          "A proposal that the paper names has a more restrictive marking than the paper."),
    Check("C42", "Stated figure that differs from the count", "warning", "month",
          "A figure stated for the paper is not the one that the register counts."),
    Check("C43", "Durations of unknown start", "note", "month",
          "Records are counted in a total of the paper and left out of its average, as their start is not known."),
    Check("C44", "Meant for a meeting that is over", "warning", "register",
          "A proposal is meant for a meeting that was cancelled, deferred it or was held without it."),
    Check("C45", "Promise moved", "note", "month",
          "The last paper promised a proposal for a meeting, and it is now meant for another."),
    Check("C46", "Promise dropped", "warning", "month",
          "The last paper promised a proposal for a meeting, and it is now meant for none."),
    Check("C47", "Sentence of the register's own", "note", "month",
          "A sentence of the paper is worded by this register, and not as the program ships it."),
    Check("C48", "Edited sentence out of date", "warning", "month",
          "A sentence was edited, and the shipped one that it stands for is now another or has other slots."),
)  # fmt: skip
"""Every check by its number. A number is never given to another check."""


def is_wrong(finding: Finding) -> bool:
    """Say whether a finding is more than a note: an error or a warning, which end the command with 1."""
    return finding.severity != "note"


def in_order(findings: list[Finding]) -> list[Finding]:
    """Return findings the gravest first, then by number of the check; else in the order in which they were found."""
    return sorted(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.rule))
