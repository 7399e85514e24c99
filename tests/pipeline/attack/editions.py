"""Attack on several versions of an edition: what one tells of another, by how much they differ, and what was hidden."""

from collections.abc import Iterator, Sequence

from fairer_stockton.run.vocabulary import Statistic
from tests.pipeline.attack.counts import FEWEST, CountPuzzle
from tests.pipeline.attack.published import Published
from tests.pipeline.attack.puzzle import Finding, Puzzle, Target

KEY = ["measure", "area_type", "area_code", "vintage", "breakdown", "category", "period"]


def attack_editions(versions: Sequence[Published], source: str) -> list[Finding]:
    """Return what several versions tell together of a source: its counts, and by how many they changed.

    Versions that rest on the same files are figures of the same counts, whatever their areas are called: each figure
    is of the neighbourhoods that its own version says. Where the files differ, so do the counts, and the differences
    are numbers that nobody may learn either.
    """
    findings: list[Finding] = []
    for period in sorted({period for version in versions for period in version.list_rows(source)["period"]}):
        puzzle = Puzzle()
        puzzles = [
            CountPuzzle(version, source, period, name_files(versions, version, source, period), puzzle)
            for version in versions
        ]
        for of in puzzles:
            of.write_all_facts()
        targets = [target for of in puzzles for target in of.list_targets()]
        for before, after in zip(puzzles, puzzles[1:], strict=False):
            targets += _list_changes(before, after)
        findings += puzzle.find_narrow_targets(targets)
    return findings


def name_files(versions: Sequence[Published], version: Published, source: str, period: str) -> str:
    """Return a name of the files behind a version's figures of a period: those of an earlier one, where it says so."""
    rows = version.list_rows(source)
    if "as_first_published" in rows:
        first = set(rows.loc[rows["period"] == period, "as_first_published"])
        for earlier in versions:
            if first == {earlier.edition} and earlier is not version:
                return name_files(versions, earlier, source, period)
    return " ".join(sorted(version.files.get(source, ())))


def _list_changes(before: CountPuzzle, after: CountPuzzle) -> Iterator[Target]:
    """Yield by how many each count that either version may show has changed, and what is left of it."""
    if before.version == after.version:
        return
    now = {target.name: target for target in after.list_targets(everything=True)}
    for target in before.list_targets(everything=True):
        if target.name in now:
            terms = dict(now[target.name].terms) | {name: -share for name, share in target.terms.items()}
            yield Target(f"change of {target.name}", terms, FEWEST, FEWEST)


def find_where_hiding_changed(before: Published, after: Published, source: str) -> set[str]:
    """Return the neighbourhoods that lie in every area whose figure is hidden in one version and shown in the other."""
    pairs = before.list_rows(source).merge(after.list_rows(source), on=KEY, suffixes=("_before", ""))
    changed = pairs[(pairs["status"] == "suppressed") != (pairs["status_before"] == "suppressed")]
    parts = [set(after.find_parts(row, source)) for row in changed.to_dict("records")]  # type: ignore[arg-type]
    return set.intersection(*parts) if parts else set()


def list_changed_shares(before: Published, after: Published, source: str) -> list[str]:
    """Return the figures of a survey whose base changed by so few people that it tells who came or went."""
    pairs = before.list_rows(source).merge(after.list_rows(source), on=KEY, suffixes=("_before", ""))
    pairs = pairs[pairs["statistic"] == Statistic.SURVEY_SHARE]
    difference = (pairs["base"] - pairs["base_before"]).abs()
    few = difference.between(1, FEWEST - 1) | ((difference == 0) & (pairs["value"] != pairs["value_before"]))
    return [" ".join(row) for row in pairs.loc[few, KEY].astype(str).itertuples(index=False)]
