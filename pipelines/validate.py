"""Validate: a verdict on every staged table."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def validate(settings: Settings, progress: Progress) -> None:
    """Judge every staged table against its contract."""
    from fairer_stockton.definitions.contract_files import check_source_files_exist
    from fairer_stockton.fetch.last_good import note_good_versions
    from fairer_stockton.geography.areas import refuse_unknown_authority
    from fairer_stockton.validate import stage

    sources, maps = settings.definitions.sources, settings.definitions.national.maps
    check_source_files_exist(sources.values())
    facts = stage.make_getter_of_lookup_facts(settings)
    # With a wrong lookup every other table would seem at fault too, so lookups come first and alone.
    stage.judge_tables(settings, progress, sorted(sources.keys() & {*maps.lookups}), facts)
    councils = stage.read_english_council_codes(settings.staged, maps.latest_wards)
    refuse_unknown_authority(settings.authority, councils, maps.latest_wards)
    stage.judge_tables(settings, progress, sorted(sources.keys() - {*maps.lookups}), facts)
    note_good_versions(settings, sources.values())  # which a refresh goes back to


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["validate", *sys.argv[1:]]))
