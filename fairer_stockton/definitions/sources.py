"""The published extracts: one TOML file a source, read here into frozen dataclasses."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.codebooks import list_codebook_files, load_codebook, read_codes_for_no_answer
from fairer_stockton.definitions.release_calendar import ReleaseCalendar, read_calendar
from fairer_stockton.definitions.ways import DirectFile, Way, read_way
from fairer_stockton.run.council import Council
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.package import PACKAGE
from fairer_stockton.run.toml_file import open_toml_definition
from fairer_stockton.run.vocabulary import OtherColumns

LARGEST_PUBLISHED_MB = 500  # that a file may unpack to, unless its entry says `largest_mb`
LARGEST_SUPPLIED_MB = 100
NAME_OF_FOLDER = r"[0-9A-Za-z][0-9A-Za-z _-]*"  # which a period is, in the raw folder
SAMPLE = "sample"  # the folder of invented extracts, within that of real ones
YEAR_IN_HEADING = "{year}"  # where a heading has its year
YEAR_COLUMN = "year"  # what staging calls the year of a column for each year
FIGURE_KINDS = ("count", "number", "percent")
RECORD_KIND = "record"  # the number that a record was given
# A code is one word, an answer one of a closed list; a date within is of the year that the extract is of.
COLUMN_KINDS = ("text", RECORD_KIND, "code", "answer", "date", "date_within_period", *FIGURE_KINDS)
LICENCES = {
    "OGL-3.0": "Contains public sector information licensed under the Open Government Licence v3.0.",
    "OGL-3.0-OS": "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right 2024.",
    "OGL-3.0-RM": "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right 2024. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2024.",
    "OPL-3.0": "Contains Parliamentary information licensed under the Open Parliament Licence v3.0. "
    "Contains public sector information licensed under the Open Government Licence v3.0.",
    "council": "Supplied by {council} for this report; not open data.",
}
LICENCE_TITLES = {
    "OGL-3.0": "Open Government Licence v3.0",
    "OGL-3.0-OS": "Open Government Licence v3.0",
    "OGL-3.0-RM": "Open Government Licence v3.0",
    "OPL-3.0": "Open Parliament Licence v3.0",
}
LICENCE_PAGES = {
    "OGL-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "OGL-3.0-OS": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "OGL-3.0-RM": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    "OPL-3.0": "https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One wanted column: our name, the publisher's header (`#2`: its second occurrence), how to read its cells.

    A header with `{year}` in it stands for a column of each year that the file has. A cell that holds one of
    `no_answer` is read as an empty one: a code for "refused" or "not known", capitals or not.
    """

    name: str
    header: str
    kind: str
    no_answer: tuple[str, ...] = ()

    @property
    def is_of_each_year(self) -> bool:
        """Whether the file has such a column for each of its years."""
        return YEAR_IN_HEADING in self.header


@dataclass(frozen=True, slots=True)
class Extract:
    """One file (or one member or sheet of it) of a source.

    `copied` are its columns where the mirror's copy is a table of another form than the publisher's: none where the
    copy leaves this part out, and None where the copy has the publisher's form.
    """

    name: str
    period: str
    sha256: str
    url: str
    table: str
    columns: tuple[Column, ...]
    mirror: str
    member: str = ""
    sheet: str = ""
    supplied: bool = False  # by the council itself, which can correct its file
    largest_mb: int = LARGEST_PUBLISHED_MB
    copied: tuple[Column, ...] | None = None
    way: Way = DirectFile()  # how it is had from its publisher

    def choose_stored_name(self, is_mirror_copy: bool) -> str:
        """Return the file's name in the raw folder: a copy of another form is stored under the name that it has."""
        return self.mirror if is_mirror_copy and self.copied is not None else self.name

    def with_columns_of_stored_file(self, stored_name: str) -> "Extract":
        """Return the extract with the columns that the stored file has."""
        is_copy = self.copied is not None and stored_name == self.mirror
        return replace(self, columns=self.copied) if is_copy and self.copied is not None else self


@dataclass(frozen=True, slots=True)
class SeriesBreak:
    """A change in how figures are made: those from the period that it `starts` with are not compared with earlier."""

    starts: str
    why: str

    @property
    def caveat(self) -> str:
        """The break in a sentence."""
        return f"Figures from {self.starts} on are not compared with earlier ones: {self.why}"


@dataclass(frozen=True, slots=True)
class Source:
    """One extract: who publishes or supplies it, under which licence, and its files.

    A `supplied` source comes from the council itself: nothing to download, no sum known beforehand, no column of free
    text, and none that may hold direct identifiers but its `public_columns`. Its files' `other_columns`, which no entry
    names, are dropped before anything is written, or refused with the file.
    """

    name: str
    title: str
    publisher: str
    page: str
    licence: str
    vintage: str
    notes: tuple[str, ...]
    extracts: tuple[Extract, ...]
    supplied: bool = False
    public_columns: tuple[str, ...] = ()
    other_columns: OtherColumns = OtherColumns.DROPPED
    breaks: tuple[SeriesBreak, ...] = ()  # in the series of every measure that rests on it
    calendar: ReleaseCalendar | None = None  # when its next release is due; None where that is not known
    mistaken: tuple[tuple[str, str], ...] = ()  # sums of files that are taken for this source's, and why they are not
    definition: Path = Path()  # the TOML file that it was read from
    codebook_folder: Path | None = None  # of the council, with a folder for each survey

    def make_attribution_line(self, supplier: str) -> str:
        """Return the line that the licence asks for; `supplier` is who supplies what is not published."""
        return f"{self.publisher}, {self.title}. {LICENCES[self.licence].format(council=supplier)}"

    @property
    def layer_folder(self) -> Path:
        """The folder whose `staging` and `schemas` hold the other files of the source: the package's or a council's."""
        return self.definition.parent.parent

    @property
    def codebooks(self) -> list[Path]:
        """The codebooks of a survey, a file a wave; none for most sources."""
        return list_codebook_files(self.name, self.codebook_folder)

    def find_file(self, path_in_layer: str) -> Path:
        """Return a file of the source in its own layer or, where only another of the four is laid over, the package."""
        own = self.layer_folder / path_in_layer
        return own if own.is_file() or not (PACKAGE / path_in_layer).is_file() else PACKAGE / path_in_layer

    @property
    def staging_file(self) -> Path:
        """The SQL that stages it."""
        return self.find_file(f"staging/{self.name}.sql")

    @property
    def contract_paths(self) -> list[Path]:
        """The schema files that say what one row is, and what the whole dataset is."""
        return [self.find_file(f"schemas/{kind}/{self.name}.py") for kind in ("staged", "expectations")]


def _make_source(path: Path, raw: dict[str, Any], codebooks_folder: Path | None, council: Council | None) -> Source:
    """Take a source out of the keys of its file."""
    shared = {kind: raw.pop(kind) for kind in (*COLUMN_KINDS, "no_answer") if kind in raw}
    supplied = raw.pop("supplied", False)
    way = read_way(raw.pop("way")) if "way" in raw else DirectFile()
    extracts = tuple(
        _read_extract_entry(path.stem, entry, shared, supplied, codebooks_folder, way) for entry in raw.pop("file")
    )
    if supplied:
        raw.setdefault("publisher", council.supplied_by if council else "the council")
        raw.setdefault("page", council.website if council else "")
    notes = tuple(raw.pop("notes", ()))
    source = Source(
        name=path.stem,
        notes=council.source_notes.get(path.stem, notes) if council else notes,
        extracts=extracts,
        supplied=supplied,
        definition=path,
        codebook_folder=codebooks_folder,
        public_columns=tuple(raw.pop("public_columns", ())),
        other_columns=OtherColumns(raw.pop("other_columns", OtherColumns.DROPPED)),
        breaks=tuple(SeriesBreak(**entry) for entry in raw.pop("break", ())),
        calendar=read_calendar(raw.pop("calendar")) if "calendar" in raw else None,
        mistaken=tuple((mistake["sha256"], mistake["why"]) for mistake in raw.pop("mistaken", ())),
        **{key: raw.pop(key) for key in ("title", "publisher", "page", "licence", "vintage")},
    )
    if source.licence not in LICENCES:
        raise CatalogueError(f"{path.name}: licence {source.licence!r} is not one of {', '.join(LICENCES)}")
    return source


def _read_extract_entry(
    source_name: str,
    entry: Mapping[str, Any],
    shared_columns: Mapping[str, Any],
    supplied: bool,
    codebooks_folder: Path | None,
    way_of_source: Way,
) -> Extract:
    entry = {"sha256": "", "url": "", **entry} if supplied else dict(entry)
    way = read_way(entry.pop("way")) if "way" in entry else way_of_source
    if address := getattr(way, "address", ""):
        entry.setdefault("url", address)
    headers_by_kind = {kind: entry.pop(kind) for kind in COLUMN_KINDS if kind in entry} or shared_columns
    codes = read_codes_for_no_answer(shared_columns.get("no_answer", {}))
    columns = tuple(
        Column(name, header, kind, codes.pop(name, ()))
        for kind in COLUMN_KINDS
        for name, header in headers_by_kind.get(kind, {}).items()
    )
    if codes:
        raise ValueError(f"no_answer names {sorted(codes)[0]!r}, which is no column of the file")
    if codebook := load_codebook(source_name, str(entry.get("period")), codebooks_folder):
        columns += tuple(Column(*column, codebook.no_answer.get(column[0], ())) for column in codebook.columns)
    if not columns:
        raise ValueError(f"file {entry.get('name')!r} names no column to read")
    if supplied and (free := [column.name for column in columns if column.kind == "text"]):
        raise ValueError(f"{free[0]!r} is text: what the council supplies is a code, an answer, a date or a figure")
    if any(column.is_of_each_year for column in columns) and YEAR_COLUMN in {column.name for column in columns}:
        raise ValueError(f"file {entry.get('name')!r} has a column {YEAR_COLUMN!r} and {YEAR_IN_HEADING} in a heading")
    known = {key: str(entry.pop(key)) for key in ("name", "period", "sha256", "url")}
    optional = {key: str(entry.pop(key)) for key in ("member", "sheet") if key in entry}
    table = str(entry.pop("table", "extract"))
    mirror = str(entry.pop("mirror", known["name"]))
    largest_mb = int(entry.pop("largest_mb", LARGEST_SUPPLIED_MB if supplied else LARGEST_PUBLISHED_MB))
    copied = _make_columns_of_mirror_copy(columns, entry.pop("copy")) if "copy" in entry else None
    if entry:
        raise ValueError(f"unknown key {sorted(entry)[0]!r} in file {known['name']!r}")
    if not re.fullmatch(NAME_OF_FOLDER, known["period"]):
        raise ValueError(f"period {known['period']!r} cannot be the name of a folder: write it as 2025 or 2024-25")
    return Extract(
        **known,
        **optional,
        table=table,
        columns=columns,
        mirror=mirror,
        supplied=supplied,
        largest_mb=largest_mb,
        copied=copied,
        way=way,
    )


def _make_columns_of_mirror_copy(columns: tuple[Column, ...], headers: Mapping[str, str]) -> tuple[Column, ...]:
    """Return the columns under the headers of a mirror's copy, of the same kinds."""
    kinds = {column.name: column.kind for column in columns}
    return tuple(Column(name, header, kinds[name]) for name, header in headers.items())


def has_files_in_raw_folder(raw_folder: Path, source_name: str) -> bool:
    """Return whether anything of a source lies in the raw folder: of an extract, of a broken one, or of the sample."""
    folders = (raw_folder / source_name, raw_folder / SAMPLE / source_name)
    return any(folder.is_dir() and any(folder.iterdir()) for folder in folders)


def load_sources(
    paths: Iterable[Path],
    supplied_names: Collection[str],
    codebooks_folder: Path | None = None,
    council: Council | None = None,
) -> tuple[dict[str, Source], dict[str, str]]:
    """Read every source of a report, and what every source is called.

    Args:
        paths: the files of all sources.
        supplied_names: the sources that the council supplies itself; others of the kind are no part of the report.
        codebooks_folder: the council's folder of codebooks; None where it has none.
        council: whose report it is, who supplies what names no publisher; None for another council's figures.

    Returns:
        The report's sources by name, in alphabetical order; and titles by name, of those too that it does not have.

    Raises:
        CatalogueError: a file is not as it must be; the message names it and the key.
    """
    sources: dict[str, Source] = {}
    titles: dict[str, str] = {}
    for path in sorted(paths, key=lambda path: path.stem):
        with open_toml_definition(path) as raw:
            titles[path.stem] = str(raw.get("title", path.stem))
            if path.stem in supplied_names or not raw.get("supplied"):
                sources[path.stem] = _make_source(path, raw, codebooks_folder, council)
            else:
                raw.clear()  # another council's: only its title is known here
    return sources, titles
