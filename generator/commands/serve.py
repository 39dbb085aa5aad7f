"""``briefing serve``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import PollOption, SiteOption, TrustOption
from generator.commands.progress import told_progress
from generator.commands.site import open_site
from generator.commands.terminal import report, say


def serve(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The next free one is taken where it is in use.")
    ] = 8800,
    host: Annotated[str, typer.Option(help="Another address than this machine's own.")] = "127.0.0.1",
    open_browser: Annotated[bool, typer.Option("--open", help="Open the preview in a browser.")] = False,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="Also answer to this name, or name:port."),
    ] = None,
    follow: Annotated[bool, typer.Option("--follow", help="Go to the page that was just edited.")] = False,
    poll: PollOption = False,
    trust: TrustOption = False,
    site: SiteOption = Path(),
) -> None:
    """Preview, drafts included: pages that keep themselves up to date while you edit."""
    from generator.building.options import BuildOptions
    from generator.preview import Reporter
    from generator.preview import serve as serve_site

    options = BuildOptions(preview=True, trust=trust, progress=told_progress())
    serve_site(
        open_site(site, trusted=trust).root, Reporter(say, report), options,
        port=port, host=host, open_browser=open_browser, follow=follow, poll=poll,
        allow_hosts=allow_host or (),
    )  # fmt: skip
