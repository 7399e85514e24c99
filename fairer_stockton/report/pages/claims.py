"""The council's own figures beside the recomputed ones: a sentence of the whole, and a table for each verdict."""

from collections import Counter
from dataclasses import dataclass

from fairer_stockton.definitions.claims import CLAIM_UNITS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.claims import CLAIM_VERDICTS
from fairer_stockton.run.vocabulary import ClaimVerdict

CAPTIONS = {
    ClaimVerdict.REPRODUCED: "Figures that published extracts reproduce",
    ClaimVerdict.DIFFERS: "Published figure and our figure, where they differ",
    ClaimVerdict.NOT_YET_CHECKABLE: "Figures that no published extract here can check",
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A row of claims: a figure that the council has published, and what came of recomputing it."""

    text: str
    of: str
    stated: str
    unit: str
    recomputed: float
    of_period: str
    verdict: ClaimVerdict
    why: str
    needs: str


def summarise_claims(edition: Edition) -> str:
    """Count the verdicts."""
    verdicts = Counter(edition.claims["verdict"])
    return (
        f"Of {len(edition.claims)} figures that the council has published, we reproduce "
        f"{verdicts[ClaimVerdict.REPRODUCED] or 'none'} "
        f"from published extracts, get a different figure for {verdicts[ClaimVerdict.DIFFERS] or 'none'}, "
        f"and cannot check {verdicts[ClaimVerdict.NOT_YET_CHECKABLE] or 'none'} yet."
    )


def make_table_of_each_verdict(edition: Edition) -> dict[str, Table]:
    """Return a table for each verdict that any figure has, by the verdict in words."""
    rows = read_rows(edition.claims, ClaimRow)
    return {
        title: table for verdict, title in CLAIM_VERDICTS.items() if (table := _make_table_of_verdict(verdict, rows))
    }


def list_claims_of_verdict(edition: Edition, verdict: ClaimVerdict) -> Table | None:
    """Return the table of one verdict; None where no figure has it."""
    return _make_table_of_verdict(verdict, read_rows(edition.claims, ClaimRow))


def _make_table_of_verdict(verdict: ClaimVerdict, rows: list[ClaimRow]) -> Table | None:
    shown = [row for row in rows if row.verdict == verdict]
    if not shown:
        return None
    if verdict == ClaimVerdict.NOT_YET_CHECKABLE:
        lines = [(row.text, row.of, write_stated_figure(row.stated, row.unit), row.needs) for row in shown]
        return Table(CAPTIONS[verdict], ("What was said", "Whose figure", "As stated", "What it needs"), tuple(lines))
    header = ("What was said", "Whose figure", "As stated", "Recomputed", "Of the period", "What to know")
    full = [
        (
            row.text, row.of, write_stated_figure(row.stated, row.unit),
            write_stated_figure(_write_recomputed_figure(row), row.unit), row.of_period, row.why or "–",
        )
        for row in shown
    ]  # fmt: skip
    return Table(CAPTIONS[verdict], header, tuple(full))


def _write_recomputed_figure(row: ClaimRow) -> str:
    """Write the recomputed figure to the decimals of the stated one, since more would look like a difference."""
    decimals = len(row.stated.partition(".")[2])
    return f"{row.recomputed:,.{decimals}f}"


def write_stated_figure(figure: str, unit: str) -> str:
    """Write a figure that is text already with its unit."""
    if unit == "gbp":
        return f"£{figure}"
    return f"{figure}%" if unit == "percent" else f"{figure} {CLAIM_UNITS[unit]}"
