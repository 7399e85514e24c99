"""Service audits: a service, and the list of where it is given or of the neighbourhoods of those who used it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.toml_file import check_texts, open_toml_definition, read_table, require_named_file
from fairer_stockton.run.vocabulary_of_uses import CountedUse, ServiceListKind

LEAST_REACH, MOST_REACH = 50, 20_000  # metres: from next door to across a borough
# The keys that a list of one kind has and the other has not.
KEYS_OF_PLACES, KEYS_OF_USERS = ("reach_metres",), ("counts", "period", "not_a_version_of")


@dataclass(frozen=True, slots=True)
class ServiceAudit:
    """A service to be audited, and its list.

    Attributes:
        title: that of the audit.
        service: what the service is, in a sentence.
        kind: what the list is of.
        file: the list, a CSV file beside this one.
        need: the name of the measure that counts those who need the service.
        reach_metres: of places: how far away, in a straight line, somebody may live and be within reach.
        counts: of users: what each row of the list is: another person, or a visit of a person who has a number.
        period: of users: when they used the service.
        not_a_version_of: of users: the titles of earlier audits whose lists are of another service or period.
        owner: who answers for the audit.
    """

    title: str
    service: str
    kind: ServiceListKind
    file: str
    need: str = "income_deprivation"
    reach_metres: int = 0
    counts: CountedUse = CountedUse.PEOPLE
    period: str = ""
    not_a_version_of: tuple[str, ...] = ()
    owner: str = ""


def load_service_audit(path: Path | None) -> ServiceAudit:
    """Read the file of an audit; its list is read elsewhere.

    Raises:
        InputError: there is no such file.
        CatalogueError: a key is missing, unknown, of the wrong kind, or of a list of the other kind.
    """
    remedy = "copy docs/examples/service-audit.toml, fill it in, and run make service-audit FILE=my-audit.toml"
    path = require_named_file(path, "the file of a service audit", remedy)
    with open_toml_definition(path, str(path)) as raw:
        keys = read_table(ServiceAudit, str(path), "", dict(raw))
        raw.clear()
        keys["kind"] = _read_word(ServiceListKind, "kind", keys["kind"])
        _refuse_keys_of_other_kind(keys, str(path))
        if "counts" in keys:
            keys["counts"] = _read_word(CountedUse, "counts", keys["counts"])
        audit: ServiceAudit = check_texts(ServiceAudit(**keys))
        for name in ("title", "service", *(("period",) if audit.kind == ServiceListKind.USERS else ())):
            if not getattr(audit, name).strip():
                raise ValueError(f"`{name}` is empty: write it in a few words")
    _check_file_name(audit, str(path))
    _check_reach(audit, str(path))
    return audit


def _read_word(words: Any, key: str, found: object) -> Any:
    if found not in set(words):
        raise ValueError(f"`{key}` is {found!r}, and not one of {', '.join(words)}")
    return words(found)


def _refuse_keys_of_other_kind(keys: dict[str, Any], file_name: str) -> None:
    needed = KEYS_OF_PLACES if keys["kind"] == ServiceListKind.PLACES else ("period",)
    others = KEYS_OF_USERS if keys["kind"] == ServiceListKind.PLACES else KEYS_OF_PLACES
    lacking, foreign = [key for key in needed if key not in keys], [key for key in others if key in keys]
    if lacking or foreign:
        raise CatalogueError(
            file=file_name,
            found=f"the key {lacking[0]!r} is missing" if lacking else f"the key {foreign[0]!r}",
            expected=f"of a list of {keys['kind']}: {', '.join(needed)}, and not {', '.join(others)}",
            remedy=f"add {lacking[0]} = …" if lacking else "take it out, or correct `kind`",
        )


def _check_file_name(audit: ServiceAudit, file_name: str) -> None:
    """Raise a refusal where the list is no CSV file beside the audit: a path would say where private files lie."""
    if Path(audit.file).name != audit.file or not audit.file.lower().endswith(".csv"):
        raise CatalogueError(
            file=file_name, part="`file`", found="no name of a CSV file",
            expected="the name of a CSV file that lies beside the audit's own file, without a folder",
            remedy='save the list as CSV UTF-8 beside it, and write file = "list.csv"',
        )  # fmt: skip


def _check_reach(audit: ServiceAudit, file_name: str) -> None:
    reach = audit.reach_metres
    if audit.kind == ServiceListKind.PLACES and not (type(reach) is int and LEAST_REACH <= reach <= MOST_REACH):
        raise CatalogueError(
            file=file_name, part="`reach_metres`", found=repr(reach),
            expected=f"whole metres, from {LEAST_REACH} to {MOST_REACH}",
            remedy="write how far somebody may live and still be within reach: 800 is about ten minutes on foot",
        )  # fmt: skip
