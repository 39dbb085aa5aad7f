"""Provide what pages are made with: settings, registry, templates; read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from generator.building.colocated_files import STATIC
from generator.building.compiled_templates import compiled_templates
from generator.building.hashing import hashed
from generator.building.inputs import Inputs
from generator.building.listing_pages import ListingPages, Profiles
from generator.building.loader import BriefingLoader
from generator.building.options import BuildOptions
from generator.building.publication import publication, settings_key
from generator.building.store.archive import Archive
from generator.building.store.artifacts import ArtifactStore
from generator.building.store.site_index import SiteIndex
from generator.building.versions import code_version
from generator.rendering import Renderer, Theme
from generator.settings import load_site


@dataclass(slots=True)
class BuildContext:
    """Each part may be broken: asking for it then raises ``BriefingError``, until it is mended."""

    inputs: Inputs
    archive: Archive
    site_index: SiteIndex
    artifacts: ArtifactStore
    options: BuildOptions
    _loader: BriefingLoader | None = None
    _listings: ListingPages | None = None

    @property
    def loader(self) -> BriefingLoader:
        if self._loader is None:
            site = load_site(self.inputs.root, trusted=self.options.trust)
            self._loader = BriefingLoader(site, self.archive)
        return self._loader

    @property
    def listings(self) -> ListingPages:
        if self._listings is None:
            site, preview = self.loader.site, self.options.preview
            public = publication(site, self.options.base_url, preview=preview)
            # Words of a site could be folded into what a template compiles to.
            compiled = None if public.words else compiled_templates()
            theme = Theme(site.templates, fingerprint=not preview, trusted=site.trusted, compiled=compiled)
            parts = (settings_key(public), theme.pages_digest, site.trusted)
            base = hashed(code_version(), self.loader.version, *parts)
            profiles = Profiles(self.loader.registry, self.inputs.root, self.inputs.known)
            redirects, per_page = site.settings.site.redirects, site.settings.site.per_page
            self._listings = ListingPages(
                Renderer(theme, public), self.site_index, self.artifacts, profiles, base, per_page, redirects
            )
        return self._listings

    def is_logo(self, path: PurePosixPath) -> bool:
        """Tell whether an input is the logo: every page that was made says how large that is."""
        logo = self._listings.renderer.publication.identity.logo if self._listings else None
        return logo is not None and path == STATIC / logo

    def drop_settings(self) -> None:
        """Settings, registry or logo changed, and with them all else."""
        self._loader = self._listings = None

    def look_again(self) -> bool:
        """Read the templates anew; whether that concerns every page."""
        before, self._listings = self._listings.base if self._listings else None, None
        return self.listings.base != before
