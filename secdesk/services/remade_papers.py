"""The proof by the last issued paper: made again from its frozen tree it must be, byte for byte, the stored file."""

from __future__ import annotations


def remake_paper(tree: bytes, file: bytes) -> bool:
    """Say whether a paper made again from its frozen tree is the stored file (design.md 5.10)."""
    from secdesk.papers.json_form import read_paper
    from secdesk.papers.render import render

    suffix = {b"%PDF": ".pdf", b"PK\x03\x04": ".docx"}.get(file[:4], ".txt")
    try:
        return render(read_paper(tree), suffix).data == file
    except ValueError:
        return False
