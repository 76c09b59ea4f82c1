"""What a Change Status Report must say, counted in plain SQL over the file: no model, no rule and no query of secdesk.

Written from domain.md alone. The statuses, the bank holidays and the words are set down here again on purpose, so that
a slip in the program is not repeated.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

Figures: TypeAlias = Iterator[tuple[str, str]]

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip
_HOLIDAYS = (
    "2021-12-27", "2021-12-28", "2022-01-03", "2022-04-15", "2022-04-18", "2022-05-02", "2022-06-02", "2022-06-03",
    "2022-08-29", "2022-09-19", "2022-12-26", "2022-12-27", "2023-01-02", "2023-04-07", "2023-04-10", "2023-05-01",
    "2023-05-08", "2023-05-29", "2023-08-28", "2023-12-25", "2023-12-26", "2024-01-01", "2024-03-29", "2024-04-01",
    "2024-05-06", "2024-05-27",
)  # fmt: skip
_LEADS = {
    "enquired": "enquiry", "raised": "draft_raised", "csc_ready": "draft_ready", "csc_ready_report": "draft_ready",
    "csc_develop": "draft_in_development", "csc_fast_track": "draft_ready", "panel_converted": "refinement",
    "panel_converted_report": "report_phase", "report_lodged": "report_to_panel",
    "panel_report_approved": "report_phase", "panel_approved": "approved_pending",
    "panel_returned_draft": "draft_in_development", "panel_returned": "refinement", "cb_approved": "approved_pending",
    "cb_rejected": "rejected", "cb_recommended_approval": "with_authority",
    "cb_recommended_rejection": "with_authority", "cb_sent_back": "report_phase",
    "cb_sent_to_refinement": "refinement", "authority_approved": "approved_pending", "authority_rejected": "rejected",
    "authority_sent_back": "report_phase", "implemented": "implemented", "withdrawn": "withdrawn", "closed": "closed",
}  # fmt: skip
_STAGES = {
    "define": ("draft_raised", "draft_in_development", "draft_ready"), "refine": ("refinement", "report_to_panel"),
    "opine": ("report_phase", "with_authority"), "release": ("approved_pending",),
}  # fmt: skip
_OPEN = (*_STAGES["define"], *_STAGES["refine"], *_STAGES["opine"])
_DECISIONS = ("cb_approved", "cb_rejected", "panel_approved", "authority_approved", "authority_rejected", "withdrawn")


def expected_figures(file: Path, month: str) -> Counter[tuple[str, str]]:
    """Return every figure of a month's report, as key and text, with how often it stands there."""
    with closing(_opened(file)) as connection, closing(_opened(file)) as other:
        report, before = _Report(connection, month), _Report(other, _after(month, -1))
        return Counter((*report.figures(), *_recounted(report, before)))


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def _recounted(report: _Report, before: _Report) -> Figures:
    """Yield the averages of the report before by each counting, where this report changes over to another."""
    if report.countings == before.countings:
        return
    for counting in dict.fromkeys((*before.countings, *report.countings)):
        before.countings, before.averages_stated = (counting,), False
        for key, text in (*before.timescales(), *before.assessments()):
            if key.endswith(".average"):
                yield f"recount.{key.removesuffix('.average')}.{counting}", text.split()[0]


def words(number: int) -> str:
    return _SMALL[number] if number < 10 else f"{number:,}"


def long(day: str) -> str:
    return f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def short(day: str) -> str:
    return f"{int(day[8:])} {_MONTHS[int(day[5:7]) - 1][:3]} {day[2:4]}"


def _after(month: str, count: int = 1) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + count, 12)
    return f"{year:04d}-{number + 1:02d}"


def _end(month: str) -> str:
    return (date.fromisoformat(f"{_after(month)}-01") - timedelta(days=1)).isoformat()


class _Report:
    """The days of a report, and its figures section by section."""

    def __init__(self, connection: sqlite3.Connection, month: str) -> None:
        self.sql, self.month = connection, month
        self._days(_end(_after(month)))
        self.first, self.last = f"{month}-01", _end(month)
        row = self.one("SELECT date, figures_to FROM paper WHERE month = ?", month)
        self.paper = (row and row[0]) or self._paper_day(month)
        self.data = (row and row[1]) or min(self.last, self.paper)
        before = self.one("SELECT date FROM paper WHERE month = ?", _after(month, -1))
        self.before = before[0] if before else self._paper_day(_after(month, -1))
        self.year = int(self.data[:4]) - (self.data[5:7] < "04")
        self._days(self.paper)
        self._base()
        self.withdrawn_concludes = self.setting("withdrawals_conclude", "yes") == "yes"
        self.leaves_out = self.setting("restricted_records", "reference") == "leave out"
        chosen = self.setting("duration_convention", "weekdays_inclusive")
        self.countings = ("weekdays_inclusive", "wd_inclusive") if chosen == "both" else (chosen,)
        self.averages_stated = True

    # ------------------------------------------------------------ asking

    def all(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.sql.execute(query, values).fetchall()

    def one(self, query: str, *values: Any) -> tuple[Any, ...] | None:
        return next(iter(self.all(query, *values)), None)

    def setting(self, key: str, usual: str) -> str:
        row = self.one(
            "SELECT value FROM setting WHERE key = ? AND (effective_from <= ? OR effective_from IS NULL)"
            " ORDER BY effective_from DESC LIMIT 1",
            key, self.paper,
        )  # fmt: skip
        return row[0] if row else usual

    # ------------------------------------------------------------ days

    def _days(self, at: str) -> None:
        """Make the table of days: its weekday, and whether it is a Working Day by the list as it stood on a day."""
        self.sql.execute("CREATE TEMP TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, weekday INT, working INT)")
        self.sql.execute("DELETE FROM days")
        span = [(date(2021, 1, 1) + timedelta(days=number)) for number in range(1450)]
        rows = [(d.isoformat(), d.weekday() < 5, d.weekday() < 5 and d.isoformat() not in _HOLIDAYS) for d in span]
        self.sql.executemany("INSERT INTO days VALUES (?, ?, ?)", rows)
        self.sql.execute(
            "UPDATE days SET working = weekday AND NOT (SELECT is_holiday FROM holiday WHERE date = day) WHERE day IN"
            " (SELECT date FROM holiday WHERE effective_from <= ? OR effective_from IS NULL)",
            (at,),
        )

    def _paper_day(self, month: str) -> str:
        """Five Working Days before the Panel of the month after."""
        coming = _after(month)
        panel = self.one(
            "SELECT min(date) FROM meeting WHERE body = 'PANEL' AND state <> 'cancelled' AND date LIKE ?", f"{coming}%"
        )
        assert panel is not None
        return self.working_days_from(panel[0], -5)

    def working_days_from(self, day: str, count: int) -> str:
        order = "day > ? ORDER BY day" if count > 0 else "day < ? ORDER BY day DESC"
        row = self.one(f"SELECT day FROM days WHERE working AND {order} LIMIT 1 OFFSET ?", day, abs(count) - 1)
        assert row
        return str(row[0])

    def length(self, start: str, end: str, counting: str) -> int:
        column = "weekday" if counting == "weekdays_inclusive" else "working"
        row = self.one(f"SELECT count(*) FROM days WHERE {column} AND day BETWEEN ? AND ?", start, end)
        assert row
        return int(row[0])

    # ------------------------------------------------------------ proposals

    def _base(self) -> None:
        """Make the tables that every section reads: events that count, proposals as at both days."""
        leads = " ".join(f"WHEN '{outcome}' THEN '{status}'" for outcome, status in _LEADS.items())
        self.sql.executescript(f"""
            CREATE TEMP TABLE live AS
              SELECT e.*, coalesce(date, known_by) AS happened,
                CASE outcome {leads} WHEN 'taken_over' THEN coalesce(status, 'unknown')
                  WHEN 'reopened' THEN coalesce(status, 'unknown') END AS leads
              FROM event e WHERE uid NOT IN (SELECT corrects FROM event WHERE corrects IS NOT NULL);
            CREATE TEMP TABLE moment AS SELECT '{self.paper}' AS paper, '{self.data}' AS data;
            CREATE TEMP TABLE dated AS
              SELECT record, field_name, value,
                row_number() OVER (PARTITION BY record, field_name ORDER BY effective_from DESC, position DESC) AS place
              FROM dated_value, moment
              WHERE effective_from IS NULL OR effective_from <= CASE field_name WHEN 'target' THEN data ELSE paper END;
            CREATE TEMP TABLE now AS
              SELECT * FROM (SELECT proposal, leads AS status, row_number() OVER (PARTITION BY proposal ORDER BY
                happened DESC, position DESC) AS place FROM live, moment
                WHERE leads IS NOT NULL AND (happened <= data OR happened IS NULL)) WHERE place = 1;
            CREATE TEMP TABLE later AS
              SELECT * FROM (SELECT proposal, leads AS status, row_number() OVER (PARTITION BY proposal ORDER BY
                happened DESC, position DESC) AS place FROM live, moment
                WHERE leads IS NOT NULL AND (happened <= paper OR happened IS NULL)) WHERE place = 1;
            CREATE TEMP TABLE named AS
              SELECT p.uid, p.number, p.suffix,
                CASE WHEN p.series = 'SECMP' THEN printf('SECMP%04d', p.number) ELSE
                  CASE WHEN EXISTS (SELECT 1 FROM live, moment WHERE live.proposal = p.uid
                    AND (happened <= paper OR happened IS NULL) AND (leads IN ('refinement', 'report_to_panel',
                    'report_phase', 'with_authority', 'approved_pending', 'implemented') OR outcome IN ('taken_over',
                    'reopened') AND leads NOT IN ('enquiry', 'draft_raised', 'draft_in_development', 'draft_ready')))
                  THEN 'MP' ELSE 'DP' END || printf('%03d', p.number) END || p.suffix AS reference,
                coalesce((SELECT value FROM dated WHERE record = p.uid AND field_name = 'marking' AND place = 1), '')
                  IN ('AMBER', 'RED') AS hidden,
                (SELECT value FROM dated WHERE record = p.uid AND field_name = 'target_meeting' AND place = 1) AS target
              FROM proposal p;
        """)

    def listed(self, key: str, proposals: Iterable[str]) -> Figures:
        """Yield the reference of each proposal of a list, without those above the marking where they are left out."""
        for uid in proposals:
            reference, hidden = self.all("SELECT reference, hidden FROM named WHERE uid = ?", uid)[0]
            if not (hidden and self.leaves_out):
                yield f"{key}.{reference}", reference

    def proposals(self, query: str, *values: Any) -> list[str]:
        return [row[0] for row in self.all(query, *values)]

    def outcomes(self, outcomes: Iterable[str], first: str, last: str) -> list[tuple[Any, ...]]:
        marks = ", ".join(f"'{each}'" for each in outcomes)
        return self.all(
            "SELECT uid, proposal, outcome, date, target_meeting FROM live"
            f" WHERE outcome IN ({marks}) AND happened BETWEEN ? AND ? AND proposal IS NOT NULL", first, last,
        )  # fmt: skip

    # ------------------------------------------------------------ the report

    def figures(self) -> Figures:
        yield from self.cover()
        yield from self.summary()
        yield from self.define()
        yield from self.refine()
        yield from self.opine()
        yield from self.release()
        yield from self.assessments()

    def cover(self) -> Figures:
        day = self.day_of(self.panel())
        yield "cover.meeting", f"SEC Panel, {short(day)[:-2]}{day[:4]}"

    def summary(self) -> Figures:
        counted = dict(self.all("SELECT status, count(*) FROM now GROUP BY status"))
        for stage, statuses in _STAGES.items():
            yield f"stage.{stage}", str(sum(counted.get(status, 0) for status in statuses))
        stated, own = self.stated("open_count"), sum(counted.get(status, 0) for status in _OPEN)
        if stated and stated != str(own):
            yield "summary.open", f"{own} of {stated}"
        if counted.get("unknown"):
            yield "stage.unknown", str(counted["unknown"])
        for status, key in (("draft_ready", "summary.convert"), ("report_to_panel", "summary.reports")):
            found = self.proposals(
                "SELECT proposal FROM later JOIN named ON uid = proposal WHERE status = ? AND target = ?",
                status, self.panel(),
            )  # fmt: skip
            if found:
                yield f"{key}.count", words(len(found))
            yield from self.listed(key, found)
        for outcome in _DECISIONS:
            rows = self.outcomes((outcome,), self.first, self.last)
            if rows:
                yield f"summary.decisions.{outcome}", words(len(rows))
            yield from self.listed(f"summary.{outcome}", [row[1] for row in rows])

    def panel(self) -> str:
        row = self.one(
            "SELECT uid FROM meeting WHERE body = 'PANEL' AND state <> 'cancelled' AND ad_hoc IS NOT 1 AND date >= ?"
            " ORDER BY date LIMIT 1", self.paper,
        )  # fmt: skip
        return row[0] if row else ""

    def define(self) -> Figures:
        for _, proposal, _, day, _ in self.outcomes(("raised",), self.first, self.last):
            reference, hidden = self.all("SELECT reference, hidden FROM named WHERE uid = ?", proposal)[0]
            if day and not hidden:
                yield f"define.raised.{reference}", reference
                yield f"define.raised.{reference}.date", long(day)
        csc = ("csc_ready", "csc_ready_report", "csc_develop", "csc_fast_track", "csc_noted", "csc_deferred")
        since = (date.fromisoformat(self.before) + timedelta(days=1)).isoformat()
        keys = {"csc_ready": "define.ready", "csc_develop": "define.develop"}
        for uid, proposal, outcome, _, target in self.outcomes(csc, since, self.paper):
            told = list(self.listed(keys.get(outcome, f"define.{outcome}"), [proposal]))
            yield from told
            if target and told and outcome not in keys:
                yield f"define.target.{uid}", long(self.day_of(target))

    def day_of(self, meeting: str) -> str:
        return str(self.all("SELECT date FROM meeting WHERE uid = ?", meeting)[0][0])

    def refine(self) -> Figures:
        groups = "FROM meeting WHERE body = 'WG' AND date IS NOT NULL AND state <> 'cancelled'"
        held = self.one(f"SELECT uid, date {groups} AND state = 'held' AND date <= ? ORDER BY date DESC", self.paper)
        if held:
            yield "refine.wg.last", long(held[1])
            items = "SELECT proposal FROM agenda_item WHERE meeting = ? AND proposal IS NOT NULL"
            yield from self.listed("refine.wg", self.proposals(items, held[0]))
        passed = self.one(f"SELECT state, date {groups} AND date < ? ORDER BY date DESC LIMIT 1", self.paper)
        if passed and passed[0] == "planned":
            yield "refine.wg.unrecorded", long(passed[1])
        coming = self.one(f"SELECT date, agenda_confirmed {groups} AND date > ? ORDER BY date LIMIT 1", self.paper)
        if coming:
            yield "refine.wg.next", long(coming[0])
            fixed = coming[1] if coming[1] and coming[1] <= self.paper else None
            days = int(self.setting("agenda_days", "10"))
            yield "refine.wg.agenda", long(fixed or self.working_days_from(coming[0], -days))
        yield from self.consultations("refinement", "refine.consultations")
        asked = self.outcomes(("cb_assessment_requested",), self.first, self.last)
        if asked:
            yield "refine.requests.count", words(len(asked))
        yield from self.listed("refine.requests", [row[1] for row in asked])

    def consultations(self, kind: str, key: str) -> Figures:
        kept = (
            "SELECT proposal FROM consultation, moment WHERE consultation_kind = ? AND (dropped IS NULL"
            " OR dropped > paper)"
        )
        open_now = self.proposals(f"{kept} AND opened <= paper AND (closes IS NULL OR closes >= paper)", kind)
        expected = self.proposals(
            f"{kept} AND NOT (opened IS NOT NULL AND opened <= paper) AND NOT coalesce(expectation_known_by > paper, 0)"
            " AND coalesce(expected_month, substr(opened, 1, 7)) = substr(paper, 1, 7)", kind,
        )  # fmt: skip
        for part, found in (("open", open_now), ("expected", expected)):
            if found:
                yield f"{key}.{part}.count", words(len(found))
            yield from self.listed(f"{key}.{part}", found)

    def opine(self) -> Figures:
        yield from self.consultations("mrc", "opine.consultations")
        board = [outcome for outcome in _LEADS if outcome.startswith("cb_")] + ["cb_deferred"]
        votes = self.outcomes(board, self.first, self.last)
        for day, number in Counter(row[3] for row in votes).items():
            yield f"opine.votes.{day or 'undated'}", words(number)
            if day:
                yield f"opine.votes.{day}.day", long(day)
        for uid, proposal, _, _, target in votes:
            told = list(self.listed("opine.vote", [proposal]))
            yield from told
            if target and told:
                yield f"opine.back.{uid}", long(self.day_of(target))
        decided = self.outcomes([o for o in _LEADS if o.startswith("authority_")], self.first, self.last)
        if decided:
            yield "opine.authority.count", words(len(decided))
        for uid, proposal, _, day, _ in decided:
            told = list(self.listed("opine.authority", [proposal]))
            yield from told
            if day and told:
                yield f"opine.authority.{uid}", long(day)
        waiting = self.proposals("SELECT proposal FROM later WHERE status = 'with_authority'")
        if len(waiting) > 1:
            yield "opine.waiting.count", words(len(waiting))
            yield from self.listed("opine.waiting", waiting)
        else:
            for uid in waiting:  # named even where lists leave it out, since the sentence is about it alone
                reference = self.all("SELECT reference FROM named WHERE uid = ?", uid)[0][0]
                yield f"opine.waiting.{reference}", reference
        yield from self.timescales()

    def raised(self, proposal: str) -> str | None:
        row = self.one(
            "SELECT date FROM live, moment WHERE proposal = ? AND leads = 'draft_raised' AND (happened <= data OR"
            " happened IS NULL) AND outcome = 'raised' ORDER BY happened, position LIMIT 1", proposal,
        )  # fmt: skip
        return row[0] if row else None

    def timescales(self) -> Figures:
        still = self.proposals(f"SELECT proposal FROM now WHERE status IN {_OPEN}")
        yield from self.total("open", [(self.raised(uid), self.data) for uid in still])
        ends = ["approved_pending", "implemented", "rejected", "closed"] + ["withdrawn"] * self.withdrawn_concludes
        marks = ", ".join(f"'{each}'" for each in ends)
        first = self.all(
            "SELECT proposal, date FROM (SELECT proposal, date, row_number() OVER (PARTITION BY proposal ORDER BY"
            f" happened, position) AS place FROM live, moment WHERE leads IN ({marks}) AND outcome NOT IN"
            " ('taken_over', 'reopened') AND (happened <= data OR happened IS NULL)) WHERE place = 1"
        )
        rows = [(self.raised(uid), day) for uid, day in first if day and f"{self.year}-04-01" <= day <= self.data]
        yield from self.total("concluded", rows)

    def stated(self, figure: str, assessment: str | None = None) -> str | None:
        row = self.one(
            "SELECT value FROM stated_figure WHERE figure = ? AND assessment IS ? AND (month IS NULL OR month = ?)",
            figure, assessment, self.month,
        )  # fmt: skip
        return row[0] if row else None

    def total(self, key: str, spans: list[tuple[str | None, str]], fixed: tuple[int, ...] = ()) -> Figures:
        """Yield a total and its averages; ``fixed`` are durations that were stated: the first column takes them."""
        yield f"{key}.count", self.stated(f"{key}_count") or str(len(spans) + len(fixed))
        for place, counting in enumerate(self.countings):
            own = [self.length(start, end, counting) for start, end in spans if start and start <= end]
            own += fixed if place == 0 else ()
            stated = self.stated(f"{key}_average") if place == 0 and self.averages_stated else None
            name = f"{key}.average" if place == 0 else f"{key}.average.{counting}"
            if stated:
                yield name, stated if len(self.countings) > 1 else f"{stated} WD"
            elif own:
                row = self.one("SELECT (2 * ? + ?) / (2 * ?)", sum(own), len(own), len(own))
                assert row
                yield name, self.days(row[0], counting)

    def days(self, number: int, counting: str) -> str:
        if len(self.countings) > 1 and counting == "weekdays_inclusive":
            return f"{number} {'weekday' if number == 1 else 'weekdays'}"
        return f"{number} WD"

    # ------------------------------------------------------------ releases and assessments

    def release(self) -> Figures:
        rows = self.all(
            "SELECT d.value, part.proposal FROM release_part part JOIN dated d ON d.record = part.uid AND"
            " d.field_name = 'release' AND d.place = 1 JOIN now ON now.proposal = part.proposal, moment"
            " WHERE status = 'approved_pending' AND (implemented IS NULL OR implemented > data)"
        )
        for uid in sorted({row[0] for row in rows}):
            found = [row[1] for row in rows if row[0] == uid]
            yield f"release.{uid}.count", words(len(set(found)))
            day = self.one("SELECT value FROM dated WHERE record = ? AND field_name = 'goes_live' AND place = 1", uid)
            if day and day[0]:
                yield f"release.{uid}.date", long(day[0])
            yield from self.listed(f"release.{uid}", found)
        alone = self.proposals(
            "SELECT proposal FROM now WHERE status = 'approved_pending' AND proposal NOT IN (SELECT proposal FROM"
            " release_part JOIN dated ON record = uid AND field_name = 'release' AND place = 1)"
        )
        if alone:
            yield "release.unassigned.count", words(len(alone))
        yield from self.listed("release.unassigned", alone)

    def assessments(self) -> Figures:
        rows = self.all(
            "SELECT a.uid, assessment_kind, proposal, requested, accepted,"
            " CASE WHEN returned <= data THEN returned END, (SELECT value FROM dated WHERE record = a.uid AND"
            " field_name = 'target' AND place = 1) FROM assessment a, moment"
            " WHERE cancelled IS NULL OR cancelled > data"
        )
        still = [row for row in rows if row[4] and row[4] <= self.data and not row[5]]
        done = [row for row in rows if row[5] and self.completed(row[0], row[5])]
        asked = any(row[3] for row in (*still, *done))
        for kind in ("PA", "IA"):
            for key, found in ((f"{kind.lower()}_open", still), (f"{kind.lower()}_completed", done)):
                own = [row for row in found if row[1] == kind]
                told = [self.stated("assessment_duration", row[0]) if row[5] else None for row in own]
                fixed = tuple(int(value) for value in told if value)
                spans = [(row[4], row[5] or self.data) for row, value in zip(own, told, strict=True) if not value]
                yield from self.total(key, spans, fixed)
        for row in still:
            yield from self.assessment("open", row, asked)
        for row in done:
            yield from self.assessment("completed", row, asked)

    def completed(self, uid: str, returned: str) -> bool:
        year = self.stated("assessment_year", uid)
        if year:
            return year == f"{self.year}/{(self.year + 1) % 100:02d}"
        return f"{self.year}-04-01" <= returned <= self.data

    def assessment(self, key: str, row: tuple[Any, ...], asked: bool) -> Figures:
        uid, _, proposal, requested, accepted, returned, target = row
        reference, hidden = self.all("SELECT reference, hidden FROM named WHERE uid = ?", proposal)[0]
        if hidden and self.leaves_out:
            return
        yield f"{key}.{uid}.reference", reference
        yield f"appendix.{uid}.reference", reference
        yield from ((f"target.{uid}", f"{target} WD") for _ in range(2) if target)
        if key == "open":
            yield f"open.accepted.{uid}", short(accepted)
        else:
            yield f"completed.returned.{uid}", short(returned)
            yield f"appendix.returned.{uid}", short(returned)
        for name, day in (("accepted", accepted), ("requested", requested if asked else None)):
            if day:
                yield f"appendix.{name}.{uid}", short(day)
        if key == "open" and target:
            yield f"appendix.due.{uid}", short(self.working_days_from(accepted, int(target)))
        yield from self.durations(key, uid, accepted, returned or self.data, target, key == "completed")

    def durations(self, key: str, uid: str, start: str | None, end: str, target: str | None, over: bool) -> Figures:
        stated = self.stated("assessment_duration", uid) if key == "completed" else None
        shown: int | None = None
        for place, counting in enumerate(self.countings):
            own = self.length(start, end, counting) if start and start <= end else None
            shown = int(stated) if stated and place == 0 else own
            name = f"duration.{uid}" if place == 0 else f"duration.{counting}.{uid}"
            if shown is not None:
                bare = stated and place == 0 and len(self.countings) > 1
                text = str(shown) if bare else self.days(shown, counting if not stated or place else "")
                yield f"{key}.{name}", text
                yield f"appendix.{name}", text
        if shown is not None and target:
            beyond = shown - int(target)
            yield f"over.{uid}", f"{beyond} WD" if beyond > 0 else "within target"
