"""Where things are and which edition is being made: one frozen value that every stage is given."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders, edition and authority of one run."""

    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    reports: Path = Path("reports")
    edition: str = "2026"
    authority: str = "E06000004"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read FAIRER_RAW, FAIRER_PROCESSED, FAIRER_REPORTS, FAIRER_EDITION; an empty variable is an absent one."""
        default = cls()
        return cls(
            raw=Path(environment.get("FAIRER_RAW") or default.raw),
            processed=Path(environment.get("FAIRER_PROCESSED") or default.processed),
            reports=Path(environment.get("FAIRER_REPORTS") or default.reports),
            edition=environment.get("FAIRER_EDITION") or default.edition,
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
