"""Reach a Dask cluster, and have joblib do its work there.

A task whose worker dies is given to another one by Dask itself; one that killed several
(`distributed.scheduler.allowed-failures`) comes back as an error, which joblib is told here.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import Any

from generator.errors import UsageError

_WAIT = 10  # seconds for a scheduler to answer, and for its first worker


def connected(address: str) -> Any:
    """Return a client of the scheduler at ``address``. Raises ``UsageError`` where none answers."""
    try:
        from distributed import Client
    except ImportError as error:
        hint = 'pip install "annotated-briefings[cluster]"'
        raise UsageError("a cluster needs Dask, which is not installed", hint=hint) from error
    try:
        client = Client(address, timeout=_WAIT, set_as_default=False)
        client.wait_for_workers(1, timeout=_WAIT)
    except (OSError, ValueError, TimeoutError) as error:
        hint = "`dask scheduler` starts one, `dask worker ADDRESS` its workers"
        raise UsageError(f"no Dask scheduler with workers answers at {address}", hint=hint) from error
    return client


def broken() -> tuple[type[Exception], ...]:
    """Return what is raised where workers died of a task."""
    from distributed.scheduler import KilledWorker

    return (KilledWorker, CancelledError)


def backend(client: Any) -> Any:
    """Return the backend of joblib for a cluster."""
    from joblib._dask import DaskDistributedBackend

    class Cluster(DaskDistributedBackend):  # type: ignore[misc]
        """Tells joblib of a task that came back as an error, for which it would wait for ever."""

        def submit(self, func: Any, callback: Callable[[Any], object] | None = None) -> Any:
            future = super().submit(func, callback)
            if callback is not None:
                future.add_done_callback(partial(_tell_error, callback))
            return future

        def retrieve_result_callback(self, out: Any) -> Any:
            if isinstance(out, BaseException):
                raise out
            return super().retrieve_result_callback(out)

    return Cluster(client=client, wait_for_workers_timeout=_WAIT, pure=False)


def _tell_error(callback: Callable[[Any], object], future: Future[Any]) -> None:
    error = future.exception()
    if error is not None:
        callback(error)
