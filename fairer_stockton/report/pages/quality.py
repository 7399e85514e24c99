"""What was checked: verdicts on sources, summaries that agree with the publisher's, what was unlikely in extracts."""

from collections.abc import Mapping
from typing import Any

from fairer_stockton.definitions.deprivation_weights import INDICES
from fairer_stockton.definitions.sources import Source
from fairer_stockton.places.deprivation_weights import OWN_RESIDENTS
from fairer_stockton.report.edition import Edition
from fairer_stockton.report.place_rows import AgreementRow
from fairer_stockton.report.rows import read_rows
from fairer_stockton.report.table import Table
from fairer_stockton.report.words.deprivation import SUMMARY_WORDS
from fairer_stockton.report.words.figures import is_known

SUMMARY_TITLES = {name: title for name, (title, _, _) in SUMMARY_WORDS.items()} | {"scale": "People (scale)"}

# Rows of an extract of the council's own are told to the nearest hundred: less the figures that are shown, their number
# would tell what is hidden, and the number of those that a check looked at how many lack an answer or a neighbourhood.
ROUNDED_TO = 100


def write_verdict_for_readers(source: Source, verdict: Mapping[str, Any]) -> dict[str, Any]:
    """Return a verdict as its page shows it: its `rows` in words, its checks without numbers of private rows."""
    if not verdict:
        return {}
    rows, checks = int(verdict.get("rows", 0)), verdict.get("checks", [])
    if not source.supplied:
        return {**verdict, "rows": f"{rows:,}"}
    about = round(rows / ROUNDED_TO) * ROUNDED_TO
    words = f"about {about:,}" if rows >= ROUNDED_TO else f"fewer than {ROUNDED_TO}"
    shown = [{**check, "found": "as expected" if check["passed"] else "not as expected"} for check in checks]
    return {**verdict, "rows": words, "checks": shown}


def make_table_of_agreement_with_publisher(edition: Edition) -> Table | None:
    """Make a row for each index and summary; return none where the edition holds no answers of the publisher."""
    rows = read_rows(edition.agreement, AgreementRow)
    lines = tuple(
        (
            f"{INDICES[row.index_name].title}: {SUMMARY_TITLES[row.summary].lower()}",
            row.period,
            f"{row.agreeing} of {row.councils}",
            row.tolerance,
            f"{row.furthest:,.4g} ({row.furthest_council})",
            _write_how_many_ranks_agree(row),
            row.weighted_by,
        )
        for row in rows
    )
    header = (
        "Summary",
        "Edition",
        "Councils that agree",
        "How near",
        "Largest difference",
        "Equal ranks",
        "Weighted by",
    )
    return Table("Summaries of deprivation: ours and the publisher’s own", header, lines) if lines else None


def _write_how_many_ranks_agree(row: AgreementRow) -> str:
    if not is_known(row.equal_ranks):
        return "not compared"
    return f"{row.equal_ranks:.0f} of {row.councils}, at most {row.furthest_rank:.0f} apart"


def write_sentence_on_agreement(edition: Edition) -> str:
    """Write what the table comes to, and why some councils differ."""
    table = edition.agreement
    if table.empty:
        return "This edition holds no published summaries to compare with."
    main = table[(table["index_name"] == "imd") & table["weighted_by"].eq(OWN_RESIDENTS)]
    whole = int((main["agreeing"] == main["councils"]).sum())
    sentence = (
        f"Weighted by an edition’s own residents, {whole} of the {len(main)} summaries of the Index of Multiple "
        "Deprivation agree for every council. The publisher worked from scores that were not yet rounded and, it "
        "seems, from ranks before ties: ours start from the published neighbourhoods, so single councils differ a "
        "little. Weighted by another count of people, figures differ more; ranks say how much that matters. Where the "
        "extract lacks some neighbourhoods’ rates, the councils they lie in are left out and no ranks are compared. "
        "Pages show the publisher’s figures for councils; ours are for wards and other areas."
    )
    return sentence + (
        " These answers are from the generated sample and prove nothing." if table["synthetic"].any() else ""
    )


def make_table_of_revised_extracts(edition: Edition) -> Table | None:
    """Return a row for each extract that is shown as first published, and for each declared correction, if any."""
    rows = edition.observations[edition.observations["as_first_published"] != ""]
    rows = rows.assign(source=rows["sources"].str.split()).explode("source")
    frozen = rows.loc[rows["source"].isin(edition.definitions.supplied), ["source", "period", "as_first_published"]]
    why = "a later extract differs by so few that the two together would tell of single people"
    lines = [
        (edition.sources[source].title, period, f"as first published, in edition {then}", why)
        for source, period, then in frozen.drop_duplicates().sort_values([*frozen]).itertuples(index=False)
    ]
    lines += [
        (edition.sources[correction.source].title, correction.period, f"corrected {correction.date}", correction.reason)
        for correction in edition.definitions.corrections
        if correction.source in edition.sources
    ]
    header = ("Extract", "Period", "What is shown", "Why")
    return Table("Extracts that were revised after they were published", header, tuple(lines)) if lines else None


def make_table_of_confirmed_questions(edition: Edition) -> Table | None:
    """Return a row for each extract that was questioned when it was supplied, and why it is right; nothing without any.

    What was found is not shown: it may be a figure of one person's row.
    """
    lines = tuple(
        (
            edition.sources[name].title,
            confirmation.period,
            ", ".join(dict.fromkeys(column or "the whole file" for column in confirmation.columns)),
            confirmation.why,
        )
        for name, confirmations in edition.confirmed.items()
        for confirmation in confirmations
    )
    header = ("Extract", "Period", "What was questioned", "Why it is right, as the council says")
    return Table("Extracts that were unlikely, and were confirmed", header, lines) if lines else None
