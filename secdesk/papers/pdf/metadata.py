"""What a PDF says about itself: title, author, date and language, in its information dictionary and as XMP."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from secdesk.papers.furniture import read_iso_date
from secdesk.papers.tree import Paper

_PROGRAM = "secdesk"
# A paper without a date of its own still needs one that is the same on every run.
_NO_DATE = date(2000, 1, 1)

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{program}</xmp:CreatorTool>
   <xmp:CreateDate>{date}T00:00:00Z</xmp:CreateDate>
   <xmp:ModifyDate>{date}T00:00:00Z</xmp:ModifyDate>
   <pdf:Producer>{program}</pdf:Producer>
   <pdfuaid:part>1</pdfuaid:part>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>
"""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The facts about a paper that its file carries beside its pages."""

    title: str
    author: str
    subject: str
    language: str
    day: date
    program: str = _PROGRAM

    @property
    def pdf_date(self) -> str:
        """The day as PDF writes dates, at midnight UTC so that no local clock shows."""
        return f"D:{self.day.isoformat().replace('-', '')}000000Z"


def facts_of(paper: Paper, show: Callable[[str], str]) -> DocumentFacts:
    """Return the facts of ``paper``; ``show`` makes text safe to store."""
    title = " — ".join(part for part in (paper.title, paper.subtitle) if part.strip())
    return DocumentFacts(
        title=show(title or paper.running_title or paper.reference or paper.kind or _PROGRAM).strip() or _PROGRAM,
        author=show(paper.author),
        subject=show(paper.subject),
        language=paper.language,
        day=read_iso_date(paper.date) or _NO_DATE,
    )


def xmp_packet(facts: DocumentFacts) -> bytes:
    """Return the facts as an XMP packet that names the file PDF/UA-1."""
    packet = _PACKET.format(
        title=escape(facts.title),
        author=escape(facts.author),
        subject=escape(facts.subject),
        language=escape(facts.language),
        program=escape(facts.program),
        date=facts.day.isoformat(),
    )
    return packet.encode()
