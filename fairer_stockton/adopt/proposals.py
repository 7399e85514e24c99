"""Proposals: a new release that fetching has brought is compared with what is in force, and named with the command.

One of a source whose way says `auto = true` is taken in by itself, unless anything of it is other than before: then a
person must look at it.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace

from fairer_stockton.adopt.stage import AdoptionChoices, Proposal, examine_file, take_in, write_command
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.ways import FeatureService
from fairer_stockton.fetch.releases import Release
from fairer_stockton.run.errors import CatalogueError, FairerError
from fairer_stockton.run.fingerprints import compute_file_checksum
from fairer_stockton.run.progress import Progress

QUIET = Progress(quiet=True)
SHOWN_DOUBTS = 3


def propose_release(settings: Settings, progress: Progress, release: Release) -> None:
    """Compare a new release with what is in force, and say how it is taken in; or take it in, where it says so itself.

    What cannot be read as the file of before is named all the same: nothing that is in force waits for it.
    """
    is_lookup = isinstance(release.extract.way, FeatureService) and release.path.suffix == ".csv"
    if release.is_later and is_lookup and _report_new_vintage(progress, release):
        return
    source = settings.declared_definitions.sources[release.source.name]  # with what was taken in before
    refusal: FairerError | None = None
    for choices in _list_choices(release):
        command = write_command(source, release.path, choices)
        try:
            checksum = compute_file_checksum(release.path)
            proposal = examine_file(settings, QUIET, source, release.path, checksum, choices)
        except FairerError as unfit:
            refusal = unfit
        else:
            _report_proposal(settings, progress, release, proposal, command)
            return
        if not isinstance(refusal, CatalogueError):
            break
    facts = [refusal.facts.get(name) for name in ("column", "found", "expected")] if refusal else []
    why = ", expected ".join(str(fact).splitlines()[0] for fact in facts[1:] if fact) or str(refusal).splitlines()[0]
    where = f"{facts[0]}: " if facts and facts[0] else ""
    progress.say(f"{release.sentence}; it cannot be taken in as it is ({where}{why}): look at it by `{command}`")


def _report_new_vintage(progress: Progress, release: Release) -> bool:
    """Report a lookup whose columns are named by another vintage; return whether it is one.

    Its codes are others, so it never takes the place of the lookup in force.
    """
    with release.path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream)
        headings, count = next(rows, []), sum(1 for _ in rows)
    if {column.header for column in release.extract.columns} <= {*headings}:
        return False
    progress.say(
        f"{release.sentence}; its codes are of another vintage, so add it beside this one as a source of its own "
        f"(docs/how-to/add-a-source.md): {release.path}"
    )
    progress.say(f"  asked at {release.address}")
    progress.say(f"  {count:,} rows of {', '.join(headings)}")
    return True


def _list_choices(release: Release) -> list[AdoptionChoices]:
    """Return what may be said of a release: of a revision that does not show its period, that of the file of before."""
    choices = AdoptionChoices(url=release.address if release.extract.way.has_publishers_bytes else "")
    return [choices] if release.is_later else [choices, replace(choices, period=release.extract.period)]


def _report_proposal(
    settings: Settings, progress: Progress, release: Release, proposal: Proposal, command: str
) -> None:
    """Report what changes by a release, and take it in where its source says so and nothing is other than before."""
    doubts = list(_list_doubts(proposal))
    if release.extract.way.auto and not doubts:
        try:
            take_in(settings, progress, proposal)
        except FairerError as refusal:  # nothing else waits for it
            progress.say(
                f"{release.sentence}; it could not be taken in by itself: take it in by `{command}`\n{refusal}"
            )
            return
        release.path.unlink(missing_ok=True)
        progress.say(f"{release.sentence}; taken in by itself, as its source says")
    else:
        progress.say(f"{release.sentence}; take it in by `{command}`")
    for line in (*doubts[:SHOWN_DOUBTS], *proposal.table):
        progress.say(f"  {line}")


def _list_doubts(proposal: Proposal) -> Iterator[str]:
    """Yield what of a file is other than before, and so is not agreed to without a person."""
    for fitted in proposal.form.entries:
        yield from (f"heading {m.column.header!r} is {m.heading!r} now" for m in fitted.matches if m.is_renamed)
    before, after = proposal.change.before, proposal.change.after
    if before is None:
        yield "nothing of the source is in force, to compare it with"
        return
    if len(after) < len(before):
        yield f"fewer rows than before: {len(after):,}, not {len(before):,}"
    for name in (name for name in map(str, before) if name.endswith("cd")):
        if (gone := before[name].nunique() - after[name].nunique()) > 0:
            yield f"fewer areas than before: {gone:,} codes of {name} are not there any more"
    if went := sorted(set(before["period"].dropna()) - set(after["period"].dropna())):
        yield f"periods that go: {', '.join(map(str, went))}"
