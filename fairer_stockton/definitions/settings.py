"""Settings of one run, in one frozen value: where its folders are, and of which edition and council."""

import datetime
import difflib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from fairer_stockton.run.council import ENGLISH_AUTHORITY, Council, load_council, load_council_of_working_folder
from fairer_stockton.run.errors import CatalogueError
from fairer_stockton.run.vocabulary import Engine

if TYPE_CHECKING:
    from fairer_stockton.definitions.project import Definitions

MOST_JOBS = 4  # that one run takes unasked: each holds half a gigabyte
PREFIX = "FAIRER_"  # of the environment's variables
SPARK_CONNECT = r"sc://[^/:;@\s]+(:(?P<port>\d{1,5}))?(?P<parameters>/.*)?"  # an address
PARAMETERS = r"/;?|/(;[^;=\s]+=[^;=]*)+"  # of it, among which a token may be
LAST_PORT = 65535
OF_TESTS = ("mirror",)  # read by tests alone: where the published extracts are
NO_NEIGHBOURHOODS = "none"  # PROFILES=none: no neighbourhood has a page
OF_COMMANDS = ("notify", "metrics")  # read by the commands themselves: who is told of a run, and where it is measured
# Among the editions there are a link of the newest, and folders of what is made from editions.
TAKEN_NAMES = (
    "latest", "updates", "partnerships", "targets", "impact-assessments", "service-audits", "evaluations",
    "modelled", "you-said", "england",
)  # fmt: skip
OF_CALLERS = ("handed_definitions",)  # fields that no variable of the environment fills


@dataclass(frozen=True, slots=True)
class Settings:
    """Folders, edition and authority of one run."""

    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    reports: Path = Path("reports")
    commentary: Path = Path("commentary")  # what editors add to measures: a file an edition
    edition: str = ""  # the council's own year where none is named
    date: str = ""  # the day that the edition bears, such as 2026-11-29: no clock is read, so that bytes stay the same
    authority: str = ""  # whose figures: the council's own where none is named, else those of another, published alone
    areas: Path | None = None  # a file of named areas in place of the council's own areas.toml
    profiles: tuple[str, ...] = ()  # neighbourhoods (LSOA codes) that get a page: all where none is named
    sample: bool = True  # whether figures that rest on the generated sample are shown, marked, or left out
    jobs: int = 1  # how many processes may work at once
    engine: str = Engine.DUCKDB  # what adds up the published tables
    master: str = field(default="", repr=False)  # the cluster's address, which may hold a token
    store: str = ""  # where the cluster reads them: a folder of this project's own where none is named
    council: Council = field(default_factory=load_council_of_working_folder)  # in whose folder the report is made
    # What a caller hands in, in place of what the files of the package and the council say.
    handed_definitions: "Definitions | None" = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a name of an edition that could not be that of a folder, or is taken; and a code of no authority."""
        object.__setattr__(self, "edition", self.edition or self.council.edition)
        object.__setattr__(self, "authority", self.authority or self.council.code)
        for name, codes, pattern, expected in (
            ("AUTHORITY", (self.authority,), ENGLISH_AUTHORITY, "the ONS code of an English council: E06000002"),
            (
                "PROFILES",
                self.profiles if self.profiles != (NO_NEIGHBOURHOODS,) else (),
                r"E01\d{6}",
                "none, or codes of neighbourhoods (LSOAs) with commas between: E01012286",
            ),
        ):
            if wrong := [code for code in codes if not re.fullmatch(pattern, code)]:
                raise CatalogueError(
                    setting=f"{name}= (FAIRER_{name})",
                    found=repr(wrong[0]),
                    expected=expected,
                    remedy=f"name it as in {name}={expected.split()[-1]}",
                )
        self._check_engine()
        if self.date and not _is_day(self.date):
            raise CatalogueError(
                setting="DATE= (FAIRER_DATE)",
                found=repr(self.date),
                expected="a day, as year-month-day",
                remedy="write it as in DATE=2026-11-29, or leave it out",
            )
        if not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z._-]*", self.edition) or self.edition.casefold() in TAKEN_NAMES:
            raise CatalogueError(
                edition=repr(self.edition),
                expected=f"letters, figures, dots and dashes, and none of: {', '.join(TAKEN_NAMES)}",
                remedy="name it as in EDITION=2026 or EDITION=2026-27",
            )

    def _check_engine(self) -> None:
        """Refuse an engine that there is not, a cluster without its address, and an address that nothing would use."""
        if self.engine not in set(Engine):
            raise CatalogueError(
                setting="ENGINE= (FAIRER_ENGINE)",
                found=repr(self.engine),
                expected=" or ".join(Engine),
                remedy="name one of these, or leave it away",
            )
        if self.engine == Engine.SPARK:
            self._check_address_of_cluster()
        elif self.master or self.store:
            raise CatalogueError(
                setting="ENGINE= (FAIRER_ENGINE)",
                found=f"{self.engine}, with {'MASTER' if self.master else 'STORE'}, which it does not use",
                expected="spark, where a cluster is named",
                remedy="set ENGINE=spark, or take MASTER and STORE away",
            )

    def _check_address_of_cluster(self) -> None:
        """Refuse an address that the client could not read, without what may be a token: the client would show it."""
        address = re.fullmatch(SPARK_CONNECT, self.master)
        if address is None or int(address["port"] or 0) > LAST_PORT:
            raise CatalogueError(
                setting="MASTER= (FAIRER_MASTER)",
                found="one that does not begin with sc://host:port" if self.master else "no address",
                expected=f"the address of a server of Spark Connect, its port a number up to {LAST_PORT}",
                remedy="name it as in MASTER=sc://cluster.example.gov.uk:15002",
            )
        if not re.fullmatch(PARAMETERS, address["parameters"] or "/"):
            raise CatalogueError(
                setting="MASTER= (FAIRER_MASTER)",
                found="something else after the host and port than parameters (not shown: a token may be among them)",
                expected="/ and after it each parameter as ;name=value",
                remedy="write it as in MASTER=sc://host:443/;use_ssl=true;token=…, and = inside a value as %3D",
            )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read FAIRER_RAW and its like, one a field; an empty one is absent.

        The edition of another authority carries its code, so that it never takes the place of one's own.

        Raises:
            CatalogueError: a setting has a value that it cannot have, or a name that is none of the settings'.
        """
        _refuse_unknown_settings(environment)
        folder = environment.get("FAIRER_COUNCIL")
        default = cls(council=load_council(Path(folder)) if folder else load_council_of_working_folder())
        authority = environment.get("FAIRER_AUTHORITY") or default.authority
        jobs = environment.get("FAIRER_JOBS") or str(min(os.cpu_count() or 1, MOST_JOBS))
        own = default.edition if authority == default.council.code else f"{default.edition}-{authority}"
        return cls(
            raw=Path(environment.get("FAIRER_RAW") or default.raw),
            processed=Path(environment.get("FAIRER_PROCESSED") or default.processed),
            reports=Path(environment.get("FAIRER_REPORTS") or default.reports),
            commentary=Path(environment.get("FAIRER_COMMENTARY") or default.commentary),
            edition=environment.get("FAIRER_EDITION") or own,
            date=environment.get("FAIRER_DATE") or "",
            authority=authority,
            areas=Path(environment["FAIRER_AREAS"]) if environment.get("FAIRER_AREAS") else None,
            profiles=tuple(re.findall(r"[^,\s]+", environment.get("FAIRER_PROFILES") or "")),
            engine=environment.get("FAIRER_ENGINE") or default.engine,
            master=environment.get("FAIRER_MASTER") or "",
            store=environment.get("FAIRER_STORE") or "",
            sample=_read_yes_or_no(environment.get("FAIRER_SAMPLE") or "yes"),
            jobs=_read_number_of_jobs(jobs),
            council=default.council,
        )

    @property
    def rebuilding(self) -> Path:
        """The folder, among what is made, in which a past edition is made again."""
        return self.processed / ".as-published"

    @property
    def at_home(self) -> bool:
        """Whether the report is of the council in whose folder it is made, and not of another."""
        return self.authority == self.council.code

    @property
    def definitions(self) -> "Definitions":
        """All that people decide, as it holds for this report: with the sources that lie in the raw folder."""
        return self.declared_definitions.without_absent_sources(self.raw)

    @property
    def declared_definitions(self) -> "Definitions":
        """The same with every source that is declared, whether or not it has been fetched or supplied yet."""
        from fairer_stockton.definitions.project import load_definitions

        return self.handed_definitions or load_definitions(self.council, self.at_home, self.areas)

    def with_fixed_sources(self) -> "Settings":
        """Return settings of a run that sees the sources that lie in the raw folder now, whatever is brought later."""
        return replace(self, handed_definitions=self.declared_definitions.keep_sources_that_are_there(self.raw))

    @property
    def definitions_at_home(self) -> "Definitions":
        """All that people decide, as it holds for the council in whose folder the report is made."""
        from fairer_stockton.definitions.project import load_definitions

        return load_definitions(self.council, True)

    @property
    def worker_process_count(self) -> int:
        """How many processes work beside the one that gives them their work: none where one does it all."""
        return self.jobs if self.jobs > 1 else 0

    @property
    def staged(self) -> Path:
        """The folder of staged tables: national, and so the same for every authority."""
        return self.processed / "staged"

    @property
    def store_for_cluster(self) -> str:
        """Where copies of staged tables lie that a cluster reads."""
        return self.store or str(self.processed / "for-cluster")

    @property
    def verdicts(self) -> Path:
        """The folder of validation verdicts, the same for every authority too."""
        return self.processed / "verdicts"

    @property
    def measures(self) -> Path:
        """The folder of observations and gaps."""
        return self._authority_folder / "measures"

    @property
    def national(self) -> Path:
        """The folder of the figures of all England, the same for every authority."""
        return self.processed / "national"

    @property
    def national_definitions(self) -> "Definitions":
        """All that people decide for every council alike, with the sources that lie in the raw folder."""
        from fairer_stockton.definitions.project import load_definitions

        return load_definitions(self.council, False).without_absent_sources(self.raw)

    @property
    def cache(self) -> Path:
        """The folder of what need not be made or found again: pictures, papers, choices, and what the auditor found."""
        return self._authority_folder / "kept"

    @property
    def _authority_folder(self) -> Path:
        """Where what is the authority's own lies: another's never takes the place of the home's."""
        return self.processed if self.at_home else self.processed / self.authority


def _refuse_unknown_settings(environment: Mapping[str, str]) -> None:
    """Refuse FAIRER_SAMPLES and its like, which would be left out of account in silence."""
    names = [name for name in (*Settings.__dataclass_fields__, *OF_COMMANDS, *OF_TESTS) if name not in OF_CALLERS]
    known = [PREFIX + name.upper() for name in names]
    for name in sorted(environment):
        if name.startswith(PREFIX) and environment[name] and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            raise CatalogueError(
                setting=name,
                found="a setting that there is not" + (f"; did you mean {near[0]}?" if near else ""),
                expected=", ".join(known),
                remedy="correct its name, or take it out of the environment",
            )


def _is_day(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _read_yes_or_no(word: str) -> bool:
    if word not in ("yes", "no"):
        raise CatalogueError(
            setting="FAIRER_SAMPLE (SAMPLE=)", found=repr(word), expected="yes or no", remedy="say one"
        )
    return word == "yes"


def _read_number_of_jobs(word: str) -> int:
    if not re.fullmatch(r"[1-9]\d?", word):
        raise CatalogueError(
            setting="FAIRER_JOBS (JOBS=)",
            found=repr(word),
            expected="how many processes may work at once: 1 to 99",
            remedy="say a number, or leave it away",
        )
    return int(word)
