"""How figures are made: each method in plain words, where it comes from, and the measures that are made so."""

from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.project import Definitions
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.toml_file import open_toml_definition

METHODS_FILE = Path(__file__).with_name("methods.toml")


@dataclass(frozen=True)
class Method:
    """One method: its name, its words, where it comes from, and the measures that are made so."""

    title: str
    words: str
    source: str = ""
    measures: tuple[Measure, ...] = ()


def list_figure_and_comparison_methods(edition: Edition) -> tuple[list[Method], list[Method]]:
    """Return the methods of making figures, and those of comparing them."""
    numbers = _format_code_thresholds(edition.definitions)
    observed = set(edition.observations["measure"])
    observed_measures = [measure for measure in edition.measures.values() if measure.name in observed]
    figures, comparisons = [], []
    with open_toml_definition(METHODS_FILE) as raw:
        for entry in raw.pop("figure"):
            name, words = entry.pop("statistic"), entry.pop("words").format(**numbers)
            measures = tuple(measure for measure in observed_measures if measure.statistic == name)
            figures.append(Method(words=words, measures=measures, **entry))
        for entry in raw.pop("comparison"):
            comparisons.append(Method(words=entry.pop("words").format(**numbers), **entry))
    return figures, comparisons


def _format_code_thresholds(definitions: Definitions) -> dict[str, str]:
    """Return the thresholds that the code uses, so that the words never differ from it."""
    from fairer_stockton.statistics.gap_changes import ENTER_AT, LEAVE_ABOVE, LONGEST_WINDOW
    from fairer_stockton.statistics.life_expectancy import SMALLEST_POPULATION
    from fairer_stockton.statistics.rates import EXACT_BELOW
    from fairer_stockton.statistics.slopes import SIMULATED_BELOW
    from fairer_stockton.statistics.standardisation import FEWEST_EVENTS

    rules, share = definitions.rules, definitions.least_differences["percent"]
    numbers: dict[str, float] = {"byar": EXACT_BELOW, "fewest": rules.fewest_respondents, "few": rules.few_respondents}
    numbers |= {"answers": rules.fewest_answers}
    numbers |= {"population": SMALLEST_POPULATION, "counted": rules.fewest_counted, "simulated": SIMULATED_BELOW}
    numbers |= {"points": share.absolute, "part": 100 * share.relative, "events": FEWEST_EVENTS}
    rates = {"enter": ENTER_AT, "leave": LEAVE_ABOVE, "window": LONGEST_WINDOW}
    year = str(definitions.gap_changes.baseline_year)
    return {name: f"{number:,g}" for name, number in {**numbers, **rates}.items()} | {"baseline": year}
