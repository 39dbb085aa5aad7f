"""What a text asserts first of all, and where accounts differ."""
