"""Find the author that grammar gives to a statement, a tweet, a poll, a ruling.

``the minister's statement``, ``a WHO report``, ``a poll published by the Gazette``, ``The
minister issued a statement``: what such a text says, its author says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.extraction.language import ParsedParagraph, Token
from generator.extraction.mentions import lexicon
from generator.extraction.mentions.mention import EntityType, Form, Mention, Spotted
from generator.extraction.mentions.names import fold

_BY = frozenset(("by", "from", "agent"))
_OF = frozenset(("of",))
_VOICES = frozenset((EntityType.PERSON, EntityType.ORGANISATION, EntityType.GROUP))
_LONGEST_CHAIN = 3  # "a tweet from the minister's account"


def find_author(
    parse: ParsedParagraph, spotted: Sequence[Spotted], number: int, at: Mapping[int, int]
) -> int | None:
    """The mention whose words the text at ``spotted[number]`` holds; ``at`` leads from heads to mentions."""
    item = spotted[number]
    authored = lexicon.authored()
    if item.mention.form is not Form.NOMINAL or parse.tokens[item.head].lemma.lower() not in authored.nouns:
        return None
    for token in _authors(parse, item.head, authored.nouns):
        found = _mention(parse, spotted, token, at, item.mention.words)
        if found is not None and found != number:
            return found
    return None


def _authors(parse: ParsedParagraph, noun: int, nouns: frozenset[str]) -> Iterator[int]:
    """Tokens that may be the author of a noun, the surest first."""
    children = parse.children[noun]
    yield from (c for c in children if parse.tokens[c].dep == "poss")
    yield from _behind(parse, noun)
    for child in children:
        token = parse.tokens[child]
        if token.lemma.lower() in lexicon.authored().verbs and token.dep in ("acl", "relcl"):
            yield from _behind(parse, child)
            for grandchild in parse.children[child]:  # "published in May by the trust"
                yield from _behind(parse, grandchild) if parse.tokens[grandchild].dep == "prep" else ()
    yield from (
        c for c in reversed(children) if parse.tokens[c].dep in ("compound", "nmod", "amod") and c < noun
    )
    if parse.tokens[noun].lemma.lower() in lexicon.authored().of:
        yield from _objects(parse, noun, _OF)
    if parse.tokens[noun].lemma.lower() in lexicon.authored().of_body:
        yield from (i for i in _objects(parse, noun, _OF) if parse.tokens[i].entity == "ORG")
    subject = _maker(parse, noun)
    if subject is not None:
        yield subject


def _behind(parse: ParsedParagraph, head: int) -> Iterator[int]:
    yield from _objects(parse, head, _BY)


def _objects(parse: ParsedParagraph, head: int, prepositions: frozenset[str]) -> Iterator[int]:
    for child in parse.children[head]:
        token = parse.tokens[child]
        if child > head and (token.lower in prepositions or token.dep in prepositions):
            yield from (c for c in parse.children[child] if parse.tokens[c].dep == "pobj")


def _maker(parse: ParsedParagraph, noun: int) -> int | None:
    """The subject of ``issued a statement`` or ``said in a statement``."""
    token = parse.tokens[noun]
    verb = parse.tokens[token.head]
    verbs = lexicon.authored().verbs
    if token.dep == "dobj":
        made = verb.lemma.lower() in verbs
    elif token.dep == "pobj" and verb.lower in ("in", "on", "via") and not _is_definite(parse, noun):
        verb = parse.tokens[verb.head]
        made = verb.pos == "VERB"
    else:
        return None
    for child in parse.children[verb.i] if made else ():
        if parse.tokens[child].dep == "nsubj":
            return child
    return None


def _is_definite(parse: ParsedParagraph, noun: int) -> bool:
    return any(parse.tokens[c].lower in ("the", "this", "that") for c in parse.children[noun])


def _mention(
    parse: ParsedParagraph, spotted: Sequence[Spotted], token: int, at: Mapping[int, int], noun: str
) -> int | None:
    """The mention of a person, group or organisation at a token, or of another such text."""
    for _ in range(_LONGEST_CHAIN):
        number = at.get(token)
        if number is not None:
            return number if _may_write(parse.tokens[token], spotted[number].mention, noun) else None
        owners = [c for c in parse.children[token] if parse.tokens[c].dep == "poss"]
        if not owners:
            return None
        token = owners[0]  # "the minister's account"
    return None


def _may_write(token: Token, mention: Mention, noun: str) -> bool:
    if mention.form is Form.NAME:
        if mention.entity_type is EntityType.PLACE and token.dep in ("poss", "compound", "nmod"):
            return noun in lexicon.authored().of_state and fold(mention.words) in lexicon.places().countries
        if mention.entity_type in (EntityType.UNKNOWN, EntityType.OTHER):
            return token.dep == "poss" or (mention.words.isupper() and len(mention.words) > 1)
        return mention.entity_type in _VOICES or (
            token.dep == "pobj" and mention.extent.start < mention.span.start
        )
    if mention.form is Form.PRONOUN:
        return token.dep == "poss"
    return mention.entity_type in _VOICES or token.lemma.lower() in lexicon.authored().nouns
