"""Find whom and what a paragraph names: names, pronouns, descriptions, and what grammar says of them."""
