"""What pages are made with: the settings, the registry, the templates; read when first asked for."""

from __future__ import annotations

from dataclasses import dataclass

from generator.building.across_pages import AcrossPages
from generator.building.desk import Desk, hashed
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.profiles import Profiles
from generator.building.publication import publication, settings_key
from generator.building.store.archive import Archive
from generator.building.store.artifacts import ArtifactStore
from generator.building.store.site_index import SiteIndex
from generator.building.versions import code_version
from generator.rendering import Renderer, Theme
from generator.settings import load_site


@dataclass(slots=True)
class Equipment:
    """Each part may be broken: asking for it then raises ``BriefingError``, until it is mended."""

    inputs: Inputs
    archive: Archive
    site_index: SiteIndex
    artifacts: ArtifactStore
    options: BuildOptions
    _desk: Desk | None = None
    _across: AcrossPages | None = None

    @property
    def desk(self) -> Desk:
        if self._desk is None:
            self._desk = Desk(load_site(self.inputs.root), self.archive)
        return self._desk

    @property
    def across(self) -> AcrossPages:
        if self._across is None:
            site, preview = self.desk.site, self.options.preview
            public = publication(site, self.options.base_url, preview=preview)
            theme = Theme(site.templates, fingerprint=not preview)
            base = hashed(code_version(), self.desk.version, settings_key(public), theme.pages_digest)
            profiles = Profiles(self.desk.registry, self.inputs.root, self.inputs.known)
            redirects = site.settings.site.redirects
            self._across = AcrossPages(
                Renderer(theme, public), self.site_index, self.artifacts, profiles, base, redirects
            )
        return self._across

    def drop_settings(self) -> None:
        """Settings or registry changed, and with them all else."""
        self._desk = self._across = None

    def look_again(self) -> bool:
        """Read the templates anew; whether that concerns every page."""
        before, self._across = self._across.base if self._across else None, None
        return self.across.base != before
