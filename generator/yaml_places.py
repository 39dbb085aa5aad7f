"""Find where keys stand in YAML, for messages."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor

from generator.validation import Location, Place


class _Unread(RoundTripConstructor):
    """Leaves numbers and dates as they are written: a month 13 has a place too."""


for _tag in ("int", "float", "timestamp"):
    _Unread.add_constructor(f"tag:yaml.org,2002:{_tag}", lambda _, node: node.value)


class YamlPlaces:
    """Finds keys in YAML; made only once something is wrong, since that parses it again."""

    def __init__(self, text: str, first_line: int = 1) -> None:
        yaml = YAML(typ="rt", pure=True)
        yaml.Constructor = _Unread
        self._root = yaml.load(text)
        self._first_line = first_line

    def of(self, location: Location) -> Place:
        """Return line and column, from 1, of a key, or of the nearest one around it that exists."""
        line, column, node = 0, 0, self._root
        for part in location:
            try:
                line, column = node.lc.item(part) if isinstance(part, int) else node.lc.key(part)
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line + self._first_line, column + 1
