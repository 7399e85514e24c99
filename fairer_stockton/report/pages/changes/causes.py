"""Why a figure of the same time was revised: what the records of two editions show, and no guess beyond them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairer_stockton.editions.sums import InputFile
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.changes.earlier_edition import EarlierEdition
from fairer_stockton.report.rows import ObservationRow

REVISED_SOURCE, CHANGED_BOUNDARY, CHANGED_DEFINITION = "revised source", "changed boundary", "changed definition"


@dataclass(frozen=True)
class RevisionCauses:
    """What differs between the records behind two figures of the same time."""

    names: tuple[str, ...]
    recorded: bool  # whether the earlier edition tells how the measure was defined


def find_causes_of_revision(
    edition: Edition, earlier: EarlierEdition, published_figure: ObservationRow, recomputed_figure: ObservationRow
) -> RevisionCauses:
    """Find what changed behind a figure: its files, the map that it is on, its definition."""
    mapped = (published_figure.vintage, published_figure.converted_from) != (
        recomputed_figure.vintage,
        recomputed_figure.converted_from,
    )
    defined = earlier.definitions.get(published_figure.measure)
    sources = sorted({*published_figure.sources.split(), *recomputed_figure.sources.split()})
    of_period = _is_any_file_revised(earlier.inputs, edition.inputs, sources, published_figure.period)
    others = (CHANGED_BOUNDARY,) * mapped + (CHANGED_DEFINITION,) * (
        defined not in (None, edition.definition_checksums.get(published_figure.measure))
    )
    # Figures of one time may rest on a file of another: it is named where nothing nearer explains them.
    revised = of_period or (not others and _is_any_file_revised(earlier.inputs, edition.inputs, sources))
    return RevisionCauses(((REVISED_SOURCE,) if revised else ()) + others, defined is not None)


def _is_any_file_revised(
    files_then: Mapping[str, Sequence[InputFile]],
    files_now: Mapping[str, Sequence[InputFile]],
    source_names: Sequence[str],
    period: str = "",
) -> bool:
    """Return whether a file of these sources (for a period, where they have files of it) is not used any more."""
    return any(
        not any(file.has_bytes_of(earlier) for file in files_now.get(source, ()))
        for source in source_names
        for earlier in _select_files_of_period(files_then.get(source, ()), period)
    )


def _select_files_of_period(files: Sequence[InputFile], period: str) -> Sequence[InputFile]:
    """Choose the files of a figure's period: `2022-23` is 2022/23, and `2019 and 2025` are two; else all."""
    periods = period.replace("/", "-").split(" and ")
    return [file for file in files if file.period.replace("/", "-") in periods] or files
