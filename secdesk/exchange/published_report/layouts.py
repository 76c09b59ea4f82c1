"""The layouts that are known: the Panel papers of about 2020 as published, and the papers of this program.

Both tell the same facts under the same chapters, so they are one table: a sentence is looked for among all of them. A
further layout is a further :class:`Layout`, or a few more rows here.
"""

from __future__ import annotations

from secdesk.exchange.published_report.layout import Column, FigureRow, Heading, Layout, Sentence

_CSC = "[the ]?[change sub-committee (csc)|change sub-committee|csc]"
_NAMED = "{ref} {title}"
_AS_AT = {"says": "as at which day the timescales are"}
_STAGES = {"says": "how many are in each stage, which the register counts"}
_NONE = {"says": "there was nothing of this kind"}

CHANGE_STATUS_REPORT = Layout(
    name="Change Status Report",
    title="change status report[ - | ]{month}",
    headings=(
        Heading("purpose", "cover"),
        Heading("recommendations", "cover"),
        Heading("attachments[:]?", "cover"),
        Heading("summary", "summary", is_numbered=True),
        Heading("define", "define", is_numbered=True),
        Heading("refine", "refine", is_numbered=True),
        Heading("opine", "opine", is_numbered=True),
        Heading("release", "release", is_numbered=True),
        Heading("appendix a: dcc ...", "appendix"),
        Heading("proposals [currently ]?in each stage"),
        Heading("draft proposals for conversion"),
        Heading("modification reports"),
        Heading("decisions"),
        Heading("new draft proposals"),
        Heading("change sub-committee decisions"),
        Heading("working group meetings"),
        Heading("refinement consultations"),
        Heading("impact assessment requests"),
        Heading("dcc assessment timescales"),
        Heading("open assessments", state="open"),
        Heading("assessments completed during {year}", state="returned"),
        Heading("modification report consultations"),
        Heading("change board votes"),
        Heading("authority decisions"),
        Heading("modification progression timescales"),
        Heading("proposal timescales"),
        Heading("sec releases"),
        Heading("with the dcc", state="open"),
        Heading("returned during {year}", state="returned"),
        Heading("{ref}"),
    ),
    sentences=(
        # What there is none of.
        Sentence("nothing", "there [is|are|was|were] [currently ]?no ", _NONE),
        Sentence("nothing", "no [draft proposals|impact assessments|assessments|modifications|working group] ", _NONE),
        Sentence("nothing", "the change board took no votes ", _NONE),
        # Cover and summary.
        Sentence("nothing", "the panel is [requested|asked] to note ", {"says": "what the Panel is asked to do"}),
        Sentence("as_at", "[the ]?timescales ... as at the end of {month}", _AS_AT),
        Sentence("as_at", "[the ]?timescales ... as at {date}", _AS_AT),
        Sentence("nothing", "durations as at ", {"says": "how days were counted"}),
        Sentence("nothing", "proposals: {figures} in define", _STAGES),
        Sentence("to_convert", "there [is|are] {count} draft proposal[s]? ... panel ... conver", items="mention"),
        Sentence(
            "report_to_panel",
            "there [is|are] {count} modification report[s]? [being presented|for the panel]",
            items="mention",
        ),
        Sentence("report_to_panel", "the panel will consider {count} modification report[s]? ", items="mention"),
        Sentence(
            "decided",
            "the change board approved {count} modification proposal[s]? under self-governance",
            {"outcome": "cb_approved", "path": "3"},
            "mention",
        ),
        Sentence(
            "decided",
            "the change board rejected {count} modification proposal[s]? under self-governance",
            {"outcome": "cb_rejected", "path": "3"},
            "mention",
        ),
        Sentence(
            "decided",
            "the panel approved {count} modification proposal[s]? by the fast-track",
            {"outcome": "panel_approved", "path": "fast_track"},
            "mention",
        ),
        Sentence(
            "decided",
            "the authority approved {count} modification proposal[s]?",
            {"outcome": "authority_approved"},
            "mention",
        ),
        Sentence(
            "decided",
            "the authority rejected {count} modification proposal[s]?",
            {"outcome": "authority_rejected"},
            "mention",
        ),
        Sentence("decided", "proposers withdrew {count} proposal[s]?", {"outcome": "withdrawn"}, "mention"),
        # Define.
        Sentence("raised", f"{_NAMED} was raised[ by {{words}}]? on {{date}}[.| |$]"),
        Sentence(
            "csc_list",
            f"{_CSC} ... following draft proposal[s]? [is |are ]?ready ",
            {"outcome": "csc_ready"},
            "mention",
        ),
        Sentence(
            "csc_list",
            f"{_CSC} ... following draft proposal[s]? need[s]? further development",
            {"outcome": "csc_develop"},
            "mention",
        ),
        Sentence(
            "csc_single",
            f"{_CSC} [also ]?[determined that|found] {_NAMED} [is ]?ready ... report phase",
            {"outcome": "csc_ready_report"},
        ),
        Sentence(
            "csc_single",
            f"{_CSC} [also ]?[determined that|found] {_NAMED} [is ]?ready ..."
            " conversion[ to a modification proposal]?.[ |$]",
            {"outcome": "csc_ready"},
        ),
        Sentence(
            "csc_single",
            f"{_CSC} [also ]?determined that {_NAMED} needs further development",
            {"outcome": "csc_develop"},
        ),
        Sentence("csc_single", f"{_CSC} noted [that ]?{_NAMED}[ is|.]", {"outcome": "csc_noted"}),
        Sentence("csc_single", f"{_CSC} recommended {_NAMED} as a fast-track", {"outcome": "csc_fast_track"}),
        Sentence("csc_single", f"{_CSC} put off its decision on {_NAMED}.", {"outcome": "csc_deferred"}),
        # Refine.
        Sentence("wg_held", "the last [monthly ]?working group meeting was held on {date}", items="mention"),
        Sentence("wg_next", "the next [monthly ]?working group meeting [will be held|is] on {date}"),
        Sentence("wg_next", "the working group meeting planned for {date}"),
        Sentence(
            "consultation_open",
            "there [is|are] [currently ]?{count} modification proposal[s]? out for refinement consultation",
            {"consultation_kind": "refinement"},
            "mention",
        ),
        Sentence(
            "consultation_open",
            "there [is|are] [currently ]?{count} modification proposal[s]? out for modification report consultation",
            {"consultation_kind": "mrc"},
            "mention",
        ),
        Sentence(
            "consultation_expected",
            "there [is|are] {count} refinement consultation[s]? expected to [be issued|open]"
            " [during {month}|this month]",
            {"consultation_kind": "refinement"},
            "mention",
        ),
        Sentence(
            "consultation_expected",
            "there [is|are] {count} modification report consultation[s]? expected to [be issued|open]"
            " [during {month}|this month]",
            {"consultation_kind": "mrc"},
            "mention",
        ),
        Sentence(
            "decided",
            "{count} impact assessment[s]? [was|were] requested at the {month} change board",
            {"outcome": "cb_assessment_requested"},
            "mention",
        ),
        Sentence(
            "decided",
            "the change board requested {count} impact assessment[s]? in {month}",
            {"outcome": "cb_assessment_requested"},
            "mention",
        ),
        # Opine.
        Sentence("votes", "the change board [voted on|considered] {count} modification[s]? on {date}", items="outcome"),
        Sentence("votes", "the change board considered {count} modification[s]? on a day that ", items="outcome"),
        Sentence("authority", "the authority gave {count} decision[s]? in {month}", items="outcome"),
        Sentence("with_authority", f"{_NAMED} is [currently ]?with the authority for decision"),
        Sentence("with_authority", "{ref} is [currently ]?with the authority for decision"),
        Sentence("with_authority", "there are {count} modifications with the authority for decision", items="mention"),
        # Release.
        Sentence(
            "release",
            "there [is|are] [currently ]?{count} modification[s]? approved for implementation in the {words} ({date})",
            items="mention",
        ),
        Sentence(
            "release",
            "there [is|are] [currently ]?{count} modification[s]? approved for implementation in the {words}"
            " (date not yet set)",
            items="mention",
        ),
        Sentence(
            "release", "the {words} ({date}) has passed; {count} modification[s]? approved for it", items="mention"
        ),
        Sentence(
            "unassigned", "there [is|are] {count} approved modification[s]? not yet in a release", items="mention"
        ),
    ),
    outcomes=(
        ("cb_sent_to_refinement", "was sent back to refinement"),
        ("cb_sent_back", "was sent back for [additional |further ]?clarification"),
        ("cb_recommended_approval", "was recommended for approval"),
        ("cb_recommended_rejection", "was recommended for rejection"),
        ("authority_approved", "was approved by the authority"),
        ("authority_rejected", "was rejected by the authority"),
        ("authority_sent_back", "was sent back by the authority"),
        ("cb_approved", "was approved [under self-governance|for implementation]"),
        ("cb_rejected", "was rejected under self-governance"),
        ("cb_deferred", "was deferred"),
    ),
    columns=(
        Column("modification", "reference", "reference"),
        Column("type", "type", "assessment_kind"),
        Column("requested", "date", "requested"),
        Column("accepted", "date", "accepted"),
        Column("returned", "date", "returned"),
        Column("due", "date"),
        Column("target duration", "days", "target"),
        Column("target", "days", "target"),
        Column("current duration", "days", "current"),
        Column("actual duration", "days", "duration"),
        Column("so far", "days", "current"),
        Column("in all", "days", "duration"),
        Column("over target", "days"),
        Column("assessment[s]?", "other"),
        Column("status", "other"),
        Column("total", "other"),
        Column("average duration", "other"),
    ),
    figures=(
        FigureRow("preliminary assessments open", "pa_open"),
        FigureRow("preliminary assessments completed during {year}", "pa_completed"),
        FigureRow("impact assessments open", "ia_open"),
        FigureRow("impact assessments completed during {year}", "ia_completed"),
        FigureRow("proposals open (pre-decision)", "open"),
        FigureRow("proposals concluded during {year}", "concluded"),
    ),
    running=(
        "... page {figures} of ",
        "page {figures} of ",
        "data as at ",
        "secp_",
        "managed by",
        "sec panel paper",
        "check code ",
        "{marking}[ · draft]?$",
        "draft$",
        "... change status report - {month}$",
    ),
)

LAYOUTS: tuple[Layout, ...] = (CHANGE_STATUS_REPORT,)
"""Every layout that is looked for."""
