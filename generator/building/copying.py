"""Files that a site takes as they are: those beside the sources, and all of ``static/``."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePosixPath

from generator.building.companions import publishable
from generator.building.desk import CONTENT
from generator.building.inputs import Inputs
from generator.building.ledger import Ledger, Planned
from generator.building.shelf import Shelf


def copy_files(
    inputs: Inputs,
    shelf: Shelf,
    shown: Collection[PurePosixPath],
    photos: Collection[PurePosixPath],
    ledger: Ledger,
) -> None:
    """Copy what gives no unpublished briefing away, and remove what is no longer wanted.

    ``photos`` of speakers are left to their pages, unless a briefing shows them too.
    """
    beside = [p.relative_to(CONTENT) for p in inputs.known if p.parts[0] == "content"]
    sources = [standing.references(public=p in shown) for p, standing in shelf.standings.items()]
    wanted = {f"companion:{p}": CONTENT / p for p in publishable(sorted(beside), sources, photos)}
    wanted |= {f"static:{p.relative_to('static')}": p for p in inputs.known if p.parts[0] == "static"}
    for owner in sorted(ledger.owners("companion:") | ledger.owners("static:")):
        if owner not in wanted:
            ledger.release(owner)
    for owner, origin in sorted(wanted.items()):
        path = owner.partition(":")[2]
        ledger.replace(owner, [Planned(path, inputs.known[origin], origin=inputs.root / origin)])
