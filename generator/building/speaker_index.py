"""Index who says what in published briefings, as speaker pages do, for commands that ask."""

from __future__ import annotations

from datetime import datetime

from generator.building.publication import publication
from generator.building.store.archive import open_archive
from generator.building.store.site_index import SiteIndex
from generator.building.survey import Survey
from generator.rendering.briefing_view import published_briefing
from generator.rendering.index_entry import index_entry, lines_of


def speaker_index(survey: Survey, now: datetime) -> SiteIndex:
    """Index what a build at ``now`` would publish; in memory, the site's archive belongs to its builds."""
    archive, _ = open_archive(None)
    index, public = SiteIndex(archive, "survey"), publication(survey.site, None)
    for one in survey.published(now):
        if not one.document.is_page:
            briefing = survey.loader.briefing(one.path, one.key, lambda path: path)
            shown = published_briefing(briefing, public, public.locale(one.document.source.lang))
            index.publish(one.path, index_entry(shown, lines_of(shown)), briefing.kinds)
    return index
