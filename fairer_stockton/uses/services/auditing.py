"""The audit of a service: its list read, its figures worked out and its pack made."""

from pathlib import Path

from fairer_stockton.definitions.service_audits import ServiceAudit
from fairer_stockton.definitions.settings import Settings
from fairer_stockton.report.edition import Edition
from fairer_stockton.run.vocabulary_of_uses import ServiceListKind
from fairer_stockton.uses.packs.writing import Pack
from fairer_stockton.uses.services.earlier_audits import describe_private_list, refuse_what_differs_by_few
from fairer_stockton.uses.services.neighbourhoods import Neighbourhoods
from fairer_stockton.uses.services.places import read_places_audit
from fairer_stockton.uses.services.places_paper import make_places_pack
from fairer_stockton.uses.services.users import read_users_audit
from fairer_stockton.uses.services.users_paper import make_users_pack


def make_audit_pack(settings: Settings, edition: Edition, audit: ServiceAudit, path: Path) -> Pack:
    """Return the pack of an audit, whose list lies beside the file that declares it.

    Raises:
        CatalogueError: the measure of need does not count people in every neighbourhood.
        InputError: the list is not what it must be.
        DisclosureError: a list of users was shown before in another version, or cannot be protected.
    """
    Neighbourhoods(edition).count_people_in_need(audit.need, str(path))
    folder = path.parent
    if audit.kind == ServiceListKind.PLACES:
        return make_places_pack(read_places_audit(edition, audit, folder))
    users = read_users_audit(edition, audit, folder)
    asked = describe_private_list(settings, users)
    refuse_what_differs_by_few(settings, users, asked)
    return make_users_pack(users, asked)
