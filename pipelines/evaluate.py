"""Evaluation: whether something that was done in some neighbourhoods worked, or why that cannot be judged."""

from pathlib import Path

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def evaluate(settings: Settings, progress: Progress, *, file: Path) -> None:
    """Judge whether something that was done worked, by a file that was registered before, and print where that is."""
    from fairer_stockton.definitions.evaluations import load_evaluation
    from fairer_stockton.measure.england import compute_observations_of_england
    from fairer_stockton.run.fingerprints import compute_file_checksum
    from fairer_stockton.uses.evaluations.asking import find_areas_and_outcome, judge_question, refuse_for_file
    from fairer_stockton.uses.evaluations.paper import make_evaluation_pack
    from fairer_stockton.uses.packs.writing import load_published_edition, write_pack

    evaluation = load_evaluation(file)
    edition = load_published_edition(settings)
    question = find_areas_and_outcome(edition, evaluation, str(file), compute_file_checksum(file))
    refuse_for_file(edition, question, settings)
    observations = compute_observations_of_england(settings, question.measure.name)
    paper = judge_question(edition, question, observations, settings)
    page = write_pack(settings, edition, make_evaluation_pack(edition, paper), progress)
    progress.say(f"judged “{evaluation.title}”: {paper.judged.verdict.replace('_', ' ')}")
    print(page)


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["evaluate", *sys.argv[1:]]))
