"""What an import did, in one sentence: the same in the window and on the command line."""

from __future__ import annotations

from secdesk.models import kinds
from secdesk.rules.wording import in_figures, join_and
from secdesk.services.table_import import TakenTables
from secdesk.services.take_over import Taken


def list_words(taken: Taken, source: str) -> str:
    """Say what was taken over from a list of proposals."""
    if not taken.new and not taken.updated:
        return f"'{source}' changes nothing: {in_figures(taken.unchanged, 'proposal')} as they were"
    done = [f"{taken.new:,} new", f"{taken.updated:,} updated", f"{taken.unchanged:,} unchanged"]
    added = [
        in_figures(count, one, many)
        for count, one, many in (
            (taken.people, "person", "people"),
            (taken.organisations, "organisation", "organisations"),
            (taken.releases, "release", "releases"),
        )
        if count
    ]
    with_them = f"; {join_and(added)} added" if added else ""
    left_out = f"; {in_figures(taken.left_out, 'row')} left out" if taken.left_out else ""
    return f"Imported from '{source}': {', '.join(done)}{with_them}{left_out}"


def tables_words(taken: TakenTables, source: str) -> str:
    """Say what was taken in from tables."""
    done = []
    for table in taken.tables:
        words = kinds()[table.kind].kind
        if table.new:
            done.append(f"{in_figures(table.new, f'new {words.singular}', f'new {words.plural}')}")
        if table.updated:
            done.append(f"{in_figures(table.updated, words.singular, words.plural)} updated")
    added = [
        in_figures(count, kinds()[kind].kind.singular, kinds()[kind].kind.plural)
        for kind, count in taken.added.items()
        if count
    ]
    left_out = sum(table.left_out for table in taken.tables)
    with_them = f"; {join_and(added)} added with them" if added else ""
    without = f"; {in_figures(left_out, 'row')} left out" if left_out else ""
    if not done:
        return f"'{source}' changes nothing{without}"
    return f"Imported from '{source}': {join_and(done)}{with_them}{without}"
