"""The errors that stop the work, each as three short paragraphs and its ways out (ux.md 3.5).

The sentence that says what happened comes with the error; this is the catalogue of the rest.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from secdesk.errors import Conflict, Damaged, DiskFull, KnownError, NewerVersion, NotARegister, RegisterHeld
from secdesk.ui import texts
from secdesk.ui.trouble import Trouble, Way


@dataclass(frozen=True, slots=True)
class _Words:
    """What a kind of error is called, and what is safe when it happens."""

    title: str
    safe: str


_BY_KIND: Mapping[type[BaseException], _Words] = MappingProxyType(
    {
        DiskFull: _Words(texts.DISK_FULL, texts.SAFE_BEFORE),
        Damaged: _Words(texts.DAMAGED, texts.SAFE_DAMAGED),
        NewerVersion: _Words(texts.NEWER_VERSION, texts.SAFE_UNTOUCHED),
        NotARegister: _Words(texts.NOT_A_REGISTER, texts.SAFE_UNTOUCHED),
        RegisterHeld: _Words(texts.HELD_ELSEWHERE, texts.SAFE_BEFORE),
        Conflict: _Words(texts.NOT_CHANGED, texts.SAFE_BEFORE),
    }
)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ESTALE, errno.EHOSTDOWN})


def trouble_of(error: KnownError, title: str = "", safe: str = "", ways: Sequence[Way] = ()) -> Trouble:
    """Return a known error as a dialog shows it; ``title`` and ``safe`` win over those of its kind."""
    words = next((_BY_KIND[kind] for kind in type(error).__mro__ if kind in _BY_KIND), None)
    happened, to_do = split_sentence(str(error))
    return Trouble(
        title or (words.title if words else texts.NOT_CHANGED),
        full_stop(happened),
        safe or (words.safe if words else texts.SAFE_IN_REGISTER),
        full_stop(to_do) if to_do else texts.TRY_AGAIN_LATER,
        ways=ways,
    )


def not_written(error: OSError, folder: str, kept: str = "", ways: Sequence[Way] = ()) -> Trouble:
    """Return why a paper could not be put into its folder: no room, no folder, or no leave to write.

    ``kept`` says what is kept beside the register, such as the last report that was exported.
    """
    safe = f"{texts.SAFE_IN_REGISTER} {kept}".strip()
    if error.errno in _NO_ROOM:
        happened, to_do = texts.FOLDER_FULL.format(folder=folder), texts.FOLDER_FULL_TO_DO
    elif error.errno in _GONE:
        happened, to_do = texts.FOLDER_GONE.format(folder=folder), texts.FOLDER_GONE_TO_DO
    else:
        happened = texts.FOLDER_REFUSES.format(folder=folder, reason=error.strerror or texts.NO_REASON)
        to_do = texts.NOT_WRITTEN_TO_DO
    return Trouble(texts.NOT_WRITTEN, happened, safe, to_do, ways=ways)


def no_printer(ways: Sequence[Way] = ()) -> Trouble:
    """Return that there is no printer."""
    words = (texts.NO_PRINTER, texts.NO_PRINTER_HAPPENED, texts.SAFE_IN_REGISTER, texts.NO_PRINTER_TO_DO)
    return Trouble(*words, ways=ways)


def not_read(error: KnownError, name: str, ways: Sequence[Way] = ()) -> Trouble:
    """Return why a file cannot be imported, in the error's own words."""
    happened, to_do = split_sentence(str(error))
    title = texts.NOT_IMPORTED.format(name=name)
    advice = full_stop(to_do) if to_do else texts.IMPORT_TO_DO
    return Trouble(title, full_stop(happened), texts.SAFE_IMPORT, advice, ways=ways)


def no_memory(ways: Sequence[Way] = ()) -> Trouble:
    """Return that a paper was too much for the memory that is left."""
    return Trouble(texts.NO_MEMORY, texts.NO_MEMORY_HAPPENED, texts.SAFE_IN_REGISTER, texts.NO_MEMORY_TO_DO, ways=ways)


def unexpected(details: str, ways: Sequence[Way] = ()) -> Trouble:
    """Return a fault of the program itself; ``details`` hold no word of any record."""
    words = (texts.FAULT_TITLE, texts.FAULT_HAPPENED, texts.SAFE_IN_REGISTER, texts.FAULT_TO_DO)
    return Trouble(*words, details, ways, texts.KEEP_WORKING)


def split_sentence(text: str) -> tuple[str, str]:
    """Split an error's text into what happened and what to do: at the first full stop outside quotation marks."""
    for place, letter in enumerate(text):
        if letter == "." and text[place + 1 : place + 2] == " " and text[:place].count("'") % 2 == 0:
            return text[:place], text[place + 2 :]
    return text, ""


def full_stop(sentence: str) -> str:
    """End a sentence."""
    return sentence if sentence.endswith((".", "?")) else f"{sentence}."
