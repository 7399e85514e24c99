"""Layers of ArcGIS feature services, such as the lookups and boundaries of the Open Geography Portal, page by page.

A service sends so many features at most, and says by `exceededTransferLimit` that there are more; `resultOffset` is
the first that is wanted, and `returnCountOnly` asks how many there are. The layer itself says when it was last edited:
https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/ and
https://developers.arcgis.com/rest/services-reference/enterprise/layer-feature-service/.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import FeatureService
from fairer_stockton.fetch.polite import DownloadError, PoliteClient, Validators
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
) -> Arrival | None:
    """Download a layer page by page: as CSV of its columns or, where the file is to be GeoJSON, with its shapes.

    Returns:
        Where it came from; None where the layer says that nobody has edited it since what is held was.

    Raises:
        DownloadError: the features are not as many as the service counts, or pages end before it has sent all.
    """
    has_shapes = path.suffix == SHAPES
    asked = {"where": way.where, "outFields": "*", "orderByFields": way.order_by}
    asked |= {"f": "geojson"} if has_shapes else {"f": "json", "returnGeometry": "false"}
    arrival = Arrival(add_parameters(way.address, asked), Validators(etag=_read_last_edit(way, client)))
    if arrival == held and arrival.validators.etag:
        return None
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
    return arrival


def _read_last_edit(way: FeatureService, client: PoliteClient) -> str:
    """Return when a layer was last edited, in the service's own count; empty where it does not say."""
    layer = read_json_answer(add_parameters(way.address.removesuffix("/query"), {"f": "json"}), client)
    edits = layer.get("editingInfo")
    return str(edits.get("lastEditDate") or "") if isinstance(edits, Mapping) else ""


def _write_shapes(features: list[Mapping[str, Any]], path: Path) -> None:
    collection = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def _write_columns(features: list[Mapping[str, Any]], path: Path) -> None:
    import pandas as pd

    # As objects: a column of whole numbers with a gap would become one of decimals.
    rows = pd.DataFrame([read_key_of_answer(feature, "attributes", dict) for feature in features], dtype=object)
    rows.to_csv(path, index=False, lineterminator="\n")
