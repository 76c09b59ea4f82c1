"""A report small enough to know by heart, and text of the kind that hurts; for the tests of Word, text and JSON."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from secdesk.papers.tree import (
    Block,
    Bullets,
    Calendar,
    Chevron,
    Chevrons,
    Column,
    Figure,
    Heading,
    KeyFacts,
    Paper,
    Paragraph,
    Stage,
    Table,
    Text,
)

from .trees import small_paper
from .trees import text as line

MP097 = "MP097 'Improving SMETS2 Meter Installs for New Connections'"
ALTERNATIVE = "Proposals: 15 in Define, 30 in Refine, 2 in Opine, 5 in Release"


def chevrons() -> Chevrons:
    """The stage graphic of a month; one count was stated by a person."""
    stages: tuple[tuple[Stage, str, str], ...] = (
        ("define", "Define", "15"),
        ("refine", "Refine", "30"),
        ("opine", "Opine", "2"),
        ("release", "Release", "5"),
    )
    return Chevrons(
        items=tuple(
            Chevron(
                stage,
                name,
                Figure(f"stage.{stage}", count, records=("u1", "u2"), mark="*" if stage == "release" else ""),
                line("7 new this month") if stage == "define" else (),
            )
            for stage, name, count in stages
        ),
        alternative=ALTERNATIVE,
    )


def duration(key: str, days: int) -> Figure:
    """A duration in working days with the days it was counted over."""
    left_out = (("2020-01-01", "New Year's Day"),)
    return Figure(key, f"{days} WD", ("u7",), Calendar("2019-12-02", "2020-01-31", "both days counted", days, left_out))


def durations(rows: int) -> Table:
    """A table of assessments: a reference, a long title, a date and a duration to the right."""
    return Table(
        title="Assessments and how long they took",
        columns=(Column("Reference"), Column("Title"), Column("Requested"), Column("Taken", "right")),
        rows=tuple(
            (
                line(f"SECMP{number:04}"),
                line("Changes to the process for commissioning Devices " + "and more " * (number % 3)),
                line(f"{1 + number % 28} Jan 2020"),
                (duration(f"taken.{number}", 10 + number),),
            )
            for number in range(1, rows + 1)
        ),
    )


def paper(*blocks: Block, **changes: object) -> Paper:
    """A marked draft with these blocks; other header facts may be changed by name."""
    drafted = replace(
        small_paper(*blocks), kicker="SEC PANEL PAPER", draft=True, managed_by="Example Administrator Ltd"
    )
    return replace(drafted, **changes)  # type: ignore[arg-type]


def key_facts() -> KeyFacts:
    """The key block of a cover."""
    return KeyFacts(
        (
            ("Paper reference", line("SECP_77_0702_05")),
            ("Meeting", line("SEC Panel 77, 14 February 2020")),
            ("Classification", line("GREEN")),
            (
                "Action",
                line("For information — the Panel is asked to NOTE the contents of this paper and its appendix"),
            ),
        )
    )


def status_report(**changes: object) -> Paper:
    """A report with every kind of block."""
    return paper(
        key_facts(),
        Heading(1, line("Summary"), "1."),
        Paragraph(
            (
                Text("This month "),
                Figure("raised", "7", ("u1", "u2", "u3"), strong=True),
                Text(" Draft Proposals were raised; "),
                Figure("stated", "52", mark="*"),
                Text(" proposals are open. The oldest has been with the DCC for "),
                duration("oldest", 163),
                Text("."),
            )
        ),
        chevrons(),
        Heading(2, line("Decisions")),
        Paragraph(line("The Change Board approved one Modification Proposal:")),
        Bullets(
            (line(MP097), line("DP101 'Large Gas Meter Displays'"), (Text("none", strong=True), Text(" rejected")))
        ),
        Heading(3, line("Working Group")),
        Paragraph(line("First line.\nSecond line.")),
        Heading(1, line("Timescales"), "2.", new_page=True),
        durations(12),
        Paragraph(line("Durations are weekdays, both days counted, as at 31 Jan 2020."), "note"),
        Heading(2, line("Targets")),
        durations(3),
        Paragraph(line("* Stated by the author."), "quiet"),
        **changes,
    )


NASTY = (
    "\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\u061c", "\u200b", "\u200f", "\u202e", "\u2028", "\u2066",
    "\ud800", "\udfff", "\ufdd0", "\ufeff", "\ufffe", "\uffff", "\U0001fffe", "\t", "\n", "\r", "\r\n", "😀", "你", "ŵ",
    "e\u0301", "\u00a0", "<b>", "&amp;", "]]>", "'", '"', "%s", "{0}", "\\", "  ",
)  # fmt: skip
"""Characters and strings that have hurt some program; each goes through every renderer."""

any_letter = st.characters(exclude_categories=())
hostile_texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(any_letter, max_size=8)), max_size=6).map("".join)
"""Any string at all, unpaired surrogates included, with the nasty ones well mixed in."""


def paper_full_of(text: str) -> Paper:
    """A paper with this text in every place that takes text."""
    run = line(text)
    figure = Figure("key", text, mark=text)
    stage = Chevron("define", text, figure, run)
    return paper(
        KeyFacts(((text, run),)),
        Heading(1, run, text),
        Paragraph(run),
        Paragraph((figure, Text(text, strong=True)), "note"),
        Bullets((run, ())),
        Chevrons((stage,), text),
        Table(text, (Column(text), Column(text, "right")), ((run, (figure,)), (run,))),
        **dict.fromkeys(
            ("kicker", "title", "subtitle", "running_title", "reference", "version", "marking", "date", "as_at"), text
        ),
        **dict.fromkeys(("author", "team", "subject", "managed_by", "kind"), text),
    )
