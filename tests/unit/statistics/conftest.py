from hypothesis import settings

# A busy machine is not a wrong answer: examples are not timed.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
