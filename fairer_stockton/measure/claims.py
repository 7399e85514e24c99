"""The council's own published figures, each recomputed from published extracts where one allows."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from fairer_stockton.definitions.claims import Claim, ClaimedFigure
from fairer_stockton.run.errors import CatalogueError

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

SAMPLE_PROVES_NOTHING = (
    "The published extracts: this edition has the generated sample in their place, which proves nothing."
)
NOT_FETCHED = "The published extract, which has not been fetched yet."


def find_tables_read_by_claims(claims: Iterable[Claim], known_tables: Collection[str]) -> set[str]:
    """Return the staged tables that the queries of claims read, out of those known."""
    return {
        name
        for claim in claims
        for figure in claim.figures
        for name in _find_names_in_query(figure.query, known_tables)
    }


def _find_names_in_query(query: str, known_names: Iterable[str]) -> list[str]:
    return sorted(name for name in known_names if re.search(rf"\b{name}\b", query))


def recompute_claims(
    connection: "duckdb.DuckDBPyConnection",
    claims: Iterable[Claim],
    figure_tables: Mapping[str, "pd.DataFrame"],
    synthetic_by_table: Mapping[str, bool],
    absent_tables: Collection[str] = (),
) -> "pd.DataFrame":
    """Recompute every figure that published extracts allow.

    Args:
        connection: staged tables as views.
        claims: the council's own; there are none of another.
        figure_tables: `observations` and `gaps`; their synthetic rows are left out here.
        synthetic_by_table: for each staged table, whether it rests on the generated sample.
        absent_tables: those of sources that have not been fetched; what reads one cannot be recomputed.

    Returns:
        Rows as `schemas.results.claims.Claims` has them, one a figure, in the register's order.
    """
    import pandas as pd

    from fairer_stockton.schemas.results.claims import CLAIM_COLUMNS

    for name, table in figure_tables.items():
        connection.register(name, table[~table["synthetic"].astype(bool)])
    sources_of = _list_sources_of_measures(figure_tables["observations"])
    rows = []
    for claim in claims:
        for figure in claim.figures:
            tables = _find_names_in_query(figure.query, synthetic_by_table)
            sampled = any(synthetic_by_table[name] for name in tables)
            absent = _find_names_in_query(figure.query, absent_tables)
            known = bool(figure.query) and not sampled and not absent
            recomputed = _recompute_claimed_figure(connection, claim, figure) if known else None
            sources = {
                *tables,
                *(name for measure in _find_names_in_query(figure.query, sources_of) for name in sources_of[measure]),
            }
            rows.append((
                claim.id, claim.text, claim.document, claim.period, figure.of, figure.stated, figure.unit,
                float("nan") if recomputed is None else recomputed, figure.of_period, figure.verdict(recomputed),
                figure.why if recomputed is not None else "",
                figure.needs or (NOT_FETCHED if absent else SAMPLE_PROVES_NOTHING if recomputed is None else ""),
                " ".join(sorted(sources)),
            ))  # fmt: skip
    for name in figure_tables:
        connection.unregister(name)
    return pd.DataFrame(rows, columns=list(CLAIM_COLUMNS)).astype({"recomputed": float})


def _list_sources_of_measures(observations: "pd.DataFrame") -> dict[str, list[str]]:
    pairs = observations[["measure", "sources"]].drop_duplicates()
    return {str(name): " ".join(listed).split() for name, listed in pairs.groupby("measure")["sources"]}


def _recompute_claimed_figure(
    connection: "duckdb.DuckDBPyConnection", claim: Claim, figure: ClaimedFigure
) -> float | None:
    import duckdb

    try:
        rows = connection.execute(figure.query).fetchall()
    except duckdb.Error as wrong:
        raise CatalogueError(f"claims.toml: claim {claim.id!r}, {figure.of}: {wrong}") from None
    if len(rows) > 1 or (rows and len(rows[0]) != 1):
        raise CatalogueError(f"claims.toml: claim {claim.id!r}, {figure.of}: the query must give one number")
    return None if not rows or rows[0][0] is None else float(rows[0][0])
