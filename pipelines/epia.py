"""Impact assessment: whom a proposed decision touches, with the figures of the published edition."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def epia(
    settings: Settings,
    progress: Progress,
    *,
    brief: Path | None = None,
    title: str = "",
    places: str = "",
    groups: str = "",
    measures: str = "",
) -> None:
    """Write the equality and poverty impact assessment of a proposed decision, and print where it is."""
    from fairer_stockton.definitions.decision_briefs import read_decision_brief
    from fairer_stockton.uses.packs.assessment import Assessment
    from fairer_stockton.uses.packs.assessment_paper import make_assessment_pack
    from fairer_stockton.uses.packs.chosen import find_what_is_named
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack

    decision = read_decision_brief(brief, title, places, groups, measures)
    edition = load_published_edition(settings)
    assessment = Assessment(edition, find_what_is_named(edition, decision))
    page = write_pack(settings, edition, make_assessment_pack(assessment), progress)
    progress.say(f"wrote an impact assessment of {len(assessment.figures)} figures")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["epia", *sys.argv[1:]]))
