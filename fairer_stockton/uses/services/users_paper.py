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
from fairer_stockton.uses.services.figures import ServiceFigure
from fairer_stockton.uses.services.groups import IN_NEED
from fairer_stockton.uses.services.packs import list_what_is_not_counted, list_words_on_models, make_service_pack
from fairer_stockton.uses.services.service_map import make_map_of_users
from fairer_stockton.uses.services.users import AREAS_OF_USERS, ELSEWHERE, UsersAudit, name_kind_of_area
from fairer_stockton.uses.services.users_figures import (
    COMPARED_RATES,
    list_figures_of_ends,
    list_figures_of_gradient,
    make_figure_of_area,
)

WIDTHS_OF_AREAS = (2.4, 1.2, 1.1, 1.9, 1.5)
HEADER_OF_ENDS = ("Counted per 1,000 of these", "Most deprived fifth", "Least deprived fifth", "Difference")
MOST_NAMED_AREAS = 6
HOW_TO_READ_RATES = (
    "Rates are for each 1,000 who need the service. In brackets is the range that the true rate is likely to be in "
    "(95%), as far as chance goes. It is wider when few users are counted. “Clearly” more or fewer means that the "
    "borough’s rate lies outside it. Among many areas about one in twenty looks so by chance alone."
)
WHAT_IS_HIDDEN = (
    "The list is of people who could be recognised. So small numbers of them are not shown, nor what they could be "
    "worked out from, by the same rules as in the report. Areas that are not shown may have none, few "
    "or many. From what is shown nobody can work out a small number more closely than to a range of five. That "
    "somebody in an area is on the list may follow."
)
PEOPLE_COUNT_ONCE = {
    CountedUse.PEOPLE: "Each row of the list is taken to be another person.",
    CountedUse.VISITS: "The list is of visits. Each person counts once, where they lived at the first visit listed.",
}
WHAT_USERS_DO_NOT_SHOW = (
    "People who need a service and do not use it are in no list. A low rate is a question to those who live there, "
    "and not an answer: another service may serve them, or the need may be counted for other years than the use."
)


def make_users_pack(audit: UsersAudit, asked: Mapping[str, Any]) -> Pack:
    """Return the audit of users with all that goes beside it."""
    areas = [make_figure_of_area(audit, number) for number in range(len(audit.areas))]
    ends, gradient = list(list_figures_of_ends(audit)), list(list_figures_of_gradient(audit))
    blocks = (
        *_make_summary_of_users(audit, areas, ends),
        *_make_part_on_fifths(audit, areas, gradient),
        *_make_part_on_gaps(audit, ends),
        *_make_part_on_areas(audit, areas),
        *_make_part_on_neighbourhoods(audit, areas),
        *_make_part_on_reading(audit),
    )
    figures = [*areas, *ends, *gradient]
    return make_service_pack(audit.edition, audit.audit, blocks, figures, make_map_of_users(audit), asked)


def _make_summary_of_users(
    audit: UsersAudit, areas: Sequence[ServiceFigure], ends: Sequence[ServiceFigure]
) -> Iterator[Block]:
    borough = areas[audit.find(AreaType.BOROUGH)]
    findings = [
        *(_write_ends(audit, figure) for figure in ends[:1]),
        *(_write_clear_areas(audit, word) for word in (Comparison.LOWER, Comparison.HIGHER)),
        _write_whole(audit, borough, areas[audit.find(ELSEWHERE)]),
        _write_how_many_hidden(audit),
    ]
    yield Heading("In short")
    yield BulletList(tuple(mark_sample(finding, borough.synthetic) for finding in findings if finding))
    need = f"{lower_first_letter(audit.need.measure.title)} ({write_period(audit.need.period)})"
    terms = {
        "Who needs it": need,
        "The list": f"users, {audit.audit.period}",
        "What the limits in brackets allow for": borough.limits_allow_for,
    }
    yield DefinitionList(tuple(terms.items()), "note")


def _write_ends(audit: UsersAudit, need: ServiceFigure) -> str:
    if not is_known(need.gap):
        return f"The most and the least deprived fifth of neighbourhoods cannot be compared: {need.missing}."
    verdict = need.verdict if need.gap_lower <= 0 <= need.gap_upper else f"{need.verdict} for the same need"
    return (
        f"In the most deprived fifth of neighbourhoods there are {need.value:,.1f} users ({write_limits(need)}) "
        f"for each 1,000 {audit.need.noun} in need, in the least deprived {_write_beside(need)}: {verdict}."
    )


def _write_clear_areas(audit: UsersAudit, word: Comparison) -> str:
    positions = audit.list_clear(AreaType.WARD, word)
    names = [audit.areas[number].name for number in sorted(positions, key=lambda number: audit.rates.value[number])]
    names = names[::-1] if word == Comparison.HIGHER else names
    if not names:
        return f"No ward shown has {COMPARED_RATES[word]} users for its need than the borough."
    more = f" and {len(names) - MOST_NAMED_AREAS} more" if len(names) > MOST_NAMED_AREAS else ""
    named = "; ".join(names[:MOST_NAMED_AREAS])
    return f"Wards with {COMPARED_RATES[word]} users for their need than the borough: {named}{more}."


def _write_whole(audit: UsersAudit, borough: ServiceFigure, elsewhere: ServiceFigure) -> str:
    if not is_known(borough.count):
        return "How many users the borough has is not shown, so that nobody can be recognised."
    rate = write_value_with_unit(borough.value, borough.unit)
    sentence = f"{borough.who} has {borough.count:,.0f} users: {rate} {audit.need.noun} in need."
    if elsewhere.count > 0:  # false where it is hidden
        sentence += f" Of the list {elsewhere.count:,.0f} are from elsewhere, or were not found."
    return sentence


def _write_how_many_hidden(audit: UsersAudit) -> str:
    """Count the areas that are not shown; that a table has so many says nothing of any of them."""
    kinds = (AreaType.WARD, AreaType.LSOA)
    hidden, every = zip(
        *((audit.users.is_hidden[own].sum(), len(own)) for own in map(audit.list_positions, kinds)), strict=True
    )
    if not any(hidden):
        return ""
    return (
        f"Not shown, so that nobody can be recognised: {hidden[0]} of {every[0]} wards and {hidden[1]} of {every[1]} "
        "neighbourhoods."
    )


def _make_header(audit: UsersAudit, last: str) -> tuple[str, ...]:
    return "Area", "Users", f"{audit.need.noun.capitalize()} in need", "Users per 1,000 in need", last


def _make_part_on_fifths(
    audit: UsersAudit, areas: Sequence[ServiceFigure], gradient: Sequence[ServiceFigure]
) -> Iterator[Block]:
    if not audit.fifths:
        return
    yield Heading("From the most to the least deprived")
    lines = tuple((*_make_line(areas[number])[:4], _write_shares(areas[number])) for number in audit.fifths)
    header = _make_header(audit, "Share of users, of need")
    yield TableWithWidths(Table("The fifths of neighbourhoods", header, lines), WIDTHS_OF_AREAS)
    for figure in gradient:
        yield Paragraph(mark_sample(_write_gradient(figure), figure.synthetic))


def _write_gradient(figure: ServiceFigure) -> str:
    if not figure.has_value:
        return f"There is no relative index of inequality along all fifths: {figure.missing}."
    return (
        f"Along all fifths, the rate at the most deprived end is {figure.value:.2f} times that at the least "
        f"({figure.lower_95:.2f} to {figure.upper_95:.2f}; relative index of inequality)."
    )


def _write_shares(figure: ServiceFigure) -> str:
    if not is_known(figure.gap):
        return "–"
    share, least, most = (end + figure.beside_value for end in (figure.gap, figure.gap_lower, figure.gap_upper))
    return f"{share:.0f}% ({least:.0f} to {most:.0f}) of users, {figure.beside_value:.0f}% of need"


def _make_part_on_gaps(audit: UsersAudit, ends: Sequence[ServiceFigure]) -> Iterator[Block]:
    """Yield the most against the least deprived fifth for each group, from the same two counts."""
    if not any(is_known(figure.gap) for figure in ends):
        return
    yield Heading("Beside the six gaps")
    lines = tuple(map(_make_line_of_ends, ends))
    caption = "Users for each 1,000 people, or homes, of each group that live in the same neighbourhoods"
    yield TableWithWidths(Table(caption, HEADER_OF_ENDS, lines), (3, 1.6, 1.2, 2))
    yield Paragraph(
        "The table is about neighbourhoods: the list does not say which users are of these groups, and whether the "
        "groups are served does not follow. A difference may only mean that a group lives elsewhere than those who "
        "need the service. So nothing is called clear here but for those who need it.",
        "note",
    )
    yield from list_what_is_not_counted(audit.edition, audit.groups)


def _make_line_of_ends(figure: ServiceFigure) -> tuple[str, ...]:
    about = "" if figure.about == IN_NEED else f"{figure.about}\n"
    ends = f"{figure.gap_lower:+,.1f} to {figure.gap_upper:+,.1f}".replace("-", "−")
    return (
        f"{about}{mark_sample(figure.title.partition(': ')[2], figure.synthetic)}",
        f"{figure.value:,.1f} ({write_limits(figure)})",
        _write_beside(figure),
        f"{f'{figure.gap:+,.1f}'.replace('-', '−')} ({ends}){figure.verdict and f': {figure.verdict}'}",
    )


def _write_beside(figure: ServiceFigure) -> str:
    return f"{figure.beside_value:,.1f} ({figure.beside_lower:,.1f} to {figure.beside_upper:,.1f})"


def _make_part_on_areas(audit: UsersAudit, areas: Sequence[ServiceFigure]) -> Iterator[Block]:
    yield Heading("Area by area")
    borough = areas[audit.find(AreaType.BOROUGH)]
    header = _make_header(audit, "Compared with the borough")
    for kind in AREAS_OF_USERS:
        if own := [areas[number] for number in audit.list_positions(kind)]:
            lines = (*map(_make_line, own), _make_line(borough))
            yield TableWithWidths(Table(name_kind_of_area(kind), header, lines), WIDTHS_OF_AREAS)


def _make_part_on_neighbourhoods(audit: UsersAudit, areas: Sequence[ServiceFigure]) -> Iterator[Block]:
    """Yield the neighbourhoods that are shown and clearly differ; figures.csv has all, those not shown by name."""
    lower, higher = (audit.list_clear(AreaType.LSOA, word) for word in (Comparison.LOWER, Comparison.HIGHER))
    if lines := tuple(_make_line(areas[number]) for number in (*lower, *higher)):
        yield Heading("Neighbourhoods that stand out")
        caption = "Neighbourhoods with clearly fewer users for their need, then with clearly more"
        header = _make_header(audit, "Compared with the borough")
        yield TableWithWidths(Table(caption, header, lines), WIDTHS_OF_AREAS)


def _make_line(figure: ServiceFigure) -> tuple[str, ...]:
    counted = f"{figure.count:,.0f}" if is_known(figure.count) else HIDDEN
    rate = f"{figure.value:,.1f} ({write_limits(figure)})" if figure.has_value else "–"
    return figure.who, counted, write_people_count(figure.out_of), rate, figure.verdict or "–"


def _make_part_on_reading(audit: UsersAudit) -> Iterator[Block]:
    yield Heading("How to read this")
    once, on_models = PEOPLE_COUNT_ONCE[audit.audit.counts], list_words_on_models(audit.need)
    for words in (HOW_TO_READ_RATES, once, WHAT_IS_HIDDEN, *on_models, WHAT_USERS_DO_NOT_SHOW):
        yield Paragraph(words)
