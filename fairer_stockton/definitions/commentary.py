"""Commentary: what editors add to an edition, a domain or a measure, in their own words and shown as theirs."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition

REPORT, DOMAIN = "report", "domain"  # the names of the two tables that are no measure's


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, and who makes it."""

    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Commentary:
    """The comments on an edition as a whole, on its domains and on its measures, those two by name."""

    report: Comment | None = None
    domains: Mapping[str, Comment] = field(default_factory=dict)
    measures: Mapping[str, Comment] = field(default_factory=dict)


def find_commentary_file(settings: Settings) -> Path:
    """Return the path of an edition's commentary; there need be none."""
    return settings.commentary / f"{settings.edition}.toml"


def load_commentary(path: Path, domain_names: Collection[str], measure_names: Collection[str]) -> Commentary:
    """Read the comments on the report, on its domains and on its measures; none where there is no file.

    Raises:
        CatalogueError: a domain or a measure that there is not, or a comment without its words or the name of who
            says them.
    """
    if not path.is_file():
        return Commentary()
    with open_toml_definition(path, str(path)) as raw:
        report = _read_comment(raw.pop(REPORT), f"[{REPORT}]") if REPORT in raw else None
        domains = raw.pop(DOMAIN, {})
        _refuse_unknown_names(path, domains, f"{DOMAIN}.", "a domain of the framework", domain_names)
        measures = {name: raw.pop(name) for name in list(raw)}
        _refuse_unknown_names(path, measures, "", "a measure of this edition, as in dictionary.html", measure_names)
        return Commentary(report, _read_comments(domains, f"{DOMAIN}."), _read_comments(measures, ""))


def _refuse_unknown_names(
    path: Path, entries: Mapping[str, Any], start: str, kind: str, names: Collection[str]
) -> None:
    for name in entries:
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f"; did you mean [{start}{near[0]}]?" if near else ""
            # There are few domains, so that all can be named; there are too many measures.
            every = f": one of {', '.join(names)}" if start else ""
            raise CatalogueError(
                file=path,
                found=f"[{start}{name}]",
                expected=f"the name of {kind}{every}",
                remedy=f"mend the name, or take the comment out{hint}",
            )


def _read_comments(entries: Mapping[str, Any], start: str) -> dict[str, Comment]:
    return {name: _read_comment(entry, f"[{start}{name}]") for name, entry in entries.items()}


def _read_comment(entry: dict[str, Any], heading: str) -> Comment:
    """Read one comment, which has two keys and no other."""
    comment = Comment(by=entry.pop("by").strip(), words=" ".join(entry.pop("words").split()))
    if entry or not (comment.by and comment.words):
        raise ValueError(f"{heading} must have `by` (who says it) and `words`, and nothing else")
    return comment
