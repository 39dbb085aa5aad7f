"""Apply what people decide to what the machine found: corrections, the registry, the gate.

Extraction ─canonical people→ ─corrections→ reviewed Extraction ─gate→ what is published
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Extraction, Source
from generator.review.applying import Outcome, OutcomeState, Review, apply
from generator.review.corrections.correction import Action, Correction, FactKind, Target
from generator.review.corrections.factory import CorrectionFactory
from generator.review.corrections.sidecar import Sidecar
from generator.review.gate import publishable
from generator.review.people.identities import SpeakerIdentity, canonical, identify
from generator.review.people.registry import NOBODY, Registry, load_registry
from generator.review.progress import Progress, progress, unreviewed

__all__ = [
    "Action",
    "Correction",
    "CorrectionFactory",
    "FactKind",
    "Outcome",
    "OutcomeState",
    "Progress",
    "Registry",
    "Review",
    "Sidecar",
    "SpeakerIdentity",
    "Target",
    "identify",
    "load_registry",
    "progress",
    "publishable",
    "reviewed",
    "unreviewed",
]


def reviewed(
    source: Source, extraction: Extraction, corrections: Sequence[Correction], registry: Registry = NOBODY
) -> Review:
    """Apply corrections and the registry to what was found in ``source``."""
    found = canonical(extraction, registry, source.date)
    review = apply(source, found, corrections, registry)
    return Review(canonical(review.extraction, registry, source.date), review.outcomes)
