"""Opens every row, form and panel that a place shows only when it is asked for, one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from secdesk.services import proposal_acts
from secdesk.ui.proposal_acts import ACTS
from tests.ui.lint import settle
from tests.ui.opened_dialogs import Shown, first_row, meeting_with_items
from tests.ui.stage import Stage

PASTED = "SECMP0062\tapprove\n77\tR\nMP999\tready\n"


# --- proposals ------------------------------------------------------------------------------------------------------


def acts(stage: Stage) -> Shown:
    """The row of every act on a proposal, each at the first proposal to which it can be done."""
    place = stage.go("proposals")
    place.clear_filters()
    left = {act.key for act in ACTS}
    begun = stage.desk.register.chain_head()[0]
    first = place.table.uids[0]
    stage.desk.run("Hold", lambda session: proposal_acts.put_on_hold(session, first, stage.desk.today, None))
    for uid in place.table.uids:
        place.show_record(uid)
        can = [key for key in left if place.proposal_detail.acts.actions_by_key[key].isEnabled()]
        for key in can:
            place.proposal_detail.acts.begin(key)
            settle()
            yield f"row of {key}", stage.window
            place.proposal_detail.acts.open_bar.cancel()
        left -= set(can)
        if not left:
            break
    assert not left, f"no proposal for {left}"
    stage.take_back(begun)


def timeline(stage: Stage) -> Shown:
    """Recording an event, an unusual one, correcting one, and its form."""
    place = stage.go("proposals", uid_of(stage, 77))
    place._split.show_second(True)
    line = place.proposal_detail.timeline
    line.bar.open_for(place.detail.uid)
    line.bar.outcome.choose("cb_approve", "Approved")
    line.bar.day.left.emit()
    settle()
    yield "recording an event", stage.window
    line.bar.close_bar()
    key = next(key for key, entry in line._entries.items() if entry.kind == "event")
    line.correct_entry(key)
    settle()
    yield "correcting an event", stage.window
    line.correction.put_away()
    line.open_entry(key)
    settle()
    yield "form of an event", stage.window
    line._form.close_form()


def parts(stage: Stage) -> Shown:
    """The forms of the parts of a proposal, all at once."""
    place = stage.go("proposals", uid_of(stage, 77))
    place._split.show_second(True)
    forms = []
    for part in place.detail.parts:
        part.add_part()
        forms.append(part._form)
    settle()
    yield "forms of the parts of a proposal", stage.window
    for form in forms:
        form.put_away()
    place.list.setFocus()


def dated(stage: Stage) -> Shown:
    """From when a change holds, the values of before, and what is said under a box."""
    place = stage.go("proposals", uid_of(stage, 77))
    place._split.show_second(True)
    title = place.detail.form.fields["title"]
    begun = stage.desk.register.chain_head()[0]
    title.box.setFocus()
    QTest.keyClicks(title.box, "A title that is new")
    title.left.emit("title")
    title.advise("Nearly the same title: MP099 DCC Service Flagging of devices", "Show MP099", "nobody")
    title.say("Title must be 300 characters or fewer. It has 334")
    settle()
    yield "from when a title holds", stage.window
    title.effect.ways.setCurrentIndex(2)
    title.effect.ways.activated.emit(2)
    settle()
    yield "from which other day a title holds", stage.window
    title.advise("")
    title.say("")
    title.history_wanted.emit("title")
    settle()
    yield "the titles of before", stage.window
    place.list.setFocus()
    stage.take_back(begun)


def drafting(stage: Stage) -> Shown:
    """A Draft Proposal that is being written, with all that it still needs."""
    begun = stage.desk.register.chain_head()[0]
    place = stage.go("proposals", "new")
    place.detail.form.fields["path"].offer_kept(True)
    place.raise_selected()
    settle()
    yield "what a Draft Proposal needs", stage.window
    place.detail.form.fields["path"].offer_kept(False)
    place.list.setFocus()
    stage.take_back(begun)


def bulk(stage: Stage) -> Shown:
    """One field for several proposals, one that is dated."""
    place = stage.go("proposals")
    place.clear_filters()
    place.list.select_row(0)
    place.list.select_rows([0, 1, 2])
    settle()
    place.edit_selected()
    panel = place.bulk
    dated_ones = [row for row, each in enumerate(panel._fields) if each.info.dated and each.can_be_empty]
    panel.field.setCurrentIndex(dated_ones[0])
    panel._empty.setChecked(True)
    settle()
    yield "one field for several", stage.window
    place._split.show_second(False)
    place.list.select_row(0)
    settle()


def uid_of(stage: Stage, number: int) -> str:
    """Return the proposal of a number."""
    from sqlalchemy import select

    from secdesk.models import Proposal

    return str(stage.desk.read(lambda s: s.scalars(select(Proposal.uid).where(Proposal.number == number)).first()))


# --- meetings and decisions -----------------------------------------------------------------------------------------


def meetings(stage: Stage) -> Shown:
    """The rows and forms of a meeting."""
    place = stage.go("meetings", meeting_with_items(stage))
    place._split.show_second(True)
    detail = place.meeting_detail
    begun = stage.desk.register.chain_head()[0]
    detail.agenda.ask_place()
    detail.action_list.begin()
    settle()
    yield "moving an item, adding an action", stage.window
    detail.agenda.moving.cancel()
    detail.action_list.bar.boxes["text"].setText("Ask the DCC for the figures of January")
    detail.action_list.bar.accept()
    detail.attendance._add_new("Gordon Hextall the younger")
    settle()
    yield "actions and names", stage.window
    detail.agenda.open_selected()
    detail.action_list._open(detail.action_list.rows[0].uid)
    detail.attendance.rows.setCurrentRow(0)
    detail.attendance._open(detail.attendance.rows.current_key())
    answers = (("both", "Move the meeting and 13 decisions"), ("alone", "Move the meeting alone"),
               ("neither", "Leave both as they are"))  # fmt: skip
    detail.moving.ask("13 decisions of this meeting are dated Tue 28 Jan 2020. Move to Wed 29 Jan 2020?", answers)
    settle()
    yield "forms of a meeting", stage.window
    detail.moving.put_away()
    for form in (detail.agenda._form, detail.action_list._form, detail.attendance._form):
        form.close_form()
    place.make_year()
    settle()
    yield "making the meetings of a year", stage.window
    place._leave_year()
    stage.take_back(begun)


def decisions(stage: Stage) -> Shown:
    """Every queue of decisions, with its note, what is pasted and what is asked before recording."""
    place = stage.go("decisions", "CB")
    place.note.show()
    settle()
    for body in ("CB", "PANEL", "AUTHORITY"):
        stage.go("decisions", body)
        place.edit_selected()
        settle()
        yield f"note of {body}", stage.window
        place._back_to_grid()
        place.note.hide()
    stage.go("decisions", "CB")
    QApplication.clipboard().setText(PASTED)
    place.paste_rows()
    settle()
    yield "pasted outcomes", stage.window
    place.page.paste._on_dropped()
    begun = stage.desk.register.chain_head()[0]
    stage.go("decisions", "PANEL")
    place.decide("D")
    place.record()
    settle()
    yield "asked before recording", stage.window
    place._back_to_grid()
    place.grid.select_row(0)
    place.clear_outcome()
    place.meeting_view()
    settle()
    yield "meeting view", stage.window
    place.meeting_view()
    stage.take_back(begun)
    settle()


def corrections(stage: Stage) -> Shown:
    """A sitting that was recorded, with a correction, and the log of decisions with one."""
    place = stage.go("decisions", meeting_with_items(stage))
    line = place.rows.lines[0]
    place._corrections.ask_line(line, place.rows.body, None)
    place.page.correction.refuse("Enter why the decision is corrected")
    settle()
    yield "correcting a decision", stage.window
    place.page.correction.cancel()
    place.show_log()
    settle()
    yield "log of decisions", stage.window
    place.wish_correction()
    settle()
    yield "correcting a decision of the log", stage.window
    place.log.correction.cancel()
    place._back_to_grid()


# --- the other places -----------------------------------------------------------------------------------------------


def consultations(stage: Stage) -> Shown:
    """Issuing several consultations, with something that stands in the way."""
    place = stage.go("consultations")
    place.list.select_row(0)
    place.list.select_rows([0, 1, 2, 3])
    settle()
    place.primary_action().trigger()
    place.bar.refuse("Closes must be the same as or after 7 Feb 2020, when it opens")
    settle()
    yield "issuing consultations", stage.window
    place.bar.cancel()
    place.list.select_row(0)


def assessments(stage: Stage) -> Shown:
    """Returning an assessment, and figures to a day that is none."""
    place = stage.go("assessments")
    place.show_facet("with_dcc")
    place.list.select_row(0)
    settle()
    place.primary_action().trigger()
    settle()
    yield "returning an assessment", stage.window
    place.bar.cancel()
    place.totals.box.setText("31 feb")
    place.totals.box.left.emit()
    settle()
    yield "figures to no day", stage.window
    place.totals.box.load(place.totals.day, "31 Jan 2020")
    place.totals.box.left.emit()


def releases(stage: Stage) -> Shown:
    """Moving the date of a release, moving a modification, and marking a release implemented."""
    place = stage.go("releases")
    first_row(place)
    carried = place.release_detail.carried
    carried.open_bar()
    place._split.show_second(True)
    settle()
    yield "moving the date of a release", stage.window
    carried.bar.cancel()
    carried.open_part_bar()
    settle()
    yield "moving a modification", stage.window
    carried.part_bar.cancel()
    place.primary_action().trigger()
    settle()
    yield "marking a release implemented", stage.window
    place.release_detail.implementing.cancel()
    place._split.show_second(False)


def papers(stage: Stage) -> Shown:
    """The panels beside a paper, and a paper that there is not."""
    place = stage.go("papers", "2020-01")
    stage.wait(lambda: place.shown is not None, "the preview")
    yield "preview", stage.window
    for index, name in enumerate(("checks", "figures", "details", "changes")):
        place.page._open(index)
        settle()
        yield f"papers, {name}", stage.window
    place.page._open(-1)
    place._month.setText("something else 4")
    place._on_other_typed()
    settle()
    yield "a paper that there is not", stage.window
    place._wrong.hide()
    place._month.clear()


def new_records(stage: Stage) -> Shown:
    """The empty form of a new record, with a value that cannot be stored."""
    for key in ("consultations", "assessments", "releases", "meetings", "records:action", "records:document"):
        place = stage.go(key)
        place.new_record()
        settle()
        yield f"new record in {key}", stage.window
        place._split.show_second(False)
        place.list.setFocus()
    place = stage.go("records:holiday")
    place.list.select_row(0)
    place._split.show_second(True)
    settle()
    yield "a published bank holiday", stage.window
    place._split.show_second(False)


ROWS: tuple[Callable[[Stage], Iterator[tuple[str, QWidget]]], ...] = (
    acts,
    timeline,
    parts,
    dated,
    drafting,
    bulk,
    meetings,
    decisions,
    corrections,
    consultations,
    assessments,
    releases,
    papers,
    new_records,
)
"""Everything that opens within a place."""
