"""Modelled: what has no local source, estimated from national rates, tested, and never ranked."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.run.progress import Progress


def modelled(settings: Settings, progress: Progress) -> None:
    """Write what the council's area would have of what nobody measures there, were its people like England's."""
    from dataclasses import replace

    from fairer_stockton.definitions.modelled_estimates import load_what_is_modelled
    from fairer_stockton.observe.inputs import mark_synthetic_tables
    from fairer_stockton.uses.packs.hidden_answers import estimate_hidden_answers
    from fairer_stockton.uses.packs.modelled_figures import list_tables_read, model_measures
    from fairer_stockton.uses.packs.modelled_paper import make_modelled_pack
    from fairer_stockton.uses.packs.writing import describe_open_tables, load_published_edition, write_pack
    from fairer_stockton.validate.verdicts import require_verdicts

    require_verdicts(settings)
    edition = load_published_edition(settings)
    facts, staged = edition.definitions, settings.staged
    estimates, questions = load_what_is_modelled(facts.layers, facts.measures, facts.open_sources)
    synthetic = mark_synthetic_tables(staged, facts)
    checked = estimate_hidden_answers(staged, questions, synthetic)
    measures = model_measures(edition, staged, synthetic, estimates, checked)
    tables = describe_open_tables(staged, list_tables_read(edition, estimates, questions, synthetic))
    pack = replace(make_modelled_pack(edition, measures, checked), rests_on=tables)
    print(write_pack(settings, edition, pack, progress))
    progress.say(f"modelled {sum(bool(measure.figures) for measure in measures)} of {len(measures)} measures")


if __name__ == "__main__":
    import sys

    from fairer_stockton.cli import main

    raise SystemExit(main(["modelled", *sys.argv[1:]]))
