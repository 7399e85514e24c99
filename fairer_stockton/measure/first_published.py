"""Extracts as first published: a revised one that differs by few people is left for the one that was published.

The two together would tell of those few, whichever figures were hidden: a borough that stays as it was above wards
that change tells it too. So the whole extract is taken as it was published first, from the bytes that the record holds,
until it differs by many. Small changes add up, since each is held against what was published, not against the last.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from fairer_stockton.definitions.project import Definitions
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.editions.record import RecordedExtract, RecordedVersion, find_stored_extract
from fairer_stockton.editions.sums import find_sum_key, make_input_file
from fairer_stockton.run.errors import DisclosureError, ValidationError
from fairer_stockton.run.fingerprints import read_json, read_stamp
from fairer_stockton.run.sum_key import SumKey
from fairer_stockton.run.vocabulary import DisclosureMethod, Revision

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

    from fairer_stockton.fetch.raw_folder import RawFile


@dataclass(frozen=True)
class FirstPublished:
    """An extract that is taken as it was published before, in place of the file that lies in the raw folder.

    Attributes:
        source: its source.
        file: its name.
        period: the period that it was supplied for.
        synthetic: whether it is the sample's.
        checksum: the sum of the bytes that are used, as a manifest may hold it.
        edition: the edition that first showed them; empty where the file that lies there tells the very same.
        periods: the periods that its rows are of.
    """

    source: str
    file: str
    period: str
    synthetic: bool
    checksum: str
    edition: str
    periods: tuple[str, ...]


@dataclass(frozen=True)
class _PublishedFile:
    """A file of an extract that a version of an edition was made from."""

    extract: RecordedExtract
    edition: str


def use_first_published_extracts(
    connection: "duckdb.DuckDBPyConnection",
    settings: Settings,
    definitions: Definitions,
    versions: Sequence[RecordedVersion],
    *,
    even_if_many: bool = False,
) -> tuple[FirstPublished, ...]:
    """Put the extracts as first published in the place of revised ones that differ from them by few people.

    Args:
        connection: staged tables as views, with `memberships`; the tables of such extracts are replaced.
        settings: where the raw folder and the staged tables are.
        definitions: those in force.
        versions: what was published before.
        even_if_many: whether extracts that differ by many people, and are not declared corrections, are left too.

    Raises:
        DisclosureError: an extract was revised, and the bytes that were published are not held any more; or a
            correction is declared of an extract that cannot be protected together with what was published.
        ValidationError: the raw folder holds another file than was staged.
    """
    taken: list[FirstPublished] = []
    used = {name for version in versions for name in version.corrections}
    declared = {(c.source, c.period) for c in definitions.corrections if c.name not in used}
    leave_for = {Revision.FEW, Revision.MANY} if even_if_many else {Revision.FEW}
    for name in sorted(definitions.supplied):
        source = definitions.sources.get(name)
        entries = read_stamp(settings.staged / f"{name}.parquet").get("inputs", ())
        published = _list_published_files(versions, name)
        if source is None or not entries:
            continue
        _refuse_revised_files_without_earlier_bytes(settings, source, entries, versions)
        revised = {
            (file, period, synthetic): files
            for file, period, total, synthetic in entries
            if (files := published.get((file, period, synthetic)))
            and total not in {file.extract.sha256 for file in files}
        }
        if revised:
            periods = {period for source_name, period in declared if source_name == name}
            taken += _take_first_published(connection, settings, definitions, source, revised, periods, leave_for)
    return tuple(taken)


def count_files_of_versions(
    connection: "duckdb.DuckDBPyConnection",
    settings: Settings,
    definitions: Definitions,
    versions: Sequence[RecordedVersion],
    checksums_by_source: Mapping[str, Collection[str]],
) -> dict[str, "pd.DataFrame"]:
    """Return what versions counted in the smallest areas, where they were made from other files than those of now.

    Args:
        connection: with the tables of now, which stay as they are.
        settings: where the raw folder is.
        definitions: those in force.
        versions: what was published before.
        checksums_by_source: the sums of the files that each source is read from now.

    Returns:
        Columns of `disclosure.counts.COUNT`, by the label of the files (`disclosure.versions.label_files`).
    """
    from fairer_stockton.disclosure.counts import sum_closed_tables_by_smallest_area
    from fairer_stockton.disclosure.versions import label_files
    from fairer_stockton.ingest.stage import build_staged_table

    counts: dict[str, pd.DataFrame] = {}
    measures, maps = definitions.measures_with_sources.values(), definitions.national.maps
    for version in versions:
        for source in (definitions.sources[name] for name in sorted(definitions.supplied & set(definitions.sources))):
            inputs = read_json(version.folder / MANIFEST).get("inputs", ())
            sums = {entry["sha256"] for entry in inputs if entry["source"] == source.name}
            entries = {(entry.name, entry.period): entry for entry in source.extracts}
            extracts = [extract for extract in version.extracts if extract.source == source.name]
            extracts = [extract for extract in extracts if (extract.name, extract.period) in entries]
            label = label_files(source.name, sums)
            if label in counts or not extracts or sums <= set(checksums_by_source.get(source.name, ())):
                continue
            files = [
                _find_recorded_file(settings, source, extract, entries[extract.name, extract.period])
                for extract in extracts
            ]
            now = connection.table(source.name).to_arrow_table()
            _replace_table(connection, source.name, build_staged_table(source, files))
            counts[label] = sum_closed_tables_by_smallest_area(connection, measures, {source.name}, maps)
            _replace_table(connection, source.name, now)
    return counts


def mark_first_published(rows: "pd.DataFrame", taken: Sequence[FirstPublished]) -> "pd.Series[str]":
    """Return of each observation the edition that first published it, where it is shown as then; else nothing."""
    import pandas as pd

    editions = pd.Series("", index=rows.index, dtype=object)
    if not taken:
        return editions.astype(str)
    periods = rows["period"].str.split(" and ")
    for extract in taken:
        of_source = rows["sources"].str.split().map(lambda names, source=extract.source: source in names)
        of_period = periods.map(lambda names, extract=extract: bool(set(names) & set(extract.periods)))
        if extract.edition:
            editions = editions.mask(of_source.astype(bool) & of_period.astype(bool), extract.edition)
    return editions.astype(str)


def list_facts_of_first_published(taken: Sequence[FirstPublished]) -> list[dict[str, Any]]:
    """Return what the stamp of the results says of extracts that are taken as first published."""
    return [asdict(extract) for extract in taken]


def describe_first_published(taken: Sequence[FirstPublished]) -> Iterator[str]:
    """Yield a line on each extract that is shown as first published though another lies in the raw folder."""
    for extract in taken:
        if extract.edition:
            yield (
                f"{extract.source} {extract.period}: shown as first published, in edition {extract.edition}; the file "
                "that was supplied since differs by so few people that the two together would tell of them"
            )


def _list_published_files(
    versions: Sequence[RecordedVersion], source_name: str
) -> dict[tuple[str, str, bool], list[_PublishedFile]]:
    """Return the files of each extract of a source that were published, in order, each with its first edition."""
    files: dict[tuple[str, str, bool], list[_PublishedFile]] = {}
    for version in versions:
        for extract in version.extracts:
            if extract.source == source_name:
                of_extract = files.setdefault((extract.name, extract.period, extract.synthetic), [])
                if extract.sha256 not in {file.extract.sha256 for file in of_extract}:
                    of_extract.append(_PublishedFile(extract, version.edition))
    return files


def _refuse_revised_files_without_earlier_bytes(
    settings: Settings, source: Source, entries: Sequence[Any], versions: Sequence[RecordedVersion]
) -> None:
    """Refuse a revised file where a record that was written anew does not hold the bytes of the earlier one."""
    key = find_sum_key(settings)
    sums = {(file, period, synthetic): {total, key.seal_file(total)} for file, period, total, synthetic in entries}
    for version in versions:
        held = {(extract.source, extract.name, extract.period, extract.synthetic) for extract in version.extracts}
        for entry in read_json(version.folder / MANIFEST).get("inputs", ()):
            extract = (entry["file"], entry["period"], entry["synthetic"])
            if (
                entry["source"] == source.name
                and (source.name, *extract) not in held
                and entry["sha256"] not in sums.get(extract, {entry["sha256"]})
            ):
                raise DisclosureError(
                    file=f"{source.name} {entry['period']}: {entry['file']}",
                    found=f"another file than edition {version.edition} was made from, whose bytes nobody holds",
                    expected="both, so that no difference tells of few people",
                    remedy=f"supply the earlier file again, run `make record` with an empty {version.folder.parent}, "
                    "and then supply the new one",
                )


def _take_first_published(
    connection: "duckdb.DuckDBPyConnection",
    settings: Settings,
    definitions: Definitions,
    source: Source,
    revised: Mapping[tuple[str, str, bool], list[_PublishedFile]],
    corrected_periods: Collection[str],
    leave_for: Collection[Revision],
) -> Iterator[FirstPublished]:
    """Yield the extracts of a source that are taken as first published, and put their rows into its table."""
    from fairer_stockton.disclosure.revisions import count_cells_of_extract, judge_revision_of_periods
    from fairer_stockton.ingest.stage import build_staged_table

    files, key = list(_list_staged_files(settings, source)), find_sum_key(settings)
    if _name_what_is_published_once(definitions, source):
        leave_for = {Revision.FEW, Revision.MANY}
    cells_now = count_cells_of_extract(connection, source.name, definitions)
    for number, file in enumerate(list(files)):
        published = revised.get((file.extract.name, file.extract.period, file.synthetic), [])
        for earlier in reversed(published):  # the latest that it is near to
            raw = _find_recorded_file(settings, source, earlier.extract, file.extract)
            periods = _read_periods(build_staged_table(source, [file]), build_staged_table(source, [raw]))
            table = build_staged_table(source, [*files[:number], raw, *files[number + 1 :]])
            _replace_table(connection, source.name, table)
            cells_then = count_cells_of_extract(connection, source.name, definitions)
            words = judge_revision_of_periods(connection, source.name, definitions, cells_now, cells_then)
            differences = set(words[words.index.isin(periods)])
            if not differences - {Revision.NONE}:
                files[number] = raw
                yield _describe(key, source, earlier, False, periods)
                break
            if file.extract.period in corrected_periods:
                _refuse_correction_that_cannot_be_protected(definitions, source, file.extract)
            elif differences & {*leave_for}:
                files[number] = raw
                yield _describe(key, source, earlier, True, periods)
                break
    _replace_table(connection, source.name, build_staged_table(source, files))


def _refuse_correction_that_cannot_be_protected(definitions: Definitions, source: Source, extract: Extract) -> None:
    """Refuse to publish anew what two editions together would tell of."""
    if words := _name_what_is_published_once(definitions, source):
        raise DisclosureError(
            source=f"{source.name} {extract.period}",
            found=f"a declared correction of {words}",
            expected="counts that are not rounded: of others two editions together would tell of single people",
            remedy="take the correction out of corrections.toml: the extract then stays as first published",
        )


def _name_what_is_published_once(definitions: Definitions, source: Source) -> str:
    """Return in words what a source holds that no protection joins over two editions; empty where it holds none."""
    from fairer_stockton.definitions.measures import SurveyMeasure

    measures = [measure for measure in definitions.measures_with_sources.values() if source.name in measure.tables]
    if any(isinstance(measure, SurveyMeasure) for measure in measures):
        return "a survey"
    is_rounded = definitions.rules.of([source.name]).method == DisclosureMethod.ROUNDING
    return "counts that are rounded" if is_rounded else ""


def _describe(
    key: SumKey, source: Source, earlier: _PublishedFile, differs: bool, periods: tuple[str, ...]
) -> FirstPublished:
    extract = earlier.extract
    published = make_input_file(source, key, extract.name, extract.period, extract.sha256, extract.synthetic)
    edition = earlier.edition if differs else ""
    return FirstPublished(
        source.name, extract.name, extract.period, extract.synthetic, published.checksum, edition, periods
    )


def _list_staged_files(settings: Settings, source: Source) -> "Iterator[RawFile]":
    """Yield the raw files that a source was staged from.

    Raises:
        ValidationError: others lie in the raw folder by now.
    """
    from fairer_stockton.fetch.raw_folder import find_raw_files

    staged = {(name, total) for name, _, total, _ in read_stamp(settings.staged / f"{source.name}.parquet")["inputs"]}
    for file in find_raw_files(settings.raw, source):
        if (file.extract.name, file.sha256) not in staged:
            raise ValidationError(
                file=file.path, found="another file than was staged", remedy="run `make ingest` and `make validate`"
            )
        yield file


def _find_recorded_file(settings: Settings, source: Source, extract: RecordedExtract, entry: Extract) -> "RawFile":
    """Return an extract as it was published, to be read as the source's file says now.

    Raises:
        DisclosureError: the record does not hold its bytes any more.
    """
    from fairer_stockton.fetch.raw_folder import RawFile

    path = find_stored_extract(settings.raw, extract)
    if path is None:
        raise DisclosureError(
            file=f"{source.name} {extract.period}: {extract.name}",
            found="a revised file, and in the record no bytes of the one that was published, or others",
            expected="both, so that no difference tells of few people",
            remedy="put the record back from your backup",
        )
    return RawFile(entry.with_columns_of_stored_file(extract.stored), path, extract.synthetic)


def _read_periods(*tables: "pa.Table") -> tuple[str, ...]:
    return tuple(sorted({period for table in tables for period in table["period"].unique().to_pylist()}))


def _replace_table(connection: "duckdb.DuckDBPyConnection", name: str, table: "pa.Table") -> None:
    """Put a table in the place of a staged one."""
    kind = connection.execute(
        "select table_type from information_schema.tables where table_name = ? and table_catalog = current_database()",
        [name],
    ).fetchone()
    connection.execute(f"drop {'view' if kind and kind[0] == 'VIEW' else 'table'} {name}")
    connection.register("table_as_published", table)
    connection.execute(f"create table {name} as select * from table_as_published")
    connection.unregister("table_as_published")
