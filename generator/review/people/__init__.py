"""Identify speakers across briefings: the registry and who is linked to whom."""
