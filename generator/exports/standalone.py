"""Make one file of a page: styles, scripts and pictures in it, and nothing that is loaded from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

Read = Callable[[str], bytes | None]

_TAG = re.compile(r"<(link|script|img|a|meta)\b([^>]*)>(</script>)?")
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')
_RECORDING = re.compile(r'<div data-x class="media".*?</div>', re.DOTALL)  # it would weigh too much
_URL = re.compile(r"""url\(\s*(["']?)([\w./-]+)\1\s*\)""")


def standalone(
    html: str, path: str, assets: Mapping[str, bytes], read: Read, whole: str | None = None
) -> str:
    """Return the page at ``path`` with all that it needs in it.

    ``assets`` are the theme's files, and ``read`` gives those of the site, by their paths in it. Links to
    other pages lead to where the site stands (``whole``), and nowhere where that is not known.
    """
    maker = _Maker(posixpath.dirname(path), assets, read, whole)
    made = _TAG.sub(maker.tag, _RECORDING.sub("", html))
    scripts = "".join(f"<script>{script}</script>\n" for script in maker.scripts)
    made = made.replace("</body>", f"{scripts}</body>", 1)
    return made.replace(_POLICY, escape(maker.policy()), 1)


_POLICY = "standalone-policy"


class _Maker:
    def __init__(self, folder: str, assets: Mapping[str, bytes], read: Read, whole: str | None) -> None:
        self.folder, self.assets, self.read, self.whole = folder, assets, read, whole
        self.scripts: list[str] = []
        self.styles: list[str] = []

    def tag(self, match: re.Match[str]) -> str:
        name, attributes = match[1], {key: unescape(value) for key, value in _ATTRIBUTE.findall(match[2])}
        if name == "meta":
            policy = attributes.get("http-equiv") == "Content-Security-Policy"
            return (
                self._with(match[0], "content", attributes.get("content"), lambda _: _POLICY)
                if policy
                else match[0]
            )
        if name == "link":
            return self._link(match[0], attributes)
        if name == "script":
            return self._script(match[0], attributes)
        if name == "img":
            return self._with(match[0], "src", attributes.get("src"), self._picture)
        return self._with(match[0], "href", attributes.get("href"), self._target)

    def _link(self, tag: str, attributes: Mapping[str, str]) -> str:
        kind, found = attributes.get("rel"), self._file(attributes.get("href", ""))
        if kind == "stylesheet" and found is not None:
            style = self._style(found)
            self.styles.append(style)
            return f"<style>{style}</style>"
        return tag if kind == "canonical" else ""

    def _style(self, path: str) -> str:
        """Return a sheet with what it needs in it."""

        def inline(match: re.Match[str]) -> str:
            wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), match[2]))
            return f"url({_data(wanted, self.assets[wanted])})" if wanted in self.assets else match[0]

        return _URL.sub(inline, self.assets[path].decode("utf-8", "replace")).replace("</", "<\\/")

    def _script(self, tag: str, attributes: Mapping[str, str]) -> str:
        found = self._file(attributes.get("src", ""))
        if found is None:
            return tag
        self.scripts.append(self.assets[found].decode("utf-8", "replace").replace("</", "<\\/"))
        return ""

    def _file(self, target: str) -> str | None:
        place = self._place(target)
        return place if place in self.assets else None

    def _place(self, target: str) -> str | None:
        """Return the path in the site that a relative link means."""
        parts = urlsplit(target)
        if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
            return None
        return posixpath.normpath(posixpath.join(self.folder, unquote(parts.path)))

    def _with(self, tag: str, name: str, value: str | None, change: Callable[[str], str | None]) -> str:
        if value is None:
            return tag
        changed = change(value)
        if changed == value:
            return tag
        new = f' {name}="{escape(changed)}"' if changed is not None else ""
        return re.sub(rf'\s{name}="[^"]*"', lambda _: new, tag, count=1)

    def _picture(self, source: str) -> str | None:
        """Return a picture as data; one from elsewhere is not loaded, and its description stands for it."""
        place = self._place(source)
        data = self.read(place) if place else None
        return _data(place, data) if place and data is not None else None

    def _target(self, target: str) -> str | None:
        place = self._place(target)
        if place is None:
            return target
        fragment = urlsplit(target).fragment
        return f"{self.whole.rstrip('/')}/{place}{'#' + fragment if fragment else ''}" if self.whole else None

    def policy(self) -> str:
        """Allow what stands in the file, and nothing else."""
        styles, scripts = (" ".join(map(_hash, texts)) or "'none'" for texts in (self.styles, self.scripts))
        return (
            f"default-src 'none'; style-src {styles}; script-src {scripts}; img-src data:; font-src data:; "
            "base-uri 'none'; form-action 'none'"
        )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _data(path: str, content: bytes) -> str:
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"
