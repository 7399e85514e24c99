"""The scripts from which a page recomputes figures: a measure's counts and files, and the areas they are added up to.

They hold no figure that is published: the page computes it from the counts, and then compares.
"""

import re
from collections.abc import Iterator
from typing import Any

from fairer_stockton.definitions.measures import Measure, SummedMeasure
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.explorer.script import write_script
from fairer_stockton.report.pages.replay.counts import ReplayCounts
from fairer_stockton.report.pages.replay.weights import make_json_values_of_weights
from fairer_stockton.report.words.replay import describe_sum

FORM = re.compile(r"(.*)\{:,\.(\d)f\}(.*)")


def make_replay_scripts(edition: Edition, counts: ReplayCounts) -> Iterator[tuple[str, str]]:
    """Yield the name of each script and its text: the areas' neighbourhoods, and a measure's counts."""
    if not counts.by_measure:
        return
    weights = make_json_values_of_weights(edition)
    yield "weights.js", write_script("addWeights", weights)
    for name in counts.by_measure:
        yield f"{name}.js", write_script("addReplay", name, _make_json_values_of_counts(edition, counts, name, weights))


def _make_json_values_of_counts(
    edition: Edition, counts: ReplayCounts, measure_name: str, weights: dict[str, Any]
) -> dict[str, Any]:
    measure = edition.measures[measure_name]
    assert isinstance(measure, SummedMeasure)  # no other kind has such counts
    unit = measure.unit
    before, decimals, after = FORM.fullmatch(UNITS[unit].form).groups()  # type: ignore[union-attr]
    series = [
        {
            **{"map": part.area_map, "period": part.period},
            **{
                key: [column.get(code) for code in weights[part.area_map]["codes"]]
                for key, column in (("above", part.above), ("below", part.below))
            },
        }
        for part in counts.by_measure[measure_name]
        if part.area_map in weights
    ]
    return {
        **{"per": measure.per, "form": [before, int(decimals), after], "whole_pounds": int(unit == "gbp")},
        **{"above_is": describe_sum(measure.numerator), "below_is": describe_sum(measure.denominator)},
        **{"files": _list_files(edition, measure), "series": series},
    }


def _list_files(edition: Edition, measure: Measure) -> list[dict[str, Any]]:
    """List the files that the counts were read from, with the sum of each one's bytes and where it is to be had."""
    files = []
    for name in measure.tables:
        source = edition.sources[name]
        addresses = {(extract.name, extract.period): extract.url for extract in source.extracts}
        files += [
            {
                **{"source": f"{source.publisher}, {source.title}", "name": file.name, "period": file.period},
                **{"sha256": file.checksum, "sample": int(file.synthetic)},
                "url": "" if file.synthetic else addresses.get((file.name, file.period), "") or source.page,
            }
            for file in edition.inputs.get(name, ())
        ]
    return files
