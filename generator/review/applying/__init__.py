"""Apply corrections to an extraction; see :mod:`generator.review.applying.apply` for the way through."""

from __future__ import annotations

from generator.review.applying.apply import Outcome, OutcomeState, Review, apply

__all__ = ["Outcome", "OutcomeState", "Review", "apply"]
