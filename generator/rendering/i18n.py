"""The words of the page itself, in the reader's language; dates, numbers and lists as it writes them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from markupsafe import escape

CATALOGUES = Path(__file__).parent / "locales"
DEFAULT = "en"


class PageLocale:
    """One language of the pages' own words; its methods are filters in templates."""

    def __init__(self, locale: Locale, translations: NullTranslations) -> None:
        self.babel, self.translations = locale, translations

    @property
    def lang(self) -> str:
        return str(self.babel).replace("_", "-")

    def day(self, value: dt.date | int) -> str:
        """A day, or a year alone."""
        if isinstance(value, int):
            return str(value)
        return format_date(value, "long", locale=self.babel)

    def month(self, value: dt.date) -> str:
        return format_date(value, "LLLL y", locale=self.babel)

    def month_name(self, value: str) -> str:
        """``2025-01`` as ``January 2025``; ``undated`` in the page's own words."""
        if not re.fullmatch(r"\d{4}-\d\d", value):
            return self.translations.gettext("undated")
        return self.month(dt.date.fromisoformat(f"{value}-01"))

    def moment(self, value: dt.datetime) -> str:
        return format_datetime(value, "long", locale=self.babel)

    def when(self, value: dt.date) -> str:
        """A day, with its time where it has one."""
        if not isinstance(value, dt.datetime):
            return self.day(value)
        zone = f"UTC{value.isoformat()[-6:]}" if value.utcoffset() else "UTC"
        return f"{self.day(value)}, {format_time(value.time(), 'short', locale=self.babel)} {zone}"

    def percent(self, value: float) -> str:
        return _percent(round(value * 100), self.babel)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.babel)

    def listed(self, values: Sequence[str]) -> str:
        return format_list([str(value) for value in values], locale=self.babel)


@cache
def _percent(hundredths: int, locale: Locale) -> str:
    return format_percent(hundredths / 100, locale=locale)


def has_catalogue(lang: str) -> bool:
    return lang == DEFAULT or _catalogue(lang).is_file()


OwnWords = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""What a site adds to the catalogues: by language, pairs of the English words and those to print."""


def own_words(words: Mapping[str, Mapping[str, str]]) -> OwnWords:
    """Return the settings' words as plain pairs, the same in every process."""
    return tuple((lang, tuple(sorted(pairs.items()))) for lang, pairs in sorted(words.items()))


@cache
def page_locale(*wanted: str, own: OwnWords = ()) -> PageLocale:
    """The first of the ``wanted`` language tags that the pages can speak, else English."""
    for lang in (*wanted, DEFAULT):
        primary = _primary(lang)
        added = dict(pair for of, pairs in own if _primary(of) == primary for pair in pairs)
        if has_catalogue(primary) or added:
            shipped = _translations(primary)
            return PageLocale(_locale(lang, primary), _Added(added, shipped) if added else shipped)
    return PageLocale(Locale(DEFAULT), NullTranslations())


class _Added(NullTranslations):
    """A site's own words before those of a catalogue."""

    def __init__(self, words: Mapping[str, str], shipped: NullTranslations) -> None:
        super().__init__()
        self.words = words
        self.add_fallback(shipped)

    def gettext(self, message: str) -> str:
        return self.words.get(message) or str(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        own = self.words.get(msgid1 if n == 1 else msgid2)
        return own or str(super().ngettext(msgid1, msgid2, n))

    # What templates call: they take words of a catalogue for HTML, and a site's own are plain text.

    def ugettext(self, message: str) -> str:
        own = self.words.get(message)
        return escape(own) if own else str(super().gettext(message))

    def ungettext(self, msgid1: str, msgid2: str, n: int) -> str:
        own = self.words.get(msgid1 if n == 1 else msgid2)
        return escape(own) if own else str(super().ngettext(msgid1, msgid2, n))


def _primary(lang: str) -> str:
    return lang.replace("_", "-").split("-")[0].lower()


@cache
def direction(lang: str) -> str:
    """Return ``rtl`` or ``ltr``: the direction in which a language is written, in its script."""
    try:
        return _locale(lang, lang.split("-", maxsplit=1)[0].lower()).text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def _catalogue(primary: str) -> Path:
    return CATALOGUES / primary / "LC_MESSAGES" / "messages.po"


def _locale(lang: str, primary: str) -> Locale:
    try:
        return Locale.parse(lang, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale(primary)


@cache
def _translations(primary: str) -> NullTranslations:
    """The catalogue, compiled at first need: the readable file is the only one there is."""
    path = _catalogue(primary)
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=primary))
    compiled.seek(0)
    return Translations(compiled)
