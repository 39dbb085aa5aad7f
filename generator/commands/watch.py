"""``briefing watch``."""

from __future__ import annotations

from pathlib import Path

from generator.commands.parameters import BaseUrlOption, PollOption, SiteOption, TrustOption, WaitOption
from generator.commands.progress import told_progress
from generator.commands.site import open_site
from generator.commands.terminal import report, say


def watch(
    base_url: BaseUrlOption = None,
    poll: PollOption = False,
    wait: WaitOption = None,
    trust: TrustOption = False,
    site: SiteOption = Path(),
) -> None:
    """Build site/, and again on every change."""
    from generator.building.options import BuildOptions
    from generator.preview import Reporter
    from generator.preview import watch as watch_site

    root = open_site(site, trusted=trust).root
    options = BuildOptions(base_url=base_url, wait=wait, trust=trust, progress=told_progress())
    watch_site(root, Reporter(say, report), options, poll=poll)
