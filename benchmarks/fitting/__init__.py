"""Fit the extraction's numbers on annotated articles: ``make fit CORPORA=…`` (docs/fitting.md)."""
