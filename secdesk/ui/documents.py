"""The documents of a record: files and web pages kept as a path or link, opened where they are (ux.md 2.6)."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QHBoxLayout

from secdesk.errors import KnownError, NotFound
from secdesk.services import document_links, records
from secdesk.ui.desk import Desk
from secdesk.ui.models.lookup import Lookup
from secdesk.ui.parts import PartList
from secdesk.ui.widgets.announcing import announce
from secdesk.ui.widgets.words import make_button, make_label


class DocumentList(PartList):
    """The list of documents with a button that opens the one selected; a file that is away is told in words."""

    def __init__(self, desk: Desk, lookup: Lookup, owner_kind: str, kind: str, prefix: str) -> None:
        """Make an empty list."""
        super().__init__(desk, lookup, owner_kind, kind, prefix)
        self.opens = make_button("Open document", f"{self._prefix}.open", accessible="Open the selected document")
        self.opens.clicked.connect(self.open_document)
        self._missing = make_label(role="error", wraps=True, name=f"{self._prefix}.missing")
        self._missing.hide()
        row = QHBoxLayout()
        row.addWidget(self.opens)
        row.addStretch(1)
        self._body.addLayout(row)
        self._body.addWidget(self._missing)
        self.rows.currentItemChanged.connect(lambda _now, _before: self._missing.hide())

    def refresh(self) -> None:
        """Read the documents again."""
        super().refresh()
        self.opens.setVisible(self.rows.count() > 0)

    def show_owner(self, uid: str) -> None:
        """Show the documents of a record; without one, nothing."""
        self._missing.hide()
        super().show_owner(uid)

    def open_document(self) -> None:
        """Open the selected document with the program that the system has for it, or say why not."""
        self.commit()
        uid = self.rows.current_key()
        try:
            place = document_links.find_document(self._location(uid), self.desk.register.path.parent)
        except KnownError as problem:
            self._missing.setText(str(problem))
            self._missing.show()
            announce(self, str(problem), urgent=True)
            return
        self._missing.hide()
        url = QUrl.fromLocalFile(str(place.path)) if place.path is not None else QUrl(place.address)
        self.desk.link_requested.emit(url)

    def _location(self, uid: str) -> str:
        try:
            found = self.desk.read(lambda s: records.get_record(s, "document", uid, self.desk.as_at))
        except NotFound:
            return ""
        return str(found.values["location"] or "")
