"""The council's own figures beside the recomputed ones: a sentence of the whole, and a table for each verdict."""

from collections import Counter
from typing import Any

from fairer_stockton.definitions.claims import CLAIM_UNITS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.claims import VERDICTS

CAPTIONS = {
    "reproduced": "Figures that published extracts reproduce",
    "differs": "Published figure and our figure, where they differ",
    "not_yet_checkable": "Figures that no published extract here can check",
}


def claims_sentence(edition: Edition) -> str:
    """Count the verdicts."""
    found = Counter(edition.claims["verdict"])
    return (
        f"Of {len(edition.claims)} figures that the council has published, we reproduce "
        f"{found['reproduced'] or 'none'} "
        f"from published extracts, get a different figure for {found['differs'] or 'none'}, and cannot check "
        f"{found['not_yet_checkable'] or 'none'} yet."
    )


def claim_tables(edition: Edition) -> dict[str, Table]:
    """Give a table for each verdict that any figure has, by the verdict in words."""
    rows = edition.claims.to_dict("records")
    return {title: table for verdict, title in VERDICTS.items() if (table := _table(verdict, rows))}


def _table(verdict: str, rows: list[dict[Any, Any]]) -> Table | None:
    chosen = [row for row in rows if row["verdict"] == verdict]
    if not chosen:
        return None
    if verdict == "not_yet_checkable":
        lines = [(row["text"], row["of"], written(row["stated"], row["unit"]), row["needs"]) for row in chosen]
        return Table(CAPTIONS[verdict], ("What was said", "Whose figure", "As stated", "What it needs"), tuple(lines))
    header = ("What was said", "Whose figure", "As stated", "Recomputed", "Of the period", "What to know")
    full = [
        (
            row["text"], row["of"], written(row["stated"], row["unit"]),
            written(_to_the_same_decimals(row), row["unit"]), row["of_period"], row["why"] or "–",
        )
        for row in chosen
    ]  # fmt: skip
    return Table(CAPTIONS[verdict], header, tuple(full))


def _to_the_same_decimals(row: dict[Any, Any]) -> str:
    decimals = len(row["stated"].partition(".")[2])
    return f"{row['recomputed']:,.{decimals}f}"


def written(figure: str, unit: str) -> str:
    """Write a figure that is text already with its unit."""
    if unit == "gbp":
        return f"£{figure}"
    return f"{figure}%" if unit == "percent" else f"{figure} {CLAIM_UNITS[unit]}"
