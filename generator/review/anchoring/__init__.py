"""Find a remembered passage again in a later version of its text. Pure functions over text and spans."""
