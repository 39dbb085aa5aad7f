"""The site's settings as its pages need them."""

from __future__ import annotations

from dataclasses import astuple, replace
from pathlib import Path

from generator import __version__
from generator.building.picture_sizes import size_of
from generator.rendering import Publication
from generator.rendering.i18n import own_words
from generator.rendering.publication import Identity
from generator.settings import Site, SiteSettings
from generator.shipped import can_draw


def publication(site: Site, base_url: str | None, *, preview: bool = False) -> Publication:
    """Return what pages are told of the site; ``base_url`` replaces the one in the settings."""
    settings = site.settings
    found = Publication(
        title=settings.site.title,
        description=settings.site.description,
        identity=_identity(settings.site, site.static),
        lang=settings.site.lang,
        words=own_words(settings.site.words),
        base_url=base_url or settings.site.base_url,
        acts=frozenset(settings.extraction.acts),
        confirmed_only=settings.review.confirmed_only,
        name_reviewers=settings.review.name_reviewers,
        preview=preview,
        version=__version__,
        exports=settings.output.exports,
        policy=tuple(settings.site.policy.items()),
        embeds=settings.site.embeds,
        frame_ancestors=settings.site.frame_ancestors,
        cards=settings.site.cards and can_draw(),
    )
    sure = settings.extraction.sure
    return found if sure is None else replace(found, sure=sure)


def _identity(site: SiteSettings, static: Path) -> Identity:
    return Identity(
        publisher=site.publisher,
        author=site.author,
        contact=site.contact,
        licence=site.licence,
        logo=site.logo,
        logo_size=size_of(static / site.logo, static) if site.logo else None,
        footer=site.footer,
        menu=tuple(site.menu.items()),
    )


def settings_key(public: Publication) -> str:
    """The same for the same settings in every process, though each orders a set otherwise."""
    return repr([sorted(value) if isinstance(value, frozenset) else value for value in astuple(public)])
