"""``briefing deploy``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import BaseUrlOption, SiteOption, TrustOption
from generator.commands.progress import shown_progress
from generator.commands.site import open_site
from generator.commands.terminal import say
from generator.errors import UsageError
from generator.problem_formats import plural


def deploy(
    folder: Annotated[Path | None, typer.Option(metavar="DIR", help="Deploy to a folder.")] = None,
    rsync: Annotated[str | None, typer.Option(metavar="HOST:DIR", help="Deploy by rsync.")] = None,
    branch: Annotated[str | None, typer.Option(metavar="NAME", help="Deploy to a branch of git.")] = None,
    remote: Annotated[str | None, typer.Option(metavar="URL", help="The repository of the branch.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would change.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Deploy nothing where `check` finds an error.")
    ] = False,
    base_url: BaseUrlOption = None,
    trust: TrustOption = False,
    site: SiteOption = Path(),
) -> None:
    """Build the site, and bring what changed to a folder, to another machine or to a branch."""
    from generator.building.lock import building_alone
    from generator.building.options import BuildOptions
    from generator.building.publishing import build, check_place
    from generator.deploying.branch import deploy_to_branch
    from generator.deploying.folder import deploy_to_folder
    from generator.deploying.rsync import deploy_by_rsync

    if [folder, rsync, branch].count(None) != 2 or (branch is None) != (remote is None):
        raise UsageError(
            "name one place", hint="--folder DIR, --rsync HOST:DIR, or --branch NAME --remote URL"
        )
    found = open_site(site, trusted=trust)
    keep, output = found.settings.output.keep, found.output
    if folder is not None:
        check_place(found, folder)
    with shown_progress() as progress:
        build(found, BuildOptions(strict=strict, base_url=base_url, progress=progress), None, say)
    if folder is not None:
        cache = found.cache.absolute()
        with building_alone(cache, found.settings.output.wait, say), shown_progress() as progress:
            done = deploy_to_folder(output, folder, keep, cache=cache, dry_run=dry_run, progress=progress)
    elif rsync is not None:
        done = deploy_by_rsync(output, rsync, dry_run=dry_run)
    else:
        assert branch is not None and remote is not None  # noqa: S101, PT018 (asked above)
        done = deploy_to_branch(output, remote, branch, keep, dry_run=dry_run)
    if dry_run:
        for path in done.written:
            typer.echo(f"write {path}")
        for path in done.removed:
            typer.echo(f"remove {path}")
    would = "would be " if dry_run else ""
    say(f"{plural(len(done.written), 'file')} {would}written, {len(done.removed):,} removed")
