"""The list of services of an ArcGIS server: the newest vintage of a service, each of which has a name of its own.

The list is the root of the server's services, which names each with its type:
https://developers.arcgis.com/rest/services-reference/enterprise/catalog/.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fairer_stockton.definitions.sources import Extract
from fairer_stockton.definitions.ways import PERIOD_IN_WAY, FeatureService
from fairer_stockton.fetch.polite import DownloadError, PoliteClient
from fairer_stockton.fetch.publishers.answers import add_parameters, read_json_answer, read_key_of_answer
from fairer_stockton.fetch.publishers.periods import MONTHS, YEAR, PeriodKey, read_period_key

ROOT = "/rest/services"
KIND = "FeatureServer"
# As December_2024, (December_2024) or 24.
PERIOD_IN_NAME = rf"\(?(?:(?:{'|'.join(MONTHS)})_)?{YEAR}\)?|\d\d"


@dataclass(frozen=True, slots=True)
class NamedService:
    """A service whose name fits a rule: of which period it is, and which version of that."""

    name: str
    period_in_name: str
    version: int

    @property
    def order(self) -> tuple[PeriodKey, int]:
        """What is larger of the later service."""
        words = self.period_in_name.strip("()").replace("_", " ")
        return read_period_key(f"20{words}" if len(words) == len("24") else words), self.version


def find_newer_service(way: FeatureService, extracts: Sequence[Extract], client: PoliteClient) -> Extract | None:
    """Return the service of a later vintage than the one that is declared, as an entry, or None where there is none.

    Raises:
        DownloadError: the server does not list its services, or two that are equally new have such a name.
    """
    if not way.service:
        return None
    root, _, rest = way.address.partition(f"{ROOT}/")
    name, _, layer = rest.partition(f"/{KIND}/")
    declared = read_service_name(way.service, name)
    if declared is None:
        raise DownloadError(f"the service {name!r}, which has no name such as {way.service!r}")
    listing = read_json_answer(add_parameters(f"{root}{ROOT}", {"f": "json"}), client)
    names = [
        str(entry.get("name"))
        for entry in read_key_of_answer(listing, "services", list)
        if isinstance(entry, dict) and entry.get("type") == KIND
    ]
    services = [service for name in names if (service := read_service_name(way.service, name))]
    newest = max((service.order for service in services), default=declared.order)
    if newest <= declared.order:
        return None
    first, *others = (service for service in services if service.order == newest)
    if others:
        raise DownloadError(f"two services that are equally new: {first.name} and {others[0].name}")
    latest = max(extracts, key=lambda extract: read_period_key(extract.period))
    address = f"{root}{ROOT}/{first.name}/{KIND}/{layer}"
    columns = way.order_by.replace(declared.period_in_name, first.period_in_name)  # LAD24CD is LAD25CD a year later
    named = f"{first.name}{Path(latest.name).suffix}"
    return replace(latest, name=named, url=address, sha256="", way=replace(way, address=address, order_by=columns))


def read_service_name(rule: str, name: str) -> NamedService | None:
    """Return what the name of a service tells by a rule, or None where it does not fit.

    In the rule `{period}` is a month and year or two digits of a year, each time the same, and a star any words.
    """
    before, *after = (re.escape(part).replace(r"\*", ".*") for part in rule.split(PERIOD_IN_WAY))
    form = f"{before}(?P<period>{PERIOD_IN_NAME}){'(?P=period)'.join(after)}(?:_v(?P<version>[0-9]+))?"
    fitting = re.fullmatch(form, name, re.IGNORECASE)
    return NamedService(name, fitting["period"], int(fitting["version"] or 1)) if fitting else None
