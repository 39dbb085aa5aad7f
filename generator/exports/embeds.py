"""Make the pages of single statements, each with its oEmbed description where the site knows its address."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

from generator.rendering import BriefingPage, Renderer
from generator.rendering.context import EmbedView
from generator.rendering.embeds import WIDTH, height
from generator.rendering.publication import Publication


def embed_files(made: BriefingPage, renderer: Renderer) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Yield the path of each file with what makes it."""
    for view in renderer.embeds(made):
        yield f"{view.address}/index.html", partial(_page, renderer, made, view)
        if view.oembed:
            yield f"{view.address}/oembed.json", partial(oembed, view, renderer.publication)


def _page(renderer: Renderer, made: BriefingPage, view: EmbedView) -> bytes:
    return renderer.embed(made, view).content


def oembed(view: EmbedView, publication: Publication) -> bytes:
    """Return what oEmbed 1.0 asks of a rich answer."""
    found = {
        "version": "1.0",
        "type": "rich",
        "title": view.title,
        "provider_name": publication.title,
        "provider_url": publication.base_url,
        "html": view.iframe,
        "width": WIDTH,
        "height": height(view),
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
