"""Notes on the summaries of deprivation: whose figures they are, by whom ours are weighted, and how near they come."""

from collections.abc import Iterator

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.place_rows import AgreementRow, DeprivationRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.words.figures import is_known, write_ordinal


def write_weighting_note(edition: Edition, main_index_rows: list[DeprivationRow], rows: list[DeprivationRow]) -> str:
    """Write which figures are ours and by whom they are weighted, how near they come, and what has no rank.

    Args:
        edition: what is published.
        main_index_rows: the council's rows of the whole index, an edition of the Indices each.
        rows: those of every index.
    """
    ours = [row for row in main_index_rows if row.approximate]
    if not ours:
        return ""
    weighted = "; ".join(f"{row.period} by {row.weighted_by}" for row in ours)
    sentences = [
        "Figures and ranks of councils are the publisher’s. Those marked “about”, and those of wards and other areas "
        "in the same editions, are ours, because our files do not include the population that the publisher used. "
        f"For the Index of Multiple Deprivation we weight {weighted}."
    ]
    sentences += [
        sentence
        for row in ours
        for sentence in (*_describe_agreement_with_publisher(edition, row), *_describe_recounted_rank(edition, row))
    ]
    unranked = [INDICES[row.index_name].title for row in rows if row.approximate and not is_known(row.published_among)]
    if unranked:
        sentences.append(f"The summaries that we have leave out {' and '.join(unranked)}, so these have no rank.")
    return " ".join(
        [*sentences, "The share of neighbourhoods in the most deprived tenth needs no residents and is exact."]
    )


def _describe_agreement_with_publisher(edition: Edition, row: DeprivationRow) -> Iterator[str]:
    """Write how near the average score of councils comes to the publisher's, where both are ranked alike."""
    table = edition.agreement
    rows = table[
        (table["period"] == row.period) & (table["index_name"] == row.index_name) & table["equal_ranks"].notna()
    ]
    for agreement in read_rows(rows[rows["summary"] == "average_score"], AgreementRow):
        yield (
            f"With these weights, our average score of {row.period} ranks {agreement.equal_ranks:.0f} of "
            f"{agreement.councils} councils as the publisher does, and none more than "
            f"{agreement.furthest_rank:.0f} places away."
        )


def _describe_recounted_rank(edition: Edition, row: DeprivationRow) -> Iterator[str]:
    """Write that a published rank is held for other councils, and what it was when first published.

    Nothing is written of invented ranks: the real one beside them would make them seem real.
    """
    if row.synthetic:
        return
    for other in edition.definitions.national.deprivation.recounted:
        if other.edition != row.period or not row.is_published(f"rank_of_{other.summary}"):
            continue
        summary, rank = other.summary.replace("_", " "), write_ordinal(row.get_rank(other.summary))
        sentence = (
            f"We have the publisher’s rank of the {summary} of {other.edition} as recounted for the "
            f"{row.published_among:.0f} {other.councils}"
        )
        if edition.authority == other.area_code:
            first = f"{write_ordinal(other.first_published)} of {other.first_councils}"
            yield f"{sentence}: {rank} here, and {first} as first published."
        else:
            yield f"{sentence}; when first published it was among {other.first_councils}."
