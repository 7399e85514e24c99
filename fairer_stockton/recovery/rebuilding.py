"""Rebuilding: a past edition made again in folders of its own, compared with what was published, and put back."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.editions.published import MANIFEST
from fairer_stockton.editions.record import STORE
from fairer_stockton.fetch.held_folder import hold_raw_folder
from fairer_stockton.recovery.past_edition import (
    find_past_edition,
    refuse_differing_build,
    refuse_other_software_or_files,
)
from fairer_stockton.recovery.past_inputs import gather_inputs
from fairer_stockton.report import stage
from fairer_stockton.report.manifest import make_edition_output, read_published_manifest
from fairer_stockton.report.versions import AGAIN, make_version_name
from fairer_stockton.run.private_files import make_owner_folder
from fairer_stockton.run.progress import Progress


def rebuild_edition(
    settings: Settings, progress: Progress, stages: Iterable[Callable[[Settings, Progress], None]]
) -> Path:
    """Make an edition again from the register of sources, to the byte, or write nothing.

    Args:
        settings: whose edition is made again; the folders are those of now.
        progress: where each step is reported.
        stages: what comes before the report, in order.

    Returns:
        The folder of its build.

    Raises:
        CatalogueError: there is no such edition; or code, libraries or files of the council are others than then, or
            other bytes came out.
        MissingSourceError: something that it was made from is not there any more.
    """
    past = find_past_edition(settings, settings.edition)
    refuse_other_software_or_files(settings, past)
    work = settings.rebuilding
    shutil.rmtree(work, ignore_errors=True)  # of a run that was killed
    try:
        then = past.make_settings_of_then(settings, make_owner_folder(work))
        with hold_raw_folder(settings.raw, progress.say, is_shared=True):
            gather_inputs(settings, then, past)
        for do_stage in stages:
            do_stage(then, progress)
        from fairer_stockton.report.build import build_edition  # slow to import

        built = stage.build_edition_beside_published(then, make_edition_output(then), progress, build_edition)
        refuse_differing_build(past, built)
        progress.say(f"rebuilt edition {past.name} to the byte: {len(past.manifest['outputs']):,} files")
        return _put_back(settings, built, past.manifest)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _put_back(settings: Settings, rebuilt_folder: Path, manifest: Mapping[str, Any]) -> Path:
    """Put an edition that was rebuilt to the byte among the builds, unless it is there whole; return where it is."""
    store = settings.reports / STORE
    target = store / make_version_name(settings.edition, str(manifest["content"]))
    for folder in (target, target.with_name(f"{target.name}{AGAIN}")):
        if read_published_manifest(folder) == manifest:
            return folder
    unfinished = target.with_name(f"{target.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    shutil.copytree(rebuilt_folder, unfinished)
    text = json.dumps(manifest, indent=2, ensure_ascii=False)
    (unfinished / MANIFEST).write_text(text + "\n", encoding="utf-8")
    link = settings.reports / settings.edition
    if target.exists() and link.resolve() == target.resolve():  # damaged, and read: it stays until its name leads away
        target = target.with_name(f"{target.name}{AGAIN}")
    shutil.rmtree(target, ignore_errors=True)
    unfinished.rename(target)
    if not link.exists() or target.name.endswith(AGAIN):
        is_latest = stage.find_edition_of_latest(settings.reports) == settings.edition
        stage.link_edition_to_version(settings.reports, settings.edition, target.name)
        if is_latest:
            stage.link_latest_to_edition(settings)
    return target
