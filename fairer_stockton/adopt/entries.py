"""The entries of a source's TOML: taken out, put in and written, while all else of the file stays as it is."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fairer_stockton.definitions.sources import COLUMN_KINDS, Extract

_TABLE = re.compile(r"^\s*\[")
_OPENING = re.compile(r"^\s*\[\[file\]\]")
_INSIDE = re.compile(r"^\s*\[file\.(\w+)\]")
_KEY = re.compile(r"^(\s*)([\w-]+)(\s*=\s*)(.*)$")


@dataclass(frozen=True)
class EntryText:
    """One `[[file]]` of a source's TOML, or what stands between such entries."""

    lines: tuple[str, ...]
    is_entry: bool

    def read_value(self, key: str) -> str:
        """Return the value of a key of the entry itself; empty where it has none."""
        for line in self.lines:
            if _INSIDE.match(line):
                break
            if (parts := _KEY.match(line)) and parts[2] == key:
                quoted = re.match(r"""("(?:[^"\\]|\\.)*"|'[^']*')""", parts[4])
                return _unquote(quoted[1]) if quoted else ""
        return ""

    def is_of(self, extract: Extract) -> bool:
        """Return whether it is the entry of an extract's file."""
        return self.is_entry and (self.read_value("name"), self.read_value("period")) == (extract.name, extract.period)


def split_entries(text: str) -> list[EntryText]:
    """Split a source's TOML at its entries; a comment belongs to what stands below it."""
    parts: list[tuple[list[str], bool]] = [([], False)]
    for line in text.splitlines():
        if _OPENING.match(line):
            parts.append((_take_comments(parts[-1][0]), True))
        elif _TABLE.match(line) and not _INSIDE.match(line) and parts[-1][1]:
            parts.append((_take_comments(parts[-1][0]), False))
        parts[-1][0].append(line)
    return [EntryText(tuple(lines), is_entry) for lines, is_entry in parts if lines]


def join_entries(entries: Sequence[EntryText]) -> str:
    """Return the text of a source's TOML."""
    return "\n".join(line for entry in entries for line in entry.lines).rstrip("\n") + "\n"


def rewrite_entries(
    text: str,
    new_extracts: Sequence[tuple[Extract, Extract]],
    replaced: Collection[tuple[str, str]],
) -> str:
    """Return the text of a source's TOML with new entries, each in the words of one of before.

    Args:
        text: the file as it is.
        new_extracts: each entry of before with the new one that is like it, all of one file.
        replaced: name and period of the files whose entries the new ones take the place of.
    """
    parts = split_entries(text)
    like, new = new_extracts[0]
    of_like = [part for part in parts if part.is_of(like)]
    written = [
        EntryText((*_rewrite_entry(part, before, after), ""), True)
        for part, (before, after) in zip(of_like, new_extracts, strict=True)
    ]
    leaving = [part for part in parts if (part.read_value("name"), part.read_value("period")) in replaced]
    leaving = [part for part in leaving if part.is_entry]
    if leaving:
        at = parts.index(leaving[0])
    else:
        at = parts.index(of_like[-1]) + 1 if new.period >= like.period else parts.index(of_like[0])
    before_them = [part for part in parts[:at] if part not in leaving]
    if before_them and before_them[-1].lines[-1].strip():
        before_them.append(EntryText(("",), False))
    return join_entries([*before_them, *written, *(part for part in parts[at:] if part not in leaving)])


def _take_comments(lines: list[str]) -> list[str]:
    """Take the comments off the end of some lines, for they are about what comes next."""
    comments: list[str] = []
    while lines and lines[-1].startswith("#"):
        comments.insert(0, lines.pop())
    return comments


def _rewrite_entry(entry: EntryText, before: Extract, after: Extract) -> list[str]:
    """Return the lines of an entry with the new values, in the layout of the one before."""
    values = {name: getattr(after, name) for name in ("name", "period", "sha256", "url", "sheet", "member")}
    headings = {column.name: column.header for column in after.columns}
    has_address = bool(entry.read_value("url")) or after.url == getattr(after.way, "address", "")
    lines: list[str] = []
    kind = ""
    for line in entry.lines:
        if line.lstrip().startswith("#"):
            continue  # a comment is about the file of before
        if inside := _INSIDE.match(line):
            kind = inside[1]
        if kind == "copy" or (not kind and (parts := _KEY.match(line)) and parts[2] == "mirror"):
            continue
        lines.append(_rewrite_line(line, headings if kind in COLUMN_KINDS else {} if kind else values))
        if not kind and (parts := _KEY.match(line)) and parts[2] == "name" and after.mirror != after.name:
            lines.append(f"mirror{' ' * max(1, len(parts[2] + parts[3]) - 8)}= {_quote(after.mirror)}")
        if not kind and (parts := _KEY.match(line)) and parts[2] == "sha256" and not has_address:
            lines.append(f"url{' ' * max(1, len(parts[2] + parts[3]) - 5)}= {_quote(after.url)}")
    if before.columns != after.columns and not any(_INSIDE.match(line) for line in entry.lines):
        lines = [*_strip_end(lines), *_write_column_tables(after)]  # those of before stand above all entries
    return _strip_end(lines)


def _rewrite_line(line: str, values: Mapping[str, str]) -> str:
    parts = _KEY.match(line)
    if not parts or parts[2] not in values:
        return line
    return f"{parts[1]}{parts[2]}{parts[3]}{_quote(values[parts[2]])}"


def _write_column_tables(extract: Extract) -> list[str]:
    lines = []
    for kind in COLUMN_KINDS:
        columns = [column for column in extract.columns if column.kind == kind]
        if columns:
            width = max(len(column.name) for column in columns)
            lines += ["", f"[file.{kind}]", *(f"{c.name:<{width}} = {_quote(c.header)}" for c in columns)]
    return lines


def _strip_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _unquote(text: str) -> str:
    return text[1:-1] if text.startswith("'") else str(json.loads(text))
