"""Why a figure of the same time was revised: what the records of two editions show, and no guess beyond them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairer_stockton.report.edition import Edition, Input
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.rows import ObservationRow

REVISED_SOURCE, CHANGED_BOUNDARY, CHANGED_DEFINITION = "revised source", "changed boundary", "changed definition"


@dataclass(frozen=True)
class Causes:
    """What differs between the records behind two figures of the same time."""

    names: tuple[str, ...]
    recorded: bool  # whether the earlier edition tells how the measure was defined


def find_causes(edition: Edition, earlier: EarlierEdition, then: ObservationRow, again: ObservationRow) -> Causes:
    """Find what changed behind a figure: its files, the map that it is on, its definition."""
    mapped = (then.vintage, then.converted_from) != (again.vintage, again.converted_from)
    defined = earlier.definitions.get(then.measure)
    sources = sorted({*then.sources.split(), *again.sources.split()})
    of_period = _is_any_revised(earlier.inputs, edition.inputs, sources, then.period)
    others = (CHANGED_BOUNDARY,) * mapped + (CHANGED_DEFINITION,) * (
        defined not in (None, edition.definition_sums.get(then.measure))
    )
    # Figures of one time may rest on a file of another: it is named where nothing nearer explains them.
    revised = of_period or (not others and _is_any_revised(earlier.inputs, edition.inputs, sources))
    return Causes(((REVISED_SOURCE,) if revised else ()) + others, defined is not None)


def _is_any_revised(
    then: Mapping[str, Sequence[Input]], now: Mapping[str, Sequence[Input]], sources: Sequence[str], period: str = ""
) -> bool:
    """Return whether a file of these sources (for a period, where they have files of it) is not used any more."""
    return any(
        not {file.sha256 for file in _files_of_period(then.get(source, ()), period)}
        <= {file.sha256 for file in now.get(source, ())}
        for source in sources
    )


def _files_of_period(files: Sequence[Input], period: str) -> Sequence[Input]:
    """Choose the files of a figure's period: `2022-23` is 2022/23, and `2019 and 2025` are two; else all."""
    periods = period.replace("/", "-").split(" and ")
    return [file for file in files if file.period.replace("/", "-") in periods] or files
