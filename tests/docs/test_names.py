"""Every name that docs and docstrings use exists: files, modules, classes, commands; how docstrings begin."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from generator.slugs import slug
from tests.docs.tables import DOCS, ROOT
from tests.docs.test_cli import COMMANDS

PAGES = [
    p for p in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))) if p.is_file()
]
MODULES = sorted((ROOT / "generator").rglob("*.py"))
QUESTION_WORDS = {"What", "Which", "Where", "Who", "How", "From", "Whether", "When", "Why", "Whose"}
GROUPS = {path.rsplit(" ", 1)[0] for path in COMMANDS} | {"briefing"}
MADE = (
    "site/",
    "content/",
    ".venv/",
    "../",
    "static/",
    "speakers/",
)  # by a user or a build: not in the repository


@cache
def files() -> frozenset[str]:
    """Everything in the repository that is not made by a tool, as paths from its top."""
    skipped = {".git", ".venv", "site", ".briefing", "node_modules"}
    found = (p.relative_to(ROOT) for p in ROOT.rglob("*") if not skipped & set(p.relative_to(ROOT).parts[:1]))
    return frozenset(p.as_posix() for p in found if "__pycache__" not in p.parts)


@cache
def classes() -> frozenset[str]:
    found = (ast.walk(ast.parse(path.read_text("utf-8"))) for path in MODULES)
    return frozenset(n.name for nodes in found for n in nodes if isinstance(n, ast.ClassDef))


def code(page: Path) -> Iterator[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.S | re.M)
    yield from re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def is_there(path: str) -> bool:
    wanted = path.rstrip("/")
    return any(file == wanted or file.endswith(f"/{wanted}") for file in files())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_classes_named_in_the_documentation_exist(page: Path) -> None:
    for name in code(page):
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*\.py", name) or re.fullmatch(
            r"(generator|tests|benchmarks|templates|docs)/[\w./-]*", name
        ):
            assert is_there(name) or name.endswith("/NAME"), name
        elif re.fullmatch(r"(?:[A-Z][a-z]+){2,}", name):
            assert name in classes(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_of_the_documentation_lead_to_a_file_and_a_heading(page: Path) -> None:
    for target in re.findall(
        r"\]\((?!https?:|mailto:)([^)\s]+)\)", re.sub(r"`[^`]*`", "", page.read_text("utf-8"))
    ):
        path, _, fragment = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if fragment and there.suffix == ".md":
            headings = re.findall(r"^#+ (.+)$", there.read_text("utf-8"), re.M)
            assert fragment in {slug(heading, length=200) for heading in headings}, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_targets_named_in_the_documentation_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for target in re.findall(r"(?:`|^ {4})make ([a-z-]+)", text, re.M):
        assert target in targets, target
    for line in re.findall(r"(?:`|^ {4}|^)(?:\.venv/bin/)?(briefing [^`\n#]*)", text, re.M):
        words = line.split()
        path = next((p for n in (3, 2) if (p := " ".join(words[:n])) in COMMANDS), None)
        assert path or " ".join(words[:2]) in GROUPS or not re.fullmatch(r"[a-z]+", words[1]), line
        known = (
            {opt for p in COMMANDS[path].params for opt in (*p.opts, *p.secondary_opts)} if path else set()
        )
        for option in re.findall(r"(?<!\S)--[a-z-]+", line) if path else ():
            assert option in known | {"--help", "--debug"}, line


def docstrings(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_modules_and_names_in_docstrings_exist(module: Path) -> None:
    dotted = ".".join(module.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
    for text in docstrings(module):
        for role, name in re.findall(r":(mod|class|func|meth|data|attr):`~?([\w.]+)`", text):
            assert resolves(name, dotted, role), f":{role}:`{name}`"
        for name in re.findall(
            r"``([\w./-]+\.py|(?:generator|rendering|reading|extraction|review|docs)/[\w./-]*)``", text
        ):
            assert is_there(name), name


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_the_docstring_of_a_module_or_function_does_not_begin_with_a_question_word(module: Path) -> None:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef) and not is_property(node):
            first = (ast.get_docstring(node) or "Nothing").split()[0].strip(",:")
            assert first not in QUESTION_WORDS, ast.get_docstring(node)


def is_property(node: ast.AST) -> bool:
    """Tell whether a function reads as an attribute, which is described as one: "Whether it is empty"."""
    decorators = node.decorator_list if isinstance(node, ast.FunctionDef) else []
    return any("property" in ast.unparse(decorator) for decorator in decorators)


def names(module: Path) -> set[str]:
    """Every identifier that a module uses, and the words of its texts but for its docstring."""
    text = module.read_text("utf-8")
    return set(re.findall(r"\w+", text.replace(ast.get_docstring(ast.parse(text)) or "", "", 1)))


@cache
def defined() -> frozenset[str]:
    trees = [ast.walk(ast.parse(path.read_text("utf-8"))) for path in MODULES]
    functions = {node.name for nodes in trees for node in nodes if isinstance(node, ast.FunctionDef)}
    commands = {word for path in COMMANDS for word in path.split()}
    return frozenset(functions | commands | {p.stem for p in MODULES} | {p.parent.name for p in MODULES})


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.relative_to(ROOT).as_posix())
def test_words_set_as_code_at_the_head_of_a_module_are_names_of_something(module: Path) -> None:
    text = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    for name in re.findall(r"``([a-z_]+)``", text):
        assert name in defined() | names(module), name


def resolves(name: str, module: str, role: str) -> bool:
    """Tell whether a name leads to something, from a module's own names or from the top."""
    if role == "mod":
        return importlib.util.find_spec(name) is not None
    parent, _, last = name.rpartition(".")
    if parent and parent[0].islower():
        return hasattr(importlib.import_module(parent), last)
    here = importlib.import_module(module)
    if parent:
        return last in _members(getattr(here, parent, None))
    owners = [owner for owner in vars(here).values() if isinstance(owner, type)]
    return name in {*vars(here), *classes()} or any(name in _members(owner) for owner in owners)


def _members(owner: object) -> set[str]:
    return {*dir(owner), *getattr(owner, "__annotations__", {})}


def test_every_decision_carries_the_number_of_its_file() -> None:
    for page in sorted((DOCS / "decisions").glob("*.md")):
        assert page.read_text("utf-8").startswith(f"# {int(page.name[:4])}. "), page.name


def test_every_name_in_the_glossary_exists() -> None:
    for name in code(DOCS / "glossary.md"):
        if re.fullmatch(r"[A-Z]\w+(?<!NAME)", name):
            assert name in classes(), name
        elif re.fullmatch(r"[a-z_]+", name):
            assert name in defined(), name
