"""What the registry tells of somebody in words, and pictures with caption and credit."""

from __future__ import annotations

from pathlib import Path

from tests.building.conftest import Command, write

SPEAKERS = """\
- name: Ada Example
  titles: [{title: engineer, since: 2021}]
  biography: |
    Born in *Harrow*; see [her page](https://example.org/ada).

    <script>alert(1)</script> and [a file](secret.md)
"""


def test_a_biography_is_markdown_that_runs_nothing(site: Path, briefing: Command) -> None:
    (site / "briefing.toml").write_text("", "utf-8")
    write(site, "speakers.yaml", SPEAKERS)
    done = briefing("build")
    assert done.returncode == 0, done.stderr
    page = (site / "site/speakers/ada-example/index.html").read_text("utf-8")
    assert "<em>Harrow</em>" in page
    assert 'href="https://example.org/ada"' in page
    assert "<script>alert" not in page
    assert "secret.md" not in page
    assert "since 2021" in page


def test_a_picture_by_itself_has_a_caption_and_a_credit(site: Path, briefing: Command) -> None:
    write(site, "p.png", b"picture")
    text = '![A pier](p.png "Last <winter> | Photo: P. Vale")\n\n![x](p.png) Words ![y](p.png "tip").\n'
    write(site, "a.md", f"---\ntitle: A\ndate: 2026-01-02\n---\n\nWords.\n\n{text}")
    assert briefing("build").returncode == 0
    page = (site / "site/a/index.html").read_text("utf-8")
    assert page.count("<figure>") == 1
    caption = 'Last &lt;winter&gt; <span class="credit">Photo: P. Vale</span>'
    assert (
        f'<figure><img src="../p.png" alt="A pier" loading="lazy"><figcaption>{caption}</figcaption></figure>'
        in page
    )
    assert 'title="tip"' in page
