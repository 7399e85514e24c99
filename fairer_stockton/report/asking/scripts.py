"""The scripts by which a page answers: an edition's words with the rules of reading them, and each measure's cells."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from fairer_stockton.definitions.everyday_words import EverydayWords
from fairer_stockton.definitions.units import UNITS
from fairer_stockton.editions.cells import write_period_code
from fairer_stockton.fetch.publishers.periods import YEAR
from fairer_stockton.geography.areas import AREA_TYPE_NAMES
from fairer_stockton.report.asking import periods, rules, tokens
from fairer_stockton.report.asking.cells import (
    Cell,
    make_figure_cell,
    make_gap_cell,
    write_kind_of_area,
    write_period_in_words,
)
from fairer_stockton.report.asking.lexicon import Lexicon, Meaning, make_lexicon
from fairer_stockton.report.asking.published_figures import (
    EVERYBODY,
    Group,
    Place,
    PublishedFigures,
    choose_areas_of_explorer,
)
from fairer_stockton.report.pages.explorer.rows import Texts
from fairer_stockton.report.pages.explorer.script import write_script
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import MONTHS
from fairer_stockton.run.vocabulary import AreaType, Status

OWNER = "asking"  # the page's object that the scripts hand their values to
KEYS_OF_GAP = ("gap_type", "area_code", "breakdown", "category", "group_a", "group_b")


def make_answer_scripts(figures: PublishedFigures, words: EverydayWords) -> Iterator[tuple[str, str]]:
    """Yield the name of each script and its text: first the words, then the cells of each measure."""
    yield "words.js", write_script("addWords", _make_json_values_of_words(figures, words), owner=OWNER)
    areas = _number_areas(figures)
    for name in figures.titles:
        values = _make_json_values_of_measure(figures, name, areas)
        yield f"measures/{name}.js", write_script("addMeasure", name, values, owner=OWNER)


def _make_json_values_of_words(figures: PublishedFigures, words: EverydayWords) -> dict[str, Any]:
    """Return what a question is read by; areas, groups and measures are named by their place in these lists."""
    lexicon, places, groups = make_lexicon(figures, words), list(figures.places), list(figures.groups)
    areas = _number_areas(figures)
    numbers = ({place: n for n, place in enumerate(places)}, {group: n for n, group in enumerate(groups)})
    return {
        "edition": figures.edition.name,
        "measures": list(figures.titles.items()),
        "phrasesOfMeasures": [
            [phrase.measure, *map(sorted, (phrase.needed, phrase.optional)), phrase.repeated, int(phrase.is_title)]
            for phrase in lexicon.measures
        ],
        "areas": [_make_json_values_of_area(row) for row in figures.areas],
        "places": [
            [place.name, [areas[place.area_type, code, vintage] for vintage, code in place.codes]] for place in places
        ],
        # Of an edition without any figure there is none.
        "borough": next((n for n, place in enumerate(places) if place.area_type == AreaType.BOROUGH), -1),
        "groups": groups,
        "phrases": [
            [" ".join(phrase), [_make_json_values_of_meaning(each, *numbers) for each in meanings]]
            for phrase, meanings in lexicon.phrases.items()
        ],
        **_make_json_values_of_rules(lexicon),
    }


def _make_json_values_of_meaning(
    meaning: Meaning, place_numbers: dict[Place, int], group_numbers: dict[Group, int]
) -> dict[str, Any]:
    values = {
        "place": place_numbers[meaning.place] if meaning.place else None,
        "group": group_numbers[meaning.group] if meaning.group else None,
        **{"asked": meaning.asked, "kind": meaning.kind, "gap": meaning.gap},
    }
    return {name: value for name, value in values.items() if value is not None}


def _make_json_values_of_rules(lexicon: Lexicon) -> dict[str, Any]:
    """Return the rules that Python reads by, so that the page needs no second writing of them."""
    return {
        **{"fillers": sorted(lexicon.fillers), "soft": sorted(lexicon.idle), "longest": lexicon.longest},
        "tokens": {
            **{"aLevels": tokens.A_LEVELS.pattern, "likePlurals": tokens.LIKE_PLURALS},
            **{"irregular": tokens.IRREGULAR, "verbEndings": tokens.VERB_ENDINGS},
            "shortestPlural": tokens.SHORTEST_PLURAL,
        },
        "periods": {
            **{"year": YEAR, "thisYear": periods.THIS_YEAR.pattern, "numbers": periods.SMALL_NUMBERS},
            **{"months": [month.lower() for month in MONTHS]},
            "patterns": [[name, pattern] for name, (pattern, _) in periods.PATTERNS.items()],
        },
        "kinds": AREA_TYPE_NAMES,
        **{"small": rules.SMALL_AREAS, "single": rules.SINGLE_AREAS, "inside": rules.INSIDE, "whole": rules.WHOLE},
        **{"namedWithKind": rules.NAMED_WITH_KIND, "plainGaps": rules.PLAIN_GAPS, "everyone": EVERYBODY},
        **{
            "count": f"{rules.HOW_MANY.pattern}|{rules.COUNT.pattern}",
            "share": rules.SHARE.pattern,
            "withinEngland": rules.WITHIN_ENGLAND.pattern,
            "sum": f"{rules.HOW_MUCH.pattern}|{rules.AN_AVERAGE.pattern}",
            "notWeek": rules.NOT_A_WEEK.pattern,
        },
        **{"longestQuestion": rules.LONGEST_QUESTION, "mostNear": rules.MOST_NEAR, "mostGaps": rules.MOST_GAPS},
    }


def _make_json_values_of_measure(figures: PublishedFigures, name: str, areas: Mapping[Hashable, int]) -> dict[str, Any]:
    """Return the cells of a measure, oldest first, as columns; a text, an area or a period is named by its number."""
    texts, rows, gaps = Texts(), figures.observations[name], figures.gaps.get(name, [])
    cells = [make_figure_cell(row, figures) for row in rows]
    groups = {(row.breakdown, row.category): cell.group for row, cell in zip(rows, cells, strict=True)}
    periods_of_all = list(dict.fromkeys(row.period for row in (*rows, *gaps)))
    return {
        **{"link": figures.link_to_measure(name), "inPercent": int(rows[0].unit == rules.PERCENT)},
        **{"unit": UNITS[rows[0].unit].words, "isShare": int(rows[0].unit in rules.SHARES_AND_RATES)},
        "groups": [[*group, words] for group, words in groups.items()],
        "periods": [[write_period_code(each), write_period_in_words(each), each] for each in periods_of_all],
        "figures": {
            "area": [areas[_key_of_area(row)] for row in rows],
            "group": _number(((row.breakdown, row.category) for row in rows), groups),
            "period": _number((row.period for row in rows), periods_of_all),
            **_make_columns_of_cells(cells, texts),
        },
        "gaps": {
            "period": _number((gap.period for gap in gaps), periods_of_all),
            **{key: [texts(getattr(gap, key)) for gap in gaps] for key in KEYS_OF_GAP},
            **_make_columns_of_cells([make_gap_cell(gap, figures) for gap in gaps], texts),
        },
        "texts": list(texts.numbers),
    }


def _key_of_area(row: ObservationRow) -> tuple[str, str, str]:
    return row.area_type, row.area_code, row.vintage


def _number_areas(figures: PublishedFigures) -> dict[Hashable, int]:
    return {_key_of_area(row): number for number, row in enumerate(figures.areas)}


def _make_json_values_of_area(row: ObservationRow) -> list[str]:
    return [*_key_of_area(row), row.area_name, write_kind_of_area(row), choose_areas_of_explorer(row)]


def _number(keys: Iterable[Hashable], known: Iterable[Hashable]) -> list[int]:
    numbers = {key: number for number, key in enumerate(known)}
    return [numbers[key] for key in keys]


def _make_columns_of_cells(cells: Sequence[Cell], texts: Texts) -> dict[str, Any]:
    """Return what is said of cells, a column of numbers of texts for each, and whether a cell is shown, hidden or none.

    A column that holds one number throughout is that number: most do, and the file stays small.
    """
    columns = {key: [texts(getattr(cell, key)) for cell in cells] for key in ("about", "text", "note", "remark")}
    columns["sources"] = [texts("\n".join(cell.sources)) for cell in cells]
    columns["synthetic"] = [int(cell.synthetic) for cell in cells]
    once = {key: column[0] for key, column in columns.items() if len(set(column)) == 1}
    return {**columns, **once, "state": "".join(map(_choose_letter_of_state, cells))}


def _choose_letter_of_state(cell: Cell) -> str:
    return "s" if cell.is_shown else "h" if cell.status == Status.SUPPRESSED else "n"
