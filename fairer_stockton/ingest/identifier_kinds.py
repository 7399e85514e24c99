"""Which kind of direct identifier a text holds, or a heading announces.

Text is compared after folding: full-width and other digits and signs as a keyboard types them. What has a check digit
is only taken for an identifier where that is right. Otherwise the search errs towards refusing.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from fairer_stockton.ingest.readers.folding import simplify_typography

_WHO = (
    "(?:person|people|client|customer|tenant|landlord|owner|occupier|resident|respondent|applicant|contact|patient|"
    "child|parent|carer|claimant|complainant|deceased|informant|partner|officer)s?"
)
_PART = "(?:full|first|last|middle|given|family|christian|birth|preferred|known as|previous|maiden)"
_NUMBER = "(?:number|no|num|nr|id|ref|reference|code)"
_CARE = "(?:social (?:care|services|work)|mosaic|liquid ?logic|care ?first|swift|paris|lcs|las|framework ?i)"

# Headings are compared in small letters, camelCase, signs and digits set apart: "addressLine1" is "address line 1".
IDENTIFYING_HEADINGS = {
    "a name": rf"^(?:the |your )?(?:(?:{_WHO}|{_PART}) )*names?(?: \d+)?$|\b(?:fore|sur)names?\b|\b{_PART} names?\b"
    rf"|^names? of (?:the )?{_WHO}|\byour name\b|^initials$",
    "an e-mail address": r"^(?:\w+ ){0,3}e ?mails?(?: address(?:es)?)?(?: \d+)?$|\be ?mail address\b",
    "a telephone number": rf"^(?:\w+ ){{0,3}}(?:tele)?phones?(?: {_NUMBER})?(?: \d+)?$"
    rf"|^(?:\w+ ){{0,2}}mobiles?(?: phone)?(?: {_NUMBER})?(?: \d+)?$|^tel(?: {_NUMBER})?$|\bphone number\b",
    "an address": r"^(?:\w+ ){0,3}address(?: line)?(?: \d+)?$|^(?:house|flat|building|property) (?:name|number|no)$"
    r"|^street(?: name)?$",
    "a postcode": r"^(?:\w+ ){0,3}post ?code(?: \d+)?$|^postal code$|^zip(?: code)?$",
    "an NHS number": rf"\bnhs {_NUMBER}\b|^nhs$",
    "a National Insurance number": rf"\b(?:ni|national insurance|nat ins) {_NUMBER}\b|^nino$|^national insurance$|^ni$",
    "a date of birth": r"\b(?:dates?|days?|months?|years?) of birth\b|\bbirth ?(?:day|date|month|year)s?\b"
    r"|^(?:\w+ ){0,2}d ?o ?b$|^y ?o ?b$",
    "a property's number (UPRN)": r"^(?:\w+ ){0,2}u ?[ps] ?r ?n(?: \w+)?$|\bunique property reference\b",
    "a pupil's number (UPN)": r"^(?:\w+ ){0,2}u ?[pl] ?n$|\bunique (?:pupil|learner) n",
    "a passport or driving licence": r"\bpassport\b|\bdriv(?:ing|er s|ers) licen[cs]e\b",
    "a bank account": r"\bsort ?code\b|\baccount (?:number|no|num|holder)\b|\bbank account\b|^iban$|\bcard number\b",
    "a council-tax number": r"\b(?:council tax|c ?tax|ct) (?:account|acc|ref|reference|number|no|id|bill)\b",
    "a social-care number": rf"\b{_CARE} (?:client |case |person )?{_NUMBER}\b",
    "coordinates": r"^(?:\w+ )?(?:latitude|longitude|lat|lng|lon|long|eastings?|northings?|x|y)(?: coordinates?)?$"
    r"|^(?:\w+ )?coordinates?$|\bgrid ref(?:erence)?\b|^what ?3 ?words$|^w3w$|^(?:geom|geometry|wkt)$",
}

NOT_AFTER = r"(?<![A-Za-z0-9.])"  # what comes before a number that is no part of another
NOT_BEFORE = r"(?![A-Za-z0-9])"
_SEP = r"(?: ?[-./_] ?| )?"  # between the signs of a number, however people group them
_GAP = r"[ ./-]"
_GROUPS = (  # how people group the digits after the leading 0 or +44
    rf"[12378]\d{{8,9}}|[12378]\d\)?{_GAP}\d{{4}}{_GAP}?\d{{4}}|[12378]\d{{2}}\)?{_GAP}\d{{3}}{_GAP}?\d{{4}}"
    rf"|[12378]\d{{3}}\)?{_GAP}\d{{3}}{_GAP}?\d{{3}}|[12378]\d{{3}}\)?{_GAP}\d{{5,6}}"
    rf"|[12378]\d{{4}}\)?{_GAP}\d{{4,5}}"
)
_AREAS = (  # of postcodes
    "AB|AL|B|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|FK|"
    "FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|"
    "NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|"
    "WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_STREETS = (
    "street|st|road|rd|avenue|ave|close|drive|lane|ln|terrace|way|court|crescent|cres|gardens|gdns|grove|place|square|"
    "row|walk|view|mews|rise|hill|green|croft|dene|garth|wynd|house|cottages?"
)
_IN_PROSE = r"(?:of|in|the|to|an?|or|and|by|per|at|on|for|over|with|out|into|from|is|are)\b"  # never in a street's name
_MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTHS += "|nov(?:ember)?|dec(?:ember)?"
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _is_upn(text: str) -> bool:
    """Check the first letter: Σ value × (2 … 13) over 23, where a letter's value is its place among the 23 letters."""
    letters = re.sub("[^A-Z0-9]", "", text.upper())
    values = (int(sign) if sign.isdigit() else _UPN_LETTERS.find(sign) for sign in letters[1:])
    return _UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % 23] == letters[0]


def _is_iban(text: str) -> bool:
    """Check the digits of an account: as a number in base 36 with the first four signs last, 1 over 97."""
    signs = re.sub("[^A-Z0-9]", "", text.upper())
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """Check the last digit by Luhn's sum: every second from the right doubled, its digits added."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _is_any(_: str) -> bool:
    return True


class _Form(NamedTuple):
    """A form that identifiers of one kind have.

    A cell is seldom one, and a file has many: the pattern is only tried where a cell has enough digits and, if the form
    names some, one of the words.
    """

    kind: str
    least_digits: int
    words: tuple[str, ...]
    pattern: str
    is_right: Callable[[str], bool] = _is_any


_FORMS = (
    _Form("an e-mail address", 0, ("@",), r"[\w.%+'-]{1,64} ?@ ?[\w-]{1,64}(?:\.[\w-]{1,64})+"),
    _Form("an e-mail address", 0, ("at",), r"\w ?[\[({] ?at ?[\])}] ?\w|\w at \w[\w-]* dot \w{2,}"),
    _Form(
        "a telephone number",
        9,
        (),
        rf"(?:^|[^\d.])(?:(?:\+|00)44{_GAP}?(?:\(0\) ?)?|\(?0)(?:{_GROUPS})(?:\D|$)"
        rf"|{NOT_AFTER}0(?:[ ./-]\d){{9,10}}(?!\d)|\+(?!44)[1-9]\d{{0,2}}(?:[ ./-]?\d){{8,12}}(?!\d)",
    ),
    # A mobile number that a spreadsheet took for a number, without its leading 0.
    _Form("a telephone number", 10, (), r"^7[1-57-9]\d{8}$"),
    _Form(
        "a National Insurance number",
        6,
        (),
        rf"{NOT_AFTER}[A-CEGHJ-PR-TW-Z]{_SEP}[A-CEGHJ-NPR-TW-Z](?:{_SEP}\d){{6}}{_SEP}[A-D]{NOT_BEFORE}",
    ),
    _Form(
        "a pupil's number (UPN)",
        11,
        (),
        rf"{NOT_AFTER}[A-HJ-NP-RT-Z](?:{_SEP}\d){{11}}{_SEP}[0-9A-HJ-NP-RT-Z]{NOT_BEFORE}",
        _is_upn,
    ),
    _Form(
        "a passport number",
        0,
        ("passport", "<"),
        rf"\bpassport\b[^0-9]{{0,12}}\d{{6,9}}{NOT_BEFORE}|[A-Z0-9<]{{9}}\d[A-Z]{{3}}\d{{7}}[MFX<]\d{{7}}"
        r"|\bP[A-Z<][A-Z]{3}[A-Z]+<<",
    ),
    _Form("a driving licence number", 7, (), rf"{NOT_AFTER}[A-Z9]{{5}}\d{{6}}[A-Z9]{{2}}\d[A-Z]{{2}}{NOT_BEFORE}"),
    _Form(
        "a bank account",
        14,
        (),
        rf"{NOT_AFTER}\d\d([ -])\d\d\1\d\d\D{{1,20}}\d{{8}}(?!\d)"
        rf"|{NOT_AFTER}\d{{8}}\D{{1,20}}\d\d([ -])\d\d\2\d\d(?!\d)"
        rf"|{NOT_AFTER}\d{{6}}[ /,]{{1,2}}\d{{8}}(?!\d)",
    ),
    _Form(
        "a bank account",
        2,
        ("sort", "acc", "a/c"),
        r"\bsort ?code\b\D{0,6}\d\d|\b(?:account|acc|a/c) ?(?:no|number|num)\b\D{0,6}\d{6,8}(?!\d)",
    ),
    _Form("a bank account", 14, ("gb",), rf"{NOT_AFTER}GB\d\d(?: ?[A-Z0-9]{{4}}){{4}} ?\d\d{NOT_BEFORE}", _is_iban),
    _Form("a card number", 16, (), rf"{NOT_AFTER}[3-6]\d{{3}}(?:[ -]?\d{{4}}){{3}}(?!\d)", _is_card),
    _Form(
        "a council-tax number",
        6,
        ("tax",),
        rf"\b(?:council ?tax|c ?tax)\b[a-z./ ]{{0,25}}[:#]? ?\d{{6,12}}{NOT_BEFORE}",
    ),
    _Form(
        "a social-care number",
        5,
        ("care", "social", "mosaic", "liquid", "swift", "paris", "lcs", "las", "framework"),
        rf"\b{_CARE}\b(?: (?:client|case|person|{_NUMBER}))*\W{{0,3}}[A-Z]{{0,3}}\d{{5,12}}{NOT_BEFORE}",
    ),
    _Form(
        "a property's number (UPRN)", 5, ("rn",), rf"\bu[ps]rn\b\W{{0,3}}(?:no|number)?\W{{0,3}}\d{{5,12}}{NOT_BEFORE}"
    ),
    _Form("a postcode", 2, (), rf"(?<![A-Za-z0-9])(?:{_AREAS})\d[A-Z\d]?[ -]?\d[ABD-HJLNP-UW-Z]{{2}}{NOT_BEFORE}"),
    _Form(
        "an address",
        1,
        (" ",),
        r"(?<![A-Za-z0-9])(?!(?:19|20)\d\d\b)\d{1,4}[A-Z]?,? "
        rf"(?:(?!{_IN_PROSE})[A-Z][A-Z'.-]+ ){{1,3}}(?:{_STREETS}){NOT_BEFORE}",
    ),
    _Form(
        "coordinates",
        6,
        (),
        r"(?<![\d.])(?:49|5\d|60)\.\d{3,} ?[NS]?[,;/ ]+[-+]?[0-8]\.\d{3,}"
        rf"|{NOT_AFTER}(?-i:[HNOST][A-HJ-Z]) ?(?:\d{{3}} ?\d{{3}}|\d{{4}} ?\d{{4}}|\d{{5}} ?\d{{5}}){NOT_BEFORE}"
        r"|(?<![\d.])[1-6]\d{5}(?:\.\d+)? ?[,;/ ] ?\d{6}(?:\.\d+)?(?![\d.])",
    ),
    _Form("coordinates", 0, ("°", "///"), r"\d\d ?° ?\d\d? ?['′]|///\w+\.\w+\.\w+"),
    _Form(
        "a date of birth",
        1,
        ("b",),
        r"\b(?:d\.? ?o\.? ?b\b\.?|born|birth ?(?:day|date)?)\b[^\d]{0,10}\d",
    ),
)
_PATTERNS = [(form, re.compile(form.pattern, re.IGNORECASE)) for form in _FORMS]
_NO_DIGITS = str.maketrans("", "", "0123456789")

# What numbers of records, counts and days may look like too: not looked for in columns that are declared as these.
_UPRN = re.compile(r"(?<![\d.])(?!20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?:10|20)\d{9,10}(?![\d.])")
_DATE = re.compile(
    r"(?<!\d)(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})([-/. ])(\d{1,2})\5(\d{4}|(?<! )\d\d)"
    rf"|(\d{{1,2}})(?:st|nd|rd|th)?[ -]({_MONTHS})[ ,-]+(\d{{4}}|\d\d)"
    rf"|({_MONTHS}) (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})|((?:19|20)\d\d)(\d\d)(\d\d))(?!\d)",
    re.IGNORECASE,
)
_DATE_PARTS = ((1, 2, 3), (7, 6, 4), (10, 9, 8), (13, 11, 12), (14, 15, 16))  # year, month and day of each form
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]?[\d:.]*Z?|\d{1,2}/\d{1,2}/\d{4}(?: \d\d:\d\d(?::\d\d)?)?")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)  # drawn by lot: nobody's
_DECIMAL = re.compile(r"(?<![\d.])\d{1,9}\.\d+(?![\d.])(?![ -]\d)")
_DIGITS = re.compile(r"\d+")
_BETWEEN = re.compile(r" ?[-./_|] ?| {0,3}")
# Few cells need a closer look: those with a digit, and not just a small figure or a decimal number, or signs of mail.
_LIKELY, _FIGURE = re.compile(r"\d|@|[\[({] ?at ?|///| at |<<"), re.compile(r"[-+]?\d{0,7}|[-+]?(?:0|[1-9]\d*)\.\d*")
NHS_NUMBER, LEAST_DIGITS = "an NHS number", 10
PATTERNS_OF_IDENTIFIERS = (
    *(form.pattern for form in _FORMS),
    *(form.pattern for form in (_UPRN, _DATE, _MOMENT, _GUID)),
)
LEAST_AGE = 15  # a day so many years before the period or more is taken for one of birth


def read_first_year(period: str) -> int:
    """Return the year in which a period begins, whatever its form."""
    year = re.search(r"\d{4}", period)
    return int(year[0]) if year else 2000


def fold_text(text: str) -> str:
    """Return text as a plain keyboard types it, with the digits 0 to 9 for those of any script."""
    if text.isascii():
        return text
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")  # what has no width parts no number
    folded = simplify_typography(seen)
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in folded)


def find_identifier_kind_in_heading(heading: str) -> str | None:
    """Return which kind of direct identifier a heading announces, if any."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", fold_text(heading))
    words = " ".join(re.sub(r"[^a-z0-9]+", " ", apart.lower()).split())
    return next((kind for kind, pattern in IDENTIFYING_HEADINGS.items() if re.search(pattern, words)), None)


def find_identifier_kind(text: str, first_year: int, is_number_or_date: bool = False) -> str | None:
    """Return which kind of direct identifier a text holds, if any.

    Args:
        text: a cell, or words beside the cells.
        first_year: in which the extract's period begins; days long before it are taken for days of birth.
        is_number_or_date: whether the text stands where numbers of records, figures or dates belong, which may look
            like property numbers and days of birth.
    """
    if not _LIKELY.search(folded := fold_text(text)) or _FIGURE.fullmatch(folded):
        return None
    folded = _GUID.sub(" x ", folded)
    low, digits = folded.lower(), len(folded) - len(folded.translate(_NO_DIGITS))
    for form, pattern in _PATTERNS:
        if digits < form.least_digits or (form.words and not any(word in low for word in form.words)):
            continue
        if any(form.is_right(match[0]) for match in pattern.finditer(folded)):
            return form.kind
    if digits >= LEAST_DIGITS and _holds_nhs_number(folded):
        return NHS_NUMBER
    if is_number_or_date:
        return None
    if _UPRN.search(folded):
        return "a property's number (UPRN)"
    return "a date of birth" if _names_day_long_ago(folded, first_year) else None


def _holds_nhs_number(text: str) -> bool:
    """Return whether groups of digits that stand together make ten whose last checks."""
    plain = _DECIMAL.sub(" x ", _MOMENT.sub(" x ", text))
    groups = list(_DIGITS.finditer(plain))
    for start in range(len(groups)):
        digits, end = "", groups[start].start()
        for group in groups[start:]:
            if not _BETWEEN.fullmatch(plain, end, group.start()):
                break
            digits, end = digits + group[0], group.end()
            if len(digits) >= LEAST_DIGITS:
                break
        if len(digits) == LEAST_DIGITS and _is_nhs_number(digits):
            return True
    return False


def _is_nhs_number(digits: str) -> bool:
    """Check the last digit: 11 less the rest of Σ digit × (10 … 2) over 11, where 11 counts as 0."""
    weighed = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return len(set(digits)) > 1 and (11 - weighed % 11) % 11 == int(digits[9])


def _names_day_long_ago(text: str, first_year: int) -> bool:
    return any(year <= first_year - LEAST_AGE for year in _list_years_of_days(text, first_year))


def _list_years_of_days(text: str, first_year: int) -> Iterator[int]:
    """Yield the year of each day that a text names, where the calendar has that day."""
    for match in _DATE.finditer(text):
        year, month, day = next(match.group(*parts) for parts in _DATE_PARTS if match[parts[0]])
        # A year of two digits is of this century unless it would lie after the period.
        century = 0 if len(year) == 4 else 1900 if int(year) > first_year % 100 + 1 else 2000
        try:
            yield date(century + int(year), int(month) if month.isdigit() else 1, int(day)).year
        except ValueError:
            continue
