"""The way through the review: registry, corrections, and what it offers to others."""

import datetime as dt
from dataclasses import replace

import generator.review
from generator.review import reviewed
from generator.review.corrections.sidecar import parse
from generator.review.people.registry import parse_registry
from tests.review.machine import extraction, source

REGISTRY = parse_registry(
    b"- {name: Ilse Brandt-Moor, aliases: [Ilse Brandt], title: Commissioner of Dams}\n", "speakers.yaml"
)


def test_public_names():
    assert generator.review.__all__ == sorted(generator.review.__all__)
    assert set(generator.review.__all__) >= {"reviewed", "publishable", "identify", "Review", "Sidecar"}


def test_corrections_and_registry_speak_of_the_same_people():
    written = """\
- {action: retitle, target: speaker, speakers: [Ilse Brandt], title: the accused}
- action: attribute
  target: attribution
  content: [{exact: it lists two calls}]
  speakers: [Ilse Brandt]
"""
    corrections = parse(written.encode(), "flood.review.yaml").corrections
    found = reviewed(
        replace(source(), date=dt.date(2025, 3, 1)), extraction(), corrections, REGISTRY
    ).extraction
    brandt = found.speakers[0]
    assert (brandt.name, brandt.titles) == (
        "Ilse Brandt-Moor",
        ("the accused", "Commissioner of Dams", "Commissioner"),
    )
    assert {one.speakers for one in found.attributions} == {("Ilse Brandt-Moor",), ("Tomas Ekeland",)}


def test_without_corrections_and_registry_nothing_changes():
    assert reviewed(source(), extraction(), ()).extraction == extraction()
