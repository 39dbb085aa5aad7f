"""Ask a database of statements: by words, speaker, tag, day, and how it was said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from generator.errors import UsageError
from generator.exports.quotations import COLUMNS
from generator.extraction.mentions.names import fold
from generator.model import How
from generator.rendering import tag_address

ANSWER = (*COLUMNS, "state")
FOR_PEOPLE = ("date", "speaker", "how", "text", "briefing", "permalink", "review", "state")
_MARKS = str.maketrans("“”„«»‟", '""""""')
_NEWEST_FIRST = "ORDER BY statements.date DESC, briefings.address, statements.id"


@dataclass(frozen=True, slots=True)
class Question:
    """What is wanted; what is None is not asked. ``how`` is a kind of saying, or a reporting word."""

    words: str | None = None
    speaker: str | None = None
    tag: str | None = None
    since: date | None = None
    how: str | None = None


def answers(db: sqlite3.Connection, question: Question) -> Iterator[tuple[object, ...]]:
    """Return the statements that fit, the newest first, with the columns of ``ANSWER``.

    Raises ``UsageError`` for a speaker or a tag that nobody and nothing has.
    """
    conditions = [one for one in _conditions(db, question) if one is not None]
    columns = ", ".join(f"statements.{name}" for name in COLUMNS)
    where = " AND ".join(condition for condition, _ in conditions) or "1"
    query = (
        f"SELECT {columns}, briefings.state FROM statements "  # noqa: S608 (names and conditions of our own)
        f"JOIN briefings ON briefings.id = statements.briefing_id WHERE {where} {_NEWEST_FIRST}"
    )
    found = db.execute(query, [value for _, values in conditions for value in values])
    uncertain = ANSWER.index("uncertain")
    return ((*row[:uncertain], bool(row[uncertain]), *row[uncertain + 1 :]) for row in found)


def for_people(rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """Yield answers with the columns of ``FOR_PEOPLE``; what is uncertain says so beside its review."""
    for row in rows:
        found = dict(zip(ANSWER, row, strict=True))
        if found["uncertain"]:
            found["review"] = f"{found['review']}, uncertain"
        yield tuple(found[name] for name in FOR_PEOPLE)


_Condition = tuple[str, list[object]] | None


def _conditions(db: sqlite3.Connection, question: Question) -> Iterator[_Condition]:
    if question.words is not None:
        yield _matching(expression(db, question.words))
    if question.speaker is not None:
        yield _one_of("statements.speaker", _speakers(db, question.speaker))
    if question.tag is not None:
        yield _tagged(db, question.tag)
    if question.since is not None:
        yield "statements.date >= ?", [question.since.isoformat()]
    if question.how is not None:
        yield _how(question.how)


# --- words ---


def expression(db: sqlite3.Connection, words: str) -> str | None:
    """Return what FTS5 looks for: the words as they are in its language, else each of them literally.

    None where there is no word among them.
    """
    plain = _plain(words)
    if plain.lstrip()[:1] != "*" and _is_understood(db, plain):  # "*reads" asks FTS5 about itself
        return plain
    return literally(plain)


def _is_understood(db: sqlite3.Connection, words: str) -> bool:
    try:
        db.execute("SELECT 1 FROM words WHERE words MATCH ? LIMIT 1", (words,)).fetchone()
    except sqlite3.OperationalError:
        return False
    return bool(words.strip())


def literally(words: str, column: str | None = None) -> str | None:
    """Return an expression of FTS5 for these words as they stand; a ``*`` at a word's end stays one."""
    tokens = [one for one in _plain(words).replace('"', " ").split() if any(map(str.isalnum, one))]
    found = " ".join(f'"{one.rstrip("*")}"{"*" if one.endswith("*") else ""}' for one in tokens)
    return (f"{column} : ({found})" if column else found) if tokens else None


def _plain(words: str) -> str:
    """Return words that SQLite takes, with straight quotation marks."""
    return words.encode("utf-8", "replace").decode().replace("\0", " ").translate(_MARKS)


def _matching(found: str | None) -> _Condition:
    if found is None:
        return "0", []
    return "statements.id IN (SELECT rowid FROM words WHERE words MATCH ?)", [found]


# --- who, where, how ---


def _speakers(db: sqlite3.Connection, name: str) -> list[str]:
    """Return the names in the database that are this one, but for case, accents and apostrophes."""
    known = [who for (who,) in db.execute("SELECT DISTINCT speaker FROM statements ORDER BY speaker")]
    found = [who for who in known if fold(who) == fold(name)]
    if found:
        return found
    from generator.review.people.alike import offered

    near = offered(name, known)
    hint = f"did you mean {' or '.join(near)}?" if near else "`briefing speakers` lists who does"
    raise UsageError(f"{name!r} says nothing there", hint=hint)


def _tagged(db: sqlite3.Connection, tag: str) -> _Condition:
    address = tag_address(tag)
    known = dict(db.execute("SELECT address, tag FROM tags ORDER BY address"))
    if address not in known:
        near = get_close_matches(tag, known.values(), n=1)
        raise UsageError(
            f"no briefing has the tag {tag!r}", hint=f"did you mean {near[0]!r}?" if near else None
        )
    return "briefings.id IN (SELECT briefing_id FROM tags WHERE address = ?)", [address]


def _how(how: str) -> _Condition:
    """A kind of saying that the program knows, whatever the text's own words; or one of these words."""
    if how.casefold() in list(How):
        return "statements.manner = ?", [how.casefold()]
    return _matching(literally(how, "how"))


def _one_of(column: str, values: Iterable[str]) -> _Condition:
    wanted: list[object] = list(values)
    return f"{column} IN ({', '.join('?' * len(wanted))})", wanted
