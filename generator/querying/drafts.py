"""Add what is not published yet to what is: drafts and embargoed briefings, as they stand now."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from generator.building.publication import publication
from generator.building.survey import Survey, Surveyed, survey
from generator.errors import Problem
from generator.exports.quotations import quotations
from generator.querying.statements import State, Stated, add, remove, stated_in
from generator.rendering.briefing_view import published_briefing
from generator.rendering.index_entry import index_entry, lines_of
from generator.settings import Site


@contextmanager
def with_drafts(
    published: sqlite3.Connection, site: Site, now: datetime, problems: list[Problem]
) -> Iterator[sqlite3.Connection]:
    """Open a copy, in memory, of what is ``published``, and of what is held back at ``now``.

    A published briefing that is a draft by now stands there as a draft. ``problems`` fills with what
    cannot be read.
    """
    with closing(sqlite3.connect(":memory:")) as db:
        published.backup(db)
        with survey(site) as sources:
            for stated in _held_back(sources, site, now):
                _replace(db, stated)
            problems += sources.problems
        db.commit()
        db.execute("PRAGMA query_only = ON")
        yield db


def _held_back(sources: Survey, site: Site, now: datetime) -> Iterator[Stated]:
    public = publication(site, None)
    for one in sources.held_back(now):
        if not one.document.is_page:
            briefing = sources.loader.briefing(one.path, one.key, lambda path: path)
            shown = published_briefing(briefing, public, public.locale(one.document.source.lang))
            lines = lines_of(shown)
            summary = index_entry(shown, lines).summary
            yield stated_in(summary, quotations(shown, lines, public), _state(one))


def _state(one: Surveyed) -> State:
    return State.DRAFT if one.document.front.draft else State.EMBARGO


def _replace(db: sqlite3.Connection, stated: Stated) -> None:
    rows = db.execute("SELECT id FROM briefings WHERE address = ?", (stated.summary.address,)).fetchall()
    for (number,) in rows:
        remove(db, number)
    add(db, stated)
