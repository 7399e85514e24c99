"""Definitions: everything that people decide, read once into one value that is handed to whatever needs it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Self

from fairer_stockton.definitions.actions import ACTIONS, Action, load_actions
from fairer_stockton.definitions.claims import Claim, load_claims
from fairer_stockton.definitions.communities import Community, SixGap, load_six_gaps_and_communities
from fairer_stockton.definitions.comparators import ComparatorCouncils, load_comparators
from fairer_stockton.definitions.corrections import CORRECTIONS, Correction, load_corrections
from fairer_stockton.definitions.decompositions import Decomposition, load_decompositions
from fairer_stockton.definitions.disclosure_rules import DisclosureRules, load_disclosure_rules
from fairer_stockton.definitions.framework import Characteristic, Domain, load_breakdowns, load_framework
from fairer_stockton.definitions.gap_changes import GapChangeRules, load_gap_change_rules
from fairer_stockton.definitions.headlines import HeadlineRules, load_headline_rules
from fairer_stockton.definitions.layers import DefinitionLayers
from fairer_stockton.definitions.maps import TABLES_OF_PLACES_WHERE_THERE
from fairer_stockton.definitions.measure_files import load_measures, read_framework_measure
from fairer_stockton.definitions.measures import Measure
from fairer_stockton.definitions.named_areas import NamedArea, load_named_areas
from fairer_stockton.definitions.national import NationalFacts, load_national_facts
from fairer_stockton.definitions.partnership_themes import (
    PARTNERSHIPS,
    PartnershipTheme,
    load_partnership_themes,
)
from fairer_stockton.definitions.priority_recipe import PriorityRecipe, load_priority_recipe
from fairer_stockton.definitions.protected_characteristics import (
    ProtectedCharacteristic,
    load_protected_characteristics,
)
from fairer_stockton.definitions.question_cuts import refuse_questions_cut_twice
from fairer_stockton.definitions.retention import Retention, load_retention
from fairer_stockton.definitions.sources import Source, has_files_in_raw_folder, load_sources
from fairer_stockton.definitions.stale_sources import read_stale_sources
from fairer_stockton.definitions.story import STORY, Story, load_story
from fairer_stockton.definitions.targets import TARGETS, Target, load_targets
from fairer_stockton.definitions.units import LeastDifference, load_least_differences
from fairer_stockton.run.council import Council


@dataclass(frozen=True, slots=True)
class Definitions:
    """What people decide, for one council's report. Each part that is a council's own is empty where it has none."""

    layers: DefinitionLayers
    framework: Mapping[str, Domain]
    breakdowns: Mapping[str, Characteristic]
    least_differences: Mapping[str, LeastDifference]
    gap_changes: GapChangeRules
    headlines: HeadlineRules
    measures: Mapping[str, Measure]
    sources: Mapping[str, Source]  # that the report has: the published, and what the council supplies itself
    source_titles: Mapping[str, str]  # of every source, those too that the report does not have
    comparators: Mapping[str, ComparatorCouncils]
    decompositions: Mapping[str, Decomposition]
    rules: DisclosureRules
    six_gaps: Mapping[str, SixGap]
    communities: Mapping[str, Community]
    claims: tuple[Claim, ...]
    recipe: PriorityRecipe | None
    national: NationalFacts
    areas_file: Path | None  # where the areas are named
    named_areas: tuple[NamedArea, ...]
    story: Story | None = None  # of the framework
    actions: tuple[Action, ...] | None = None  # None where the council keeps no file of them
    corrections: tuple[Correction, ...] = ()  # of extracts that were published
    retention: Retention = field(default_factory=Retention)
    # Whom an impact assessment asks about.
    characteristics: tuple[ProtectedCharacteristic, ...] = ()
    # What the packs of partnerships show: the council's own.
    partnership_themes: tuple[PartnershipTheme, ...] = ()
    # What the council has said that it will reach.
    targets: tuple[Target, ...] = ()
    # Declared sources of which there is no file: neither fetched or supplied nor in the sample.
    absent_sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def supplied(self) -> set[str]:
        """The sources that the council supplies itself."""
        return {name for name, source in self.sources.items() if source.supplied}

    @property
    def open_sources(self) -> set[str]:
        """The declared sources that a publisher has made open, held or not."""
        return {name for name, source in {**self.absent_sources, **self.sources}.items() if not source.supplied}

    @property
    def measures_with_sources(self) -> dict[str, Measure]:
        """The measures of the report: those whose sources it has."""
        return {name: measure for name, measure in self.measures.items() if self.sources.keys() >= set(measure.tables)}

    @property
    def place_tables(self) -> tuple[str, ...]:
        """The sources that places rest on besides those of measures, as far as they are there."""
        there = (name for name in TABLES_OF_PLACES_WHERE_THERE if name in self.sources)
        return (*self.national.maps.place_tables, *there)

    def without_absent_sources(self, raw_folder: Path) -> Self:
        """Return the definitions of a report that can be made from what lies in the raw folder.

        A source whose last good version is used says so in its notes.
        """
        definitions, stale = self.keep_sources_that_are_there(raw_folder), read_stale_sources(raw_folder)
        noted = {
            name: replace(source, notes=(stale[name].note, *source.notes)) if name in stale else source
            for name, source in definitions.sources.items()
        }
        return replace(definitions, sources=noted) if stale else definitions

    def keep_sources_that_are_there(self, raw_folder: Path) -> Self:
        """Return these definitions with the sources that lie in the raw folder.

        A source without any file is absent, and with it the measures that rest on it; not those that places rest on,
        without which there is no report.
        """
        required = self.national.maps.place_tables
        absent = {
            name: source
            for name, source in self.sources.items()
            if name not in required and not has_files_in_raw_folder(raw_folder, name)
        }
        there = {name: source for name, source in self.sources.items() if name not in absent}
        return replace(self, sources=there, absent_sources={**self.absent_sources, **absent}) if absent else self


@cache
def load_definitions(council: Council, is_for_home_council: bool = True, areas: Path | None = None) -> Definitions:
    """Read all definitions of a council's report.

    Args:
        council: the council in whose folder the report is made.
        is_for_home_council: whether it is of that council; else it is of another, from published extracts alone, and
            nothing that
            is the council's own goes into it.
        areas: a file of named areas in place of the council's own.

    Raises:
        CatalogueError: a file is not as it must be; the message names it and the key.
    """
    layers = DefinitionLayers(council.folder if is_for_home_council else None)
    framework, breakdowns = (
        load_framework(layers.shared("framework.toml")),
        load_breakdowns(layers.shared("breakdowns.toml")),
    )
    least = load_least_differences(layers.shared("least_differences.toml"))
    files = layers.files("sources", "*.toml")
    held = {path.stem for path in files if is_for_home_council and council.supplies_source(path.stem)}
    sources, titles = load_sources(files, held, layers.own("codebooks"), council if is_for_home_council else None)
    communities, claims, recipe = (layers.own(f"{name}.toml") for name in ("communities", "claims", "priorities"))
    areas_file, national = areas or layers.own("areas.toml"), load_national_facts(layers)
    six_gaps, groups = load_six_gaps_and_communities(communities) if communities else ({}, {})
    measures = load_measures(_list_measure_files(layers, framework), framework, breakdowns, least)
    refuse_questions_cut_twice(measures, {name for name, source in sources.items() if source.supplied})
    named_areas = load_named_areas(areas_file, tuple(national.maps.smallest_areas)) if areas_file else ()
    story, actions, corrections, themes, targets = (
        layers.own(name) for name in (STORY, ACTIONS, CORRECTIONS, PARTNERSHIPS, TARGETS)
    )
    measure_names = {path.stem for path in layers.files("measures", "*/*.toml")}
    kinds_of_community = {community.kind for community in groups.values()}
    framework_story = load_story(story, framework, measures, kinds_of_community) if story else None
    focus_names = [area.name for area in framework_story.focus] if framework_story else []
    return Definitions(
        layers=layers,
        framework=framework,
        breakdowns=breakdowns,
        least_differences=least,
        gap_changes=load_gap_change_rules(layers.shared("gap_changes.toml")),
        headlines=load_headline_rules(layers.shared("headlines.toml")),
        measures={name: _add_breaks_in_series(measure, sources) for name, measure in measures.items()},
        sources=sources,
        source_titles=titles,
        comparators=load_comparators(layers.shared("comparators.toml")),
        decompositions=load_decompositions(
            layers.shared("decompositions.toml"),
            measures,
            {name for name, source in sources.items() if source.supplied},
        ),
        rules=load_disclosure_rules(layers.shared("disclosure.toml"), {path.stem for path in files}),
        six_gaps=six_gaps,
        communities=groups,
        claims=load_claims(claims) if claims else (),
        recipe=load_priority_recipe(recipe) if recipe else None,
        national=national,
        areas_file=areas_file,
        named_areas=named_areas,
        story=framework_story,
        corrections=load_corrections(corrections, held) if corrections else (),
        actions=load_actions(actions, focus_names, measures, named_areas) if actions else None,
        retention=load_retention(layers.shared("retention.toml")),
        characteristics=load_protected_characteristics(layers.shared("protected_characteristics.toml"), measure_names),
        targets=load_targets(targets, measures) if targets else (),
        partnership_themes=load_partnership_themes(themes, measure_names) if themes else (),
    )


def _add_breaks_in_series(measure: Measure, sources: Mapping[str, Source]) -> Measure:
    """Return a measure with the breaks of its sources among its own, each a caveat."""
    of_sources = [change for table in measure.tables if table in sources for change in sources[table].breaks]
    breaks = tuple(sorted({*measure.breaks, *of_sources}, key=lambda change: (change.starts, change.why)))
    return replace(measure, breaks=breaks, caveats=(*measure.caveats, *(change.caveat for change in breaks)))


def _list_measure_files(layers: DefinitionLayers, framework: Mapping[str, Domain]) -> list[Path]:
    """List the files of measures: under a council's own framework, of the package's those alone that answer to it."""
    files = layers.files("measures", "*/*.toml")
    if not layers.own("framework.toml"):
        return files
    answers = {(name, measure) for name, domain in framework.items() for measure in domain.measures}
    return [
        path
        for path in files
        if not path.is_relative_to(layers.package) or (path.parent.name, read_framework_measure(path)) in answers
    ]
