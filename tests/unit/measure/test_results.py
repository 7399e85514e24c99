"""What results rest on: a council's files but those of words alone, which no figure is made from."""

from fairer_stockton.definitions.settings import Settings
from fairer_stockton.measure.results import list_measuring_outputs
from fairer_stockton.report.manifest import make_edition_output


def test_what_officers_write_makes_the_report_again_and_no_figure() -> None:
    settings = Settings()
    for output in list_measuring_outputs(settings):
        names = {path.name for path in output.rests_on}
        assert names >= {"areas.toml", "communities.toml"}
        assert not names & {"actions.toml", "story.toml"}
    assert {path.name for path in make_edition_output(settings).rests_on} >= {"actions.toml", "story.toml"}
