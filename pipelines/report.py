"""Report: the edition, built beside the old one and put in its place."""

from dataclasses import replace
from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.fetch.held_folder import hold_raw_folder
from fairer_stockton.pipelines.ingest import ingest
from fairer_stockton.pipelines.measure import measure
from fairer_stockton.pipelines.validate import validate
from fairer_stockton.run.progress import Progress

STAYS = "edition {} stays as it was put back by `fairer publish`: it rests on the same still"


def report(settings: Settings, progress: Progress, *, name: str = "", as_published: bool = False) -> None:
    """Publish the edition and print where it is; or rebuild a past one, as it was published."""
    settings = replace(settings, edition=name or settings.edition)
    if as_published:
        print(rebuild(settings, progress) / "index.html")
        return
    print(publish(prepare(settings, progress), progress) / "index.html")


def rebuild(settings: Settings, progress: Progress) -> Path:
    """Make an edition again from the register of sources, to the byte, or write nothing; return where it is."""
    from fairer_stockton.recovery.rebuilding import rebuild_edition

    return rebuild_edition(settings, progress, (ingest, validate, measure))


def prepare(settings: Settings, progress: Progress) -> Settings:
    """Do the stages before this one where no Makefile does: in a council's own folder, or where nothing is yet.

    Returns:
        The settings under which the rest is done: with the sources that there are now.
    """
    from fairer_stockton.sample.completeness import needs_sample

    begins = needs_sample(settings)
    if begins:
        from fairer_stockton.sample.stage import write_sample  # slow, and seldom needed

        progress.say(
            "no extracts yet: the figures are a generated sample (`fairer refresh` brings the published extracts)"
        )
        with hold_raw_folder(settings.raw, progress.say):
            write_sample(settings.raw, settings.council.code, settings.declared_definitions.sources)
    settings = settings.with_fixed_sources()
    if begins or settings.council.has_own_folder:
        ingest(settings, progress)
        validate(settings, progress)
        measure(settings, progress)
    return settings


def publish(settings: Settings, progress: Progress) -> Path:
    """Build the edition anew where anything that it rests on has changed; return where it is."""
    from fairer_stockton.editions.record import refuse_unrecorded_editions
    from fairer_stockton.report import recording, stage, versions
    from fairer_stockton.report.manifest import make_edition_output
    from fairer_stockton.validate.verdicts import require_verdicts

    require_verdicts(settings)
    refuse_unrecorded_editions(settings)
    stage.refuse_outdated_results(settings)
    edition = make_edition_output(settings)
    if edition.is_current():
        stage.link_latest_to_edition(settings)
    elif versions.is_held_back(settings, edition.content()):
        stage.link_latest_to_edition(settings)  # which whoever put it back may have been kept from
        progress.say(STAYS.format(settings.edition))
    else:
        stage.refuse_to_replace_folders_of_others(settings.reports, settings.edition)
        from fairer_stockton.report.build import build_edition  # slow, and not needed where the edition is current

        finished = stage.build_edition_beside_published(settings, edition, progress, build_edition)
        recording.record_finished_edition(settings, finished, progress)  # and never shown does no harm
        stage.publish_finished_edition(settings, finished, progress)
    return settings.reports / settings.edition


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["report", *sys.argv[1:]]))
