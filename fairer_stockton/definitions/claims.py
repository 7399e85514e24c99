"""Claims: the figures that the council has published, as its register lists them."""

import re
from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import ClaimVerdict

CLAIM_UNITS = {
    "percent": "per cent",
    "gbp": "pounds",
    "years": "years",
    "people": "people",
    "households": "households",
    "wards": "wards",
}


@dataclass(frozen=True, slots=True)
class ClaimedFigure:
    """One figure of a claim, as stated, and how it is recomputed or what that would need."""

    of: str
    stated: str
    unit: str
    query: str = ""
    of_period: str = ""
    at_least: bool = False
    nearest: int = 0
    why: str = ""
    needs: str = ""

    @property
    def value(self) -> float:
        """The stated figure as a number."""
        return float(self.stated.replace(",", ""))

    @property
    def decimals(self) -> int:
        """How closely it is stated."""
        return len(self.stated.partition(".")[2])

    @property
    def rounding_step(self) -> float:
        """The step that the text rounds to: its last decimal, or as declared."""
        return self.nearest or 10.0**-self.decimals

    @property
    def size_of_last_digit(self) -> float:
        """What one more of its last digit that is not zero adds: 100 for 7,500."""
        digits = self.stated.replace(",", "")
        return 10.0**-self.decimals if self.decimals else 10.0 ** (len(digits) - len(digits.rstrip("0")))

    def verdict(self, recomputed: float | None) -> str:
        """Compare a recomputed figure with the stated one, as closely as this is stated."""
        if recomputed is None:
            return ClaimVerdict.NOT_YET_CHECKABLE
        if self.at_least:
            return (
                ClaimVerdict.REPRODUCED
                if self.value <= recomputed < self.value + self.size_of_last_digit
                else ClaimVerdict.DIFFERS
            )
        return (
            ClaimVerdict.REPRODUCED
            if abs(recomputed - self.value) <= 0.5 * self.rounding_step + 1e-9
            else ClaimVerdict.DIFFERS
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the council, with its figures."""

    id: str
    text: str
    document: str
    period: str
    figures: tuple[ClaimedFigure, ...]


def load_claims(path: Path) -> tuple[Claim, ...]:
    """Read the register, in its own order.

    Raises:
        CatalogueError: a key is missing, unknown or has a value it cannot have; the message names file and claim.
    """
    with open_toml_definition(path) as raw:
        claims = [_read_claim(path, number, entry) for number, entry in enumerate(raw.pop("claim", ()), start=1)]
    if twice := {claim.id for claim in claims if sum(other.id == claim.id for other in claims) > 1}:
        raise CatalogueError(f"{path.name}: the claim {sorted(twice)[0]!r} stands twice")
    return tuple(claims)


def _read_claim(path: Path, claim_number: int, entry: dict[str, object]) -> Claim:
    where = f"{path.name}: claim {entry.get('id', claim_number)!r}"
    figures = entry.pop("figure", ())
    try:
        claim = Claim(**entry, figures=tuple(ClaimedFigure(**figure) for figure in figures))  # type: ignore[arg-type, attr-defined]
        for figure in claim.figures:
            _check_claimed_figure(figure)
    except (TypeError, ValueError) as wrong:
        raise CatalogueError(f"{where}: {wrong}") from None
    if not claim.figures:
        raise CatalogueError(f"{where}: no [[claim.figure]]")
    return claim


def _check_claimed_figure(figure: ClaimedFigure) -> None:
    if not re.fullmatch(r"\d[\d,]*(\.\d+)?", figure.stated):
        raise ValueError(f"{figure.of}: stated must be a number as text, found {figure.stated!r}")
    if figure.unit not in CLAIM_UNITS:
        raise ValueError(f"{figure.of}: unit {figure.unit!r} is not one of {', '.join(CLAIM_UNITS)}")
    if bool(figure.query) == bool(figure.needs):
        raise ValueError(f"{figure.of}: give either a query or what it needs")
    if figure.query and not figure.of_period:
        raise ValueError(f"{figure.of}: of_period must say which period the query is of")
