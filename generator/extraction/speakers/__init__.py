"""Whom each mention stands for, who therefore speaks, and who matters in the text."""
