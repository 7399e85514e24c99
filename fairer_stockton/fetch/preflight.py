"""Preflight: settings that name what is not there are refused before any work begins, not minutes into it."""

import csv
import errno
import gzip
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from fairer_stockton.definitions.contract_files import check_source_files_exist
from fairer_stockton.definitions.maps import AreaMap
from fairer_stockton.definitions.named_areas import GEOJSON, NamedArea
from fairer_stockton.definitions.settings import NO_NEIGHBOURHOODS, Settings
from fairer_stockton.fetch import raw_folder
from fairer_stockton.geography.areas import refuse_unknown_authority
from fairer_stockton.run.errors import CatalogueError, FairerError

WITHOUT_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)  # what such a file system answers
SHOWN = 5  # wrong codes that a message names


def check_settings(settings: Settings, is_fetching: bool = False) -> None:
    """Check the settings that can be wrong although they are well formed.

    Args:
        settings: those of the run.
        is_fetching: whether the run brings extracts first: then only lookups that were fetched before can say that a
            code
            is wrong, since those of the sample know a few councils only.

    Raises:
        CatalogueError: a source lacks a file, the edition's name is taken, a code is not known, or the file of areas is
            not as it must be.
    """
    check_source_files_exist(settings.declared_definitions.sources.values())
    _check_edition_and_commentary_folders(settings)
    _refuse_file_system_without_links(settings.reports)
    areas, wards = settings.definitions.named_areas, settings.definitions.national.maps.latest_wards
    if settings.at_home and not settings.profiles and not settings.areas:
        return
    areas_of_councils = _read_areas_of_latest_map(settings, wards, is_fetching)
    if areas_of_councils is None:
        return
    refuse_unknown_authority(
        settings.authority, {holder for holder, _, _ in areas_of_councils if holder[:1] == "E"}, wards
    )
    own = [areas for holder, *areas in areas_of_councils if holder == settings.authority]
    codes = {column: {areas[position] for areas in own} for position, column in enumerate((wards.parts, wards.code))}
    if wrong := sorted(set(settings.profiles) - codes[wards.parts] - {NO_NEIGHBOURHOODS}):
        raise _make_setting_error(
            "PROFILES", wrong, f"neighbourhoods ({wards.parts}) of {settings.authority}", "check the codes"
        )
    _check_named_areas(areas if settings.areas else (), codes, settings)


def _check_edition_and_commentary_folders(settings: Settings) -> None:
    edition = settings.reports / settings.edition
    if edition.exists() and not edition.is_symlink():
        raise CatalogueError(
            setting="EDITION= (FAIRER_EDITION)",
            found=f"{edition}, which this pipeline did not make",
            expected="a name that is free, or that of an edition published before",
            remedy="move it away, or name the edition otherwise",
        )
    if settings.commentary != Settings().commentary and not settings.commentary.is_dir():
        raise CatalogueError(
            setting="COMMENTARY= (FAIRER_COMMENTARY)",
            found=f"no folder {settings.commentary}",
            expected="a folder of editors' notes",
            remedy="check its name, or leave the setting away",
        )


def _refuse_file_system_without_links(reports_folder: Path) -> None:
    """Refuse a folder of reports in which no link can be made: an edition takes its name by one."""
    if not reports_folder.is_dir():
        return
    probe = reports_folder / ".probe.link"
    try:
        probe.unlink(missing_ok=True)
        probe.symlink_to("nowhere")
    except OSError as failure:
        if failure.errno not in WITHOUT_LINKS:
            raise
        raise CatalogueError(
            setting="REPORTS= (FAIRER_REPORTS)",
            found=f"{reports_folder}, on a file system that has no links (as those of USB sticks and some shares)",
            expected="a folder in which an edition can take its name in one step, by a link",
            remedy="choose a folder on the machine's own disk, and copy the finished edition (`cp -rL`)",
        ) from None
    finally:
        probe.unlink(missing_ok=True)


def _read_areas_of_latest_map(
    settings: Settings, wards: AreaMap, fetched_only: bool
) -> set[tuple[str, str, str]] | None:
    """Read council, neighbourhood and ward of the latest map from its extract, without the slow imports of a reader.

    None where it is not there or not plain CSV: the stages that read it whole say so.
    """
    try:
        (file,) = raw_folder.find_raw_files(settings.raw, settings.definitions.sources[wards.lookup])
        opened = gzip.open if file.path.suffix == ".gz" else open
        with opened(file.path, "rt", encoding="utf-8-sig", newline="") as stream:
            rows = csv.reader(stream)
            header = next(rows)
            wanted = {column.name: header.index(column.header) for column in file.extract.columns}
            codes_of = itemgetter(*(wanted[name] for name in (wards.holder, wards.parts, wards.code)))
            areas = set(map(codes_of, rows))
    except (FairerError, OSError, ValueError, IndexError, StopIteration, csv.Error):
        return None
    return None if fetched_only and file.synthetic else areas


def _check_named_areas(areas: Iterable[NamedArea], codes_by_column: Mapping[str, set[str]], settings: Settings) -> None:
    """Check the areas that are made of codes of the latest map, and that drawn ones have their file."""
    listed = [(area, part) for area in areas for part in area.parts]
    if absent := [part for area, part in listed if area.made_of == GEOJSON and not Path(part).is_file()]:
        raise _make_setting_error(
            "AREAS", absent, "files of polygons that are there", f"put them beside {settings.areas}"
        )
    known = [(area, part) for area, part in listed if area.made_of in codes_by_column]
    if wrong := [f"{part} in {area.name}" for area, part in known if part not in codes_by_column[area.made_of]]:
        raise _make_setting_error(
            "AREAS", wrong, f"codes of {settings.authority}'s own", f"correct them in {settings.areas}"
        )
    covering = {area.area_type: area.made_of for area, _ in known if area.whole}
    for kind, column in covering.items():
        if missing := sorted(codes_by_column[column] - {part for area, part in known if area.area_type == kind}):
            raise _make_setting_error(
                "AREAS",
                missing,
                f"every {column} of {settings.authority} in one {kind}",
                "add them",
                finding_prefix="no area that holds ",
            )


def _make_setting_error(
    setting: str, wrong_values: Sequence[str], expected: str, remedy: str, finding_prefix: str = ""
) -> CatalogueError:
    more = f" and {len(wrong_values) - SHOWN} more" if len(wrong_values) > SHOWN else ""
    return CatalogueError(
        setting=f"{setting}= (FAIRER_{setting})",
        found=f"{finding_prefix}{', '.join(wrong_values[:SHOWN])}{more}",
        expected=expected,
        remedy=remedy,
    )
