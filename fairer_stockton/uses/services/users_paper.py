"""The audit of users as a pack: whether those who need a service use it, by fifths and by areas."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fairer_stockton.report.papers.document import (
    Block,
    BulletList,
    DefinitionList,
    Heading,
    Paragraph,
    TableWithWidths,
)
from fairer_stockton.report.questions import FIFTHS_BREAKDOWN
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.figures import (
    is_known,
    lower_first_letter,
    mark_sample,
    write_limits,
    write_people_count,
    write_period,
    write_value_with_unit,
)
from fairer_stockton.run.vocabulary import AreaType, Comparison
from fairer_stockton.run.vocabulary_of_uses import CountedUse
from fairer_stockton.uses.packs.figures import HIDDEN
from fairer_stockton.uses.packs.writing import Pack
from fairer_stockton.uses.services.figures import NAN, ServiceFigure
from fairer_stockton.uses.services.packs import make_service_pack
from fairer_stockton.uses.services.service_map import make_map_of_users
from fairer_stockton.uses.services.users import ELSEWHERE, LARGER_AREAS, WHOLE_LIST, UsersAudit, name_kind_of_area

HEADER_OF_AREAS = ("Area", "Users", "People in need", "Users per 1,000 in need", "Beside the borough")
HEADER_OF_FIFTHS = ("Neighbourhoods", "Users", "People in need", "Users per 1,000 in need", "Share of users, of need")
WIDTHS_OF_AREAS = (2.4, 1.2, 1.1, 1.9, 1.5)
CHANCE = "chance (95%)"
MOST_NAMED_AREAS = 6
VERDICT_WORDS = {
    Comparison.HIGHER: "clearly more",
    Comparison.LOWER: "clearly fewer",
    Comparison.SIMILAR: "no clear difference",
}
HOW_TO_READ_RATES = (
    "The rate is of users for each 1,000 people who need the service. In brackets are the limits between which it "
    "would be likely to lie (95%) in another such period, if only chance were at work. “Clearly” more or fewer "
    "means that the borough’s rate lies outside these limits. Among many areas about one in twenty looks so by "
    "chance alone."
)
WHAT_IS_HIDDEN = (
    "The list is of people who could be recognised. So small numbers of them are not shown, nor what they could be "
    "worked out from, by the same rules as in the report. Areas that are not shown may have few users or many: "
    "nothing follows from that."
)
VISITS_ARE_NOT_PEOPLE = (
    "The list is of visits. Somebody who comes often counts often, so the limits are too narrow, and an area may be "
    "shown that few people came from."
)
WHAT_USERS_DO_NOT_SHOW = (
    "People who need a service and do not use it are in no list. A low rate is a question to those who live there, "
    "and not an answer: another service may serve them, or the need may be counted for other years than the use."
)


def make_users_pack(audit: UsersAudit, asked: Mapping[str, Any]) -> Pack:
    """Return the audit of users with all that goes beside it."""
    figures = [_make_figure(audit, number) for number in range(len(audit.areas))]
    blocks = (
        *_make_summary_of_users(audit, figures),
        *_make_part_on_fifths(audit, figures),
        *_make_part_on_areas(audit, figures),
        *_make_part_on_neighbourhoods(audit, figures),
        *_make_part_on_reading(audit),
    )
    ends = list(_make_figures_of_ends(audit))
    return make_service_pack(audit.edition, audit.audit, blocks, [*figures, *ends], make_map_of_users(audit), asked)


def _make_figure(audit: UsersAudit, number: int) -> ServiceFigure:
    area, rates, users = audit.areas[number], audit.rates, audit.users
    shares = [_share(values, audit.find(AreaType.BOROUGH), number) for values in (users.counts, audit.people_in_need)]
    is_beyond = area.kind in (WHOLE_LIST, ELSEWHERE)
    return ServiceFigure(
        value=float(rates.value[number]),
        lower_95=float(rates.lower_95[number]),
        upper_95=float(rates.upper_95[number]),
        unit="per_1000",
        about=name_kind_of_area(area.kind),
        measure=audit.need.measure.name,
        title=f"Users per 1,000: {lower_first_letter(audit.need.measure.title)}",
        who=area.name,
        code=area.code,
        period=audit.audit.period,
        limits_allow_for=CHANCE,
        count=float(users.counts[number]),
        out_of=NAN if is_beyond else float(audit.people_in_need[number]),
        beside="share of the borough’s users and of its need (%)",
        beside_value=NAN if is_beyond else shares[1],
        gap=NAN if is_beyond else shares[0] - shares[1],
        verdict="" if area.kind == AreaType.BOROUGH else VERDICT_WORDS.get(Comparison(audit.verdicts[number]), ""),
        missing=HIDDEN if users.is_hidden[number] else "",
        synthetic=audit.need.synthetic,
        sources=audit.need.sources,
    )


def _share(values: Any, whole: int, part: int) -> float:
    return float(100 * values[part] / values[whole]) if values[whole] > 0 else NAN


def _make_figures_of_ends(audit: UsersAudit) -> Iterator[ServiceFigure]:
    """Yield the gap between the most and the least deprived fifth, and the relative index, where no fifth is hidden."""
    both = (("Most deprived fifth less the least", audit.gap_of_fifths, "per_1000"),
            ("Most deprived end as a multiple of the least", audit.relative_index, "times"))  # fmt: skip
    for who, estimate, unit in both:
        value, low, high = (float(number[0]) for number in estimate.value_and_limits[:3])
        yield ServiceFigure(
            value=value, lower_95=low, upper_95=high, unit=unit, about=name_kind_of_area(FIFTHS_BREAKDOWN),
            measure=audit.need.measure.name, title="Gap between fifths", who=who, period=audit.audit.period,
            limits_allow_for=CHANCE, missing="" if is_known(value) else "a fifth is not shown",
            synthetic=audit.need.synthetic, sources=audit.need.sources,
        )  # fmt: skip


def _make_summary_of_users(audit: UsersAudit, figures: Sequence[ServiceFigure]) -> Iterator[Block]:
    borough = figures[audit.find(AreaType.BOROUGH)]
    findings = [
        _write_gap_of_fifths(audit, figures),
        *(_write_clear_areas(audit, word) for word in (Comparison.LOWER, Comparison.HIGHER)),
        _write_whole(audit, figures, borough),
        _write_how_many_hidden(audit),
    ]
    yield Heading("In short")
    yield BulletList(tuple(mark_sample(finding, borough.synthetic) for finding in findings if finding))
    need = f"{lower_first_letter(audit.need.measure.title)} ({write_period(audit.need.period)})"
    unit = "people" if audit.audit.counts == CountedUse.PEOPLE else "visits"
    yield DefinitionList((("Who needs it", need), ("Users", f"{unit}, {audit.audit.period}")), "note")


def _write_gap_of_fifths(audit: UsersAudit, figures: Sequence[ServiceFigure]) -> str:
    if not audit.fifths:
        return ""
    most, least = (figures[audit.fifths[end]] for end in (0, -1))
    if not (most.has_value and least.has_value):
        return "The most and the least deprived neighbourhoods cannot be compared: there are too few users to show."
    gap = audit.gap_of_fifths
    is_clear = not gap.lower_95[0] <= 0 <= gap.upper_95[0]
    word = ("more" if gap.value[0] > 0 else "fewer") if is_clear else "no clear difference"
    verdict = f"clearly {word} for the same need" if is_clear else word
    return (
        f"In the most deprived fifth of neighbourhoods there are {_write_rate(most)} users for each 1,000 people in "
        f"need, in the least deprived {_write_rate(least)}: {verdict}."
    )


def _write_rate(figure: ServiceFigure) -> str:
    return f"{figure.value:,.1f} ({figure.lower_95:,.1f} to {figure.upper_95:,.1f})"


def _write_clear_areas(audit: UsersAudit, word: Comparison) -> str:
    positions = audit.list_clear(AreaType.WARD, word)
    names = [audit.areas[number].name for number in sorted(positions, key=lambda number: audit.rates.value[number])]
    names = names[::-1] if word == Comparison.HIGHER else names
    if not names:
        return f"No ward has {VERDICT_WORDS[word]} users for its need than the borough."
    more = f" and {len(names) - MOST_NAMED_AREAS} more" if len(names) > MOST_NAMED_AREAS else ""
    return f"Wards with {VERDICT_WORDS[word]} users for their need: {'; '.join(names[:MOST_NAMED_AREAS])}{more}."


def _write_whole(audit: UsersAudit, figures: Sequence[ServiceFigure], borough: ServiceFigure) -> str:
    elsewhere = figures[audit.find(ELSEWHERE)]
    if not is_known(borough.count):
        return "How many users live in the borough is not shown: there are too few."
    rate = write_value_with_unit(borough.value, borough.unit)
    sentence = f"{borough.count:,.0f} users live in {borough.who}: {rate} people in need."
    if elsewhere.count > 0:  # false where it is hidden
        sentence += f" {elsewhere.count:,.0f} in the list live elsewhere, or were not found."
    return sentence


def _write_how_many_hidden(audit: UsersAudit) -> str:
    """Count the areas that are not shown; that a table has so many says nothing of any of them."""
    kinds = (AreaType.WARD, AreaType.LSOA)
    counts = {kind: int(audit.users.is_hidden[audit.list_positions(kind)].sum()) for kind in kinds}
    if not any(counts.values()):
        return ""
    return (
        f"Not shown, so that nobody can be recognised: {counts[AreaType.WARD]} of "
        f"{len(audit.list_positions(AreaType.WARD))} wards and {counts[AreaType.LSOA]} of "
        f"{len(audit.list_positions(AreaType.LSOA))} neighbourhoods."
    )


def _make_part_on_fifths(audit: UsersAudit, figures: Sequence[ServiceFigure]) -> Iterator[Block]:
    if not audit.fifths:
        return
    yield Heading("From the most to the least deprived")
    lines = tuple((*_make_line(figures[number])[:4], _write_shares(figures[number])) for number in audit.fifths)
    yield TableWithWidths(Table("Users by fifth of neighbourhoods", HEADER_OF_FIFTHS, lines), WIDTHS_OF_AREAS)
    gap, index = audit.gap_of_fifths, audit.relative_index
    if is_known(gap.value[0]):
        words = f"{gap.value[0]:+,.1f} per 1,000 ({gap.lower_95[0]:+,.1f} to {gap.upper_95[0]:+,.1f})"
        yield Paragraph(f"Most less least deprived: {words.replace('-', '−')}.")
    if is_known(index.value[0]):
        yield Paragraph(
            f"Along all fifths, the rate at the most deprived end is {index.value[0]:.2f} times that at the least "
            f"({index.lower_95[0]:.2f} to {index.upper_95[0]:.2f}; relative index of inequality)."
        )


def _write_shares(figure: ServiceFigure) -> str:
    if not is_known(figure.gap):
        return "–"
    return f"{figure.gap + figure.beside_value:.0f}% of users, {figure.beside_value:.0f}% of need"


def _make_part_on_areas(audit: UsersAudit, figures: Sequence[ServiceFigure]) -> Iterator[Block]:
    yield Heading("Area by area")
    borough = figures[audit.find(AreaType.BOROUGH)]
    for kind in LARGER_AREAS:
        own = [figures[number] for number in audit.list_positions(kind)]
        if own:
            lines = (*map(_make_line, own), _make_line(borough))
            yield TableWithWidths(Table(f"Users by {name_kind_of_area(kind)}", HEADER_OF_AREAS, lines), WIDTHS_OF_AREAS)


def _make_part_on_neighbourhoods(audit: UsersAudit, figures: Sequence[ServiceFigure]) -> Iterator[Block]:
    """Yield the neighbourhoods that are shown and clearly differ; figures.csv has all, those not shown by name."""
    lower, higher = (audit.list_clear(AreaType.LSOA, word) for word in (Comparison.LOWER, Comparison.HIGHER))
    if lines := tuple(_make_line(figures[number]) for number in (*lower, *higher)):
        yield Heading("Neighbourhoods that stand out")
        caption = "Neighbourhoods with clearly fewer users for their need, then with clearly more"
        yield TableWithWidths(Table(caption, HEADER_OF_AREAS, lines), WIDTHS_OF_AREAS)


def _make_line(figure: ServiceFigure) -> tuple[str, ...]:
    users = f"{figure.count:,.0f}" if is_known(figure.count) else HIDDEN
    rate = f"{figure.value:,.1f} ({write_limits(figure)})" if figure.has_value else "–"
    return figure.who, users, write_people_count(figure.out_of), rate, figure.verdict or "–"


def _make_part_on_reading(audit: UsersAudit) -> Iterator[Block]:
    yield Heading("How to read this")
    of_visits = (VISITS_ARE_NOT_PEOPLE,) if audit.audit.counts == CountedUse.VISITS else ()
    for words in (HOW_TO_READ_RATES, WHAT_IS_HIDDEN, *of_visits, WHAT_USERS_DO_NOT_SHOW):
        yield Paragraph(words)
