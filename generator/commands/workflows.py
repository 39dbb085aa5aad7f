"""``briefing new workflow``: the files by which GitHub and GitLab build and publish a site."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from generator import __version__
from generator.commands.scaffold import write_new

if TYPE_CHECKING:
    from generator.settings import Site

_GITHUB = """\
# Builds the site and publishes it on GitHub Pages (Settings > Pages > Source: GitHub Actions).
# The schedule ends embargoes; a host that nobody watches would keep them for ever.
# Set the secret BRIEFING_ARCHIVE_KEY (16 characters or more): with it a build takes over what the last
# one found.
name: Publish
on:
  push:
    branches: [{branch}]
  schedule:
    - cron: "7,37 * * * *"
  workflow_dispatch:
permissions:
  contents: read
  pages: write
  id-token: write
concurrency:
  group: publish
  cancel-in-progress: false
jobs:
  publish:
    runs-on: ubuntu-latest
    environment:
      name: github-pages
      url: ${{{{ steps.deployment.outputs.page_url }}}}
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.12"
          cache: pip
          cache-dependency-path: briefing.toml
      # A name of a package index, or the address of a wheel.
      - run: pip install "annotated-briefings=={version}"
      - uses: actions/cache@v4
        with:
          path: .briefing
          key: briefing-${{{{ github.run_id }}}}
          restore-keys: briefing-
      - id: pages
        uses: actions/configure-pages@v5
      - run: briefing build --strict --format github --base-url "${{{{ steps.pages.outputs.base_url }}}}/"
        env:
          BRIEFING_ARCHIVE_KEY: ${{{{ secrets.BRIEFING_ARCHIVE_KEY }}}}
      - uses: actions/upload-pages-artifact@v3
        with:
          path: site
      - id: deployment
        uses: actions/deploy-pages@v4
"""
_GITLAB = """\
# Builds the site and publishes it on GitLab Pages.
# Make a pipeline schedule (Build > Pipeline schedules), such as "7,37 * * * *": it ends embargoes.
# Set the masked variable BRIEFING_ARCHIVE_KEY (16 characters or more): with it a build takes over
# what the last one found.
pages:
  image: python:3.12-slim
  variables:
    PIP_CACHE_DIR: "$CI_PROJECT_DIR/.pip"
  cache:
    paths: [.briefing/, .pip/]
  script:
    # A name of a package index, or the address of a wheel.
    - pip install "annotated-briefings=={version}"
    - briefing build --strict --base-url "$CI_PAGES_URL/"
    - mv site public
  artifacts:
    paths: [public]
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
"""


class Host(StrEnum):
    """Whose pages a workflow publishes."""

    GITHUB = "github"
    GITLAB = "gitlab"


def new_workflow(site: Site, host: Host, branch: str) -> Path:
    """Write the workflow of ``host``, run on pushes to ``branch``. Raises :class:`OutputError`."""
    if host is Host.GITHUB:
        path, text = site.root / ".github" / "workflows" / "publish.yml", _GITHUB
    else:
        path, text = site.root / ".gitlab-ci.yml", _GITLAB
    return write_new(path, text.format(version=__version__, branch=branch))
