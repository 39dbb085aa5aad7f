"""``briefing build --record``: what changed since the last published version, kept beside the source."""

from __future__ import annotations

from datetime import UTC, datetime

from generator.building.survey import Survey, Surveyed, survey
from generator.errors import ContentErrors
from generator.model import Extraction
from generator.review import publishable
from generator.review.versions import change_log
from generator.review.versions.published import published_state
from generator.settings import Site


def record_versions(site: Site, now: datetime) -> list[str]:
    """Append a version to the log of each public briefing that changed; returns the logs' names.

    Only what the gate lets through is ever recorded. Raises ``ContentErrors``.
    """
    at = now.astimezone(UTC).replace(microsecond=0)  # a log is read by people
    with survey(site) as all_of_it:
        written = [log for one in all_of_it.public(now) if (log := _record(all_of_it, one, at))]
        if all_of_it.problems:
            raise ContentErrors(all_of_it.problems)
    return written


def _record(all_of_it: Survey, one: Surveyed, at: datetime) -> str | None:
    log, front, settings = change_log.path_for(one.path), one.document.front, all_of_it.site.settings
    shown = publishable(one.review.extraction, settings.review, settings.extraction.acts)
    if front.withdrawn is not None:
        shown = Extraction()  # nothing of it is published any longer
    whole = not front.excerpt and front.withdrawn is None
    state = published_state(one.document.source, shown, text=whole)
    name = f"content/{log}"
    version = change_log.record(all_of_it.site.content / log, state, at, front.notice, name=name)
    return name if version else None
