"""Where things are and which edition is being made: one frozen value that every stage is given."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.errors import CatalogueError


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders, edition and authority of one run."""

    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    reports: Path = Path("reports")
    edition: str = "2026"
    authority: str = "E06000004"
    sample: bool = True  # whether figures that rest on the generated sample are shown, marked, or left out

    def __post_init__(self) -> None:
        """Refuse a name of an edition that could not be that of a folder, or is taken."""
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", self.edition) or self.edition == "latest":
            raise CatalogueError(
                f"edition   {self.edition!r}\nexpected  letters, figures, dots and dashes, and not 'latest'\n"
                "to do     name it as in EDITION=2026 or EDITION=2026-27"
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read FAIRER_RAW, FAIRER_PROCESSED, FAIRER_REPORTS, FAIRER_EDITION, FAIRER_SAMPLE; an empty one is absent."""
        default = cls()
        return cls(
            raw=Path(environment.get("FAIRER_RAW") or default.raw),
            processed=Path(environment.get("FAIRER_PROCESSED") or default.processed),
            reports=Path(environment.get("FAIRER_REPORTS") or default.reports),
            edition=environment.get("FAIRER_EDITION") or default.edition,
            sample=_yes_or_no(environment.get("FAIRER_SAMPLE") or "yes"),
        )

    @property
    def staged(self) -> Path:
        """The folder of staged tables."""
        return self.processed / "staged"

    @property
    def verdicts(self) -> Path:
        """The folder of validation verdicts."""
        return self.processed / "verdicts"

    @property
    def measures(self) -> Path:
        """The folder of observations and gaps."""
        return self.processed / "measures"


def _yes_or_no(word: str) -> bool:
    if word not in ("yes", "no"):
        raise CatalogueError(
            f"setting   FAIRER_SAMPLE (SAMPLE=)\nfound     {word!r}\nexpected  yes or no\nto do     say one"
        )
    return word == "yes"
