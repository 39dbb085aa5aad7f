"""Choose a text's key assertions, and find where accounts differ."""
