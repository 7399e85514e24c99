"""Which module brings the files of which way, and looks for later ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import (
    ByHand,
    DirectFile,
    EducationDataSet,
    FeatureService,
    FingertipsTable,
    LandingPage,
    NomisTable,
    StatXploreTable,
    Way,
)
from fairer_stockton.fetch.polite import PoliteClient
from fairer_stockton.fetch.publishers.answers import Arrival
from fairer_stockton.fetch.publishers.direct_file import bring_direct_file
from fairer_stockton.fetch.publishers.education_statistics import bring_data_set
from fairer_stockton.fetch.publishers.feature_service import bring_features
from fairer_stockton.fetch.publishers.fingertips import bring_indicators
from fairer_stockton.fetch.publishers.landing_page import bring_linked_file, find_newer_link
from fairer_stockton.fetch.publishers.nomis import bring_nomis_table, find_next_nomis_table
from fairer_stockton.fetch.publishers.service_list import find_newer_service
from fairer_stockton.fetch.publishers.stat_xplore import bring_table, make_next_table, read_key

# They are called with a way of their own kind.
BringFile = Callable[[Any, Extract, Path, PoliteClient, Arrival | None], Arrival | None]
FindNewer = Callable[[Any, Sequence[Extract], PoliteClient], Extract | None]


@dataclass(frozen=True, slots=True)
class Publisher:
    """What brings a file, and what finds one of a later period than those that a source lists."""

    bring_file: BringFile
    find_newer: FindNewer | None = None


PUBLISHERS: Mapping[type[Way], Publisher] = {
    DirectFile: Publisher(bring_direct_file),
    LandingPage: Publisher(bring_linked_file, find_newer_link),
    NomisTable: Publisher(bring_nomis_table, find_next_nomis_table),
    FeatureService: Publisher(bring_features, find_newer_service),
    FingertipsTable: Publisher(bring_indicators),
    EducationDataSet: Publisher(bring_data_set),
    StatXploreTable: Publisher(bring_table, make_next_table),
}


def explain_why_not_fetched(way: Way) -> str:
    """Return why a file cannot be fetched on this machine; empty where it can."""
    if isinstance(way, ByHand):
        return "brought by hand"
    if isinstance(way, StatXploreTable) and not read_key(way):
        return f"{way.key_variable} holds no key"
    return ""
