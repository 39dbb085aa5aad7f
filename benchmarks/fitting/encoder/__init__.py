"""Fit the encoder: ``make fit-encoder CORPORA=…`` (docs/fitting.md)."""
