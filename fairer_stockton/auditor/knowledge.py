"""What an attacker can put together: which published figures are sums of which unknown counts."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from fairer_stockton.auditor.bounds import CLOSE, Equations
from fairer_stockton.definitions.measures import Measure, MeasureByAge, MeasureOfSums, SurveyMeasure
from fairer_stockton.run.vocabulary import AreaType, LeavesOut, Statistic, Status

AREA = ["area_type", "area_code", "vintage"]
GEOGRAPHIC = ("all", "deprivation_fifth")
NOWHERE = "nowhere"  # the neighbourhood of those who have none, and the part of the borough that they are
NOBODY_KNOWN = "?"
ABSENT = "absent"  # the status of an area that has no row
UNKNOWN = ["split", "group", "wave"]  # what names an unknown number of respondents
Quantity = tuple[str, str, str]


@dataclass(frozen=True)
class Puzzle:
    """The equations of some measures, and the hidden cells to bound: a row a cell, its unknowns and their parts.

    `targets` has the columns cell, unknown and part; `cells` a row for each, with `label`, its name in a message;
    `hidden`, whether a figure shows it; `counted`; and `width`, the range to keep.
    """

    equations: Equations
    targets: pd.DataFrame
    cells: pd.DataFrame


def list_neighbourhoods_of_areas(memberships: pd.DataFrame, lsoa_vintage: str, figures: pd.DataFrame) -> pd.DataFrame:
    """Return which neighbourhoods each area holds, fifths and the rest of the borough beside a target area among them.

    Returns:
        Columns of `AREA`, breakdown, category, place and share.
    """
    rows = memberships[memberships["lsoa_vintage"] == lsoa_vintage].rename(columns={"lsoacd": "place"})
    fifths = rows[rows["area_type"] == "deprivation_fifth"]
    areas = rows[rows["area_type"] != "deprivation_fifth"].assign(breakdown="all", category="all")
    borough = areas[areas["area_type"] == AreaType.BOROUGH]
    code, vintage = borough[["area_code", "vintage"]].iloc[0]
    inside = fifths.assign(
        breakdown="deprivation_fifth",
        category=fifths["area_code"],
        area_type=AreaType.BOROUGH,
        area_code=code,
        vintage=vintage,
    )
    rest = []
    for target in areas.loc[areas["area_type"] == AreaType.TARGET_AREA, "area_code"].unique():
        held = areas[areas["area_code"] == target].set_index("place")["share"]
        left = borough["share"] - borough["place"].map(held).fillna(0.0)
        category = figures.loc[(figures["breakdown"] == target) & (figures["category"] != "all"), "category"].unique()
        rest += [borough.assign(breakdown=target, category=group, share=left)[left > CLOSE] for group in category]
    nowhere = borough[:1].assign(place=NOWHERE, share=1.0)
    apart = nowhere.assign(breakdown=NOWHERE, category=NOWHERE)
    together = pd.concat([areas, inside, *rest, nowhere, apart], ignore_index=True)
    return together[[*AREA, "breakdown", "category", "place", "share"]]


def choose_area_holding_most_of_neighbourhood(neighbourhoods_of_areas: pd.DataFrame) -> pd.DataFrame:
    """Return the one area of each map in which a neighbourhood's respondents count: that which holds most of it."""
    areas = neighbourhoods_of_areas.sort_values(["share", "area_code"], ascending=[False, True], kind="stable")
    return areas.drop_duplicates(["place", "area_type", "vintage", "breakdown"]).assign(share=1.0)


def _make_rows_for_missing_areas(figures: pd.DataFrame, neighbourhoods_of_areas: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each area without one where others of its kind have one: nobody, or a few rounded away."""
    same = ["area_type", "vintage", "period"]
    whole = figures[figures["breakdown"] == "all"]
    areas = neighbourhoods_of_areas.loc[neighbourhoods_of_areas["breakdown"] == "all", AREA].drop_duplicates()
    areas = areas.merge(whole[same].drop_duplicates(), on=same[:2])
    known = pd.MultiIndex.from_frame(whole[[*AREA, "period"]])
    absent = areas[~pd.MultiIndex.from_frame(areas[[*AREA, "period"]]).isin(known)]
    measure, rounded_to = figures["measure"].iloc[0], figures["rounded_to"].max()
    return absent.assign(measure=measure, breakdown="all", category="all", status=ABSENT, rounded_to=rounded_to)


def count_unplaced_by_period(figures: pd.DataFrame) -> "pd.Series[float]":
    """Return how many have no neighbourhood, by period: not a number where it is hidden, 0 where there are none."""
    number = figures["left_out"].groupby(figures["period"]).max()
    return number.where((figures["leaves_out"] != LeavesOut.NONE).groupby(figures["period"]).any(), 0.0)


def _make_rows_without_neighbourhood(figures: pd.DataFrame, neighbourhoods_of_areas: pd.DataFrame) -> pd.DataFrame:
    """Return a row a period for those of one measure who have no neighbourhood: `known` is how many they are."""
    part = neighbourhoods_of_areas.loc[
        neighbourhoods_of_areas["breakdown"] == NOWHERE, [*AREA, "breakdown", "category"]
    ].drop_duplicates()
    number = count_unplaced_by_period(figures).rename("known").reset_index()
    status = np.where(number["known"].isna(), Status.SUPPRESSED, Status.PUBLISHED)
    rows = part.merge(number.assign(status=status), how="cross")
    return rows.assign(measure=figures["measure"].iloc[0], rounded_to=figures["rounded_to"].max())


def make_survey_puzzle(figures: pd.DataFrame, neighbourhoods_of_areas: pd.DataFrame, required_width: float) -> Puzzle:
    """Return the puzzle of one survey measure: how many answered, by neighbourhood and wave, and by group."""
    figures = pd.concat(
        [
            figures,
            _make_rows_for_missing_areas(figures, neighbourhoods_of_areas),
            _make_rows_without_neighbourhood(figures, neighbourhoods_of_areas),
        ],
        ignore_index=True,
    )
    base = figures["base"].mask(figures["status"] == ABSENT, 0.0).fillna(figures["known"].astype(float))
    rows = figures[[*AREA, "breakdown", "category", "status"]].astype(object)  # Python's own text: many small questions
    rows = rows.assign(cell=np.arange(len(figures)), known=base, wave=figures["period"].str.split(" and "))
    rows = rows[rows["breakdown"] != "modelled"].explode("wave").assign(total="", share=1.0)
    geographic = rows["breakdown"].isin(GEOGRAPHIC) | (rows["category"].isin(neighbourhoods_of_areas["category"]))
    places = rows[geographic].drop(columns="share").merge(neighbourhoods_of_areas, on=[*AREA, "breakdown", "category"])
    groups = rows[~geographic]
    groups = groups.assign(split=groups["breakdown"], group=groups["category"])
    whole = rows[(rows["area_type"] == AreaType.BOROUGH) & (rows["breakdown"] == "all")].drop(columns="total")
    named = groups[[*UNKNOWN[:2], "wave"]].drop_duplicates()
    # Those who did not say to which group they belong: without them the groups would have to add up to everyone.
    of_nobody = named[["split"]].drop_duplicates().merge(whole[["wave"]].drop_duplicates(), how="cross")
    named = pd.concat([named, of_nobody.assign(group=NOBODY_KNOWN)]).assign(total=lambda groups: groups["split"])
    return _make_puzzle_of_answers(
        str(figures["measure"].iloc[0]),
        pd.concat([places.assign(split="neighbourhood", group=places["place"]), groups, whole.merge(named, on="wave")]),
        figures,
        required_width,
    )


def _make_puzzle_of_answers(
    measure_name: str, equation_terms: pd.DataFrame, figures: pd.DataFrame, required_width: float
) -> Puzzle:
    equation_terms = equation_terms.reset_index(drop=True)
    equation_terms["unknown"] = equation_terms.groupby(UNKNOWN, sort=False).ngroup()
    unknowns = equation_terms.drop_duplicates("unknown")
    known = equation_terms[equation_terms["known"].notna()]
    sums = known.groupby(["cell", "total"], sort=True)
    number, value = sums.ngroup().to_numpy(), sums["known"].first().to_numpy()
    equations = Equations(
        len(unknowns),
        pd.DataFrame({"sum": number, "unknown": known["unknown"].to_numpy(), "part": known["share"].to_numpy()}),
        value,
        value,
    )
    hidden = equation_terms[(equation_terms["status"] == Status.SUPPRESSED) & (equation_terms["total"] == "")]
    targets = hidden[["cell", "unknown", "share"]].rename(columns={"share": "part"})
    named = unknowns[unknowns["group"] != NOBODY_KNOWN]
    single = pd.DataFrame({"cell": len(figures) + named["unknown"], "unknown": named["unknown"], "part": 1.0})
    whole = hidden["cell"].unique()
    labels = measure_name + ", " + named["split"] + " " + named["group"] + " " + named["wave"]
    cells = pd.DataFrame({
        "cell": [*whole, *single["cell"]],
        "hidden": [*[True] * len(whole), *[False] * len(single)],
        "label": [*_label_figures(figures.iloc[whole]), *labels],
    }).assign(counted="answers", width=required_width)  # fmt: skip
    return Puzzle(equations, pd.concat([targets, single], ignore_index=True), cells)


def _label_figures(figures: pd.DataFrame) -> "pd.Series[str]":
    """Return labels of figures for a message."""
    area = figures["measure"] + ", " + figures["area_type"] + " " + figures["area_code"]
    return area + ", " + figures["category"] + ", " + figures["period"]


def make_count_puzzle(
    measures: list[Measure],
    closed_tables: Collection[str],
    figures: pd.DataFrame,
    neighbourhoods_of_areas: pd.DataFrame,
    widths: "RequiredRangeWidths",
) -> Puzzle:
    """Return the puzzle of the counts of one table in one period: all its measures, and how they contain each other."""
    quantities: dict[Quantity, int] = {}
    rows = []
    shares = []
    for measure in measures:
        mine = figures[figures["measure"] == measure.name]
        quantity_of: dict[str, int] = {}
        for part, total in (measure.parts if isinstance(measure, MeasureOfSums) else {}).items():
            if total.table not in closed_tables:
                continue
            quantity = (total.table, total.sum, total.where)
            quantity_of[part] = quantities.setdefault(quantity, len(quantities))
            amount = measure.statistic == Statistic.WEIGHTED_MEAN and part == "numerator"
            rows.append(mine.assign(known=mine[part], quantity=quantity_of[part], amount=amount))
        rows += _make_unplaced_rows_of_each_quantity(
            measure, quantity_of, _make_rows_without_neighbourhood(mine, neighbourhoods_of_areas)
        )
        if "denominator" in quantity_of:
            absent = _make_rows_for_missing_areas(mine, neighbourhoods_of_areas).assign(known=0.0, amount=False)
            rows += [absent.assign(quantity=quantity) for quantity in quantity_of.values()]
        if measure.statistic == Statistic.PROPORTION and len(quantity_of) == 2:
            shares.append((quantity_of["numerator"], quantity_of["denominator"], measure.name))
    every = pd.concat(rows).reset_index(drop=True)
    every["cell"] = every.index
    every["apart"] = every["rounded_to"] - 1.0  # a rounded count is known to within as many less one, either way
    split = [
        name for name in every["breakdown"].unique() if name not in {*GEOGRAPHIC, *neighbourhoods_of_areas["breakdown"]}
    ]
    groups = sorted({*every.loc[every["breakdown"].isin(split), "category"], NOBODY_KNOWN}) if split else ["all"]
    grouped = every["breakdown"].isin(split)
    wanted = every.assign(group=every["category"].where(grouped, ""))
    wanted.loc[grouped, ["breakdown", "category"]] = "all"
    pairs = wanted.merge(neighbourhoods_of_areas, on=[*AREA, "breakdown", "category"])
    pairs = pairs.merge(pd.DataFrame({"of": groups}), how="cross")
    pairs = pairs[(pairs["group"] == "") | (pairs["group"] == pairs["of"])]
    places = pd.Index(sorted(neighbourhoods_of_areas["place"].unique()))
    size = len(places) * len(groups)
    inside = places.get_indexer(pd.Index(pairs["place"])) * len(groups) + pd.Index(groups).get_indexer(
        pd.Index(pairs["of"])
    )
    pairs["unknown"] = pairs["quantity"] * size + inside
    known = pairs[pairs["known"].notna() & ~_mark_counts_implied_by_neighbourhoods(pairs)]
    number, cells = pd.factorize(known["cell"], sort=True)
    value = every["known"].to_numpy()[cells]
    broken = (known["share"] % 1.0 > CLOSE).groupby(number).any().to_numpy()
    # An apportioned count is shown as a whole number, so known to within a half; a rounded one to within its base.
    slack = np.where(broken, 0.5, 0.0) + every["apart"].fillna(0.0).to_numpy()[cells]
    within = _list_pairs_of_part_and_whole_quantity(quantities, [(above, below) for above, below, _ in shares])
    given_sums = pd.DataFrame({"sum": number, "unknown": known["unknown"], "part": known["share"]})
    differences = [
        _make_terms_of_whole_less_part(below, above, size, len(cells) + index * size)
        for index, (above, below) in enumerate(within)
    ]
    terms = pd.concat([given_sums, *differences], ignore_index=True)
    count = len(within) * size
    equations = Equations(
        len(quantities) * size,
        terms,
        np.concatenate([value - slack, np.zeros(count)]),
        np.concatenate([value + slack, np.full(count, np.inf)]),
    )
    return _make_puzzle_of_counts(measures[0], equations, pairs, every, shares, widths, groups)


def _make_unplaced_rows_of_each_quantity(
    measure: Measure, quantity_number_by_part: Mapping[str, int], unplaced_rows: pd.DataFrame
) -> Iterator[pd.DataFrame]:
    """Return what is known of those without a neighbourhood: how many rows they are, and of nobody that there is none.

    Of how many rows their minutes or pounds are is said with the number; where that is hidden, so must the amount be.
    """
    for part, quantity in quantity_number_by_part.items():
        amount = measure.statistic == Statistic.WEIGHTED_MEAN and part == "numerator"
        rows = unplaced_rows.assign(quantity=quantity, amount=amount)
        if part != ("denominator" if "denominator" in quantity_number_by_part else "numerator"):
            some = rows["known"] != 0
            rows["known"] = rows["known"].where(~some)
            rows["status"] = rows["status"].mask(some & (not amount), Status.SUPPRESSED)
        yield rows


def _mark_counts_implied_by_neighbourhoods(cell_pairs: pd.DataFrame) -> "pd.Series[bool]":
    """Mark the rounded counts of shared areas that are their neighbourhoods' added up: they reveal nothing more."""
    rounded = cell_pairs["apart"].notna() & cell_pairs["known"].notna()
    if not rounded.any():
        return rounded
    broken = (cell_pairs["share"] % 1.0 > CLOSE).groupby(cell_pairs["cell"]).transform("any")
    alone = rounded & (cell_pairs.groupby("cell")["unknown"].transform("size") == 1) & (cell_pairs["share"] == 1.0)
    alone_counts = cell_pairs[alone].drop_duplicates("unknown").set_index("unknown")["known"]
    parts = cell_pairs["unknown"].map(alone_counts) * cell_pairs["share"]
    total = parts.groupby(cell_pairs["cell"]).agg(lambda parts_of_cell: parts_of_cell.sum(skipna=False))
    off = (cell_pairs["cell"].map(total) - cell_pairs["known"]).abs()
    return rounded & broken & (off <= (cell_pairs["apart"] + 1.0) / 2 + CLOSE)


def is_confidential_count(measure: Measure, numerator_or_denominator: str, closed_tables: Collection[str]) -> bool:
    """Return whether a part of a measure counts people, homes or cases that are not public."""
    total = measure.parts.get(numerator_or_denominator)
    if total is None or total.table not in closed_tables:
        return False
    if numerator_or_denominator == "denominator" and isinstance(measure, MeasureByAge):
        return False  # population estimates are public
    return (measure.statistic, numerator_or_denominator) != (Statistic.WEIGHTED_MEAN, "numerator")


def _list_pairs_of_part_and_whole_quantity(
    numbers_by_quantity: Mapping[Quantity, int], numerator_denominator_pairs: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return which quantity is a part of which: a numerator of its denominator, or by more conditions on one sum."""
    pairs = dict.fromkeys(numerator_denominator_pairs)
    for part, number in numbers_by_quantity.items():
        for whole, number_of_whole in numbers_by_quantity.items():
            conditions = [set() if where == "true" else set(where.split(" and ")) for where in (part[2], whole[2])]
            if part[:2] == whole[:2] and conditions[0] > conditions[1]:
                pairs[number, number_of_whole] = None
    return list(pairs)


def _make_terms_of_whole_less_part(
    whole_quantity_number: int, part_quantity_number: int, unknowns_per_quantity: int, first_sum_number: int
) -> pd.DataFrame:
    numbers = np.arange(unknowns_per_quantity)
    first_unknowns = [number * unknowns_per_quantity for number in (whole_quantity_number, part_quantity_number)]
    return pd.DataFrame({
        "sum": np.tile(first_sum_number + numbers, 2),
        "unknown": np.concatenate([first + numbers for first in first_unknowns]),
        "part": np.repeat([1.0, -1.0], unknowns_per_quantity),
    })  # fmt: skip


@dataclass(frozen=True)
class RequiredRangeWidths:
    """How wide the range of a hidden number must stay: of a count, and of how many answered."""

    counted: float
    answered: float


def _make_puzzle_of_counts(
    first_measure: Measure,
    equations: Equations,
    cell_pairs: pd.DataFrame,
    quantity_rows: pd.DataFrame,
    proportions: list[tuple[int, int, str]],
    widths: RequiredRangeWidths,
    group_names: list[Any],
) -> Puzzle:
    """Gather the cells to bound: hidden counts, what is left of those they are out of, and single neighbourhoods."""
    blocks = int(quantity_rows["quantity"].max()) + 1
    size = equations.unknowns // blocks
    hidden = cell_pairs[(cell_pairs["status"] == Status.SUPPRESSED) | cell_pairs["apart"].notna()]
    labels, amount = _label_figures(quantity_rows), quantity_rows["amount"].astype(bool)
    cell = hidden["cell"].unique()
    targets = [hidden[["cell", "unknown", "share"]].rename(columns={"share": "part"})]
    cells = [pd.DataFrame({"cell": cell, "label": labels[cell].to_numpy(), "amount": amount[cell].to_numpy()})]
    first = len(quantity_rows)
    for above, below, name in proportions:
        rows = hidden[(hidden["quantity"] == above) & (hidden["measure"] == name)]
        for block, sign in ((below, 1.0), (above, -1.0)):
            unknown = rows["unknown"] + (block - above) * size
            targets.append(
                pd.DataFrame({"cell": rows["cell"] + first, "unknown": unknown, "part": sign * rows["share"]})
            )
        cell = rows["cell"].unique()
        cells.append(
            pd.DataFrame({"cell": cell + first, "label": labels[cell].to_numpy() + ", the rest", "amount": False})
        )
        first += len(quantity_rows)
    # A neighbourhood that no figure shows may still be found by subtraction: where it counts people, it is a cell too.
    people = np.ones(blocks, bool)
    people[quantity_rows.loc[amount, "quantity"].unique()] = False
    known_groups = np.array([group != NOBODY_KNOWN for group in group_names])
    single = np.flatnonzero(np.repeat(people, size) & np.tile(known_groups, blocks * size // len(group_names)))
    targets.append(pd.DataFrame({"cell": first + single, "unknown": single, "part": 1.0}))
    table = pd.concat(cells, ignore_index=True).assign(hidden=bool(quantity_rows["apart"].isna().all()))
    names = f"{first_measure.name} or one of its table, a neighbourhood, {quantity_rows['period'].iloc[0]}"
    alone = pd.DataFrame({"cell": first + single, "label": names, "amount": False, "hidden": False})
    table = pd.concat([table, alone], ignore_index=True)
    summed = table["amount"].to_numpy(bool)
    table = table.assign(
        counted=np.where(summed, "amounts", "counts"),
        width=np.where(summed, 0.0, quantity_rows["apart"].fillna(widths.counted).min()),
    )
    return Puzzle(equations, pd.concat(targets, ignore_index=True), table)


def list_puzzle_makers(
    figures: pd.DataFrame,
    memberships: pd.DataFrame,
    measures: Mapping[str, Measure],
    closed_source_vintages: Mapping[str, str],
    widths: RequiredRangeWidths,
) -> Iterator[Callable[[], Puzzle]]:
    """Yield functions that set out all that is published of the council's own extracts, one a table and period.

    Args:
        figures: every figure that rests on them, each number that any file gives.
        memberships: which areas hold which neighbourhoods.
        measures: the catalogue.
        closed_source_vintages: the sources that are not open, and the vintage of their neighbourhoods.
        widths: how wide hidden numbers must stay.
    """
    held = {
        vintage: list_neighbourhoods_of_areas(memberships, vintage, figures)
        for vintage in set(closed_source_vintages.values()) & set(memberships["lsoa_vintage"])
    }
    groups: dict[str, list[Measure]] = {}
    for name in figures["measure"].unique():
        measure = measures[name]
        table = min(set(measure.tables) & set(closed_source_vintages))
        if isinstance(measure, SurveyMeasure):
            whole = choose_area_holding_most_of_neighbourhood(held[closed_source_vintages[table]])
            mine = figures[figures["measure"] == name]
            for _, rows in mine.groupby(mine["period"] if measure.pool == 1 else mine["measure"], sort=True):
                yield partial(make_survey_puzzle, rows.reset_index(drop=True), whole, widths.answered)
        else:
            groups.setdefault(table, []).append(measure)
    for table, together in groups.items():
        mine = figures[figures["measure"].isin([measure.name for measure in together])]
        for _, rows in mine.groupby("period", sort=True):
            present = [measure.copy_without_words() for measure in together if measure.name in set(rows["measure"])]
            places = held.get(closed_source_vintages[table], held["2021"])
            yield partial(
                make_count_puzzle, present, closed_source_vintages, rows.reset_index(drop=True), places, widths
            )
