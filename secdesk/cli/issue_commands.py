"""Commands about issued papers: issue one, list them and whether they still hold, accept a finding (design.md 6)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secdesk.cli.arguments import ack_option, as_at_option, json_option, register_argument
from secdesk.cli.clock import today
from secdesk.cli.faults import DONE, FOUND_PROBLEMS
from secdesk.cli.opening import open_to_read, open_to_write, refuse_same_file
from secdesk.cli.output import say, say_json, warn
from secdesk.cli.saving import check_place, save
from secdesk.cli.typed import read_date_or_today
from secdesk.errors import KnownError, NotFound
from secdesk.rules.wording import in_figures

if TYPE_CHECKING:
    from secdesk.register.register import Register
    from secdesk.rules.checks import Finding
    from secdesk.services.issue import Prepared
    from secdesk.services.issued_papers import IssuedPaper, Staleness


@click.command()
@click.argument("kind")
@register_argument
@click.option("--meeting", metavar="DAY", help="Such as 'WG 2020-03-04', or a day on which one body meets.")
@click.option("--proposal", metavar="REF", help="Such as MP077.")
@click.option("--release", metavar="NAME", help="A release, or the beginning of its name.")
@click.option("--month", metavar="MONTH", help="Such as 2020-01.")
@as_at_option
@click.option("-o", "output", metavar="FILE", type=click.Path(path_type=Path), help="Write the issued PDF here too.")
@json_option
@ack_option
def issue(
    kind: str,
    register: Path,
    meeting: str | None,
    proposal: str | None,
    release: str | None,
    month: str | None,
    as_at: str | None,
    output: Path | None,
    as_json: bool,
    ack_fd: str | None,
) -> None:
    """Issue a paper: freeze its text, figures and pages.

    The first issue is version 1.0; a later one is a correction that lists what differs. The kinds are those of
    `secdesk paper`. Findings of the checks are told and stop nothing.
    """
    if output is not None:
        _check_output(output, register)
    at = read_date_or_today(as_at, "--as-at")
    from secdesk.services.issue import freeze, keep_issue, prepare_issue
    from secdesk.services.paper_requests import subject_of
    from secdesk.services.papers import Wish

    wish = Wish(at, month=month, meeting=meeting, proposal=proposal, release=release)
    with open_to_write(register, ack_fd) as opened:
        with opened.read() as session:
            subject = subject_of(session, kind, wish)
        prepared = prepare_issue(opened, subject, at)
        frozen = freeze(prepared, opened.who, today())
        kept = keep_issue(opened, frozen)
    if output is not None:
        save(output, frozen.file)
    _tell_issue(kept, prepared, as_json)


def _check_output(path: Path, register: Path) -> None:
    if path.suffix.lower() != ".pdf":
        raise KnownError(f"'{path.name}' must end in .pdf: an issued paper is its pages")
    check_place(path)
    refuse_same_file(path, register)


def _tell_issue(kept: IssuedPaper, prepared: Prepared, as_json: bool) -> None:
    if as_json:
        say_json({**_as_json(kept), "corrections": prepared.corrections, "open": len(prepared.findings.open)})
        return
    for each in prepared.findings.open:
        warn(f"{each.rule}  {each.severity:<8} {each.sentence}")
    say(f"{kept.name} v{kept.version} issued")
    for words in prepared.corrections:
        say(f"    {words}")


@click.command()
@register_argument
@click.option("--stale", is_flag=True, help="Only those that the register no longer gives; ends with 1 if any.")
@click.option("-o", "folder", metavar="FOLDER", type=click.Path(path_type=Path), help="Write each PDF into a folder.")
@json_option
def issued(register: Path, stale: bool, folder: Path | None, as_json: bool) -> int:
    """List the issued papers and whether they still hold, newest first.

    Files written with -o are the very bytes that were issued.
    """
    if folder is not None and not folder.is_dir():
        raise NotFound(f"There is no folder '{folder}'. Make it first, or choose another")
    with open_to_read(register) as opened:
        found = _with_staleness(opened)
        if stale:
            found = [each for each in found if each[1].is_stale]
        written = _write_files(opened, [each for each, _ in found], folder) if folder else {}
    if as_json:
        say_json([{**_as_json(each), **_stale_as_json(held), "path": written.get(each.uid)} for each, held in found])
    else:
        _print_issued(found, written, stale)
    return FOUND_PROBLEMS if stale and found else DONE


def _print_issued(found: list[tuple[IssuedPaper, Staleness]], written: dict[str, str], stale: bool) -> None:
    for each, held in found:
        words = f". {held.words}" if held.is_stale else ""
        say(f"{each.issued.isoformat()}  v{each.version:<4} {each.name}{words}")
        for change in held.changes:
            say(f"    {change}")
        if each.uid in written:
            say(f"    {written[each.uid]}")
    if not found:
        say("Every issued paper still holds" if stale else "No paper has been issued yet")


def _with_staleness(register: Register) -> list[tuple[IssuedPaper, Staleness]]:
    """Return each issued paper with what became of it; a version that was corrected holds as history."""
    from secdesk.services.issued_papers import Staleness, issued_papers, staleness

    with register.read() as session:
        found: list[tuple[IssuedPaper, Staleness]] = []
        families: set[object] = set()
        for each in issued_papers(session):
            newest = each.family not in families
            families.add(each.family)
            found.append((each, staleness(session, each) if newest else Staleness((), 0)))
        return found


def _write_files(register: Register, papers: list[IssuedPaper], folder: Path) -> dict[str, str]:
    from secdesk.files import free_name
    from secdesk.services.issue import file_name
    from secdesk.services.issued_papers import frozen_file, frozen_tree

    written: dict[str, str] = {}
    with register.read() as session:
        for each in papers:
            path = free_name(folder / file_name(frozen_tree(session, each), each.subject))
            written[each.uid] = str(save(path, frozen_file(session, each)))
    return written


def _as_json(each: IssuedPaper) -> dict[str, Any]:
    return {
        "uid": each.uid,
        "kind": each.subject.kind,
        "name": each.name,
        "version": each.version,
        "issued": each.issued.isoformat(),
        "reference": each.reference,
        "sha256": each.file,
    }


def _stale_as_json(held: Staleness) -> dict[str, Any]:
    return {"stale": held.is_stale, "words": held.words, "changes": list(held.changes)}


@click.command()
@register_argument
@click.argument("finding")
@click.option("--month", metavar="MONTH", help="The month whose report it was found in, such as 2020-01.")
@click.option("--reason", metavar="TEXT", help="Why it is accepted.")
@click.option("--withdraw", is_flag=True, help="Ask about it again.")
@ack_option
def accept(
    register: Path, finding: str, month: str | None, reason: str | None, withdraw: bool, ack_fd: str | None
) -> None:
    """Accept a finding of the checks with a reason.

    FINDING is the key that `secdesk check --json` prints, or the beginning of it. It is not told again while the
    records and values behind it stay the same.
    """
    from secdesk.services.accepted import accept_finding, accepted_findings, withdraw_acceptance

    with open_to_write(register, ack_fd) as opened:
        if withdraw:
            with opened.read() as session:
                key = _one_key(list(accepted_findings(session)), finding)
            with opened.change("Ask about a finding again") as session:
                withdraw_acceptance(session, key)
            say("The finding is asked about again")
            return
        if not reason:
            raise KnownError("Say why it is accepted, with --reason")
        found = _find_finding(opened, finding, month)
        with opened.change(f"Accept finding {found.rule}") as session:
            accept_finding(session, found, reason, opened.who, today())
    say(f"Accepted: {found.sentence}")


def _find_finding(register: Register, text: str, month: str | None) -> Finding:
    from secdesk.services.checks import check_month, check_register

    found = check_month(register, month, today=today()) if month else check_register(register, at=today())
    key = _one_key([each.key for each in found], text)
    return next(each for each in found if each.key == key)


def _one_key(keys: list[str], text: str) -> str:
    hits = sorted({key for key in keys if key.casefold().startswith(text.casefold())})
    if len(hits) == 1:
        return hits[0]
    if not hits:
        raise NotFound(f"No finding begins with '{text[:40]}'. List them with: secdesk check --json")
    raise KnownError(f"{in_figures(len(hits), 'finding')} begin with '{text[:40]}'. Give more of the key")


COMMANDS = (issue, issued, accept)
