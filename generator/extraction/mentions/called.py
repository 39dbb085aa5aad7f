"""Say what the words around a name call it: a town, or a word of radio traffic."""

from __future__ import annotations

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon

_OPENING = frozenset(('"', "“", "'", "‘", "``", "]", "…", "...", "—", "-"))
_CLOSING = frozenset((",", ".", "!", "?", "..."))


def is_called_place(parse: ParsedParagraph, start: int, head: int) -> bool:
    """``The nearest town is Vera``, ``Vera is a hamlet``, ``Vera, a village``, ``the village of Vera``."""
    tokens = parse.tokens
    if start > 1 and tokens[start - 1].lower == "of" and _is_settlement(tokens[start - 2]):
        return True
    beside = [k for k in parse.children[head] if tokens[k].dep == "appos" and k > head]
    above = tokens[head].head
    if tokens[head].dep == "appos":
        beside.append(above)
    other = {"attr": "nsubj", "nsubj": "attr"}.get(tokens[head].dep)
    if other and tokens[above].lemma == "be":
        beside += [k for k in parse.children[above] if tokens[k].dep == other]
    return any(_is_settlement(tokens[i]) for i in beside)


def _is_settlement(token: Token) -> bool:
    settlement = token.lower in lexicon.organisation_words()["settlements"]
    return settlement and token.tag == "NN"


def is_radio_word(parse: ParsedParagraph, start: int, end: int) -> bool:
    """``“Roger, can you hear us?”``: a word of radio traffic that opens what somebody says."""
    tokens = parse.tokens
    if end - start > 1 or tokens[start].lower not in lexicon.organisation_words()["radio"]:
        return False
    before = tokens[start - 1] if start else None
    opens = before is None or before.sentence != tokens[start].sentence or before.text in _OPENING
    return opens and end < len(tokens) and tokens[end].text in _CLOSING
