"""Commentary: what editors add to a measure in an edition, in their own words and shown as theirs."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.toml_file import definition
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.settings import Settings


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody says of a measure."""

    by: str
    words: str


def commentary_file(settings: Settings) -> Path:
    """Say where an edition's commentary lies; there need be none."""
    return settings.commentary / f"{settings.edition}.toml"


def load_commentary(path: Path, measures: Collection[str]) -> dict[str, Comment]:
    """Read what is said of each measure; nothing where there is no file.

    Raises:
        CatalogueError: a measure that there is not, or a comment without its words or the name of who says them.
    """
    if not path.is_file():
        return {}
    found = {}
    with definition(path, str(path)) as raw:
        for name in list(raw):
            given = raw.pop(name)
            if name not in measures:
                raise CatalogueError(
                    file=path,
                    found=f"[{name}]",
                    expected="the name of a measure of this edition, as in dictionary.html",
                    remedy="mend the name, or take the comment out",
                )
            comment = Comment(by=given.pop("by").strip(), words=" ".join(given.pop("words").split()))
            if given or not (comment.by and comment.words):
                raise ValueError(f"[{name}] must have `by` (who says it) and `words`, and nothing else")
            found[name] = comment
    return found
