"""Tell whether a site stands as its inputs make it, before anything of them is read.

A key hashes all that a site is made from: every input, the names beside them that are ignored, the
settings, the command's options, our code, templates and pipelines. Where the report of the last build
is kept under the same key, no embargo has ended since, and every file stands as it was left, there is
nothing to do.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.building.hashing import hashed
from generator.building.inputs import Inputs
from generator.building.options import BuildOptions
from generator.building.publisher import Contents, FileStat
from generator.building.sightings import Sightings
from generator.building.versions import code_version, pipeline_version
from generator.settings import FOLDERS, Site
from generator.shipped import can_draw, shipped_templates


def scanned(site: Site, sightings: Sightings) -> Inputs:
    """Return the inputs of a site as they are now; those that stand as in ``sightings`` are not read."""
    inputs = Inputs(site.root.absolute(), sightings)
    inputs.scan()
    return inputs


def site_key(site: Site, inputs: Inputs, options: BuildOptions) -> str:
    """Hash all that the site is made from; ``inputs`` have been scanned."""
    return hashed(
        surroundings_key(site, options),
        options.strict,
        *(f"{path}={digest}" for path, digest in sorted(inputs.known.items())),
        *map(str, inputs.problems),
        *_names(site.root),
    )


def surroundings_key(site: Site, options: BuildOptions) -> str:
    """Hash all that the site is made from but its inputs: code, templates, pipelines, settings, options.

    Whether a build is strict makes no other site.
    """
    pipelines = sorted({pipeline_version(name) for name in site.settings.language.installed.values()})
    return hashed(
        code_version(),
        _templates(shipped_templates()),
        site.settings.model_dump_json(),
        (options.base_url, options.preview, options.trust, site.trusted, can_draw()),
        *pipelines,
    )


def _templates(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder)}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def ignored_names(inputs: Inputs) -> str:
    """Hash the names that lie beside the inputs: some of what is ignored is told of."""
    known = {str(path) for path in inputs.known}
    return hashed(*(name for name in _names(inputs.root) if name not in known))


def _names(root: Path) -> Iterator[str]:
    """Yield what lies in the input folders, by its path in the site alone."""
    for top in FOLDERS:
        for folder, folders, files in os.walk(root / top):
            folders.sort()
            place = os.path.relpath(folder, root)
            yield place
            yield from (f"{place}/{name}" for name in sorted(files))


def stands(recorded: Mapping[str, FileStat], contents: Contents) -> bool:
    """Return whether the files ``recorded`` of a target stand as they were left, and no others."""
    if not recorded or contents.litter or contents.listed != recorded.keys():
        return False
    return contents.files == recorded
