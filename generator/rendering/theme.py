"""The templates: the shipped ones, a site's own over them, and what goes wrong in them.

A site's ``templates/NAME`` takes the place of the shipped one of the same path; as
``@base/NAME`` the shipped one can still be extended or included. Every template
escapes; a name that is not there is an error, never an empty string. A site's own templates
run in a sandbox, unless whoever runs the command trusts the site.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from markupsafe import Markup

from generator.content_files import stays_inside
from generator.errors import Problem, TemplateProblem
from generator.rendering.assets import Asset, load_assets, theme_files
from generator.rendering.compiled import compiled_for
from generator.rendering.i18n import PageLocale
from generator.rendering.missing_names import MissingName, NamedUndefined
from generator.rendering.sandbox import Sandbox
from generator.shipped import shipped_templates
from generator.slugs import tag_address

_TRUST = "docs/theming.md lists what a template may use; --trust runs your own templates free"
_ERROR = "404.html"  # stands alone, and holds its style


class Theme:
    """Templates and assets as they are now: make a new one when a file of them has changed.

    Raises :class:`TemplateProblem`, with file and line, when a template cannot be used.
    """

    def __init__(
        self,
        own: Path | None = None,
        *,
        fingerprint: bool = True,
        trusted: bool = False,
        compiled: Path | None = None,
    ) -> None:
        """``compiled`` is a folder of ours for what the shipped templates compile to."""
        self.fingerprint = fingerprint
        self.compiled = compiled
        self.trusted = trusted
        shipped = shipped_templates()
        overriding = own is not None and own.is_dir() and own.resolve() != shipped.resolve()
        self.folders = (own, shipped) if own is not None and overriding else (shipped,)
        self._environments: dict[PageLocale, Environment] = {}

    @cached_property
    def assets(self) -> dict[str, Asset]:
        return load_assets(self.folders, fingerprint=self.fingerprint)

    @cached_property
    def digest(self) -> str:
        """Of all files of the theme."""
        return self._digest(contents=True)

    @cached_property
    def pages_digest(self) -> str:
        """Of what a page depends on besides its content: templates, and the names of assets."""
        return self._digest(contents=any(b"inline(" in data for name, data in self._files if name != _ERROR))

    def _digest(self, *, contents: bool) -> str:
        digest = hashlib.sha256()
        for name, data in self._files:
            digest.update(name.encode() + b"\0" + data)
        for asset in sorted(self.assets.values(), key=lambda asset: asset.name):
            digest.update(f"{asset.name}\0{asset.path}\0".encode() + (asset.content if contents else b""))
        return digest.hexdigest()

    @cached_property
    def _files(self) -> list[tuple[str, bytes]]:
        """The templates, and what bundles the assets; shipped ones too where they are overridden."""
        found = []
        for folder in self.folders:
            for name, path in theme_files(folder):
                if path.suffix in (".html", ".xml"):
                    found.append((name, path.read_bytes()))
        return found

    def render(self, name: str, locale: PageLocale, **values: Any) -> str:
        """The page that template ``name`` makes of ``values``."""
        environment = self._environment(locale)
        try:
            return environment.get_template(name).render(values)
        except Exception as error:
            raise self._problem(error, name, environment, values) from error

    def macros(self, name: str, locale: PageLocale, **values: Any) -> Any:
        """The macros of a template, to be called as methods; ``values`` are known in them."""
        environment = self._environment(locale)
        try:
            return environment.get_template(name).make_module(values)
        except Exception as error:
            raise self._problem(error, name, environment, values) from error

    def _environment(self, locale: PageLocale) -> Environment:
        if locale not in self._environments:
            self._environments[locale] = self._new_environment(locale)
        return self._environments[locale]

    def _new_environment(self, locale: PageLocale) -> Environment:
        free = self.trusted or len(self.folders) == 1  # the shipped templates alone are ours
        environment = (Environment if free else Sandbox)(
            loader=self._loader(),
            autoescape=True,
            undefined=NamedUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
            auto_reload=False,
            bytecode_cache=compiled_for(free, locale, self.folders[-1], self.compiled),
        )
        environment.install_gettext_translations(locale.translations, newstyle=True)  # type: ignore[attr-defined]
        environment.globals["_"] = environment.globals["gettext"]  # Jinja's own `_` looks it up at each call
        for name in ("day", "month", "month_name", "moment", "when", "percent", "number", "listed"):
            environment.filters[name] = getattr(locale, name)
        environment.filters["tag_address"] = tag_address
        environment.globals |= {"link": _link, "file": _file, "asset": self._asset, "inline": self._inline}
        return environment

    def _loader(self) -> BaseLoader:
        shipped = FileSystemLoader(self.folders[-1])
        own = [_OwnLoader(folder) for folder in self.folders[:-1]]
        return ChoiceLoader([PrefixLoader({"@base": shipped}), *own, shipped])

    @pass_context
    def _asset(self, context: Context, name: str) -> str:
        """A link to an asset, as ``asset("style.css")`` in a template."""
        return str(context["page"].root) + quote(self._found(name).path)

    def _inline(self, name: str) -> Markup:
        """The text of an asset, for a page that must stand alone."""
        return Markup(self._found(name).content.decode())  # noqa: S704 (a file of the theme)

    def _found(self, name: str) -> Asset:
        if name not in self.assets:
            raise TemplateNotFound(f"assets/{name}")
        return self.assets[name]

    # --- what goes wrong ---

    def _problem(
        self, error: Exception, name: str, environment: Environment, values: Mapping[str, Any]
    ) -> TemplateProblem:
        if isinstance(error, TemplateProblem):
            return error
        if isinstance(error, TemplateSyntaxError):
            file = self._shown(error.filename) or error.name or name
            message, hint = error.message or "syntax error", _other_filter(error, environment)
            return TemplateProblem(Problem(message, file=file, line=error.lineno, hint=hint))
        place = self._place(error.__traceback__, name)
        if isinstance(error, TemplateNotFound):
            message, hint = f"there is no template {error.message}", self._other_file(str(error.message))
            return TemplateProblem(Problem(message, *place, hint=hint))
        if isinstance(error, MissingName):
            hint = error.hint(sorted({*values, *environment.globals}))
            return TemplateProblem(Problem(f"{self._asked(error, *place)}{error}", *place, hint=hint))
        kind = "" if isinstance(error, TemplateError) else f"{type(error).__name__}: "
        hint = _TRUST if isinstance(error, SecurityError) else None
        return TemplateProblem(Problem(f"{kind}{error}", *place, hint=hint))

    def _asked(self, error: MissingName, file: str, line: int | None) -> str:
        """The expression that asks for the name, as the template writes it: ``briefing.titel: ``."""
        paths = (folder / file.removeprefix("templates/") for folder in self.folders)
        path = next((path for path in paths if path.is_file()), None)
        lines = path.read_text("utf-8", "replace").splitlines() if path is not None else []
        written = lines[line - 1] if line and line <= len(lines) else ""
        found = re.search(rf"[\w.]*\w\.{re.escape(error.name)}\b", written)
        return f"{found[0]}: " if found else ""

    def _other_file(self, wanted: str) -> str | None:
        """The template or asset that may be meant."""
        assets = [f"assets/{name}" for name in self.assets]
        known = assets if wanted.startswith("assets/") else [name for name, _ in self._files]
        close = get_close_matches(wanted, known, n=1)
        return f"did you mean {close[0]!r}?" if close else None

    def _place(self, trace: TracebackType | None, name: str) -> tuple[str, int | None]:
        """Return where the innermost template stood; Jinja writes its lines into the traceback."""
        places = [(file, line) for path, line in _frames(trace) if (file := self._shown(path))]
        return places[-1] if places else (f"templates/{name}", None)

    def _shown(self, path: str | None) -> str | None:
        for folder in self.folders:
            if path and path.endswith((".html", ".xml")) and Path(path).is_relative_to(folder):
                return f"templates/{Path(path).relative_to(folder).as_posix()}"
        return None


class _OwnLoader(FileSystemLoader):
    """Loads a site's own templates; a link that leads out of their folder is as good as none."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        if not any(stays_inside(Path(found[1]), Path(folder)) for folder in self.searchpath):
            raise TemplateNotFound(template)
        return found


def _other_filter(error: TemplateSyntaxError, environment: Environment) -> str | None:
    """The filter that may be meant, where none of a name is known."""
    unknown = re.match(r"No filter named '(\w+)'", error.message or "")
    close = get_close_matches(unknown[1], [*environment.filters], n=1) if unknown else []
    return f"did you mean {close[0]!r}?" if close else None


def _frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


@pass_context
def _file(context: Context, path: str) -> str:
    """A link to a file of the site that is no page, as ``file("photos/a.jpg")``."""
    return str(context["page"].root) + quote(path)


@pass_context
def _link(context: Context, address: str, fragment: str | None = None) -> str:
    """A link to the page at ``address``, and to a place in it, as ``link("speakers")``."""
    folder = f"{quote(address)}/" if address else ""
    return f"{context['page'].root}{folder}index.html" + (f"#{quote(fragment)}" if fragment else "")
