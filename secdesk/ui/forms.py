"""Forms built from the declared fields. There is no Save: each finished field is stored, each is one step (ux.md 3.1).

What cannot be stored stays in its box with the reason beside it, and is kept in the register apart from the record.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from secdesk.errors import Invalid, KnownError, NotFound
from secdesk.models import FieldInfo
from secdesk.models.types import Value
from secdesk.services import queries, records
from secdesk.services.records import Effect
from secdesk.ui import theme
from secdesk.ui.dated_history import DatedHistory
from secdesk.ui.desk import Desk
from secdesk.ui.form_values import Loaded, draft_key, load_new, load_record, move_effect, short_name, with_organisation
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.widgets.field_edit import FieldEdit
from secdesk.ui.widgets.field_grid import FieldGrid, Section, access_letters, by_section

REST = 2000
"""Milliseconds after which typed text is kept for a crash at the latest (design.md 5.7)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a form shows: sections of its own first (heading and fields), fields left out, access keys or none.

    ``beside`` are boxes of the place's own among the fields, each after the field that it is under.
    """

    sections: Sequence[tuple[str, Sequence[str]]] = ()
    hidden: Collection[str] = field(default_factory=frozenset)
    access_keys: bool = True
    beside: Mapping[str, FieldEdit] = field(default_factory=dict)


class RecordForm(QWidget):
    """The fields of one record of a kind, stored one by one as the person leaves them."""

    created = Signal(str)
    """A new record is in the register; its uid."""
    stored = Signal(str)
    """A field of it was stored; the field's name."""
    fix_count_changed = Signal(int)
    """How many fields hold a text that cannot be stored."""

    def __init__(self, desk: Desk, kind: str, lookup: Lookup, prefix: str, shape: Shape | None = None) -> None:
        """Build the boxes; nothing is read. ``prefix`` begins their object names: ``prefix.title``."""
        super().__init__()
        self.desk = desk
        self.kind = kind
        self.lookup = lookup
        self.prefix = prefix
        self._shape = shape or Shape()
        self._record = Loaded(kind, "", {}, {})
        self._given: dict[str, Value] = {}
        self._kept: set[str] = set()
        self._effects: dict[str, Effect] = {}
        self._fresh: set[str] = set()
        self._fix_count = 0
        self._storing = False
        self._is_open = False
        self.asks_first: Callable[[str, Value], bool] | None = None
        """Asked before a field of a record that is there is stored: True where somebody has to decide first."""
        self._rest = QTimer(self, interval=REST, singleShot=True)
        self._rest.timeout.connect(self.keep_texts)
        infos = [info for _, members in self._sections() for info in members]
        self.fields = {info.name: self._make_field(info.name) for info in infos}
        self._history = DatedHistory(desk, lookup, kind, prefix)
        self._lay_out()
        self.lock(desk.read_only)

    # --- which record ----------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        """The record shown; empty for a new one and for none."""
        return self._record.uid

    @property
    def is_storing(self) -> bool:
        """Whether a field is being stored now; what is loaded is then about to change."""
        return self._storing

    @property
    def loaded(self) -> Loaded:
        """The record as it was last read."""
        return self._record

    def show_record(self, uid: str) -> None:
        """Store what is half typed, then show another record. Raises NotFound."""
        if uid == self.uid:
            self.refresh()
            return
        self.commit()
        self._show(load_record(self.desk, self.kind, uid, self.desk.as_at))

    def start_new(self, given: Mapping[str, Value]) -> None:
        """Show a record that is not there yet; its first finished field makes it, with the values given."""
        self.commit()
        self._given = dict(given)
        self._show(load_new(self.desk, self.kind, given))

    def refresh(self) -> None:
        """Read the record again; what the person is typing stays. A record that is gone leaves an empty form."""
        if self._storing or not self.uid:
            return
        try:
            self._record = load_record(self.desk, self.kind, self.uid, self.desk.as_at)
        except NotFound:
            self.leave()
            return
        for name, edit in self.fields.items():
            if not edit.editor.is_touched():
                self._load_field(name, edit)
            elif self._record.values[name] != edit.loaded:
                edit.loaded = self._record.values[name]
        self.lock(self.desk.read_only)
        self._history.refresh()

    def leave(self) -> None:
        """Show no record; nothing that happens in the boxes is stored then."""
        self._show(Loaded(self.kind, "", dict.fromkeys(records.model_of(self.kind).fields()), {}))
        self._is_open = False

    def commit(self) -> None:
        """Store every field that was touched; what cannot be stored is kept as text."""
        for name in self.fields:
            self._finish(name)
        self.keep_texts()

    def focus_field(self, name: str) -> None:
        """Put the caret into a field."""
        self.fields[name].box.setFocus()

    def lock(self, locked: bool) -> None:
        """Let the record be read and copied but not changed."""
        for edit in self.fields.values():
            edit.lock(locked)

    # --- making ----------------------------------------------------------------------------------------------------

    def _sections(self) -> list[tuple[str, list[FieldInfo]]]:
        """Return headings and fields: those of the shape, then the others by the section that they declare."""
        infos = records.model_of(self.kind).fields()
        shaped = [(heading, [infos[name] for name in names]) for heading, names in self._shape.sections]
        taken = {info.name for _, members in shaped for info in members} | set(self._shape.hidden)
        return [*shaped, *by_section(info for name, info in infos.items() if name not in taken).items()]

    def _make_field(self, name: str) -> FieldEdit:
        info = records.model_of(self.kind).fields()[name]
        unknown = queries.may_be_unknown(self.kind, name)
        edit = FieldEdit(info, self.lookup, f"{self.prefix}.{name}", unknown)
        edit.left.connect(self._finish)
        edit.edited.connect(self._on_edited)
        edit.effect_changed.connect(self._on_effect_changed)
        edit.kept_accepted.connect(self._on_kept_accepted)
        edit.kept_dropped.connect(self._on_kept_dropped)
        edit.history_wanted.connect(self._on_history_wanted)
        return edit

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GROUP_GAP)
        for heading, members in self._sections():
            edits = [edit for info in members for edit in self._with_beside(info.name)]
            layout.addWidget(Section(heading, FieldGrid([(edit.info, edit) for edit in edits])))
        self._history.hide()
        layout.addWidget(self._history)
        if self._shape.access_keys:
            edits = [edit for name in self.fields for edit in self._with_beside(name)]
            for edit, letter in zip(edits, access_letters([edit.info.label for edit in edits]), strict=True):
                if letter:
                    edit.set_access_key(letter)

    def _with_beside(self, name: str) -> list[FieldEdit]:
        beside = self._shape.beside.get(name)
        return [self.fields[name], *([beside] if beside is not None else [])]

    # --- showing ---------------------------------------------------------------------------------------------------

    def _show(self, record: Loaded) -> None:
        self._rest.stop()
        self._is_open = True
        self._record = record
        self._kept = set(record.kept or {})
        self._effects.clear()
        self._history.hide()
        for name, edit in self.fields.items():
            self._load_field(name, edit)
            edit.forget_effect()
            self._show_kept(name, edit)
        self.lock(self.desk.read_only)
        self._count_fixes()

    def _load_field(self, name: str, edit: FieldEdit) -> None:
        value = self._record.values.get(name)
        edit.load(value, self._words(name, edit, value))
        row = self._record.in_force(name, self.desk.as_at)
        edit.show_since(row.effective_from if row else None, self._record.changes(name))

    def _words(self, name: str, edit: FieldEdit, value: Value) -> str:
        if edit.info.kind == "link":
            return self._record.names.get(name, "")
        return self.lookup.words(edit.info, value)

    def _show_kept(self, name: str, edit: FieldEdit) -> None:
        text = (self._record.kept or {}).get(name)
        if text is None or text == edit.editor.typed():
            return
        edit.editor.put(text)
        try:
            edit.editor.read(self.lookup.reading())
        except Invalid as problem:
            edit.say(_sentence_for(problem, name))
        else:
            edit.offer_kept(True)

    # --- storing ---------------------------------------------------------------------------------------------------

    def _finish(self, name: str) -> None:
        """Store a field that the person has left, if anything else stands in it than was loaded."""
        edit = self.fields[name]
        if not self._is_open or self._storing or self.desk.read_only or edit.offers_kept:
            return
        if not edit.editor.is_touched():
            self._settle(name)
            return
        try:
            value = edit.editor.read(self.lookup.reading())
            if value == edit.loaded:
                self._load_field(name, edit)
                self._settle(name)
            elif self.uid and self.asks_first is not None and self.asks_first(name, value):
                self._keep(name)
            else:
                self._store(name, edit, value)
        except Invalid as problem:
            edit.say(_sentence_for(problem, name))
            self._keep(name)
        self._count_fixes()

    def _settle(self, name: str) -> None:
        """What stands in the box is what is stored: nothing is wrong with it and nothing needs keeping."""
        edit = self.fields[name]
        if edit.message:
            edit.say("")
        self._drop_kept(name)
        self._count_fixes()

    def _store(self, name: str, edit: FieldEdit, value: Value) -> None:
        """Store a value as one step; raises Invalid."""
        self._storing = True
        try:
            uid = self._change(name, edit, value) if self.uid else self._create(name, value)
        finally:
            self._storing = False
        if uid is None:
            self._keep(name)
            return
        was_new = not self.uid
        self._record = load_record(self.desk, self.kind, uid, self.desk.as_at)
        for other, other_edit in self.fields.items():
            if other == name or not other_edit.editor.is_touched():
                self._load_field(other, other_edit)
        self._drop_kept(name)
        if was_new:
            self._fresh.add(uid)
            self._rekey_kept()
            self.created.emit(uid)
        self.stored.emit(name)

    def _create(self, name: str, value: Value) -> str | None:
        singular = records.model_of(self.kind).kind.singular
        values = {**self._given, name: value}
        return self.desk.run(f"Add {singular}", lambda session: records.create_record(session, self.kind, values))

    def _change(self, name: str, edit: FieldEdit, value: Value) -> str | None:
        effect = self._effect_for(name, edit)
        label = self._label(edit)

        def act(session: Any) -> str:
            values = with_organisation(session, self.kind, name, value, self._record)
            records.update_record(session, self.kind, self.uid, values, effect=effect)
            return self.uid

        done = self.desk.run(label, act)
        if done and effect is not None:
            self._effects[name] = effect
        return done

    def _effect_for(self, name: str, edit: FieldEdit) -> Effect | None:
        if edit.effect is None:
            return None
        # The first value of a dated field is no change of one: it holds from the beginning.
        if edit.effect.isHidden():
            return Effect()
        return edit.effect.effect()

    def _is_new(self) -> bool:
        """Say whether the record is only being written: what changes in it was never so."""
        unraised = self.kind == "proposal" and self._record.values.get("number") is None
        return not self.uid or self.uid in self._fresh or unraised

    def _label(self, edit: FieldEdit) -> str:
        called = self.desk.read(lambda session: short_name(session, self.kind, self.uid, self.desk.as_at))
        return f"{edit.info.label} of {called}"

    # --- keeping what is not stored --------------------------------------------------------------------------------

    def keep_texts(self) -> None:
        """Keep the text of every touched box for a crash; it is no part of the record."""
        self._rest.stop()
        for name, edit in self.fields.items():
            if self._is_open and edit.editor.is_touched():
                self._keep(name)

    def _keep(self, name: str) -> None:
        text = self.fields[name].editor.typed()
        if self.desk.register.read_only:
            return
        try:
            self.desk.register.save_draft(self.kind, draft_key(self.kind, self.uid), name, text)
        except KnownError as error:
            self.desk.change_refused.emit(error)
            return
        self._kept.add(name)

    def _drop_kept(self, name: str) -> None:
        if name not in self._kept or self.desk.register.read_only:
            return
        self._kept.discard(name)
        try:
            self.desk.register.drop_draft(draft_key(self.kind, self.uid), name)
        except KnownError as error:
            self.desk.change_refused.emit(error)

    def _rekey_kept(self) -> None:
        """The record is there now: texts kept for the new one are kept for it."""
        for name in tuple(self._kept):
            self._keep(name)
            self.desk.register.drop_draft(draft_key(self.kind, ""), name)

    def _count_fixes(self) -> None:
        count = sum(edit.is_to_fix for edit in self.fields.values())
        if count != self._fix_count:
            self._fix_count = count
            self.fix_count_changed.emit(count)

    # --- slots -----------------------------------------------------------------------------------------------------

    def _on_edited(self, name: str) -> None:
        # Another letter does not put it off: who types without a pause would lose more than that at a crash.
        if not self._rest.isActive():
            self._rest.start()
        edit = self.fields[name]
        edit.offer_kept(False)
        if edit.effect is None or self._is_new() or not self._record.changes(name):
            return
        row = self._record.in_force(name, self.desk.today)
        edit.ask_effect(self.desk.today, row.effective_from if row else None)

    def _on_effect_changed(self, name: str) -> None:
        """The value is stored already; let it hold from the day now chosen."""
        edit, made = self.fields[name], self._effects.get(name)
        if edit.editor.is_touched():
            self._finish(name)
            return
        wanted = edit.effect.effect() if edit.effect else None
        if made is None or wanted is None or wanted == made:
            return
        value = edit.loaded

        def act(session: Any) -> bool:
            move_effect(session, self.kind, self.uid, edit.info, made, wanted, value)
            return True

        if self.desk.run(f"From when: {self._label(edit)}", act):
            self._effects[name] = wanted
            self.refresh()

    def _on_kept_accepted(self, name: str) -> None:
        self.fields[name].offer_kept(False)
        self._finish(name)

    def take_back(self, name: str) -> None:
        """Put what is stored back into a box, and the caret with it."""
        self._on_kept_dropped(name)

    def _on_kept_dropped(self, name: str) -> None:
        edit = self.fields[name]
        self._load_field(name, edit)
        self._drop_kept(name)
        self._count_fixes()
        edit.box.setFocus()

    def _on_history_wanted(self, name: str) -> None:
        self._history.toggle(self.uid, name)


def _sentence_for(problem: Invalid, name: str) -> str:
    """Return what to say beside a field: its own problem, or the one that it brings about elsewhere."""
    own = [each.sentence for each in problem.problems if each.field == name]
    return own[0] if own else problem.problems[0].sentence
