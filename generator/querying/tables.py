"""Write rows as a table for people, as CSV, or as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TextIO

from generator.exports.quotations import cell
from generator.problem_formats import printable


class TableFormat(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Row = Sequence[object]


def write_table(out: TextIO, form: TableFormat, columns: Sequence[str], rows: Iterable[Row]) -> int:
    """Write rows under their columns, and return how many they were.

    A table is drawn on a terminal, and has tabs between its cells elsewhere.
    """
    if form is TableFormat.JSON:
        return _json(out, columns, rows)
    if form is TableFormat.CSV:
        return _csv(out, columns, rows)
    return _drawn(out, columns, rows) if out.isatty() else _tabbed(out, columns, rows)


def _json(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    count = 0
    out.write("[")
    for row in rows:
        found = dict(zip(columns, map(_plain, row), strict=True))
        out.write(f"{',' if count else ''}\n{json.dumps(found, ensure_ascii=False)}")
        count += 1
    out.write("\n]\n")
    return count


def _csv(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for row in rows:
        writer.writerow([_cell(value) for value in row])
        count += 1
    return count


def _tabbed(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    out.write("\t".join(columns) + "\n")
    count = 0
    for row in rows:
        out.write("\t".join(_line(value) for value in row) + "\n")
        count += 1
    return count


def _drawn(out: TextIO, columns: Sequence[str], rows: Iterable[Row]) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_lines=True)
    for name in columns:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(_line(value)) for value in row))
    if table.row_count:
        Console(file=out, highlight=False).print(table)
    return table.row_count


def _plain(value: object) -> object:
    """Return what JSON can hold: SQL may answer with bytes, and with numbers that are none."""
    if isinstance(value, bytes):
        return value.hex()
    return str(value) if isinstance(value, float) and value * 0 != 0 else value


def _cell(value: object) -> str:
    if value is None:
        return ""
    return (
        str(value) if isinstance(value, int | float) and not isinstance(value, bool) else cell(_plain(value))
    )


def _line(value: object) -> str:
    """Return a value on one line, without what a terminal would take for a command."""
    plain = _plain(value)
    text = "" if plain is None else str(plain).lower() if isinstance(plain, bool) else str(plain)
    return printable(" ".join(text.split()))
