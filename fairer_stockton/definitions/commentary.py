"""Commentary: what editors add to a measure in an edition, in their own words and shown as theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment on a measure, and who makes it."""

    by: str
    words: str


def find_commentary_file(settings: Settings) -> Path:
    """Return the path of an edition's commentary; there need be none."""
    return settings.commentary / f"{settings.edition}.toml"


def load_commentary(path: Path, measure_names: Collection[str]) -> dict[str, Comment]:
    """Read the comment on each measure; nothing where there is no file.

    Raises:
        CatalogueError: a measure that there is not, or a comment without its words or the name of who says them.
    """
    if not path.is_file():
        return {}
    comments = {}
    with open_toml_definition(path, str(path)) as raw:
        for name in list(raw):
            entry = raw.pop(name)
            if name not in measure_names:
                raise CatalogueError(
                    file=path,
                    found=f"[{name}]",
                    expected="the name of a measure of this edition, as in dictionary.html",
                    remedy="mend the name, or take the comment out",
                )
            comment = Comment(by=entry.pop("by").strip(), words=" ".join(entry.pop("words").split()))
            if entry or not (comment.by and comment.words):
                raise ValueError(f"[{name}] must have `by` (who says it) and `words`, and nothing else")
            comments[name] = comment
    return comments
