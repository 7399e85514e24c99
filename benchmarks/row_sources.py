"""Invented rows of any number in the layouts of the council's own extracts: certificates, respondents, contacts.

Each cell is drawn by the hash of its row's number, so that a number of rows is always the same file. DuckDB writes it
in parts: no more memory is needed for thirty million rows than for one.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from fairer_stockton.definitions.codebooks import NO_ANSWER, Codebook, load_codebook
from fairer_stockton.definitions.sources import Extract, Source
from fairer_stockton.engine.duckdb import format_sql_list

CERTIFICATES, RESPONDENTS, CONTACTS = "epc_certificates", "residents_survey", "customer_contacts"
STRATA = 40
NO_PLACE = 50  # one row in so many has no neighbourhood
LEAST_SCORES = {"A": 92, "B": 81, "C": 69, "D": 55, "E": 39, "F": 21, "G": 1}
PROPERTIES = ("House", "House", "House", "Flat", "Bungalow", "Maisonette")
SERVICES = ("council_tax", "waste", "housing", "benefits", "planning", "highways")
CHANNELS = ("digital", "digital", "phone", "phone", "face_to_face", "letter")


def write_rows(path: Path, source: Source, extract: Extract, rows: int, neighbourhoods: Sequence[str]) -> None:
    """Write a CSV file of so many rows in the layout of an extract.

    Args:
        path: of the file.
        source: whose extract it is: certificates, respondents or contacts.
        extract: its entry.
        rows: how many.
        neighbourhoods: the codes among which rows are placed.
    """
    import duckdb

    columns = _list_columns(source, extract, neighbourhoods)
    cells = ",\n    ".join(f'{cell} as "{heading}"' for heading, cell in columns.items())
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")  # rows in their order, in little memory
        connection.execute(f"copy (select {cells} from range({rows}) as numbers(number)) to '{path}' (header)")


def _list_columns(source: Source, extract: Extract, neighbourhoods: Sequence[str]) -> Mapping[str, str]:
    """Return the SQL of the cells under each heading."""
    place = f"case when {_draw('place known', NO_PLACE)} > 0 then {_choose('place', neighbourhoods)} end"
    if source.name == CERTIFICATES:
        return _list_columns_of_certificates(place)
    if source.name == CONTACTS:
        return _list_columns_of_contacts(place, extract.period)
    book = load_codebook(source.name, extract.period, source.codebook_folder)
    assert book is not None
    return _list_columns_of_respondents(place, book)


def _list_columns_of_certificates(place: str) -> Mapping[str, str]:
    """Return those of the register, where one home in eight has a second certificate."""
    score = f"1 + {_draw('score', 98)}"
    bands = " ".join(f"when {score} >= {least} then '{band}'" for band, least in LEAST_SCORES.items())
    home = "case when number % 9 = 8 then number - 8 else number end"
    return {
        "certificateNumber": "printf('%04d-%04d-%04d-0000-2026', number // 100000000, number // 10000 % 10000,"
        " number % 10000)",
        "addressLine1": f"printf('%d Sample Street', 1 + {_draw('house', 90)})",
        "postTown": "'SAMPLETOWN'",
        "postcode": f"printf('ZZ%d 1AA', 1 + {_draw('postcode', 90)})",
        "uprn": f"case when {_draw('numbered', 50)} > 0 then printf('99%010d', {home}) end",
        "propertyType": _choose("property", PROPERTIES),
        "currentEnergyEfficiencyBand": f"case when {_draw('valid', 50)} = 0 then 'INVALID!' {bands} end",
        "currentEnergyEfficiency": score,
        "registrationDate": f"date '2009-01-01' + cast({_draw('day', 6000)} as integer)",
        "lsoa21cd": place,
    }


def _list_columns_of_contacts(place: str, period: str) -> Mapping[str, str]:
    asked = "case when {} > 0 then {} end"
    return {
        "contact_id": "printf('C%d-%09d', 2024, number)",
        "lsoa21cd": place,
        "service": _choose("service", SERVICES),
        "channel": _choose("channel", CHANNELS),
        "satisfied": asked.format(_draw("asked", 3), _choose("satisfied", ("yes", "yes", "no"))),
        "resolved_first_time": asked.format(_draw("known", 10), _choose("resolved", ("yes", "yes", "no"))),
        "date": f"date '{period[:4]}-04-01' + cast({_draw('day', 365)} as integer)",
        "waiting_minutes": _draw("wait", 60),
    }


def _list_columns_of_respondents(place: str, book: Codebook) -> Mapping[str, str]:
    """Return those of a wave's codebook; of the codes that mean an answer each is as likely as any other."""
    cells = {
        "respondent": "printf('R25-%08d', number)",
        "lsoa21cd": place,
        "stratum": f"printf('S%02d', {_draw('stratum', STRATA)})",
        "cluster": f"printf('P%02d-%05d', {_draw('stratum', STRATA)}, number // 400)",
        "weight": f"round(0.5 + {_draw('weight', 10_000)} / 10000.0, 4)",
        "weekly_income_gbp": f"case when {_draw('income known', 8)} > 0 then 150 + {_draw('income', 900)} end",
        "people_14_and_over": f"1 + {_draw('people', 4)}",
        "children_under_14": _draw("children", 4),
    }
    carried = {heading: cells[name] for name, heading, _ in book.carried}
    answers = {
        question.header: _choose(
            question.name, [code for code, means in question.answers.items() if means != NO_ANSWER]
        )
        for question in book.questions
    }
    unanswered = _draw("unanswered", len(answers))  # each respondent leaves out one question
    return carried | {
        heading: f"case when {unanswered} <> {number} then {answer} end"
        for number, (heading, answer) in enumerate(answers.items())
    }


def _draw(salt: str, below: int) -> str:
    return f"cast(hash(number, '{salt}') % {below} as integer)"


def _choose(salt: str, words: Sequence[str]) -> str:
    listed = format_sql_list(words).replace("(", "[", 1)[:-1] + "]"
    return f"{listed}[1 + {_draw(salt, len(words))}]"
