"""The container of a Word paper: what it says about itself, and bytes that depend on the paper alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from secdesk.papers.furniture import read_iso_date
from secdesk.papers.tree import Paper

#: The date of every member, and of a paper that has none: the first that a zip file can hold.
EPOCH = datetime(1980, 1, 1)
# What a core property may hold in Word.
_LONGEST_PROPERTY = 255
_COMPRESSION_LEVEL = 6
_UNIX = 3
_ORDINARY_FILE = 0o644 << 16
# Of the template's parts a paper needs these; the others hold a picture, a word count and effects of old versions.
_NEEDED = {"core-properties", "officeDocument", "styles", "settings", "numbering", "fontTable", "theme", "header"}
_NEEDED |= {"footer"}
# Settings that describe the template rather than the paper.
_FOREIGN_SETTINGS = ("w:proofState", "w:savePreviewPicture", "w:rsids", "w:shapeDefaults", "w:themeFontLang")
_WORD_2013 = "15"


def describe_document(document: Document, paper: Paper, show: Callable[[str], str]) -> None:
    """Set title, author, subject, language and dates from the paper; nothing of the machine or its user goes in."""

    def property_of(text: str) -> str:
        text = " ".join(show(text).split())
        return text if len(text) <= _LONGEST_PROPERTY else text[: _LONGEST_PROPERTY - 1] + "…"

    properties = document.core_properties
    day = read_iso_date(paper.date)
    properties.title = property_of(" — ".join(part for part in (paper.title, paper.subtitle) if part.strip()))
    properties.author = properties.last_modified_by = property_of(paper.author)
    properties.subject = property_of(paper.subject)
    properties.keywords = property_of(paper.reference)
    properties.category = property_of(paper.kind)
    properties.version = property_of(paper.version)
    properties.language = property_of(paper.language)
    properties.comments = ""
    properties.revision = 1
    properties.created = properties.modified = datetime.combine(day, time()) if day else EPOCH


def strip_template(document: Document) -> None:
    """Take out what the template carries of its own making, and ask Word for its present layout rules."""
    _drop_parts(document.part)
    _drop_parts(document.part.package)
    settings = document.settings.element
    for name in _FOREIGN_SETTINGS:
        for element in settings.findall(qn(name)):
            settings.remove(element)
    for element in [child for child in settings if child.tag.endswith("}docId")]:
        settings.remove(element)
    zoom = settings.find(qn("w:zoom"))
    zoom.attrib.clear()
    zoom.set(qn("w:percent"), "100")
    _set_layout_rules(settings.find(qn("w:compat")))


def pack_document(document: Document) -> bytes:
    """Return the file: members in their order, one date, one compression, whatever the machine."""
    saved = BytesIO()
    document.save(saved)
    packed = BytesIO()
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            member = ZipInfo(name, date_time=EPOCH.timetuple()[:6])
            member.create_system = _UNIX
            member.external_attr = _ORDINARY_FILE
            target.writestr(member, source.read(name), ZIP_DEFLATED, _COMPRESSION_LEVEL)
    return packed.getvalue()


def _drop_parts(holder: Part) -> None:
    for key, relation in list(holder.rels.items()):
        if relation.reltype.rsplit("/", 1)[-1] not in _NEEDED:
            del holder.rels[key]


def _set_layout_rules(compat: BaseOxmlElement) -> None:
    for element in compat.findall(qn("w:useFELayout")):
        compat.remove(element)
    for setting in compat.findall(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), _WORD_2013)
