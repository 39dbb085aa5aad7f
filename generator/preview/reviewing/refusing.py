"""Why the review does not do what it is asked to do."""

from __future__ import annotations

from generator.preview.reviewing.state import State


class Refused(Exception):
    """``status`` is an HTTP status; ``state`` is what stands now, where that is news to the page."""

    def __init__(self, status: int, message: str, state: State | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.state = status, message, state


def unknown() -> Refused:
    """There is no such annotation: the page is older than what stands here."""
    return Refused(409, "That is no longer in the text. Choose again.")


def refused(message: str) -> Refused:
    """What was asked is understood, and cannot be done."""
    return Refused(422, message)
