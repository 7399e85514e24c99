"""Whether every number in a paper is one of the tables': each judged by the measure or part that it stands under."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.sources import LICENCES
from fairer_stockton.report.charts.choice import MOST_MEASURES
from fairer_stockton.report.charts.gap_choice import MOST_SHOWN
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.pages.communities import list_verdicts_on_communities
from fairer_stockton.report.pages.glance import judge_fifths_of_each_measure, make_glance_domains
from fairer_stockton.report.papers.cabinet import CABINET_LEAD
from fairer_stockton.report.rows import CommunityRow, FigureRow, GapRow, read_rows
from fairer_stockton.report.words.deprivation import SUMMARY_WORDS
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
from fairer_stockton.run.vocabulary import TESTED_DIRECTIONS
from tests.conftest import DEFINITIONS
from tests.unit.report.paper_text import PICTURE

NUMBER = re.compile(r"(?<![\w.,])£?(\d[\d,]*(?:\.\d+)?)")
SOURCES = "Annex C: Sources and licences"
TARGET_GAP = "target_area_v_rest"
TENTH = "most_deprived_tenth"
OWN_AREAS = ("borough", "region", "england", "united_kingdom")
ALWAYS = {"95", str(MOST_MEASURES), str(MOST_SHOWN)}  # the interval, and how many measures a picture shows


def numbers_in(*texts: object) -> set[str]:
    """Return the numbers of texts as they are written, without what is joined to a letter."""
    return {number.rstrip(",") for text in texts for number in NUMBER.findall(str(text))}


def unknown_numbers(edition: Edition, words: str, areas: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return every number that the tables do not hold, with the part or measure that it stands under.

    Args:
        edition: the edition.
        words: what is read.
        areas: kinds of area that it speaks of, besides the borough, its region, England and the wards at either end.
    """
    scopes = {"": words_scope(edition), **scopes_of(edition, areas)}
    base = ALWAYS | numbers_in(edition.year, edition.title, *left_out(edition))
    return [
        (name, number)
        for name, passage in passages(words, scopes)
        for number in sorted(numbers_in(passage) - scopes[name] - base)
    ]


def left_out(edition: Edition) -> list[int]:
    """Count the measures that the pictures of gaps then and now, and over time, have no room for."""
    rows = edition.gaps[edition.gaps["value"].notna() & (edition.gaps["area_code"] == edition.authority)]
    fifths = rows[rows["gap_type"] == "most_v_least_fifth"].groupby("measure")["period"].nunique()
    return [max(0, int((fifths > 1).sum()) - MOST_SHOWN)]


def passages(words: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Cut a text at every name of a part or measure; what follows one, up to the next, stands under it."""
    ordered = sorted((name for name in names if name), key=len, reverse=True)
    headings = [(match.start(), match[0]) for match in re.finditer("|".join(map(re.escape, ordered)), words)]
    last = max((position for position, (_, name) in enumerate(headings) if name == SOURCES), default=len(headings))
    places = [(0, ""), *headings[: last + 1], (len(words), "")]
    for (start, name), (end, _) in pairwise(places):
        yield name, words[start:end].removeprefix(name)


CHANGES = ("Clearly closing", "Clearly widening", "Clearly changed in another way:", "Little or no clear change:")


def scopes_of(edition: Edition, areas: tuple[str, ...] = ()) -> dict[str, set[str]]:
    """Return the numbers that may stand under each heading, caption and measure."""
    words, counts = words_scope(edition), count_scope(edition)
    deprivation = deprivation_scope(edition)
    priorities = _cells(edition.priorities) | numbers_in("10,000", *range(1, 25), *range(41, 100)) | recipe_scope()
    scopes = {
        "Recommendations": set[str](),
        "Summary": counts | deprivation | verdict_scope(edition),
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
        "Priority neighbourhoods": priorities | verdict_scope(edition),
        "Disadvantaged communities and the six gaps": community_scope(edition),
        "The council’s own figures, recomputed": claim_scope(edition),
        "Annex A: How to read the figures": words,
        "Annex B: What is not measured": words,
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
    comment = edition.commentary[measure.name].words if measure.name in edition.commentary else ""
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
    return numbers_in(CABINET_LEAD, *READING, *LICENCES.values(), *titles, *proxies, *needs, edition.borough_name)


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
    per_domain = [len(domain.rows) for domain in domains]
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


def deprivation_scope(edition: Edition) -> set[str]:
    """Return the official summaries, their ranks, and how many places they are of."""
    numbers = numbers_in(*edition.deprivation["period"], "2019", "30", "2021", "2024", *range(1, 2))
    ours = edition.deprivation[
        (edition.deprivation["area_code"] == edition.authority) | (edition.deprivation["area_type"] != "authority")
    ]
    for row in ours[ours["index_name"] == "imd"].to_dict("records"):
        numbers |= {
            form.format(row[name]).rstrip("%") for name, (_, form, _) in SUMMARY_WORDS.items() if is_known(row[name])
        }
        numbers |= numbers_in(f"{row['neighbourhoods']:.0f}", f"{row['areas']:,}", row["weighted_by"])
        numbers |= numbers_in(f"{row['proportion'] * row['neighbourhoods']:.0f}")
        ranks = [row[f"rank_of_{name}"] for name in SUMMARY_WORDS]
        numbers |= numbers_in(*(write_ordinal(rank) for rank in ranks if is_known(rank)))
    return numbers


def tenth_scope(edition: Edition) -> set[str]:
    rows = edition.observations[edition.observations["measure"] == TENTH]
    counts = {f"{number:,.0f}" for end in ("numerator", "denominator") for number in rows[end] if is_known(number)}
    areas = numbers_in(*edition.memberships.groupby("area_code").size())
    names = numbers_in(*rows.loc[rows["area_type"] == "lsoa", "area_name"])
    return counts | areas | names | numbers_in(*rows["period"], 0)


def movement_scope(edition: Edition) -> set[str]:
    """Return how many neighbourhoods stood in each tenth in one edition and the next."""
    wide = edition.movements.pivot(index="lsoa21cd", columns="period", values="decile")
    numbers = numbers_in(*wide.columns, "100")
    worst = wide.dropna() == 1
    always, ever = worst.all(axis=1).sum(), worst.any(axis=1).sum()
    numbers |= numbers_in(len(wide), len(worst), len(wide) - len(worst), len(wide.columns), always, ever - always)
    for first, last in pairwise(wide.columns):
        both = wide[[first, last]].dropna()
        more, less = (both[last] < both[first]).sum(), (both[last] > both[first]).sum()
        out = ((both[first] == 1) & (both[last] > 1)).sum()
        into = ((both[last] == 1) & (both[first] > 1)).sum()
        ends = ((both[first] == 1).sum(), (both[last] == 1).sum(), ((both[first] == 1) & (both[last] == 1)).sum())
        numbers |= numbers_in(len(both), more, less, len(both) - more - less, into, out, *ends)
    return numbers


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
    numbers = verdict_scope(edition) | numbers_in(*titles)
    for row in read_rows(edition.communities, CommunityRow):
        numbers |= _written(row)
    return numbers


def claim_scope(edition: Edition) -> set[str]:
    table = edition.claims
    numbers = numbers_in(len(table), *Counter(table["verdict"]).values(), *table["text"], *table["of_period"])
    for row in table.to_dict("records"):
        decimals = len(row["stated"].partition(".")[2])
        numbers |= numbers_in(row["stated"], f"{row['recomputed']:,.{decimals}f}", row["of"])
    return numbers


def recipe_scope() -> set[str]:
    recipe = DEFINITIONS.recipe
    words = [f"{component.title} {component.words} {component.weight * 100:.0f}" for component in recipe.components]
    return numbers_in(*words, recipe.status, f"{recipe.draws:,}", recipe.top, recipe.group.top)


def _cells(table: Any) -> set[str]:
    """Return every number of a table of places: ranks, counts, shares as per cents, names."""
    numbers: set[str] = set()
    for row in table.to_dict("records"):
        numbers |= numbers_in(row["area_name"], row["note"], row["rank"], f"{row['deprivation_rank']:,}")
        numbers |= numbers_in(write_ordinal(row["deprivation_rank"]), row["rank_lower_95"], row["rank_upper_95"])
        numbers |= numbers_in(row["editions"], *(f"{row[name]:.0f}" for name in _WHOLE if is_known(row[name])))
        numbers |= numbers_in(f"{row['top_share'] * 100:.0f}", "1", "99", "100")
        numbers |= {f"{row['residents']:,.0f}"} if is_known(row["residents"]) else set()
    return numbers


_WHOLE = ("domains_in_worst_tenth", "editions_in_worst_tenth")
