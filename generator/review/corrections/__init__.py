"""Define corrections: their keys and rules, how one is made, and the file that holds them."""
