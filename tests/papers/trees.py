"""Papers to render in tests: a rich one such as the Panel reads, and small ones with a single thing in them."""

from __future__ import annotations

from dataclasses import replace

from secdesk.papers.tree import (
    Block,
    Bullets,
    Calendar,
    Chevron,
    Chevrons,
    Column,
    Figure,
    Heading,
    Inline,
    KeyFacts,
    Line,
    Paper,
    Paragraph,
    Stage,
    Table,
    Text,
)

#: Text that something might read as markup, as a command or as a file.
MARKUP = (
    '<img src="http://example.org/x.png"/>',
    '<img src="/etc/passwd"/>',
    "A & B <draft>",
    "]]> &amp; &#x110000; <b>bold</b>",
    '<font color="[[1][0] for x in ().__class__]">x</font>',
    "=HYPERLINK(1) %s {0} \\textbf{x}",
)
#: Characters that cannot be printed, and the code each is printed as.
UNPRINTABLE = {
    "\u4f60": "[U+4F60]",
    "\U0001f600": "[U+1F600]",
    "\x00": "[U+0000]",
    "\x07": "[U+0007]",
    "\u202e": "[U+202E]",
    "\u200b": "[U+200B]",
    "\ufeff": "[U+FEFF]",
    "\ufffe": "[U+FFFE]",
    "\ud800": "[U+D800]",
    "\u05d0": "[U+05D0]",
    "\u2610": "[U+2610]",
}

_TITLES = (
    "Large gas meter displays",
    "Security improvements for User certificates",
    "Status words for a privacy assessment that carry one meaning each",
    "Delivery of threshold and quarantine files over the self-service interface instead of by e-mail",
    "Job types for responsible officers",
    "Alignment of Appendix D with the procedures in use",
)
_SPONSORS = ("Western Power Distribution", "Utiligroup", "EUA", "DCC", "Security Sub-Committee", "Llŷr Ŵyn Energy")
_STAGES: tuple[tuple[Stage, str, int, str], ...] = (
    ("define", "Define", 15, "7 new this month"),
    ("refine", "Refine", 30, "4 consultations open"),
    ("opine", "Opine", 2, "none to vote on"),
    ("release", "Release", 5, "next on 27 Feb 2020"),
)


def text(*parts: Inline | str) -> Line:
    """Return a line of runs; plain strings become text."""
    return tuple(Text(part) if isinstance(part, str) else part for part in parts)


def strong(words: str) -> Text:
    """Return a bold run."""
    return Text(words, strong=True)


def figure(key: str, words: str, *records: str, mark: str = "") -> Figure:
    """Return a figure that counts ``records``."""
    return Figure(key, words, records, mark=mark)


def paragraph(*parts: Inline | str) -> Paragraph:
    """Return a body paragraph."""
    return Paragraph(text(*parts))


def small_paper(*blocks: Block) -> Paper:
    """Return a paper that holds ``blocks`` and nothing else of note."""
    return Paper(
        kind="change_status",
        kicker="SEC Panel paper",
        title="Change Status Report",
        subtitle="January 2020",
        running_title="Change Status Report — January 2020",
        reference="SECP_77_0702_05",
        version="1.0",
        marking="GREEN",
        draft=False,
        date="2020-02-07",
        as_at="2020-01-31",
        author="A. Secretary",
        team="Code Administration",
        subject="Progress of Draft Proposals, Modification Proposals and Releases",
        managed_by="Gemserv",
        blocks=blocks,
    )


def rich_paper() -> Paper:
    """Return a report of several pages with every kind of block: cover, chevrons, lists, short and long tables."""
    return replace(
        small_paper(_key_facts(), *_opening(), *_define(), *_refine(), *_release(), *_appendix()),
        draft=True,
        version="0.3",
    )


def hostile_paper() -> Paper:
    """Return a paper whose every text holds markup and characters that cannot be printed."""
    bad = " ".join((*MARKUP, *UNPRINTABLE))
    line = text(bad, strong(bad), figure("hostile", bad, mark=bad))
    return replace(
        small_paper(
            KeyFacts(((bad, line),)),
            Heading(1, line, number=bad),
            Paragraph(line),
            Paragraph(line, style="note"),
            Bullets((line, line)),
            Table(bad, (Column(bad), Column(bad, "right")), ((line, line),)),
            Chevrons((Chevron("define", bad, figure("stage", bad), line),), bad),
        ),
        kicker=bad,
        title=bad,
        subtitle=bad,
        running_title=bad,
        reference=bad,
        version=bad,
        marking=bad,
        author=bad,
        subject=bad,
        managed_by=bad,
        draft=True,
    )


def long_table(rows: int, title: str = "Modification Proposals in refinement") -> Table:
    """Return a table of ``rows`` rows, with a figure in each."""
    columns = (Column("Reference"), Column("Title"), Column("Sponsor"), Column("Raised"), Column("Open for", "right"))
    return Table(title, columns, tuple(_row(number) for number in range(rows)))


def _row(number: int) -> tuple[Line, ...]:
    days = 20 + number * 7 % 340
    return (
        text(f"MP{number + 50:03d}"),
        text(_TITLES[number % len(_TITLES)]),
        text(_SPONSORS[number % len(_SPONSORS)]),
        text(f"{number % 27 + 1} Jul 2019"),
        text(figure(f"open.MP{number + 50:03d}", f"{days} WD", f"uid-{number}")),
    )


def _key_facts() -> KeyFacts:
    return KeyFacts(
        (
            ("Paper reference", text("SECP_77_0702_05")),
            ("Meeting", text("SEC Panel, Friday 14 February 2020")),
            ("Classification", text("Green")),
            ("Action", text("For information — the Panel is asked to ", strong("NOTE"), " this paper")),
        )
    )


def _opening() -> tuple[Block, ...]:
    return (
        Heading(1, text("Purpose"), "1."),
        paragraph(
            "This paper says how far each Draft Proposal, Modification Proposal and Release had come by the end of "
            "the month. What the DCC reports of its assessments follows in Appendix A."
        ),
        Heading(1, text("Summary"), "2."),
        paragraph("Proposals in each stage at the end of January:"),
        Chevrons(
            tuple(Chevron(s, name, figure(f"stage.{s}", str(n), f"{s}-1"), text(note)) for s, name, n, note in _STAGES),
            "Proposals: 15 in Define, 30 in Refine, 2 in Opine, 5 in Release",
        ),
        Heading(2, text("Draft Proposals for conversion")),
        paragraph(
            "The Panel is asked this month to convert ",
            figure("conversions", "three", "dp101", "dp104", "dp106"),
            " Draft Proposals to Modification Proposals:",
        ),
        Bullets(
            (
                text(strong("DP101"), " ‘Large gas meter displays’"),
                text(strong("DP104"), " ‘Security improvements for User certificates’"),
                text(
                    strong("DP106"),
                    " ‘Hub variants of unknown network type’, which the sub-committee wishes to see "
                    "again once the cost of testing each variant is known",
                ),
            )
        ),
        Heading(2, text("Modification Reports")),
        Paragraph(text("No Modification Report comes to the Panel this month."), style="quiet"),
    )


def _define() -> tuple[Block, ...]:
    blocks: list[Block] = [Heading(1, text("Define"), "3."), Heading(2, text("New Draft Proposals"))]
    for number, (title, sponsor) in enumerate(zip(_TITLES, _SPONSORS, strict=True), start=107):
        blocks += [
            Heading(3, text(f"DP{number}")),
            paragraph(
                f"DP{number} ‘{title}’ was raised by A. Person of {sponsor} on ",
                figure(f"raised.DP{number}", f"{number - 94} January 2020", f"dp{number}"),
                ". Those who must follow the rule read it in two ways, and both readings are in use. The proposal "
                "asks for one of them to be written down, so that a Party can plan its release with certainty and "
                "the assessment of next year starts from the same ground.",
            ),
        ]
    return tuple(blocks)


def _refine() -> tuple[Block, ...]:
    duration = Calendar("2019-07-30", "2020-01-31", "weekdays, both days counted", 134)
    columns = (Column("Measure"), Column("Proposals", "right"), Column("Shortest", "right"), Column("Longest", "right"))
    rows = tuple(
        (
            text(name),
            text(figure(f"{name}.count", str(count))),
            text(Figure(f"{name}.least", f"{least} WD", calendar=duration)),
            text(figure(f"{name}.most", f"{most} WD", mark="*" if most > 200 else "")),
        )
        for name, count, least, most in (("Define", 15, 2, 106), ("Refine", 30, 9, 340), ("Opine", 2, 12, 31))
    )
    return (
        Heading(1, text("Refine"), "4."),
        Heading(2, text("Time taken")),
        Table("How long proposals have been open, by stage", columns, rows),
        Paragraph(
            text("Durations are weekdays, both days counted, as at 31 Jan 2020.\n* As the proposer states it."),
            style="note",
        ),
        Heading(2, text("Modification Proposals in refinement")),
        long_table(45),
    )


def _release() -> tuple[Block, ...]:
    return (
        Heading(1, text("Release"), "5."),
        paragraph("The changes of the next Release go live on ", figure("next", "27 February 2020", "r1"), "."),
        Bullets(tuple(text(f"SECMP{number:04d} ‘{_TITLES[number % 6]}’") for number in range(7, 19))),
    )


def _appendix() -> tuple[Block, ...]:
    return (
        Heading(1, text("Appendix A: assessments by the DCC"), new_page=True),
        Table(
            "Assessments that the DCC has been asked for",
            (Column("Proposal", width=1), Column("Kind", width=1), Column("Due", "right", width=1)),
            tuple((text(f"MP{n:03d}"), text("Preliminary"), text(f"{n} Mar 2020")) for n in range(10, 16)),
        ),
    )
