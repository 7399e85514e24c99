"""How figures are made: each method in plain words, where it comes from, and the measures that are made so."""

from dataclasses import dataclass
from pathlib import Path

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.toml_file import definition
from fairer_stockton.report.edition import Edition

WORDS = Path(__file__).with_name("methods.toml")


@dataclass(frozen=True)
class Method:
    """One method: its name, its words, where it comes from, and the measures that are made so."""

    title: str
    words: str
    source: str = ""
    measures: tuple[Measure, ...] = ()


def methods(edition: Edition) -> tuple[list[Method], list[Method]]:
    """Give the methods of figures, and those of comparing them."""
    numbers = _numbers()
    observed = set(edition.observations["measure"])
    made = [one for one in edition.measures.values() if one.name in observed]
    figures, comparisons = [], []
    with definition(WORDS) as raw:
        for given in raw.pop("figure"):
            name, words = given.pop("statistic"), given.pop("words").format(**numbers)
            mine = tuple(one for one in made if one.statistic == name)
            figures.append(Method(words=words, measures=mine, **given))
        for given in raw.pop("comparison"):
            comparisons.append(Method(words=given.pop("words").format(**numbers), **given))
    return figures, comparisons


def _numbers() -> dict[str, str]:
    """Give the numbers that the code goes by."""
    from fairer_stockton.definitions.disclosure_rules import load_rules
    from fairer_stockton.definitions.units import load_least_differences
    from fairer_stockton.measure.gaps import DIRECTION_PERIODS, FEWEST_PERIODS
    from fairer_stockton.statistics.life_expectancy import SMALLEST_POPULATION
    from fairer_stockton.statistics.rates import EXACT_BELOW
    from fairer_stockton.statistics.slopes import SIMULATED_BELOW
    from fairer_stockton.statistics.standardisation import FEWEST_EVENTS

    rules, share = load_rules(), load_least_differences()["percent"]
    numbers: dict[str, float] = {"byar": EXACT_BELOW, "fewest": rules.fewest_respondents, "few": rules.few_respondents}
    numbers |= {"population": SMALLEST_POPULATION, "counted": rules.fewest_counted, "simulated": SIMULATED_BELOW}
    numbers |= {"points": share.absolute, "part": 100 * share.relative, "events": FEWEST_EVENTS}
    return {
        name: f"{number:,g}"
        for name, number in {**numbers, "window": DIRECTION_PERIODS, "periods": FEWEST_PERIODS}.items()
    }
