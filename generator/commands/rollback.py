"""``briefing rollback``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.commands.parameters import SiteOption, TrustOption
from generator.commands.site import open_site
from generator.commands.terminal import say
from generator.problem_formats import plural


def rollback(
    output: Annotated[Path | None, typer.Option(metavar="DIR", help="Instead of site/.")] = None,
    trust: TrustOption = False,
    site: SiteOption = Path(),
) -> None:
    """Bring back the site that stood before the last build; the next build publishes content/ again."""
    from generator.building.publishing import roll_back

    found = open_site(site, trusted=trust)
    came, went = roll_back(found, output, say)
    say(
        f"{output or found.output}/ is as it was before the last build: {plural(came, 'file')} brought back, "
        f"{went:,} removed; the next build publishes content/ as it is"
    )
