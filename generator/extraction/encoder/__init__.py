"""A small encoder that reads a paragraph: what is said, by whom, and what is a name."""
