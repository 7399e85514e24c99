"""Canaries: rows of the council's extracts that could be nobody else's."""

from collections.abc import Callable, Iterable

from fairer_stockton.definitions.codebooks import load_codebook
from fairer_stockton.definitions.sources import Extract
from fairer_stockton.run.package import COUNCIL
from tests.conftest import DEFINITIONS

Row = dict[str, str]
SUPPLIED = {name: source for name, source in DEFINITIONS.sources.items() if source.supplied}
COUNTS = {"open_space"}  # rows of a neighbourhood: nobody's, and published as they are
HERE = "E01012190"  # the one neighbourhood in which all of them live
MARK = "zq"  # what their words hold and no other word does
RARE = {  # what no respondent of the sample answers all of
    "age_band": "16 to 24",
    "sex": "Female",
    "ethnic_group": "Other",
    "disability": "Disabled",
    "tenure": "Other",
    "working_status": "Long-term sick or disabled",
    "unpaid_care": "yes",
    "refugee_or_asylum_seeker": "yes",
    "acute_sex_working": "yes",
    "young_carer": "yes",
}


def contacts(year: str) -> list[Row]:
    """Give one of them, in one year, a wait of more than a day: one in a thousand may have that."""
    waited = {"waiting_minutes": f"86{year}3"} if year == "2024" else {}
    seen = {"date": f"{year}-07-19", "lsoa21cd": HERE, "channel": "letter", "satisfied": "no"}
    return [
        {"contact_id": f"{MARK}C{year}A", "service": f"{MARK}falconry", **waited, **seen},
        {"contact_id": f"{MARK}C{year}B", "service": f"{MARK}whaling", "resolved_first_time": "no", **seen},
    ]


def cases(year: str) -> list[Row]:
    seen = {"date": f"{year}-08-23", "lsoa21cd": HERE}
    return [
        {"case_id": f"{MARK}D{year}A", "problem": f"{MARK}_wagers", "amount_gbp": f"7{year}.37", **seen},
        {"case_id": f"{MARK}D{year}B", "problem": f"{MARK}_ransom", "amount_gbp": f"{year}919.37", **seen},
    ]


def inspections(year: str) -> list[Row]:
    seen = {"date": f"{year}-09-17", "lsoa21cd": HERE}
    return [
        {"inspection_id": f"{MARK}I{year}A", "category_1_hazard": "yes", "remedied": "no", **seen},
        {"inspection_id": f"{MARK}I{year}B", "category_1_hazard": "no", **seen},
    ]


def homes(year: str) -> list[Row]:
    seen = {"lsoa21cd": HERE, "tenure": "Other", "decent": "no"}
    return [
        {"home_id": f"{MARK}H{year}A", "weight": f"1.234{year}", **seen},
        {"home_id": f"{MARK}H{year}B", "weight": f"0.765{year}", **seen},
    ]


def views(year: str) -> list[Row]:
    seen = {"date": f"{year}-06-21", "lsoa21cd": HERE, "theme": "other"}
    return [
        {"view_id": f"{MARK}V{year}A", "outcome": "not_possible", **seen},
        {"view_id": f"{MARK}V{year}B", "outcome": "no_answer_yet", **seen},
    ]


def certificates(year: str) -> list[Row]:
    """Give the second a band that does not follow from its score, as a few in a thousand may have."""
    seen = {"postTown": f"{MARK}TOWN", "postcode": "ZQ9 9QZ", "lsoa21cd": HERE, "registrationDate": "2017-10-29"}
    good = {"certificateNumber": "7391-9370-8641-3977-1231", "uprn": "997391937861", "addressLine1": f"1 {MARK} Street"}
    odd = {"certificateNumber": "7391-9370-8641-3977-1232", "uprn": "997391937862", "addressLine1": f"2 {MARK} Street"}
    return [
        {**good, **seen, "propertyType": "House", "currentEnergyEfficiencyBand": "A"}
        | {"currentEnergyEfficiency": f"86413{year[2:]}"},
        {**odd, **seen, "propertyType": "Flat", "currentEnergyEfficiencyBand": "G"}
        | {"currentEnergyEfficiency": f"97531{year[2:]}"},
    ]


def deaths(_: str) -> list[Row]:
    """Take the place of the row of the same people: the extract may hold no other."""
    return [{"lsoa21cd": HERE, "sex": "Male", "age_band": "85 to 89", "deaths": "7391937", "population": "739193791"}]


def respondents(wave: str) -> list[Row]:
    """Give two of a stratum of their own; the first answers all that is rare, in the wave's own codes."""
    book = load_codebook("residents_survey", wave, COUNCIL / "codebooks")
    assert book
    given: Iterable[Row] = (
        {"respondent": f"{MARK}R{wave}A", "weight": f"1.2345{wave[2:]}7", "weekly_income_gbp": f"73{wave}.37"}
        | {"people_14_and_over": "2", "children_under_14": "3", "cluster": f"{MARK}P{wave}A"}
        | RARE,
        {"respondent": f"{MARK}R{wave}B", "weight": f"0.8765{wave[2:]}3", "weekly_income_gbp": f"91{wave}.73"}
        | {"people_14_and_over": "2", "children_under_14": "0", "cluster": f"{MARK}P{wave}B"},
    )
    codes = {q.name: {answer: code for code, answer in q.answers.items()} for q in book.questions}
    rows = []
    for answers in given:
        answers = {**answers, "lsoa21cd": HERE, "stratum": f"{MARK}S{wave}"}
        row = {header: answers.get(name, "") for name, header, _ in book.carried}
        asked = {q.header: codes[q.name][answers[q.name]] for q in book.questions if q.name in answers}
        rows.append(row | asked)
    return rows


CANARIES: dict[str, Callable[[str], list[Row]]] = {
    "customer_contacts": contacts,
    "deaths_and_population": deaths,
    "debt_advice": cases,
    "epc_certificates": certificates,
    "private_rented_inspections": inspections,
    "residents_survey": respondents,
    "residents_views": views,
    "stock_condition": homes,
}
KEYS = {"deaths_and_population": ("lsoa21cd", "sex", "age_band")}  # by which a canary takes another row's place


def canaries_of(source: str, extract: Extract) -> list[Row]:
    return CANARIES[source](extract.period[:4])


EVERY = [(source, extract) for source in CANARIES for extract in SUPPLIED[source].extracts]
