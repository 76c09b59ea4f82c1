"""Which folders a sync tool or a network carries about."""

from __future__ import annotations

from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

import pytest

from secdesk.register.shared_folder import Sharing, look_at_folder, sharing_of

LINUX = [("/", "ext4"), ("/people", "ext4"), ("/mnt/team", "cifs"), ("/mnt/team/own", "ext4"), ("/media/nas", "nfs4")]


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (PureWindowsPath(r"C:\A\OneDrive\Registers"), Sharing("sync", "OneDrive")),
        (PureWindowsPath(r"C:\A\OneDrive - SECAS Limited\Registers"), Sharing("sync", "OneDrive")),
        (PureWindowsPath(r"C:\A\Dropbox (Team)\Registers"), Sharing("sync", "Dropbox")),
        (PureWindowsPath(r"G:\My Drive\Registers"), Sharing("sync", "Google Drive")),
        (PureWindowsPath(r"\\server\team\Registers"), Sharing("network", "server")),
        (PurePosixPath("/people/a/Library/Mobile Documents/com~apple~CloudDocs"), Sharing("sync", "iCloud")),
        (PurePosixPath("/people/a/Library/CloudStorage/GoogleDrive-a@b.c/x"), Sharing("sync", "Google Drive")),
        (PurePosixPath("/people/a/Nextcloud/x"), Sharing("sync", "Nextcloud")),
        (PurePosixPath("/mnt/team/Registers"), Sharing("network", "cifs")),
        (PurePosixPath("/media/nas"), Sharing("network", "nfs4")),
        (PurePosixPath("/mnt/team/own/x"), None),
        (PurePosixPath("/people/a/Documents"), None),
        (PurePosixPath("/people/a/Dropbox notes"), None),
        (PurePosixPath("/people/a/boxes"), None),
        (PureWindowsPath(r"C:\A\Documents"), None),
    ],
    ids=str,
)
def test_a_folder_tells_by_its_name_or_its_file_system_how_it_is_shared(
    folder: PurePath, found: Sharing | None
) -> None:
    mounts = LINUX if isinstance(folder, PurePosixPath) else []
    assert sharing_of(folder, environment={}, mounts=mounts) == found


def test_a_onedrive_that_was_renamed_is_known_from_the_environment() -> None:
    there = {"OneDriveCommercial": r"D:\Company files"}
    inside, beside = PureWindowsPath(r"D:\Company files\Registers"), PureWindowsPath(r"D:\Company files 2")
    assert sharing_of(inside, environment=there) == Sharing("sync", "OneDrive")
    assert sharing_of(beside, environment=there) is None


def test_a_mark_that_a_sync_tool_left_above_the_folder_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "anything" / "registers"
    folder.mkdir(parents=True)
    assert look_at_folder(folder, {}) is None
    (tmp_path / ".stfolder").mkdir()
    assert look_at_folder(folder, {}) == Sharing("sync", "Syncthing")
