"""What every box of a form is, whatever kind of value it holds."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance

from secdesk.models.types import Value
from secdesk.rules.values import Reading


class Editor(Protocol):
    """A box for one value. What stands in it is ``typed``; it is read only when the person leaves the box.

    A box compares what stands in it with what was loaded, not with the value: Qt changes some characters by itself,
    and only what a person touched may be stored (reliability.md 0.12).
    """

    @property
    def edited(self) -> SignalInstance:
        """Sent while the person types or chooses."""

    @property
    def left(self) -> SignalInstance:
        """Sent when the person is done: Tab, Enter, a choice, or the focus went elsewhere."""

    def load(self, value: Value, words: str) -> None:
        """Show a value; ``words`` are how a person reads it."""

    def typed(self) -> str:
        """Return what stands in the box."""

    def put(self, text: str) -> None:
        """Put a kept text into the box, which counts as touched."""

    def is_touched(self) -> bool:
        """Say whether something else stands in the box than was loaded."""

    def read(self, reading: Reading) -> Value:
        """Return the value meant; raises Invalid in words."""

    def lock(self, locked: bool) -> None:
        """Let the value be read and copied but not changed."""

    def mark_wrong(self, wrong: bool) -> None:
        """Show by the outline that the message under the box is about what stands in it."""
