"""Each check finds what it is for, and nothing near it; no other check speaks up."""

from __future__ import annotations

import re
from itertools import count

import pytest

from secdesk.register.register import Register
from secdesk.rules.checks import CHECKS, Check, Finding
from secdesk.services.checks import check_month, check_register
from secdesk.services.checks.running import MONTH_RULES, REGISTER_RULES
from tests.services.checks import meeting_cases, paper_cases, record_cases, work_cases
from tests.services.checks.case import Case, Edit
from tests.services.checks.clean_register import MONTH, PAPER_DATE

CASES = (*record_cases.CASES, *meeting_cases.CASES, *work_cases.CASES, *paper_cases.CASES)
NEAR = [(case.rule, name, edit) for case in CASES for name, edit in case.near.items()]
NEVER_SAID = ("please", "sorry", "oops", "valid", "invalid", "illegal", "forbidden", "must", "error code", "!")

_numbers = count(1)


def findings_after(register: Register, edit: Edit) -> list[Finding]:
    with register.change("An edit") as session:
        edit(session)
    return check_month(register, MONTH)


def test_a_register_in_good_order_gives_no_finding(clean: Register) -> None:
    assert check_month(clean, MONTH) == []
    assert check_register(clean, at=PAPER_DATE) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{next(_numbers)}")
def test_a_check_finds_what_it_is_for_in_plain_words_and_no_other_speaks(clean: Register, case: Case) -> None:
    found = findings_after(clean, case.found)
    assert [finding.rule for finding in found] == [case.rule] * case.times, found
    assert case.words in found[0].sentence
    assert set(case.records) <= set(found[0].records)
    assert found[0].severity == CHECKS[case.rule].severity
    for finding in found:
        assert said_badly(finding.sentence) == []
        assert not finding.sentence.endswith(".")
        assert "  " not in finding.sentence
        assert "None" not in finding.sentence


@pytest.mark.parametrize("edit", [edit for _, _, edit in NEAR], ids=[f"{rule}: {name}" for rule, name, _ in NEAR])
def test_what_is_near_a_finding_is_left_in_peace(clean: Register, edit: Edit) -> None:
    assert findings_after(clean, edit) == []


def test_every_check_is_made_once_documented_and_fired_by_a_case() -> None:
    made = [*(rule.number for rule in REGISTER_RULES), *(rule.number for rule in MONTH_RULES)]
    assert sorted(made) == sorted(CHECKS) == sorted(set(made))
    assert {case.rule for case in CASES} == set(CHECKS)
    assert {case.rule for case in CASES if case.near} == set(CHECKS)
    assert list(CHECKS) == [f"C{place:02d}" for place in range(1, len(CHECKS) + 1)]


def test_a_check_is_told_to_belong_to_the_register_or_the_month_as_it_is_made() -> None:
    assert {rule.number for rule in REGISTER_RULES} == {n for n, check in CHECKS.items() if check.scope == "register"}
    assert {rule.number for rule in MONTH_RULES} == {n for n, check in CHECKS.items() if check.scope == "month"}


@pytest.mark.parametrize("check", CHECKS.values(), ids=lambda check: check.number)
def test_a_check_has_a_name_of_its_own_and_a_sentence_for_the_manual(check: Check) -> None:
    assert [each.name for each in CHECKS.values()].count(check.name) == 1
    assert not check.name.endswith(".")
    assert check.explanation.endswith(".")
    assert "\n" not in check.explanation
    assert said_badly(f"{check.name} {check.explanation}") == []


def said_badly(text: str) -> list[str]:
    return [word for word in NEVER_SAID if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text.casefold())]
