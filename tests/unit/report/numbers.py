"""Whether every number in a paper is one of the tables': each judged by the measure or part that it stands under."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import LICENCES
from fairer_stockton.report.charts.choice import MOST_MEASURES
from fairer_stockton.report.charts.gap_choice import MOST_SHOWN
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines.choice import choose_headlines
from fairer_stockton.report.headlines.words import write_size
from fairer_stockton.report.pages.area_search import make_area_search
from fairer_stockton.report.pages.communities import list_verdicts_on_communities
from fairer_stockton.report.pages.glance import judge_fifths_of_each_measure, make_glance_domains
from fairer_stockton.report.pages.small_multiples import make_time_axis
from fairer_stockton.report.papers.annexes import group_missing_by_reason
from fairer_stockton.report.papers.headline_blocks import OTHERS_NAMED
from fairer_stockton.report.rows import CommunityRow, FigureRow, GapRow, read_rows
from fairer_stockton.report.words.figures import (
    is_known,
    write_difference_size,
    write_ordinal,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.report.words.gap_changes import count_directions
from fairer_stockton.report.words.reading import READING
from fairer_stockton.run.vocabulary import TESTED_DIRECTIONS, Fairness
from tests.conftest import DEFINITIONS
from tests.unit.report.numbers_of_places import (
    TENTH,
    deprivation_scope,
    movement_scope,
    numbers_in,
    numbers_of_priorities,
    numbers_of_targeting,
    recipe_scope,
    tenth_scope,
)
from tests.unit.report.paper_text import PICTURE

SOURCES = "Sources and licences"
REFERENCE = re.compile(r"\b(?:Figure|Table|page) \d+\b")  # to a caption or a page: no figure of the tables
# Parts of many measures, in which a name begins no passage of its own: up to these words all stands under the part.
UNCUT = {"Summary": "Every other gap that can be judged", "Where the need is greatest": "How sure this is"}
HEADLINES = "The headline gaps"
TARGET_GAP = "target_area_v_rest"
OWN_AREAS = ("borough", "region", "england", "united_kingdom")
RULES = DEFINITIONS.rules
# The interval, how many measures a picture shows, and how many answers a figure must rest on.
ALWAYS = {
    "95",
    *map(str, (MOST_MEASURES, MOST_SHOWN, RULES.fewest_respondents, RULES.few_respondents, RULES.fewest_answers)),
}


def unknown_numbers(edition: Edition, words: str, areas: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return every number that the tables do not hold, with the part or measure that it stands under.

    Args:
        edition: the edition.
        words: what is read.
        areas: kinds of area that it speaks of, besides the borough, its region, England and the wards at either end.
    """
    return unknown_beside(known_numbers(edition, areas), words)


@dataclass(frozen=True)
class Known:
    """What the tables hold: by part or measure, the same where the headline gaps are spoken of, and everywhere."""

    scopes: dict[str, set[str]]
    with_headlines: dict[str, set[str]]
    base: set[str]


def known_numbers(edition: Edition, areas: tuple[str, ...] = ()) -> Known:
    """Return every number that the tables hold, for those who read many papers of one edition."""
    scopes = {"": words_scope(edition), **scopes_of(edition, areas)}
    base = ALWAYS | numbers_in(edition.year, edition.title, *left_out(edition)) | years_of_axis(edition)
    return Known(scopes, add_headline_gaps(edition, scopes), base)


def unknown_beside(known: Known, words: str) -> list[tuple[str, str]]:
    """Return every number of a paper that is not among those known, with the part or measure that it stands under."""
    words = REFERENCE.sub("", words)
    scopes = known.with_headlines if HEADLINES in words else known.scopes
    return [
        (name, number)
        for name, passage in passages(words, scopes)
        for number in sorted(numbers_in(passage) - scopes[name] - known.base)
    ]


def left_out(edition: Edition) -> list[int]:
    """Count the measures that the pictures of gaps then and now, and over time, have no room for."""
    rows = edition.gaps[edition.gaps["value"].notna() & (edition.gaps["area_code"] == edition.authority)]
    fifths = rows[rows["gap_type"] == "most_v_least_fifth"].groupby("measure")["period"].nunique()
    return [max(0, int((fifths > 1).sum()) - MOST_SHOWN)]


def passages(words: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Cut a text at every name of a part or measure; what follows one, up to the next, stands under it."""
    for name, end in UNCUT.items():
        stop = words.find(end)
        start = words.rfind(name, 0, max(0, stop))
        if start >= 0:
            yield name, words[start:stop].removeprefix(name)
            words = words[:start] + words[stop:]
    ordered = sorted((name for name in names if name), key=len, reverse=True)
    headings = [(match.start(), match[0]) for match in re.finditer("|".join(map(re.escape, ordered)), words)]
    last = max((position for position, (_, name) in enumerate(headings) if name == SOURCES), default=len(headings))
    places = [(0, ""), *headings[: last + 1], (len(words), "")]
    for (start, name), (end, _) in pairwise(places):
        yield name, words[start:end].removeprefix(name)


CHANGES = ("Clearly narrowed", "Clearly widened", "Clearly changed in another way:", "Little or no clear change:")


def scopes_of(edition: Edition, areas: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Return the numbers that may stand under each heading, caption and measure."""
    words, counts = words_scope(edition), count_scope(edition)
    deprivation = deprivation_scope(edition)
    headlines, lacks = headline_scope(edition), missing_scope(edition)
    priorities = (
        numbers_of_priorities(edition.priorities)
        | numbers_in("10,000", *range(1, 25), *range(41, 100))
        | recipe_scope()
    )
    scopes = {
        "Recommendations": set[str](),
        "Summary": counts | deprivation | verdict_scope(edition) | headlines,
        **first_page_scopes(edition),
        "How many figures are better or worse": counts,
        "What the figures say": counts | numbers_in(READING),
        "What we found": counts | deprivation | verdict_scope(edition),
        "Are the gaps closing?": counts | deprivation | verdict_scope(edition),
        **dict.fromkeys(
            CHANGES,
            counts,
        ),
        "This chart shows": counts | numbers_in(MOST_SHOWN),
        "What it means": recipe_scope(),
        "What stands out": set[str](),
        "Which neighbourhoods are among the most deprived tenth of England?": tenth_scope(edition),
        PICTURE: movement_scope(edition),
        "Maps of": tenth_scope(edition),
        "Ranks of the first": priorities,
        "Our neighbourhoods that are among the most deprived tenth in England": tenth_scope(edition),
        "How far apart are our neighbourhoods?": set[str](),
        "The borough among England’s councils": deprivation,
        "How neighbourhoods moved among England’s tenths": movement_scope(edition),
        "Where neighbourhoods stood among England’s tenths": movement_scope(edition),
        "Whom targeting by place reaches": numbers_of_targeting(edition.targeting),
        "Priority neighbourhoods": priorities | verdict_scope(edition),
        "Disadvantaged communities and the six gaps": community_scope(edition),
        "The council’s own figures, recomputed": claim_scope(edition),
        "Report to": words | headlines,
        "Where the need is greatest": priorities | deprivation | verdict_scope(edition) | tenth_scope(edition),
        "What we do not know": counts | lacks,
        "How to read the figures": words,
        "The measures, domain by domain": counts,
        "Every other gap that can be judged:": words,
        "What is not measured": words | lacks,
        SOURCES: words,
    }
    periods = numbers_in(*map(write_period, edition.observations["period"].unique()))
    parts = {domain.title: words | counts | periods for domain in edition.framework.values()}
    for gap in DEFINITIONS.six_gaps.values():
        parts[gap.title] = parts.get(gap.title, set()) | community_scope(edition)
    measures = {measure.title: measure_scope(edition, measure, areas) for measure in edition.measures.values()}
    if TENTH in edition.measures:
        measures[edition.measures[TENTH].title] |= tenth_scope(edition)
    return {**parts, **scopes, **measures}


def headline_scope(edition: Edition) -> set[str]:
    """Return the numbers of the headline gaps, and how many gaps have become fairer or less fair."""
    headlines = choose_headlines(edition)
    numbers = set[str]().union(*(measure_scope(edition, gap.measure) for gap in headlines.shown))
    counts = [len(headlines.shown)]
    for fairness in Fairness:
        others = len(headlines.select_others(fairness))
        counts += [len(headlines.select(fairness)), others, max(0, others - OTHERS_NAMED)]
    numbers |= numbers_in(*(write_people_count(gap.people) for gap in headlines.shown if is_known(gap.people)))
    rows = [row for gap in headlines.shown for row in gap.course.rows if row.unit == "gbp" and row.has_value]
    numbers |= numbers_in(*(f"{abs(row.value):,.0f}" for row in rows))
    return numbers | numbers_in(*counts, edition.definitions.gap_changes.baseline_year)


def missing_scope(edition: Edition) -> set[str]:
    """Return how many measures have no figure for each reason, and the figures of regions among the reasons."""
    by_reason = group_missing_by_reason(edition, make_glance_domains(edition))
    return numbers_in(*map(len, by_reason.values()), sum(map(len, by_reason.values())), *by_reason)


def first_page_scopes(edition: Edition) -> dict[str, set[str]]:
    """Return the numbers that may stand under the headings of the first page, which count the headline gaps."""
    headlines, start = choose_headlines(edition), edition.definitions.gap_changes.baseline_year
    ways = [len(chosen) for way in Fairness for chosen in (headlines.select(way), headlines.select_others(way))]
    together = [len(headlines.select(way)) for way in (Fairness.MIXED, Fairness.NO_CLEAR_CHANGE)]
    others = [len(headlines.select_others(way)) for way in (Fairness.MIXED, Fairness.NO_CLEAR_CHANGE)]
    counts = numbers_in(*ways, sum(together), sum(others), len(headlines.shown), len(headlines.unanswered), start)
    counts |= numbers_in(*(chosen.topic for chosen in headlines.shown))
    headings = (
        *("Annual report to", "Published figures for the measures of", "Getting fairer", "Getting less fair"),
        *("Mixed or not clear", "Other measures", "Measures that we cannot follow yet"),
        *(HEADLINES, "How we chose these gaps"),
    )
    places = verdict_scope(edition) | tenth_scope(edition) | numbers_of_priorities(edition.priorities)
    return {
        **dict.fromkeys(headings, counts),
        "How to read the figures": numbers_in(READING),
        "Where the need is greatest": places,
        "Your area": numbers_in(make_area_search(edition).hint),
    }


def add_headline_gaps(edition: Edition, scopes: dict[str, set[str]]) -> dict[str, set[str]]:
    """Return the scopes with those of the headline gaps, which stand under their topics and under groups of people."""
    scopes = dict(scopes)
    for chosen in choose_headlines(edition).shown:
        title, rows = chosen.measure.title, chosen.course.rows
        # The sentence that counts them follows the finding, which ends with topics.
        numbers = scopes[title] | scopes[HEADLINES] | numbers_in(chosen.topic, *map(write_size, rows))
        numbers |= numbers_in(write_people_count(chosen.people)) if is_known(chosen.people) else set()
        scopes[title] = scopes[_capitalise(chosen.topic)] = numbers
        # A group of people can be named as another measure is.
        for group in map(_capitalise, chosen.groups):
            if group in scopes:
                scopes[group] = scopes[group] | numbers
    return scopes


def _capitalise(words: str) -> str:
    return words[:1].upper() + words[1:]


def years_of_axis(edition: Edition) -> set[str]:
    """Return the years below the small multiples, which all share one axis."""
    axis = make_time_axis(choose_headlines(edition).shown, edition.definitions.gap_changes.baseline_year)
    return numbers_in(*(year for _, year in axis.ticks)) if axis else set()


def measure_scope(edition: Edition, measure: Measure, areas: tuple[str, ...] = ()) -> set[str]:
    """Return a measure's numbers as figures are written, for the borough, its parts, its region and England."""
    ends = {
        end for gap in edition.select_gaps(measure.name, gap_type="area_range") for end in (gap.group_a, gap.group_b)
    }
    rows = [
        row
        for row in edition.select_observations(measure.name)
        if row.area_type in (*OWN_AREAS, *areas) or (row.area_type == "ward" and row.area_name in ends)
    ]
    numbers = numbers_in(measure.title, measure.framework, measure.proxy_for, *measure.caveats)
    for row in rows:
        numbers |= _written(row) | numbers_in(row.note, row.period, write_period(row.period))
        numbers |= {f"{end:,.0f}" for end in (row.numerator, row.denominator) if is_known(end)}
    for gap in edition.select_gaps(measure.name):
        numbers |= _written(gap) | _written_of_change(gap) | numbers_in(gap.period, write_period(gap.period), gap.note)
        numbers |= numbers_in(write_people_count(gap.people)) if is_known(gap.people) else set()
    every = edition.select_observations(measure.name, area_type="ward", breakdown="all")
    shown = [row for row in every if row.has_value]
    of_map, shown_of_map = (Counter((row.period, row.vintage) for row in some) for some in (every, shown))
    wards = Counter(row.period for row in every)
    counts = {*shown_of_map.values(), *(of_map - shown_of_map).values(), *wards.values()}
    inside = edition.select_observations(measure.name, area_type="borough")
    fifths = [row.category for row in inside if row.breakdown == "deprivation_fifth"]
    notes = edition.commentary.measures
    comment = notes[measure.name].words if measure.name in notes else ""
    if any(measure.title in source.title for source in edition.sources.values()):  # and so stands where that is cited
        numbers |= numbers_in(*edition.observations["period"].unique())
    numbers |= _counts_of_ten_worst(edition, measure) | _places_among_councils(edition, measure)
    names = {name for row in rows for name in (row.category, row.area_name, row.vintage, row.converted_from)}
    numbers |= numbers_in(*fifths, *names, measure.question, comment)
    return numbers | numbers_in(*counts, *(27 - count for count in counts), *{row.vintage for row in shown})


def _written(row: FigureRow) -> set[str]:
    values = [value for value in (row.value, row.lower_95, row.upper_95) if is_known(value)]
    tenths = [f"{value:,.1f}" for value in values if row.unit == "ratio"]
    return numbers_in(
        *tenths, *(how(value, row.unit) for value in values for how in (write_value_with_unit, write_difference_size))
    )


def _counts_of_ten_worst(edition: Edition, measure: Measure) -> set[str]:
    """Return how many areas surely or perhaps are among the ten worst, and how many there are."""
    rows = edition.standings[edition.standings["measure"] == measure.name]
    counts = rows.groupby(["area_type", "vintage", "period", "among_ten_worst"]).size()
    return numbers_in(*counts, *rows["ranked_with_interval"].dropna().astype(int).unique())


def _places_among_councils(edition: Edition, measure: Measure) -> set[str]:
    rows = edition.comparators[edition.comparators["measure"] == measure.name]
    return numbers_in(*map(write_ordinal, rows["position"]), *rows["councils"])


def _written_of_change(gap: GapRow) -> set[str]:
    change = (gap.change, gap.change_lower_95, gap.change_upper_95, gap.detectable_change, gap.usual_movement)
    change += (gap.england_value,)
    sizes = [write_difference_size(number, gap.unit) for number in change if is_known(number)]
    return numbers_in(*sizes, gap.periods, gap.change_from, write_period(gap.change_from), "95")


def words_scope(edition: Edition) -> set[str]:
    """Return the numbers in words that are not figures: titles, meanings, licences, sources."""
    titles = [f"{source.title} {source.publisher}" for source in edition.sources.values()]
    proxies = [f"{measure.title} {measure.proxy_for}" for measure in edition.measures.values()]
    needs = [f"{domain.needs} {domain.title} {domain.measures}" for domain in edition.framework.values()]
    return numbers_in(*READING, *LICENCES.values(), *titles, *proxies, *needs, edition.borough_name)


def count_scope(edition: Edition) -> set[str]:
    """Return the counts of figures, comparisons, gaps and fifths."""
    domains = make_glance_domains(edition)
    rows = [row for domain in domains for row in domain.rows]
    beside = Counter(row.comparison for row in rows)
    moving = count_directions(row.direction for row in rows if row.gap_title)
    judged = judge_fifths_of_each_measure(edition, domains)
    sums = [len(rows), len(rows) - beside["not_compared"], beside["not_compared"], moving.total, len(judged)]
    sums += [*moving, sum(judged), sum(len(domain.missing) for domain in domains)]
    beside["similar"] += beside["about_the_same"]
    sums += [beside[word] for word in ("worse", "similar", "better")] + [beside["higher"] + beside["lower"]]
    sums += [beside["worse"] + beside["similar"] + beside["better"]]
    per_domain = [number for domain in domains for number in (len(domain.rows), len(domain.missing))]
    for domain in domains:
        per_domain += Counter(row.comparison for row in domain.rows).values()
        per_domain += count_directions(row.direction for row in domain.rows)
    return numbers_in(*sums, *per_domain, edition.definitions.gap_changes.baseline_year) | gap_counts(edition)


def gap_counts(edition: Edition) -> set[str]:
    """Return how many gaps there are, of each kind, in each domain, and by what can be said of how they move."""
    rows = edition.gaps[(edition.gaps["area_code"] == edition.authority) | (edition.gaps["gap_type"] == TARGET_GAP)]
    pair = rows["group_a"].str.cat(rows["group_b"], sep="|").where(rows["gap_type"] != "area_range", "")
    rows = rows.assign(pair=pair, valued=rows["value"].notna()).sort_values(["valued", "period"], kind="stable")
    last = rows.drop_duplicates(["measure", "gap_type", "area_code", "pair"], keep="last")
    domains = last["measure"].map(lambda name: edition.measures[name].domain)
    listed = list(domains.value_counts())
    last = last[~last["gap_type"].isin(("slope_index", "relative_index"))]
    counts = [len(last), *count_directions(last["direction"]), *listed]
    # The lists of the page show ten and its pictures eight: the rest is counted.
    counts += [number - 10 for number in count_directions(last["direction"])]
    counts.append(_measures_with_course(edition, rows) - MOST_SHOWN)
    for name in ("direction", "gap_type"):
        counts += list(last[name].value_counts())
    return numbers_in(*counts, *last.groupby(["gap_type", "direction"]).size())


def _measures_with_course(edition: Edition, gaps: Any) -> int:
    """Return of how many measures a gap can be drawn over time: three periods with intervals, and a tested change."""
    since = gaps["measure"].map({name: measure.latest_break for name, measure in edition.measures.items()})
    drawn = gaps[gaps["value"].notna() & gaps["lower_95"].notna() & (gaps["period"] >= since)].sort_values("period")
    drawn = drawn[~drawn["gap_type"].isin(("slope_index", "relative_index", "area_range"))]
    courses = drawn.groupby(["measure", "gap_type", "area_code", "pair"])["direction"].agg(["size", "last"])
    enough = courses[(courses["size"] >= 3) & courses["last"].isin(TESTED_DIRECTIONS)]
    return enough.index.unique("measure").size


def verdict_scope(edition: Edition) -> set[str]:
    """Return the counts of communities' verdicts and of the priority list's."""
    pairs = edition.communities.groupby(["community", "gap"]).ngroups
    verdicts = Counter(list_verdicts_on_communities(edition))
    listed = edition.priorities
    kinds = [*Counter(zip(listed["kind"], listed["verdict"], strict=True)).values(), *Counter(listed["kind"]).values()]
    recipe = DEFINITIONS.recipe
    few = pairs - verdicts.total()
    return numbers_in(pairs, few, verdicts.total(), *verdicts.values(), *kinds, recipe.top, recipe.group.top)


def community_scope(edition: Edition) -> set[str]:
    titles = [community.title for community in DEFINITIONS.communities.values()]
    numbers = verdict_scope(edition) | numbers_in(*titles, *range(len(titles) + 1))
    for row in read_rows(edition.communities, CommunityRow):
        numbers |= _written(row)
    return numbers


def claim_scope(edition: Edition) -> set[str]:
    table = edition.claims
    numbers = numbers_in(len(table), *Counter(table["verdict"]).values(), *table["text"], *table["of_period"])
    numbers |= numbers_in(*table["why"], *table["needs"])
    for row in table.to_dict("records"):
        decimals = len(row["stated"].partition(".")[2])
        numbers |= numbers_in(row["stated"], f"{row['recomputed']:,.{decimals}f}", row["of"])
    return numbers
