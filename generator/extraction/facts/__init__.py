"""Dates and numbers: what they say, and what they mean on the day of publication."""
