"""Find what is wrong in a site's own templates and passes silently when pages are made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from jinja2 import Environment, TemplateSyntaxError, nodes

from generator.errors import Problem, Severity
from generator.rendering.assets import FOLDER, theme_files
from generator.rendering.theme import Theme
from generator.validation import suggestion

_BASE = "@base/"
_URL = re.compile(r"""url\(\s*["']?([^"')]+?)["']?\s*\)""")
_ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|#|/)", re.I)


def theme_faults(theme: Theme, has_page: Callable[[str], bool]) -> Iterator[Problem]:
    """Yield a warning for each unknown name, block, link and asset of a site's own templates.

    ``has_page`` tells whether an address of the site has a page.
    """
    if len(theme.folders) == 2:
        for problem in _faults(*theme.folders, theme, has_page):
            yield replace(problem, severity=Severity.WARNING)


def _faults(own: Path, shipped: Path, theme: Theme, has_page: Callable[[str], bool]) -> Iterator[Problem]:
    known, trees = _trees(shipped), _trees(own)
    yield from _unused(trees, known)
    for name, tree in trees.items():
        yield from _blocks(name, tree, trees, known)
        yield from _calls(name, tree, theme, has_page)
    yield from _sheets(own, theme)


def _trees(folder: Path) -> dict[str, nodes.Template]:
    """Parse the templates of a folder by name; one that is broken is told where it is used."""
    found = {}
    for name, path in theme_files(folder):
        if path.suffix == ".html":
            try:
                found[name] = _tree(path.read_text("utf-8"))
            except (TemplateSyntaxError, UnicodeDecodeError):
                continue
    return found


@lru_cache(128)  # most are the shipped ones, time and again
def _tree(text: str) -> nodes.Template:
    return Environment(extensions=["jinja2.ext.i18n"], autoescape=True).parse(text)


def _named(tree: nodes.Template) -> set[str]:
    """Return the templates that a template extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    wanted = [getattr(node, "template", None) for node in tree.find_all(kinds)]
    return {str(one.value) for one in wanted if isinstance(one, nodes.Const)}


def _unused(trees: dict[str, nodes.Template], known: dict[str, nodes.Template]) -> Iterator[Problem]:
    wanted = {name for tree in trees.values() for name in _named(tree)}
    for name in trees:
        if name not in known and name not in wanted:
            hint = suggestion(name, sorted(known)) or "no page is made of it, and no template names it"
            yield Problem("there is no template of this name to replace", f"templates/{name}", 1, 1, hint)


def _blocks(
    name: str, tree: nodes.Template, trees: dict[str, nodes.Template], known: dict[str, nodes.Template]
) -> Iterator[Problem]:
    """Blocks that no parent has, and that are therefore printed nowhere."""
    extends = tree.find(nodes.Extends)
    if extends is None or not isinstance(extends.template, nodes.Const):
        return
    blocks = _blocks_above(str(extends.template.value), trees, known, {name})
    nested = {inner.name for block in tree.find_all(nodes.Block) for inner in _inside(block)}
    for block in tree.find_all(nodes.Block):
        if block.name not in blocks and block.name not in nested:
            parent = extends.template.value
            hint = suggestion(block.name, sorted(blocks)) or "it would be printed nowhere"
            message = f"{parent} has no block {block.name!r}"
            yield Problem(message, f"templates/{name}", block.lineno, hint=hint)


def _inside(block: nodes.Block) -> Iterator[nodes.Block]:
    for child in block.body:
        if isinstance(child, nodes.Block):
            yield child
        yield from child.find_all(nodes.Block)


def _blocks_above(
    parent: str, trees: dict[str, nodes.Template], known: dict[str, nodes.Template], seen: set[str]
) -> set[str]:
    """Return the blocks of a template and of all that it extends."""
    plain = parent.removeprefix(_BASE)
    tree = known.get(plain) if parent.startswith(_BASE) else trees.get(parent) or known.get(parent)
    if tree is None or parent in seen:
        return set()
    found = {block.name for block in tree.find_all(nodes.Block)}
    extends = tree.find(nodes.Extends)
    if extends is not None and isinstance(extends.template, nodes.Const):
        found |= _blocks_above(str(extends.template.value), trees, known, {*seen, parent})
    return found


def _calls(
    name: str, tree: nodes.Template, theme: Theme, has_page: Callable[[str], bool]
) -> Iterator[Problem]:
    """``link`` and ``asset`` with plain words that lead nowhere."""
    for call in tree.find_all(nodes.Call):
        if (
            not isinstance(call.node, nodes.Name)
            or not call.args
            or not isinstance(call.args[0], nodes.Const)
        ):
            continue
        wanted, file = str(call.args[0].value), f"templates/{name}"
        if call.node.name == "link" and not has_page(wanted):
            yield Problem(f"link({wanted!r}) leads to no page of the site", file, call.lineno)
        elif call.node.name in ("asset", "inline") and wanted not in theme.assets:
            hint = suggestion(wanted, sorted(theme.assets))
            yield Problem(f"there is no asset {wanted!r}", file, call.lineno, hint=hint)


def _sheets(own: Path, theme: Theme) -> Iterator[Problem]:
    """Files that a site's own style sheets name and that are not there."""
    root = own / FOLDER
    sheets = ((PurePosixPath(name), path) for name, path in theme_files(root) if path.suffix == ".css")
    for relative, path in sheets:
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1):
            for match in _URL.finditer(line):
                wanted = re.split(r"[?#]", match[1])[0]
                if wanted and not _ELSEWHERE.match(match[1]) and not _is_there(relative, wanted, theme):
                    hint = suggestion(wanted, sorted(theme.assets))
                    file = f"templates/{FOLDER}/{relative}"
                    message = f"url({match[1]}) leads to no asset"
                    yield Problem(message, file, number, match.start() + 1, hint)


def _is_there(sheet: PurePosixPath, wanted: str, theme: Theme) -> bool:
    """Return whether a sheet's file is an asset: from the sheet, or from the bundle it is a part of."""
    return str(sheet.parent / wanted) in theme.assets or wanted in theme.assets
