"""markdown-it's inline parser, made to remember where each text token stood.

markdown-it keeps lines for blocks but no positions inside of them. Text reaches
a token in two ways only: through the pending buffer, which copies the source
from ``pos`` onwards, and through ``push``; both are noted in ``token.meta["at"]``
(code points of the inline token's content).
"""

from __future__ import annotations

from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType


class TrackingState(StateInline):
    """Notes in each text token where its content starts."""

    pending_at = 0

    def append_pending(self, text: str) -> None:
        if not (self._pending or self._pending_buffer):  # `pending` would join the buffer each time
            self.pending_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 (the library's name)
        token = super().pushPending()
        token.meta["at"] = self.pending_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = self._pushed_at()
        return token

    def _pushed_at(self) -> int:
        """``pos``, or behind a token just pushed from there (runs of ``*`` and ``~``)."""
        before = self.tokens[-2] if len(self.tokens) > 1 else None
        self.tokens[-1].meta["base"] = self.pos
        if before is not None and before.type == "text" and before.meta.get("base") == self.pos:
            return int(before.meta["at"]) + len(before.content)
        return self.pos


class TrackingInline(ParserInline):
    """The stock parser on a :class:`TrackingState`; text tokens are not joined."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler2.disable("fragments_join")

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = TrackingState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens
