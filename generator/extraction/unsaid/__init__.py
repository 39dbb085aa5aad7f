"""Decide whether anybody said it: negated, supposed, asked, doubted, invented."""
