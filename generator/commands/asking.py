"""Carry out ``briefing query``: find the database, ask it, and print the answer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TextIO

from generator.building.lock import Say
from generator.commands.parameters import parse_time
from generator.commands.terminal import finish
from generator.content_files import REGISTRY
from generator.errors import Problem, UsageError
from generator.iso_dates import days_of
from generator.problem_formats import plural
from generator.querying.database import published_statements
from generator.querying.questions import ANSWER, FOR_PEOPLE, Question, answers, for_people
from generator.querying.sql import select
from generator.querying.tables import TableFormat, write_table
from generator.settings import Site


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands on the command line."""

    words: str | None
    speaker: str | None
    tag: str | None
    since: str | None
    how: str | None
    form: str
    sql: str | None
    database: Path | None
    drafts: bool

    def checked(self) -> TableFormat:
        """Return the form of the answer. Raises ``UsageError`` for what does not go together."""
        if self.form not in list(TableFormat):
            raise UsageError(f"unknown format {self.form!r}", hint="table, csv or json")
        filters = (self.words, self.speaker, self.tag, self.since, self.how)
        narrowed = any(one is not None for one in filters)
        if sum((narrowed, self.sql is not None, self.database is not None)) != 1:
            hint = 'such as `briefing query "ferry" --how denies`'
            raise UsageError("ask by words and filters, by --sql, or write a --database", hint=hint)
        if self.database is not None and self.drafts:
            raise UsageError("a copy holds what is published alone", hint="leave out --drafts")
        return TableFormat(self.form)


def ask(site: Site, asked: Asked, out: TextIO, say: Say) -> None:
    """Answer on ``out``; how many answers there are is told to ``say``."""
    form, problems = asked.checked(), list[Problem]()
    question = _question(site, asked)
    with _database(site, problems, drafts=asked.drafts) as db:
        if asked.database is not None:
            from generator.querying.copies import write_copy

            metadata = write_copy(db, site, asked.database)
            say(
                f"wrote {asked.database} and {metadata.name}; "
                f"datasette {asked.database} --metadata {metadata} shows them"
            )
        elif asked.sql is not None:
            selected = select(db, asked.sql)
            write_table(out, form, selected.columns, selected.rows)
        else:
            count = _write_answers(out, form, answers(db, question))
            say(plural(count, "statement") if count else "nothing found")
    finish(problems)


def _write_answers(out: TextIO, form: TableFormat, found: Iterator[tuple[object, ...]]) -> int:
    if form is TableFormat.TABLE:
        return write_table(out, form, FOR_PEOPLE, for_people(found))
    return write_table(out, form, ANSWER, found)


@contextmanager
def _database(site: Site, problems: list[Problem], *, drafts: bool) -> Iterator[sqlite3.Connection]:
    with published_statements(site) as published:
        if not drafts:
            yield published
            return
        from generator.querying.drafts import with_drafts

        with with_drafts(published, site, parse_time(None), problems) as db:
            yield db


def _question(site: Site, asked: Asked) -> Question:
    return Question(asked.words, _called(site, asked.speaker), asked.tag, _first_day(asked.since), asked.how)


def _called(site: Site, name: str | None) -> str | None:
    """Return what the site calls somebody: an alias of the registry will do."""
    if not name:
        return name
    from generator.review import load_registry

    person = load_registry(site.content / REGISTRY, f"content/{REGISTRY}").find(name)
    return person.name if person else name


def _first_day(text: str | None) -> date | None:
    days = days_of(text) if text is not None else None
    if text is not None and days is None:
        raise UsageError(f"{text!r} is no date", hint="expected 2031-05-04, 2031-05 or 2031")
    return days.first if days else None
