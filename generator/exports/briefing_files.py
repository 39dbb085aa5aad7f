"""Make the files that stand beside a briefing's page: one function a name of ``BESIDE``."""

from __future__ import annotations

from collections.abc import Callable

from generator.exports.markdown import briefing_markdown
from generator.exports.web_annotations import web_annotations
from generator.rendering import BriefingPage, Publication
from generator.rendering.pages import BESIDE

_Make = Callable[[BriefingPage, Publication], bytes]


def _bibtex(made: BriefingPage, _: Publication) -> bytes:
    return f"{made.view.citations.bibtex}\n".encode("utf-8", "replace")


_MAKERS: dict[str, _Make] = dict(zip(BESIDE, (briefing_markdown, _bibtex, web_annotations), strict=True))


def briefing_file(name: str, made: BriefingPage, publication: Publication) -> bytes:
    """Return the bytes of the file ``name`` beside a briefing's page."""
    return _MAKERS[name](made, publication)
