"""Why a figure of the same time was revised: what the records of two editions show, and no guess beyond them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairer_stockton.report.edition import Edition, Input
from fairer_stockton.report.pages.changes.before import Before, Row

SOURCE, BOUNDARY, DEFINITION = "revised source", "changed boundary", "changed definition"


@dataclass(frozen=True)
class Causes:
    """What differs between the records behind two figures of the same time."""

    found: tuple[str, ...]
    recorded: bool  # whether the earlier edition tells how the measure was defined


def causes_of(edition: Edition, earlier: Before, then: Row, again: Row) -> Causes:
    """Name what changed behind a figure: its files, the map that it is on, its definition."""
    name, period = str(then["measure"]), str(then["period"])
    mapped = any(then[column] != again[column] for column in ("vintage", "converted_from"))
    defined = earlier.definitions.get(name)
    sources = sorted({*str(then["sources"]).split(), *str(again["sources"]).split()})
    of_period = _any_revised(earlier.inputs, edition.inputs, sources, period)
    others = (BOUNDARY,) * mapped + (DEFINITION,) * (defined not in (None, edition.definitions.get(name)))
    # Figures of one time may rest on a file of another: it is named where nothing nearer explains them.
    revised = of_period or (not others and _any_revised(earlier.inputs, edition.inputs, sources))
    return Causes(((SOURCE,) if revised else ()) + others, defined is not None)


def _any_revised(
    then: Mapping[str, Sequence[Input]], now: Mapping[str, Sequence[Input]], sources: Sequence[str], period: str = ""
) -> bool:
    """Say whether a file of these sources (for a period, where they have files of it) is not used any more."""
    return any(
        not {file.sha256 for file in _of(then.get(source, ()), period)} <= {file.sha256 for file in now.get(source, ())}
        for source in sources
    )


def _of(files: Sequence[Input], period: str) -> Sequence[Input]:
    """Choose the files of a figure's period: `2022-23` is 2022/23, and `2019 and 2025` are two; else all."""
    periods = period.replace("/", "-").split(" and ")
    return [file for file in files if file.period.replace("/", "-") in periods] or files
