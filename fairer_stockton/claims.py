"""The council's own published figures, each recomputed from published extracts where one allows."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.definitions import definition
from fairer_stockton.errors import CatalogueError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

REGISTER = Path(__file__).parent / "claims.toml"
UNITS = {
    "percent": "per cent",
    "gbp": "pounds",
    "years": "years",
    "people": "people",
    "households": "households",
    "wards": "wards",
}
SAMPLE = "The published extracts: this edition has the generated sample in their place, which proves nothing."


@dataclass(frozen=True, slots=True)
class Figure:
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
    def step(self) -> float:
        """The step that the text rounds to: its last decimal, or as declared."""
        return self.nearest or 10.0**-self.decimals

    @property
    def last_digit(self) -> float:
        """What one more of its last digit that is not zero adds: 100 for 7,500."""
        digits = self.stated.replace(",", "")
        return 10.0**-self.decimals if self.decimals else 10.0 ** (len(digits) - len(digits.rstrip("0")))

    def verdict(self, recomputed: float | None) -> str:
        """Compare a recomputed figure with the stated one, as closely as this is stated."""
        if recomputed is None:
            return "not_yet_checkable"
        if self.at_least:
            return "reproduced" if self.value <= recomputed < self.value + self.last_digit else "differs"
        return "reproduced" if abs(recomputed - self.value) <= 0.5 * self.step + 1e-9 else "differs"


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of the council, with its figures."""

    id: str
    text: str
    document: str
    period: str
    figures: tuple[Figure, ...]


@cache
def load_claims(path: Path = REGISTER) -> tuple[Claim, ...]:
    """Read the register, in its own order.

    Raises:
        CatalogueError: a key is missing, unknown or has a value it cannot have; the message names file and claim.
    """
    with definition(path) as raw:
        claims = [_claim(path, number, given) for number, given in enumerate(raw.pop("claim", ()), start=1)]
    if twice := {one.id for one in claims if sum(other.id == one.id for other in claims) > 1}:
        raise CatalogueError(f"{path.name}: the claim {sorted(twice)[0]!r} stands twice")
    return tuple(claims)


def _claim(path: Path, number: int, given: dict[str, object]) -> Claim:
    where = f"{path.name}: claim {given.get('id', number)!r}"
    figures = given.pop("figure", ())
    try:
        claim = Claim(**given, figures=tuple(Figure(**figure) for figure in figures))  # type: ignore[arg-type, attr-defined]
        for figure in claim.figures:
            _check(figure)
    except (TypeError, ValueError) as wrong:
        raise CatalogueError(f"{where}: {wrong}") from None
    if not claim.figures:
        raise CatalogueError(f"{where}: no [[claim.figure]]")
    return claim


def _check(figure: Figure) -> None:
    if not re.fullmatch(r"\d[\d,]*(\.\d+)?", figure.stated):
        raise ValueError(f"{figure.of}: stated must be a number as text, found {figure.stated!r}")
    if figure.unit not in UNITS:
        raise ValueError(f"{figure.of}: unit {figure.unit!r} is not one of {', '.join(UNITS)}")
    if bool(figure.query) == bool(figure.needs):
        raise ValueError(f"{figure.of}: give either a query or what it needs")
    if figure.query and not figure.of_period:
        raise ValueError(f"{figure.of}: of_period must say which period the query is of")


def tables_read(known: Collection[str]) -> set[str]:
    """Name the staged tables that the register's queries read, out of those known."""
    return {name for claim in load_claims() for figure in claim.figures for name in _read(figure.query, known)}


def _read(query: str, known: Iterable[str]) -> list[str]:
    return sorted(name for name in known if re.search(rf"\b{name}\b", query))


def claim_table(
    connection: "duckdb.DuckDBPyConnection",
    results: Mapping[str, "pd.DataFrame"],
    synthetic: Mapping[str, bool],
    at_home: bool = True,
) -> "pd.DataFrame":
    """Recompute every figure that published extracts allow.

    Args:
        connection: staged tables as views.
        results: `observations` and `gaps`; their synthetic rows are left out here.
        synthetic: for each staged table, whether it rests on the generated sample.
        at_home: whether the report is for the council that made the claims; another's has none.

    Returns:
        Rows as `schemas.results.Claims` has them, one a figure, in the register's order.
    """
    import pandas as pd

    from schemas.results import CLAIM_COLUMNS

    for name, table in results.items():
        connection.register(name, table[~table["synthetic"]])
    sources_of = _sources_of_measures(results["observations"])
    rows = []
    for claim in load_claims() if at_home else ():
        for figure in claim.figures:
            tables = _read(figure.query, synthetic)
            sampled = any(synthetic[name] for name in tables)
            found = None if sampled or not figure.query else _recompute(connection, claim, figure)
            sources = {*tables, *(name for measure in _read(figure.query, sources_of) for name in sources_of[measure])}
            rows.append((
                claim.id, claim.text, claim.document, claim.period, figure.of, figure.stated, figure.unit,
                float("nan") if found is None else found, figure.of_period, figure.verdict(found),
                figure.why if found is not None else "", figure.needs or (SAMPLE if found is None else ""),
                " ".join(sorted(sources)),
            ))  # fmt: skip
    for name in results:
        connection.unregister(name)
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS)).astype({"recomputed": float})


def _sources_of_measures(observations: "pd.DataFrame") -> dict[str, list[str]]:
    pairs = observations[["measure", "sources"]].drop_duplicates()
    return {str(name): " ".join(found).split() for name, found in pairs.groupby("measure")["sources"]}


def _recompute(connection: "duckdb.DuckDBPyConnection", claim: Claim, figure: Figure) -> float | None:
    import duckdb

    try:
        rows = connection.execute(figure.query).fetchall()
    except duckdb.Error as wrong:
        raise CatalogueError(f"{REGISTER.name}: claim {claim.id!r}, {figure.of}: {wrong}") from None
    if len(rows) > 1 or (rows and len(rows[0]) != 1):
        raise CatalogueError(f"{REGISTER.name}: claim {claim.id!r}, {figure.of}: the query must give one number")
    return None if not rows or rows[0][0] is None else float(rows[0][0])
