"""The council's own published figures, each recomputed from published extracts where one allows."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from fairer_stockton.definitions.claims import Claim, Figure
from fairer_stockton.run.errors import CatalogueError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SAMPLE_PROVES_NOTHING = (
    "The published extracts: this edition has the generated sample in their place, which proves nothing."
)


def tables_read(claims: Iterable[Claim], known: Collection[str]) -> set[str]:
    """Return the staged tables that the queries of claims read, out of those known."""
    return {name for claim in claims for figure in claim.figures for name in _read(figure.query, known)}


def _read(query: str, known: Iterable[str]) -> list[str]:
    return sorted(name for name in known if re.search(rf"\b{name}\b", query))


def claim_table(
    connection: "duckdb.DuckDBPyConnection",
    claims: Iterable[Claim],
    results: Mapping[str, "pd.DataFrame"],
    synthetic: Mapping[str, bool],
) -> "pd.DataFrame":
    """Recompute every figure that published extracts allow.

    Args:
        connection: staged tables as views.
        claims: the council's own; there are none of another.
        results: `observations` and `gaps`; their synthetic rows are left out here.
        synthetic: for each staged table, whether it rests on the generated sample.

    Returns:
        Rows as `schemas.results.claims.Claims` has them, one a figure, in the register's order.
    """
    import pandas as pd

    from fairer_stockton.schemas.results.claims import CLAIM_COLUMNS

    for name, table in results.items():
        connection.register(name, table[~table["synthetic"]])
    sources_of = _sources_of_measures(results["observations"])
    rows = []
    for claim in claims:
        for figure in claim.figures:
            tables = _read(figure.query, synthetic)
            sampled = any(synthetic[name] for name in tables)
            recomputed = None if sampled or not figure.query else _recompute(connection, claim, figure)
            sources = {*tables, *(name for measure in _read(figure.query, sources_of) for name in sources_of[measure])}
            rows.append((
                claim.id, claim.text, claim.document, claim.period, figure.of, figure.stated, figure.unit,
                float("nan") if recomputed is None else recomputed, figure.of_period, figure.verdict(recomputed),
                figure.why if recomputed is not None else "",
                figure.needs or (SAMPLE_PROVES_NOTHING if recomputed is None else ""),
                " ".join(sorted(sources)),
            ))  # fmt: skip
    for name in results:
        connection.unregister(name)
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS)).astype({"recomputed": float})


def _sources_of_measures(observations: "pd.DataFrame") -> dict[str, list[str]]:
    pairs = observations[["measure", "sources"]].drop_duplicates()
    return {str(name): " ".join(listed).split() for name, listed in pairs.groupby("measure")["sources"]}


def _recompute(connection: "duckdb.DuckDBPyConnection", claim: Claim, figure: Figure) -> float | None:
    import duckdb

    try:
        rows = connection.execute(figure.query).fetchall()
    except duckdb.Error as wrong:
        raise CatalogueError(f"claims.toml: claim {claim.id!r}, {figure.of}: {wrong}") from None
    if len(rows) > 1 or (rows and len(rows[0]) != 1):
        raise CatalogueError(f"claims.toml: claim {claim.id!r}, {figure.of}: the query must give one number")
    return None if not rows or rows[0][0] is None else float(rows[0][0])
