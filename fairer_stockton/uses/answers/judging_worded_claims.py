"""Judging claims in words against the figures of an edition: a rank, which of two is higher, and how one has moved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fairer_stockton.report.asking.periods import LATEST, PeriodAsked
from fairer_stockton.report.asking.published_figures import Place, PublishedFigures, list_periods
from fairer_stockton.report.rows import ObservationRow
from fairer_stockton.report.words.figures import write_ordinal, write_period, write_value_with_unit
from fairer_stockton.run.vocabulary import AreaType, Polarity
from fairer_stockton.run.vocabulary_of_uses import QuoteVerdict
from fairer_stockton.uses.answers.ends_of_changes import choose_ends
from fairer_stockton.uses.answers.finding import NoCellsError, choose_rows, select_rows
from fairer_stockton.uses.answers.judging import Judgement
from fairer_stockton.uses.answers.mentions import Mention
from fairer_stockton.uses.answers.reading import Reading
from fairer_stockton.uses.answers.unread import describe_unread, write_unread
from fairer_stockton.uses.answers.worded_claims import ClaimKind, WordedClaim

DECIMALS = 1  # figures that are printed alike are not said to be one above the other
UNCLEAR = "it is not clear which measure it is of"
NOT_CHECKED = "a claim in words that was not compared"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the edition has of a claim: 1 where it is right, -1 where it is wrong, 0 where it cannot be known."""

    sign: int
    ours: str
    link: str
    why: str = ""


class HiddenError(Exception):
    """The edition hides a figure that a claim is about."""


def judge_worded_claim(claim: WordedClaim, figures: PublishedFigures) -> Judgement:
    """Return what was found of a claim in words."""
    check = {ClaimKind.RANK: _check_rank, ClaimKind.COMPARISON: _check_comparison, ClaimKind.CHANGE: _check_change}
    findings, why = list[Finding](), NOT_CHECKED
    for measure in claim.measures:
        try:
            found = check[claim.kind](claim, measure, figures)
            findings.append(replace(found, ours=f"{figures.titles[measure]}: {found.ours}"))
        except NoCellsError as none:
            why = f"{NOT_CHECKED}: {none.why}" if none.why else NOT_CHECKED
        except HiddenError as hidden:
            return Judgement(QuoteVerdict.NOT_SHOWN, why=str(hidden))
    return _settle(claim, findings, figures) if findings else Judgement(QuoteVerdict.NOT_FOUND, why=why)


def _settle(claim: WordedClaim, findings: Sequence[Finding], figures: PublishedFigures) -> Judgement:
    """Return the verdict: right or wrong only where the words beside the claim were read and its measure is named."""
    best = max(findings, key=lambda finding: finding.sign)
    is_clear = claim.is_certain and len({finding.sign for finding in findings}) == 1
    known = _list_known_words(figures) if claim.kind == ClaimKind.RANK else set()
    unread, telling = (
        write_unread(claim.sentence, [span for span in spans if claim.sentence[slice(*span)].lower() not in known])
        for spans in (claim.unread, claim.telling)
    )
    why = best.why or (describe_unread(unread) if unread else "" if is_clear else UNCLEAR)
    if best.sign > 0:
        return Judgement(QuoteVerdict.NOT_JUDGED if why else QuoteVerdict.AGREES, best.ours, why, best.link)
    if best.sign < 0 and is_clear and not telling:
        return Judgement(QuoteVerdict.DIFFERS, best.ours, "the figures say otherwise", best.link)
    return Judgement(QuoteVerdict.NOT_FOUND, best.ours, why or NOT_CHECKED, best.link)


def _list_known_words(figures: PublishedFigures) -> set[str]:
    """Return the words by which a rank says among which it is: any, other, and the names of sets of councils."""
    titles = (councils.title for councils in figures.definitions.comparators.values())
    return {"any", "every", "all", "other", "others", "else", "ward", "wards", *" ".join(titles).lower().split()}


def _find_row(
    claim: WordedClaim, measure: str, figures: PublishedFigures, area: Mention | None, period: PeriodAsked = LATEST
) -> ObservationRow:
    """Return the row of an area, or of the borough where it has no places, for the claim's own group."""
    places = area.places if area and area.places else (figures.borough,)
    groups = (claim.groups[0].groups,) if claim.groups else ()
    return _choose_row(Reading(measure, areas=(tuple(places),), groups=groups, period=period), places, figures)


def _choose_row(reading: Reading, places: Sequence[Place], figures: PublishedFigures) -> ObservationRow:
    rows = choose_rows(reading, places, figures)
    shown = [row for row in rows if row.is_shown]
    if not shown and any(row.is_suppressed for row in rows):
        raise HiddenError(rows[0].note)
    if len(shown) != 1:
        raise NoCellsError("it can mean several figures")
    return shown[0]


def _choose_period(claim: WordedClaim) -> PeriodAsked:
    period = claim.periods[0].period if claim.periods else None
    return LATEST if not period or period.words.startswith("since") else period


def _find_sign(claim: WordedClaim, measure: str, figures: PublishedFigures) -> int:
    """Return 1 where a claim says that a figure is higher, -1 where lower; a better one is as its measure has it."""
    if not claim.by_polarity:
        return claim.sign
    polarity = figures.find_polarity(measure)
    if polarity == Polarity.NEUTRAL:
        raise NoCellsError("neither higher nor lower is better")
    return claim.sign if polarity == Polarity.HIGHER_IS_BETTER else -claim.sign


def _check_rank(claim: WordedClaim, measure: str, figures: PublishedFigures) -> Finding:
    sign, period = _find_sign(claim, measure, figures), _choose_period(claim)
    area = claim.areas[0] if claim.areas else None
    own = _find_row(claim, measure, figures, area, period)
    every = _list_rivals(claim, own, figures)
    shown = [row for row in every if row.is_shown]
    if len(shown) < 3:
        raise NoCellsError("there are too few figures to rank")
    beyond = sum(sign * (round(row.value, DECIMALS) - round(own.value, DECIMALS)) > 0 for row in shown)
    alike = sum(round(row.value, DECIMALS) == round(own.value, DECIMALS) for row in shown)
    first = max(shown, key=lambda row: sign * row.value)
    end, count = "highest" if sign > 0 else "lowest", len(shown)
    ours = f"{end} is {_write(first)}; {_write(own)} is {write_ordinal(beyond + 1)} of {count}"
    hidden = len(every) - count
    is_right = beyond < claim.place <= beyond + alike
    why = f"{hidden} of {len(every)} are not shown" if hidden and is_right else ""
    return Finding(1 if is_right else -1, ours, figures.link(own), why)


def _list_rivals(claim: WordedClaim, own: ObservationRow, figures: PublishedFigures) -> list[ObservationRow]:
    """Return the rows among which one is ranked: areas of its kind on its map, councils, or groups of a kind."""
    every = [row for row in figures.observations[own.measure] if row.period == own.period]
    if claim.groups and not claim.areas:
        alike = (own.area_code, own.vintage, own.breakdown)
        return [row for row in every if (row.area_code, row.vintage, row.breakdown) == alike]
    same = [row for row in every if (row.breakdown, row.category) == (own.breakdown, own.category)]
    if own.area_type in (AreaType.BOROUGH, AreaType.AUTHORITY):
        return _list_councils(claim, own, same, figures)
    if claim.kinds and own.area_type not in claim.kinds:
        raise NoCellsError("the rank is among areas of another kind")
    return [row for row in same if (row.area_type, row.vintage) == (own.area_type, own.vintage)]


def _list_councils(
    claim: WordedClaim, own: ObservationRow, same: Sequence[ObservationRow], figures: PublishedFigures
) -> list[ObservationRow]:
    """Return the rows of the councils of a set that the sentence names, such as Tees Valley councils."""
    for position in figures.positions:
        title = figures.definitions.comparators[position.comparators].title.lower().removesuffix(" councils")
        if position.measure == own.measure and title in claim.sentence.lower():
            names = {figures.borough.name, *position.names.split("; ")}
            councils = [row for row in same if row.area_type in (AreaType.BOROUGH, AreaType.AUTHORITY)]
            return [row for row in councils if row.area_name in names]
    raise NoCellsError("it is not said among which councils")


def _check_comparison(claim: WordedClaim, measure: str, figures: PublishedFigures) -> Finding:
    sign, period = _find_sign(claim, measure, figures), _choose_period(claim)
    if len(claim.groups) > 1:
        area = claim.areas[0] if claim.areas else None
        sides = (replace(claim, groups=(group,)) for group in claim.groups)
        one, other = (_find_row(side, measure, figures, area, period) for side in sides)
    elif len(claim.areas) < 2:
        raise NoCellsError("it is not said between whom")
    else:
        one = _find_row(claim, measure, figures, claim.areas[0], period)
        period = PeriodAsked(one.period, (one.period,)) if period.is_latest else period
        other = _find_row(claim, measure, figures, claim.areas[1], period)
    ours = f"{_write(one)}; {_write(other)}"
    if not claim.sign:
        alike = round(one.value, DECIMALS) == round(other.value, DECIMALS)
        return Finding(int(alike), ours, figures.link(one), "" if alike else "the two are not printed alike")
    sign = _compare(sign, one.value, other.value)
    return Finding(sign or 1, ours, figures.link(one), "" if sign else "the two are printed alike")


def _compare(sign: int, one: float, other: float) -> int:
    """Return 1 where the first of two is as a claim has it, -1 where it is not, 0 where the two are printed alike."""
    difference = round(one, DECIMALS) - round(other, DECIMALS)
    return 0 if not difference else 1 if difference * sign > 0 else -1


def _check_change(claim: WordedClaim, measure: str, figures: PublishedFigures) -> Finding:
    sign = _find_sign(claim, measure, figures)
    every = _list_course(claim, measure, figures)
    periods = list_periods(every)
    if len(periods) < 2:
        raise NoCellsError("there is one period alone")
    first, last = (_take_end(every, end) for end in choose_ends(claim, periods))
    moved = _compare(sign, last.value, first.value)
    why = "it is not said since when; compared with the figure before" if moved < 0 and not claim.periods else ""
    return Finding(0 if why else moved, f"from {_write(first)} to {_write(last)}", figures.link(last), why)


def _list_course(claim: WordedClaim, measure: str, figures: PublishedFigures) -> list[ObservationRow]:
    """Return the rows of every period on the map of the latest, those that are not shown too."""
    places = claim.areas[0].places if claim.areas and claim.areas[0].places else (figures.borough,)
    groups = (claim.groups[0].groups,) if claim.groups else ()
    reading = Reading(measure, areas=(tuple(places),), groups=groups)
    vintage = choose_rows(reading, places, figures)[0].vintage
    return [row for row in select_rows(reading, places, figures) if row.vintage == vintage]


def _take_end(every: Sequence[ObservationRow], period: str) -> ObservationRow:
    """Return the row of an end of a change, which no other period's may take the place of where it is hidden."""
    rows = [row for row in every if row.period == period]
    if hidden := [row for row in rows if row.is_suppressed]:
        raise HiddenError(hidden[0].note)
    if len(rows) != 1 or not rows[0].is_shown:
        raise NoCellsError("an end of the change has no figure, or several")
    return rows[0]


def _write(row: ObservationRow) -> str:
    group = "" if row.category == "all" else f", {row.breakdown.replace('_', ' ')} {row.category}"
    return f"{row.area_name}{group}, {write_period(row.period)}: {write_value_with_unit(row.value, row.unit)}"
