"""Keep what templates compile to: in the process, and of the shipped ones on disk, in a folder of ours."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from generator.rendering.i18n import PageLocale


class CompiledTemplates(BytecodeCache):
    """Keeps all while the process lasts; ``on_disk`` keeps those of the folder ``shipped`` alone.

    A site's own template is never kept on disk: what it compiles to is code, and it may be anybody's.
    """

    def __init__(self, shipped: Path, on_disk: FileSystemBytecodeCache | None) -> None:
        self._shipped, self._on_disk = shipped, on_disk
        self._codes: dict[str, tuple[str, CodeType]] = {}
        self._ours: set[str] = set()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Find what a template compiled to, if it is kept."""
        if filename is not None and Path(filename).is_relative_to(self._shipped):
            self._ours.add(self.get_cache_key(name, filename))
        return super().get_bucket(environment, name, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        bucket.code = code if checksum == bucket.checksum else None
        if bucket.code is None and self._on_disk is not None and bucket.key in self._ours:
            with suppress(Exception):  # damaged bytes can make it raise anything: compiled anew
                self._on_disk.load_bytecode(bucket)
                self._remember(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._remember(bucket)
        if self._on_disk is not None and bucket.key in self._ours:
            with suppress(OSError):  # it may not be written to
                self._on_disk.dump_bytecode(bucket)

    def _remember(self, bucket: Bucket) -> None:
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.checksum, bucket.code


@cache
def compiled_for(free: bool, locale: PageLocale, shipped: Path, folder: Path | None) -> CompiledTemplates:
    """Return the cache for one kind of environment: what Jinja folds into the code hangs on its filters.

    ``folder`` is for locales that have no words of a site.
    """
    kind = f"{'free' if free else 'sandboxed'}-{locale.lang}"
    on_disk = FileSystemBytecodeCache(str(folder), f"{kind}-%s") if folder is not None else None
    return CompiledTemplates(shipped, on_disk)
