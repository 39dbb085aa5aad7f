"""A cluster of Dask finds what one process finds, also where one of its workers is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.building.options import BuildOptions
from generator.building.publishing import build
from generator.building.store.archive import Archive, open_archive
from generator.building.warm_cache import fill
from generator.building.workers import Workers
from generator.preview.ports import listen
from generator.settings import load_site
from tests.building.test_workers import _fatal, _files, _site, _text
from tests.command_line import run

pytest.importorskip("distributed", reason="needs the extra [cluster]")

ROOT = Path(__file__).parents[2]


@dataclass
class Cluster:
    """A scheduler and workers, each a process of its own."""

    folder: Path
    address: str = ""
    scheduler: subprocess.Popen[bytes] | None = None
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        with listen("127.0.0.1", 0) as free:
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._run("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        self.add_worker()
        self.add_worker()

    def add_worker(self) -> None:
        quiet = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--host", "127.0.0.1")
        self.workers.append(self._run("worker", self.address, *quiet))

    def _run(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        own = {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *arguments]
        with (self.folder / f"{kind}{len(self.workers)}.log").open("wb") as log:
            return subprocess.Popen(
                command, cwd=self.folder, env={**os.environ, **own}, stdout=log, stderr=log
            )

    def stop(self) -> None:
        for process in filter(None, (*self.workers, self.scheduler)):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    started = Cluster(tmp_path)
    started.start()
    yield started
    started.stop()


def test_a_worker_that_is_killed_loses_nothing_and_doubles_nothing(
    tmp_path: Path, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _site(tmp_path / "s", 30)
    build(load_site(root), BuildOptions(jobs=1), tmp_path / "local")
    for file in (root / ".briefing").glob("*"):
        file.unlink()
    kept: list[str] = []
    monkeypatch.setattr("generator.building.warm_cache.BATCH", 1)  # each text goes to a worker by itself
    keep = Archive.keep_packed_extraction

    def counted(archive: Archive, path: str, key: str, packed: bytes) -> None:
        kept.append(path)
        keep(archive, path, key, packed)

    def killing(what: str, left: int) -> None:
        if what == "analysed" and left <= 24 and cluster.workers[0].poll() is None:
            cluster.workers[0].send_signal(signal.SIGKILL)

    monkeypatch.setattr(Archive, "keep_packed_extraction", counted)
    options = BuildOptions(cluster=cluster.address, progress=killing)
    made = build(load_site(root), options, tmp_path / "elsewhere")
    assert made.briefings == 30
    assert cluster.workers[0].poll() == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    assert sorted(kept) == sorted(f"b{number}.md" for number in range(30))
    assert _files(tmp_path / "local") == _files(tmp_path / "elsewhere")


def test_a_text_that_kills_its_workers_is_named(tmp_path: Path, cluster: Cluster) -> None:
    for _ in range(4):
        cluster.add_worker()
    _wait_for(cluster, 6)
    archive, _ = open_archive(tmp_path)
    kept: list[str] = []
    texts = [_text(number, "dies-always" if number == 1 else "It holds.") for number in range(5)]
    left = fill(archive, texts, Workers(1, cluster.address), lambda path: kept.append(path.name), _fatal)
    assert [one.path.name for one in left] == ["t1.md"]
    assert sorted(kept) == ["t0.md", "t2.md", "t3.md", "t4.md"]
    archive.close()


def _wait_for(cluster: Cluster, workers: int) -> None:
    from distributed import Client

    with Client(cluster.address, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=60)


def test_a_cluster_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.building.cluster._WAIT", 0.5)
    root = _site(tmp_path / "s", 1)
    started = time.monotonic()
    ended = run(root, "build", "--cluster", "tcp://127.0.0.1:9")
    assert ended.returncode == 1
    assert "no Dask scheduler with workers answers at tcp://127.0.0.1:9" in ended.stderr.splitlines()[-1]
    assert time.monotonic() - started < 30
