"""Whether a report needs the generated sample: asked by every run, so apart from all that generates it."""

from collections.abc import Collection
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.definitions.sources import SAMPLE
from fairer_stockton.fetch.raw_folder import PROVENANCE

CONTENTS = "contents.txt"  # the folders of the sample, one a line: written last, so that an unfinished one lacks it


def needs_sample(settings: Settings) -> bool:
    """Return whether the report has nothing to rest on but a sample, and that is not there, or not whole.

    Never where an extract was fetched or supplied, or where an edition was made and its extracts are gone: invented
    figures would take the place of real ones.
    """
    raw, sample = settings.raw, settings.raw / SAMPLE
    if not (settings.sample and settings.at_home):
        return False
    if any(path.parent.parent.parent != sample for path in raw.rglob(PROVENANCE)):
        return False
    if not sample.is_dir():
        return not any(settings.reports.glob("*/manifest.json"))
    return not _is_sample_whole(sample, settings.declared_definitions.supplied)


def _is_sample_whole(sample: Path, supplied_names: Collection[str]) -> bool:
    """Return whether each extract that the sample lists is there, and each source that the council supplies listed."""
    contents = sample / CONTENTS
    listed = contents.read_text(encoding="utf-8").split() if contents.is_file() else []
    sampled_sources = {folder.split("/")[0] for folder in listed}
    return sampled_sources >= set(supplied_names) and all(
        (sample / folder / PROVENANCE).is_file() for folder in listed or [""]
    )
