"""The first page: the finding, the gaps that got fairer and less fair, the headline gaps one by one, and where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fairer_stockton.report.edition import Edition
from fairer_stockton.report.headlines import words
from fairer_stockton.report.headlines.choice import HeadlineGap, Headlines, choose_headlines
from fairer_stockton.report.maps.most_deprived_tenth import MostDeprivedTenthMap
from fairer_stockton.report.pages.site import make_page_name_of_domain
from fairer_stockton.report.pages.small_multiples import SmallMultiple, TimeAxis, make_small_multiple, make_time_axis
from fairer_stockton.report.pages.views import PageViews
from fairer_stockton.report.place_rows import PriorityRow
from fairer_stockton.report.rows import GapRow, read_rows
from fairer_stockton.report.words.figures import begin_with_capital, write_period
from fairer_stockton.run.vocabulary import Fairness, PriorityKind

# A sign says by its shape what its word says: two arrows that meet, that part, or that pass.
SIGNS = {
    Fairness.FAIRER: "▸◂",
    Fairness.LESS_FAIR: "◂▸",
    Fairness.MIXED: "◂▸◂",
    Fairness.NO_CLEAR_CHANGE: "≈",
}
UNCLEAR = (Fairness.MIXED, Fairness.NO_CLEAR_CHANGE)


@dataclass(frozen=True)
class SizeOfPeriod:
    """The size of a gap in a period, and which of the three it is: at the start, last time or now."""

    label: str
    period: str
    size: str


@dataclass(frozen=True)
class GapCard:
    """One headline gap, in words and with its picture."""

    gap: HeadlineGap
    page: str
    sizes: tuple[SizeOfPeriod, ...]
    picture: SmallMultiple | None

    @property
    def name(self) -> str:
        """Its name on the page: a measure can be a headline for one group of people."""
        category = "" if self.gap.now.category == "all" else f"-{self.gap.now.category}"
        return f"gap-{self.gap.measure.name}{category}".replace("_", "-").replace(" ", "-").lower()

    @property
    def link(self) -> str:
        """The measure on the page of its domain."""
        return f"{self.page}#{self.gap.measure.name.replace('_', '-')}"

    @property
    def topic(self) -> str:
        """What the gap is about, as a line of its own."""
        return begin_with_capital(self.gap.topic)

    @property
    def number(self) -> str:
        """The number of the latest size: `14.3` of `14.3 points`; all of it where it is no number."""
        return _part_number_and_unit(words.write_size(self.gap.now))[0]

    @property
    def unit(self) -> str:
        """The unit of the latest size; empty where it has none, as of pounds."""
        return _part_number_and_unit(words.write_size(self.gap.now))[1]

    @property
    def way(self) -> str:
        """Which way the latest gap goes, and from whom; empty where there is no gap."""
        return "" if self.number == words.NO_GAP else words.write_way(self.gap)

    @property
    def change(self) -> str:
        """The size at the start and now: `from 16.4 to 14.3 points lower than other pupils`."""
        now = " ".join(filter(None, (self.number, self.unit, self.way)))
        return f"from {self.write_without_unit(self.sizes[0])} to {now}"

    @property
    def sign(self) -> str:
        """The shape that says how the gap has changed."""
        return SIGNS[self.gap.fairness]

    @property
    def direction(self) -> str:
        """How the gap has changed, in two or three words."""
        return words.write_direction(self.gap)

    @property
    def sentence(self) -> str:
        """The two figures that the gap is between."""
        return words.write_sentence(self.gap)

    @property
    def people(self) -> str:
        """How many people it means."""
        return words.write_people(self.gap)

    @property
    def england(self) -> str:
        """England's own gap, or its figure."""
        return words.write_england_gap(self.gap)

    @property
    def certainty(self) -> str:
        """How sure we are."""
        return words.write_certainty(self.gap)

    def write_without_unit(self, size: SizeOfPeriod) -> str:
        """Write the size in a period without the unit that the latest one has."""
        return size.size.replace(f" {self.unit}", "", 1) if self.unit else size.size


@dataclass(frozen=True)
class FairnessBox:
    """The gaps that have changed in a way: the headline gaps, and those of other measures."""

    fairness: Fairness
    sign: str
    title: str
    cards: tuple[GapCard, ...]
    others: tuple[GapCard, ...]

    @property
    def has_clear_change(self) -> bool:
        """Whether its gaps have changed one way, so that sizes then and now may be set against each other."""
        return self.fairness not in UNCLEAR


@dataclass(frozen=True)
class PlacesOfNeed:
    """Where the need is greatest: sentences, and the neighbourhoods that come first, by ward."""

    sentences: tuple[str, ...]
    wards: tuple[tuple[str, str], ...]
    synthetic: bool


@dataclass(frozen=True)
class FirstPage:
    """All that the first page says of the gaps, before the table of every domain."""

    finding: str
    answer: str
    boxes: tuple[FairnessBox, ...]
    cards: tuple[GapCard, ...]
    axis: TimeAxis | None
    unanswered: tuple[str, ...]
    where: PlacesOfNeed
    start_year: int


def make_first_page(edition: Edition, views: PageViews) -> FirstPage:
    """Make the first page of an edition from which hidden figures have been taken."""
    headlines, start_year = choose_headlines(edition), edition.definitions.gap_changes.baseline_year
    axis = make_time_axis(headlines.shown, start_year)
    cards = tuple(_make_card(edition, gap, axis) for gap in headlines.shown)
    return FirstPage(
        finding=words.write_finding(headlines, start_year),
        answer=words.write_answer(headlines, start_year),
        boxes=tuple(_make_boxes(edition, headlines, cards)),
        cards=cards,
        axis=axis,
        unanswered=headlines.unanswered,
        where=_find_places_of_need(edition, views),
        start_year=start_year,
    )


def _make_boxes(edition: Edition, headlines: Headlines, cards: Sequence[GapCard]) -> Iterable[FairnessBox]:
    """Yield the boxes: fairer, less fair, and what is neither or not clear."""
    for title, ways in (
        (words.FAIRNESS_TITLES[Fairness.FAIRER], (Fairness.FAIRER,)),
        (words.FAIRNESS_TITLES[Fairness.LESS_FAIR], (Fairness.LESS_FAIR,)),
        ("Mixed or not clear", UNCLEAR),
    ):
        others = (gap for way in ways for gap in headlines.select_others(way))
        yield FairnessBox(
            fairness=ways[0],
            sign=SIGNS[ways[-1]],
            title=title,
            cards=tuple(card for card in cards if card.gap.fairness in ways),
            others=tuple(_make_card(edition, gap, None) for gap in others),
        )


def _make_card(edition: Edition, gap: HeadlineGap, axis: TimeAxis | None) -> GapCard:
    """Make a gap's card; without an axis it has no picture."""
    rows = [("At the start", gap.start), ("Last time", gap.previous), ("Now", gap.now)]
    return GapCard(
        gap=gap,
        page=make_page_name_of_domain(edition.framework[gap.measure.domain]),
        sizes=tuple(_make_size(gap, label, row) for label, row in rows if row),
        picture=make_small_multiple(gap, axis) if axis else None,
    )


def _make_size(gap: HeadlineGap, label: str, row: GapRow) -> SizeOfPeriod:
    return SizeOfPeriod(label, write_period(row.period), words.write_size_in_period(gap, row))


def _part_number_and_unit(size: str) -> tuple[str, str]:
    number, _, unit = size.partition(" ")
    return (number, unit) if any(digit.isdigit() for digit in number) else (size, "")


def _find_places_of_need(edition: Edition, views: PageViews) -> PlacesOfNeed:
    """Return what is known of the neighbourhoods with the greatest need: of the priority list where there is one."""
    counts = _count_most_deprived_tenth(views.tenth) if views.tenth else views.deprivation.sentences[:1]
    recipe = edition.definitions.recipe
    if views.priorities is None or recipe is None:
        return PlacesOfNeed(counts, (), views.deprivation.synthetic)
    table = edition.priorities
    listed = read_rows(table[table["kind"] == PriorityKind.NEIGHBOURHOOD], PriorityRow)
    names_by_ward: dict[str, list[str]] = {}
    for row in sorted(listed, key=lambda row: row.rank)[: recipe.top]:
        names_by_ward.setdefault(row.ward, []).append(row.area_name)
    wards = tuple((ward, ", ".join(names)) for ward, names in names_by_ward.items())
    return PlacesOfNeed((views.priorities.lead, *counts), wards, views.priorities.synthetic)


def _count_most_deprived_tenth(tenth: MostDeprivedTenthMap) -> tuple[str, ...]:
    """Write how many neighbourhoods are among England's most deprived tenth, and how many were before."""
    *before, last = (f"{panel.inside} of {panel.neighbourhoods} in {panel.period}" for panel in tenth.panels)
    earlier = f" It was {' and '.join(before)}." if before else ""
    return (f"Neighbourhoods among England’s most deprived tenth: {last}.{earlier}",)
