"""What ``secdesk check`` says of the paper check: one line for each finding, or JSON, and how it ends (design.md 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.output import say, say_json, warn
from secdesk.register.register import Register
from secdesk.rules.checks import CHECKS, SEVERITIES, Finding, is_wrong
from secdesk.rules.wording import in_figures, join_and
from secdesk.services.accepted import accepted_findings, sort_findings
from secdesk.services.checks import check_month, check_register


def run_checks(register: Register, month: str | None, today: date) -> list[Finding]:
    """Return what the checks find: in the report of a month (``2020-01``), or without one in the records as at today.

    What somebody accepted is left out and counted on the error stream. Raises Invalid for text that is no month.
    """
    found = check_register(register, at=today) if month is None else check_month(register, month, today=today)
    with register.read() as session:
        told = sort_findings(found, accepted_findings(session))
    if told.accepted:
        warn(f"{in_figures(len(told.accepted), 'accepted finding')} not told again")
    return list(told.open)


def exit_code(findings: Sequence[Finding]) -> int:
    """Return how the command ends: 1 where there are errors or warnings, 0 where there are notes alone or nothing."""
    return FOUND_PROBLEMS if any(is_wrong(finding) for finding in findings) else DONE


def print_findings(findings: Sequence[Finding], *, as_json: bool = False) -> int:
    """Print findings to standard output and return the exit code."""
    if as_json:
        say_json(findings_as_json(findings))
    else:
        for finding in findings:
            say(f"{finding.rule}  {finding.severity:<8} {finding.sentence}")
        say(summary(findings))
    return exit_code(findings)


def summary(findings: Sequence[Finding]) -> str:
    """Return how many errors, warnings and notes there are, in words: ``The checks found 1 error and 3 notes``."""
    counts = [(_count(findings, severity), severity) for severity in SEVERITIES]
    told = [in_figures(count, severity) for count, severity in counts if count]
    return f"The checks found {join_and(told)}" if told else "The checks found nothing"


def findings_as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return findings as JSON can hold them: each with its check, its key, and the kind and uid of its records."""
    counted = {f"{severity}s": _count(findings, severity) for severity in SEVERITIES}
    return {**counted, "findings": [_as_json(finding) for finding in findings]}


def _count(findings: Sequence[Finding], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "name": CHECKS[finding.rule].name,
        "severity": finding.severity,
        "sentence": finding.sentence,
        "key": finding.key,
        "records": [{"kind": kind, "uid": uid} for kind, uid in finding.records],
    }
