"""Answer questions of who said what in published briefings, from a database of its own."""
