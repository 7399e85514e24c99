"""Layers of ArcGIS feature services, such as the lookups and boundaries of the Open Geography Portal, page by page.

A service sends so many features at most, and says by `exceededTransferLimit` that there are more; `resultOffset` is
the first that is wanted, and `returnCountOnly` asks how many there are:
https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import FeatureService
from fairer_stockton.fetch.polite import DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import (
    Arrival,
    NothingThereError,
    add_parameters,
    read_json_answer,
    read_key_of_answer,
)

SHAPES = ".geojson"
MORE = "exceededTransferLimit"


def bring_features(
    way: FeatureService, extract: Extract, path: Path, client: PoliteClient, held: Arrival | None = None
) -> Arrival:
    """Download a layer page by page: as CSV of its columns or, where the file is to be GeoJSON, with its shapes.

    Raises:
        DownloadError: the features are not as many as the service counts, or pages end before it has sent all.
    """
    has_shapes = path.suffix == SHAPES
    asked = {"where": way.where, "outFields": "*", "orderByFields": way.order_by}
    asked |= {"f": "geojson"} if has_shapes else {"f": "json", "returnGeometry": "false"}
    counted = {"where": way.where, "returnCountOnly": "true", "f": "json"}
    count = int(read_key_of_answer(read_json_answer(add_parameters(way.address, counted), client), "count", int))
    if count == 0:
        raise NothingThereError(f"no feature where {way.where}")
    features: list[Mapping[str, Any]] = []
    has_more = True
    while has_more:
        answer = read_json_answer(add_parameters(way.address, {**asked, "resultOffset": len(features)}), client)
        page = read_key_of_answer(answer, "features", list)
        features += page
        has_more = bool(answer.get(MORE) or (answer.get("properties") or {}).get(MORE))
        if has_more and (not page or len(features) > count):
            break
    if len(features) != count:
        raise DownloadError(f"{len(features):,} features, where the service counts {count:,}")
    _write_shapes(features, path) if has_shapes else _write_columns(features, path)
    return Arrival(add_parameters(way.address, asked))


def _write_shapes(features: list[Mapping[str, Any]], path: Path) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _write_columns(features: list[Mapping[str, Any]], path: Path) -> None:
    import pandas as pd

    # As objects: a column of whole numbers with a gap would become one of decimals.
    rows = pd.DataFrame([read_key_of_answer(feature, "attributes", dict) for feature in features], dtype=object)
    rows.to_csv(path, index=False, lineterminator="\n")
