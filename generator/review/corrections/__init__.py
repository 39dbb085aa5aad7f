"""Corrections: what makes one valid, how it is made from an annotation, and the file that keeps it."""
