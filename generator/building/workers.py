"""Do work on several processes, by joblib: on this machine with its loky workers.

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
from typing import Any, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

_IDLE = 30  # seconds after which a worker that has nothing to do ends


def cores() -> int:
    """Return on how many cores this process may run."""
    from joblib import cpu_count

    return int(cpu_count())


def work_on(
    tasks: Sequence[Sequence[Task]], work: Callable[[Task], Result], processes: int
) -> Iterator[tuple[Task, Result | None]]:
    """Yield each task of each batch with its result, as they are done; None where it killed two workers."""
    left = dict(enumerate(tasks))
    try:
        for number, results in _results(dict(left), work, processes, ahead=2 * processes):
            yield from zip(left.pop(number), results, strict=True)
    except BrokenExecutor:
        alone = [task for batch in left.values() for task in batch]
        yield from _one_by_one(alone, work, processes)


def _one_by_one(
    tasks: Sequence[Task], work: Callable[[Task], Result], processes: int
) -> Iterator[tuple[Task, Result | None]]:
    """Try each once more while no other is under way: if a worker dies, it died of this one."""
    for task in tasks:
        try:
            for _, (result,) in _results({0: (task,)}, work, processes, ahead=1):
                yield task, result
        except BrokenExecutor:
            yield task, None


def _results(
    batches: Mapping[int, Sequence[Task]], work: Callable[[Task], Result], processes: int, *, ahead: int
) -> Iterator[tuple[int, list[Result]]]:
    from joblib import Parallel, delayed

    parallel = Parallel(
        processes, backend="loky", return_as="generator_unordered", batch_size=1, pre_dispatch=ahead,
        max_nbytes=None, idle_worker_timeout=_IDLE,
    )  # fmt: skip
    calls = (delayed(_each)(number, batch, work) for number, batch in batches.items())
    with _deaf_to_ctrl_c():
        results = parallel(calls)
    with warnings.catch_warnings():
        # That a worker has grown and was replaced is nobody's business.
        warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
        yield from results


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


def end_workers() -> None:
    """End the workers that wait for more."""
    from joblib.externals.loky import reusable_executor

    executor = reusable_executor._executor  # get_reusable_executor would start one
    if executor is not None:
        executor.shutdown(wait=True, kill_workers=True)
