"""Do work on several processes, by joblib: by loky on this machine, by Dask on the machines of a cluster.

A worker that dies (out of memory, killed, a fault in a library) takes what it was at with it. All that
was unfinished is then tried again, one task after another, so that the one that kills a worker is known:
it is given back without a result, and the rest goes on.
"""

from __future__ import annotations

import signal
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

Task = TypeVar("Task")
Result = TypeVar("Result")

_Results = Iterator[tuple[int, list[Any]]]

_IDLE = 30  # seconds after which a worker that has nothing to do ends


def cores() -> int:
    """Return on how many cores this process may run."""
    from joblib import cpu_count

    return int(cpu_count())


def work_on(
    tasks: Sequence[Sequence[Task]], work: Callable[[Task], Result], workers: Workers
) -> Iterator[tuple[Task, Result | None]]:
    """Yield each task of each batch with its result, as they are done; None where it killed its workers."""
    left = dict(enumerate(tasks))
    try:
        for number, results in workers.results(dict(left), work):
            yield from zip(left.pop(number), results, strict=True)
    except workers.broken:
        # Each once more while no other is under way: if a worker dies, it died of this one.
        for task in [task for batch in left.values() for task in batch]:
            yield task, _alone(task, work, workers)


def _alone(task: Task, work: Callable[[Task], Result], workers: Workers) -> Result | None:
    try:
        ((_, (result,)),) = workers.results({0: (task,)}, work)
    except workers.broken:
        return None
    return cast("Result", result)


@dataclass(slots=True)
class Workers:
    """Processes on this machine, or those of a Dask ``cluster`` at an address, while they are needed."""

    processes: int
    cluster: str | None = None
    broken: tuple[type[Exception], ...] = (BrokenExecutor,)
    _client: Any = None

    def __enter__(self) -> Workers:
        """Raises ``UsageError`` where no cluster can be reached."""
        if self.cluster is not None:
            from generator.building import cluster

            self._client = cluster.connected(self.cluster)
            self.broken = cluster.broken()
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()
        elif self.cluster is None:
            _end_local()

    def results(self, batches: Mapping[int, Sequence[Task]], work: Callable[[Task], Any]) -> _Results:
        """Yield the results of each batch, by its number, as they are done."""
        from joblib import delayed

        calls = (delayed(_each)(number, batch, work) for number, batch in batches.items())
        with _deaf_to_ctrl_c():
            results = self._parallel()(calls)
        with warnings.catch_warnings():
            # That a worker has grown and was replaced is nobody's business.
            warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
            yield from results

    def _parallel(self) -> Any:
        from joblib import Parallel

        settings: dict[str, Any] = {"return_as": "generator_unordered", "batch_size": 1}
        if self._client is not None:
            from generator.building import cluster

            return Parallel(-1, backend=cluster.backend(self._client), **settings)
        settings |= {"max_nbytes": None, "idle_worker_timeout": _IDLE}
        return Parallel(self.processes, backend="loky", **settings)


def _each(number: int, batch: Sequence[Task], work: Callable[[Task], Result]) -> tuple[int, list[Result]]:
    """In a worker."""
    return number, [work(task) for task in batch]


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: this one hears it, and ends them."""
    mask: Any = getattr(signal, "pthread_sigmask", None)
    if mask is None:  # on Windows
        yield
        return
    before = mask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        mask(signal.SIG_SETMASK, before)


def _end_local() -> None:
    """End the workers that wait for more."""
    from joblib.externals.loky import reusable_executor

    executor = reusable_executor._executor  # get_reusable_executor would start one
    if executor is not None:
        executor.shutdown(wait=True, kill_workers=True)
