"""A paper as JSON: the form in which an issued paper is kept and read back years later.

One object, UTF-8, two blanks of indent, members in the order of :mod:`secdesk.papers.tree`:

``form``          always ``"secdesk paper"``
``form_version``  1; a reader refuses a higher one
``check_code``    the code printed on the paper: the first eight digits of the SHA-256 of ``paper`` written with
                  sorted keys and without blanks
``paper``         the fields of :class:`~secdesk.papers.tree.Paper`, its ``blocks`` each with a ``type``; a run of
                  text is an object with ``text``, a figure one with ``key`` as well; an issued paper has ``issue``,
                  the fields of :class:`~secdesk.papers.issue_facts.Issue`
``figures``       every figure of the paper in reading order: ``key``, ``text``, ``records`` (the uids it counts),
                  ``calendar`` (how days were counted, or null), ``mark`` and ``strong``

Characters that an editor would hide or turn round are written as ``\\u`` escapes, so nothing is lost or replaced.
The one thing JSON cannot tell apart is a high surrogate followed by a low one and the character they stand for.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from secdesk.papers.json_shape import WrongShape, parse_strictly, read_as, refuse
from secdesk.papers.tree import Figure, Heading, Paper, Rendering, figures
from secdesk.papers.visible import escape_hidden

FORM = "secdesk paper"
FORM_VERSION = 1
_MEMBERS = ("form", "form_version", "check_code", "paper", "figures")


def render_json(paper: Paper) -> Rendering:
    """Write ``paper`` as JSON; equal papers give equal bytes. A column width that is no finite number is an error."""
    document = {
        "form": FORM,
        "form_version": FORM_VERSION,
        "check_code": paper.check_code,
        "paper": paper.members(),
        "figures": [asdict(figure) for figure in figures(paper)],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    return Rendering(data=(escape_hidden(text) + "\n").encode())


def read_paper(data: bytes) -> Paper:
    """Return the paper that :func:`render_json` wrote: equal to the one given to it.

    Raises ValueError with one sentence when the text is not JSON, not of this form, of a newer version of it, or
    when its list of figures is not that of its tree.
    """
    document = _read_document(parse_strictly(data))
    paper: Paper = read_as(Paper, document["paper"], "paper")
    _check_headings(paper)
    if read_as(tuple[Figure, ...], document["figures"], "figures") != tuple(figures(paper)):
        raise WrongShape("The list of figures is not that of the paper it stands with; take an unchanged copy.")
    return paper


def _read_document(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("form") != FORM:
        raise WrongShape("This is not a paper written by secdesk.")
    version = document.get("form_version")
    if type(version) is not int or version < 1:
        refuse("form_version", "a whole number from 1", version)
    if version > FORM_VERSION:
        raise WrongShape("This paper was written by a newer secdesk; open it with that one.")
    for name in _MEMBERS:
        if name not in document:
            raise WrongShape(f'The paper lacks its member "{name}".')
    for name in document:
        if name not in _MEMBERS:
            raise WrongShape(f"The paper has a member {json.dumps(name)} that is not known here.")
    read_as(str, document["check_code"], "check_code")
    return document


def _check_headings(paper: Paper) -> None:
    for index, block in enumerate(paper.blocks):
        if isinstance(block, Heading) and block.level not in (1, 2, 3):
            refuse(f"paper.blocks[{index}].level", "1, 2 or 3", block.level)
