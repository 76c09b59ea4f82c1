"""All findings of a report held against one another: titles settled, references confirmed or denied, twins joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from secdesk.exchange.published_report.finding import REPAIRED, Finding
from secdesk.exchange.published_report.reading import FieldValue
from secdesk.exchange.published_report.references import identity_of
from secdesk.exchange.published_report.titles import SettledTitle, TitleSeen, agreement, settle_titles


def settle(found: Sequence[Finding]) -> list[Finding]:
    """Return the findings of a whole report with the titles that they settle."""
    settled = settle_titles(list(_titles_seen(found)))
    for finding in found:
        _confirm(finding, settled)
    return [*_join_twins(found), *(_title_finding(title, found) for title in settled.values())]


def _titles_seen(found: Sequence[Finding]) -> Iterator[TitleSeen]:
    """Yield every title once for each place that prints it."""
    yield from dict.fromkeys(finding.seen for finding in found if finding.seen is not None)


def _confirm(finding: Finding, settled: dict[str, SettledTitle]) -> None:
    """Let the title beside a reference confirm it, or put it in doubt where it is another proposal's."""
    if finding.seen is None:
        return
    agrees = agreement(settled, finding.seen)
    title = settled[identity_of(finding.reference)]
    if agrees is False:
        finding.set("unknown", f"the title beside {finding.reference} is not that of other lines: one is misread")
    elif agrees and finding.why == REPAIRED and _is_confirmed_elsewhere(finding, title):
        finding.set("sure", "its title is that of other lines with this number")


def _is_confirmed_elsewhere(finding: Finding, title: SettledTitle) -> bool:
    return bool(set(title.agreeing) - set(finding.lines))


def _title_finding(title: SettledTitle, found: Sequence[Finding]) -> Finding:
    """Return what the report says of a title, under the reference that is printed most plainly."""
    own = [
        finding for finding in found if finding.seen and identity_of(finding.reference) == identity_of(title.reference)
    ]
    fields: dict[str, FieldValue] = {"reference": title.reference, "title": title.title}
    finding = Finding("title", fields, own[0].section, (*title.agreeing, *title.differing), title.repairs)
    if title.title is None:
        finding.set("unknown", title.why)
    else:
        finding.set("sure" if title.is_confirmed else "likely", title.why)
    return finding


def _join_twins(found: Sequence[Finding]) -> list[Finding]:
    """Join findings that say the same of one proposal in two places; the more telling one stays."""
    kept: dict[tuple[object, ...], Finding] = {}
    rest: list[Finding] = []
    for finding in found:
        key = _twin_key(finding)
        if not key:
            rest.append(finding)
        elif key not in kept:
            kept[key] = finding
            rest.append(finding)
        else:
            _merge(kept[key], finding)
    return rest


_SAME: dict[str, tuple[str, ...]] = {
    "event": ("outcome",),
    "status": ("status",),
    "path": ("path",),
    "target": ("month",),
    "consultation": ("consultation_kind", "is_open"),
    "release_part": ("release", "label"),
}
"""What makes two findings about one proposal the same."""


def _twin_key(finding: Finding) -> tuple[object, ...]:
    if finding.kind == "organisation":
        return finding.kind, finding.fields["short_name"], finding.fields["name"]
    if finding.kind not in _SAME or finding.confidence == "unknown":
        return ()
    return (
        finding.kind,
        identity_of(finding.reference),
        *(finding.fields.get(name) for name in _SAME[finding.kind]),
    )


def _merge(kept: Finding, other: Finding) -> None:
    """Fill what one place lacks from another; a field that they give differently becomes unknown."""
    for name, value in other.fields.items():
        before = kept.fields.get(name)
        if before is None:
            kept.fields[name] = value
        elif value is not None and value != before and name != "reference":
            kept.fields[name] = None
    kept.lines = tuple(dict.fromkeys((*kept.lines, *other.lines)))
    kept.repairs = (*kept.repairs, *other.repairs)
    kept.set("sure", f"lines {kept.lines[0]} and {other.lines[0]} agree")
