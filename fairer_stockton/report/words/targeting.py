"""How the people whom targeting by place is meant for are named."""

from fairer_stockton.run.vocabulary import TargetedPeople

# In tables and pictures, and within sentences.
PEOPLE_WORDS = {
    TargetedPeople.RESIDENTS: "people of all ages",
    TargetedPeople.CHILDREN: "children (0 to 15)",
    TargetedPeople.OLDER_PEOPLE: "older people (60 and over)",
}
SHORT_PEOPLE_WORDS = {people: words.partition(" (")[0] for people, words in PEOPLE_WORDS.items()}
