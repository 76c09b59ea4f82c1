"""Saved views of a list: chips, words and the place's own chip under a name, kept for the person (ux.md 3.9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from secdesk.services.facts import Filters
from secdesk.ui.place_memory import PlaceMemory

LONGEST_NAME = 60
"""The most characters of a view's name."""


@dataclass(frozen=True, slots=True)
class View:
    """What a list is narrowed by: filters, words to find, and the place's own chip."""

    name: str
    filters: Filters = ()
    text: str = ""
    facet: str = ""


class SavedViews:
    """The views of one place, in the order of their names."""

    def __init__(self, memory: PlaceMemory, place: str) -> None:
        """Read what was kept; entries of another shape are passed over."""
        self._memory = memory
        self._key = f"{place}.views"

    def all(self) -> list[View]:
        """Return the views by name."""
        found = self._memory.read(self._key, [])
        views = [view for each in found if (view := _view_of(each)) is not None] if isinstance(found, list) else []
        return sorted(views, key=lambda view: view.name.casefold())

    def find(self, name: str) -> View | None:
        """Return a view by its name, in any capitals."""
        return next((view for view in self.all() if view.name.casefold() == name.casefold()), None)

    def same_as(self, view: View) -> str:
        """Return the name of the view that shows the same, an empty string for none."""
        return next((each.name for each in self.all() if replace(view, name=each.name) == each), "")

    def keep(self, view: View) -> None:
        """Keep a view under its name; one of that name goes."""
        self._write([*self._without(view.name), view])

    def rename(self, old: str, new: str) -> bool:
        """Give a view another name; says no where there is none, the name is empty or another view has it."""
        found, taken = self.find(old), self.find(new)
        if found is None or not new.strip() or (taken is not None and taken != found):
            return False
        self._write([*self._without(old), replace(found, name=new.strip()[:LONGEST_NAME])])
        return True

    def remove(self, name: str) -> None:
        """Forget a view."""
        self._write(self._without(name))

    def _without(self, name: str) -> list[View]:
        return [view for view in self.all() if view.name.casefold() != name.casefold()]

    def _write(self, views: list[View]) -> None:
        plain = [
            {
                "name": view.name,
                "filters": [[field, list(values)] for field, values in view.filters],
                "text": view.text,
                "facet": view.facet,
            }
            for view in views
        ]
        self._memory.keep(self._key, plain)


def _view_of(kept: Any) -> View | None:
    """Return a view from what the memory holds, None where a person has put something else there."""
    try:
        filters = tuple((str(field), tuple(str(each) for each in values)) for field, values in kept["filters"])
        return View(str(kept["name"])[:LONGEST_NAME], filters, str(kept["text"]), str(kept["facet"]))
    except (KeyError, TypeError, ValueError):
        return None
