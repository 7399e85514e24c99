"""The tidy CSV files: every observation, every gap, a file a domain, and a README that explains the columns."""

from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.report.edition import Edition

if TYPE_CHECKING:
    import pandas as pd

DIGITS = "%.12g"  # more than any figure has; the binary noise past it is left out


def write_csv_files(edition: Edition, folder: Path) -> None:
    """Write them into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    _write(edition.observations, folder / "observations.csv")
    _write(edition.gaps, folder / "gaps.csv")
    _write(edition.communities, folder / "communities.csv")
    _write(edition.claims, folder / "claims.csv")
    for domain in edition.framework:
        _write(_of_domain(edition, domain), folder / f"{domain}.csv")
    (folder / "README.txt").write_text(readme(edition), encoding="utf-8", newline="\n")


def readme(edition: Edition) -> str:
    """Explain the files and each of their columns, from the contract that the results are held to."""
    from schemas.results import (
        CLAIM_COLUMNS,
        COMMUNITY_COLUMNS,
        GAP_COLUMNS,
        OBSERVATION_COLUMNS,
        Claims,
        Communities,
        Gaps,
        Observations,
    )

    lines = [f"A Fairer Stockton-on-Tees, edition {edition.name}: tables as CSV (UTF-8, comma, one header line)"]
    if edition.synthetic:
        lines += [
            "",
            edition.stamp,
            "Rows whose column `synthetic` is True rest on generated sample data: their values are invented.",
        ]
    lines += [
        "",
        "observations.csv  every measure for every area, period and group of people",
        "gaps.csv          every comparison of two groups of areas or people",
        "claims.csv        the council's own published figures, recomputed",
        "communities.csv   each disadvantaged community against everyone else in the six gaps",
    ]
    for name, domain in edition.framework.items():
        measured = len(edition.of_domain(name))
        lines.append(
            f"{name}.csv: {domain.title}, " + (f"{measured} measures" if measured else "not yet measured, so no rows")
        )
    contracts = (
        ("observations.csv (the domains' files add the measure's words after it)", Observations, OBSERVATION_COLUMNS),
        ("gaps.csv", Gaps, GAP_COLUMNS),
        ("communities.csv", Communities, COMMUNITY_COLUMNS),
        ("claims.csv", Claims, CLAIM_COLUMNS),
    )
    for title, model, names in contracts:
        columns = model.to_schema().columns
        lines += ["", f"Columns of {title}", *(f"  {name}: {columns[name].description}" for name in names)]
    lines += ["", "Sources", *(f"  {source.attribution}" for source in edition.sources.values()), ""]
    return "\n".join(lines)


def _of_domain(edition: Edition, domain: str) -> "pd.DataFrame":
    rows = edition.observations[edition.observations["domain"] == domain].copy()
    words = {"measure_title": "title", "framework_measure": "framework", "stands_in_for": "proxy_for"}
    for place, (column, key) in enumerate(words.items(), start=1):
        rows.insert(place, column, [getattr(edition.measures[name], key) for name in rows["measure"]])
    return rows


def _write(table: "pd.DataFrame", path: Path) -> None:
    table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format=DIGITS)
