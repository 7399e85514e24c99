"""The reading age: syllables of words whose number is known, and grades that others have published."""

import pytest

from tests.reading_age import WORD, compute_grade, count_syllables, measure_reading_age, read_sentences

# By how many syllables dictionaries divide them into.
WORDS = {
    1: (
        "a cat the homes homes' through lives gaps least most fifth rate clear worse chance shown judged moved grown "
        "worked asked less range both care health paid aged births deaths known based ranked shared held ones years "
        "jobs schools price months loved closed widths thought since"
    ),
    2: (
        "gender income people poorer many pupils council measure widened narrowed ageing table little children adults "
        "number between workless households sources wages places changes prices statement careful careless lonely "
        "having moment decent crossing margin larger smaller compared deprived counted rented tested reason answer "
        "survey rural wider useful method hidden"
    ),
    3: (
        "disabled another average area residents estimate national official interval calculate benefits employment "
        "department neighbourhood certainly services possible recovered suitable advantage percentage comparing "
        "religion finances museum idea period energy libraries organise expectant attainment familiar"
    ),
    4: (
        "education population deprivation majority minority community confidential relatively information statistical "
        "overcrowding participate reliable"
    ),
    5: "inequality qualification disability accommodation opportunity communication university",
}
# Passages with the number of their words, sentences and syllables, and the grade that is published for them.
PUBLISHED = (
    ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 13, 24, 11.3),
    ("This sentence, taken as a reading passage unto itself, is being used to prove a point.", 16, 23, 7.6),
    ("The cat sat on the mat.", 6, 6, -1.4),
)


def test_syllables_are_those_of_a_dictionary() -> None:
    for count, words in WORDS.items():
        assert {word: count_syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


@pytest.mark.parametrize(("text", "words", "syllables", "grade"), PUBLISHED)
def test_published_passages(text: str, words: int, syllables: int, grade: float) -> None:
    counted = WORD.findall(text)
    assert (len(counted), sum(map(count_syllables, counted))) == (words, syllables)
    assert compute_grade(words, 1, syllables) == pytest.approx(grade, abs=0.06)


def test_prose_is_read_without_labels_tables_and_names() -> None:
    page = (
        "<nav><p>Go to the next page.</p></nav><main><h1>A title here.</h1><p>Pay is low, at £5.20 a day. It <b>rose"
        "</b> in Billingham North.</p><ul><li>A label</li><li>It is not clear.</li></ul><table><tr><td><p>A cell of a "
        "table.</p></td></tr></table></main>"
    )
    sentences = read_sentences(page)
    assert sentences == ["Pay is low, at £5.20 a day.", "It rose in Billingham North.", "It is not clear."]
    age = measure_reading_age(sentences, {"Billingham North"})
    words, syllables = 7 + 3 + 4, 7 + 3 + 4
    assert age.age == pytest.approx(compute_grade(words, 3, syllables) + 5)
    assert age.hardest[0].endswith("Pay is low, at £5.20 a day.")


def test_long_words_and_sentences_are_harder() -> None:
    plain = measure_reading_age(["The gap is now less than it was."]).age
    assert measure_reading_age(["The inequality is considerably diminished."]).age > plain
    assert measure_reading_age(["The gap is now less than it was and the gap that was here is now less."]).age > plain
