"""Every measure's own examples: given these staged rows, these sums or this published value."""

from collections.abc import Callable
from typing import Any

import duckdb
import pytest

from fairer_stockton.definitions.measures import Measure, PublishedMeasure, SurveyMeasure
from fairer_stockton.observe.sums import compile_published_statement, compile_sums_statement, group_sums_by_table
from tests.conftest import DEFINITIONS

EXAMPLES = [
    pytest.param(measure, example, id=f"{name}-{number}")
    for name, measure in DEFINITIONS.measures.items()
    for number, example in enumerate(measure.examples)
]


@pytest.mark.parametrize(("measure", "example"), EXAMPLES)
def test_example(
    measure: Measure, example: dict[str, Any], engine: duckdb.DuckDBPyConnection, stage: Callable[..., None]
) -> None:
    for table in measure.tables:
        stage(table, example.get(table, []))
    assert _figures(measure, engine) == example["expect"]


def _figures(measure: Measure, engine: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    if isinstance(measure, PublishedMeasure):
        table = measure.value.table
        rows = engine.sql(
            compile_published_statement(
                table, [(measure, measure.value)], engine.table(table).columns, DEFINITIONS.national
            )
        ).df()
        assert len(rows) <= 1, "an example of a published measure is one figure"
        found = rows.rename(columns={"figure": "value"}).to_dict("records")[0] if len(rows) else {}
        kept = {key: value for key, value in found.items() if value == value and value is not None}
        shown = {key: kept[key] for key in ("value", "lower_95", "upper_95", "numerator", "denominator") if key in kept}
        return {**shown, **({"category": found["category"]} if measure.breakdown and found else {})}
    if isinstance(measure, SurveyMeasure):
        given = measure.answer
        counts = f"count(*) filter (where ({given.of}) and ({given.yes})), count(*) filter (where {given.of})"
        return dict(zip(("yes", "of"), engine.execute(f"select {counts} from {given.table}").fetchone(), strict=True))
    figures = {}
    for table, sums in group_sums_by_table([measure]).items():
        areas = DEFINITIONS.national.maps.smallest_areas_in(engine.table(table).columns)
        rows = engine.sql(compile_sums_statement(table, sums, areas)).df()
        borough = rows[rows["area_type"] == "borough"]
        figures |= dict(zip(borough["part"], borough["amount"], strict=True))
    return figures
