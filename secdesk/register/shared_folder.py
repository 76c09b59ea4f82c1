"""Whether a register lies where a sync tool or a network carries it about, which can damage it (ux.md 3.5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Literal


@dataclass(frozen=True, slots=True)
class Sharing:
    """How a folder is shared: by a sync tool of that name, or over the network."""

    how: Literal["sync", "network"]
    name: str


_TOOLS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("OneDrive", r"onedrive( - .+)?"),
        ("SharePoint", r"sharepoint( - .+)?"),
        ("Dropbox", r"dropbox( \(.+\))?"),
        ("Google Drive", r"(google ?drive|googledrive-.+|my drive)"),
        ("iCloud", r"(icloud ?drive|com~apple~clouddocs|mobile documents)"),
        ("Nextcloud", r"nextcloud\d*"),
        ("ownCloud", r"owncloud( - .+)?"),
        ("Box", r"(box sync|box-box|box)"),
        ("MEGA", r"(mega|megasync)"),
        ("pCloud", r"pcloud ?drive"),
        ("Syncthing", r"syncthing"),
    )
)
"""How sync tools call their folders; a folder's whole name must fit."""
_MARKS: Mapping[str, str] = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".csync_journal.db": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}
"""Files that sync tools leave in the folders that they keep alike."""
_ONEDRIVE = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")
_REMOTE = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "davfs",
        "fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.gvfsd-fuse",
    }
)  # fmt: skip


def sharing_of(
    folder: PurePath,
    *,
    environment: Mapping[str, str],
    mounts: Iterable[tuple[str, str]] = (),
    marks: Iterable[tuple[PurePath, str]] = (),
) -> Sharing | None:
    """Return how a folder is shared, None where nothing says so.

    ``mounts`` are the folders at which file systems begin, with their kinds; ``marks`` are names of files that lie in
    this folder or above it, each with its folder.
    """
    text = str(folder)
    if text.startswith(("\\\\", "//")):
        return Sharing("network", text.strip("\\/").replace("\\", "/").split("/")[0])
    for key in _ONEDRIVE:
        root = environment.get(key, "")
        if root and _is_below(folder, type(folder)(root)):
            return Sharing("sync", "OneDrive")
    for part in reversed(folder.parts):
        for name, pattern in _TOOLS:
            if pattern.fullmatch(part):
                return Sharing("sync", name)
    for _folder, mark in marks:
        if mark in _MARKS:
            return Sharing("sync", _MARKS[mark])
    kind = _file_system(folder, mounts)
    return Sharing("network", kind) if kind in _REMOTE else None


def look_at_folder(folder: Path, environment: Mapping[str, str]) -> Sharing | None:
    """Return how a folder of this computer is shared: by its name, the marks in it and the file system below it."""
    found = folder.absolute()
    marks = [(each, mark) for each in (found, *found.parents) for mark in _MARKS if _exists(each / mark)]
    return sharing_of(found, environment=environment, mounts=_read_mounts(), marks=marks)


def _read_mounts() -> list[tuple[str, str]]:
    """Return where file systems begin and their kinds; only Linux tells this in a file."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
    cells = [line.split() for line in lines]
    return [(cell[1].replace("\\040", " "), cell[2]) for cell in cells if len(cell) > 2]


def _file_system(folder: PurePath, mounts: Iterable[tuple[str, str]]) -> str:
    """Return the kind of the file system that a folder is on: that of the longest folder above it."""
    best, kind = -1, ""
    for root, each in mounts:
        if len(root) > best and _is_below(folder, type(folder)(root)):
            best, kind = len(root), each
    return kind


def _is_below(folder: PurePath, root: PurePath) -> bool:
    return folder == root or root in folder.parents


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
