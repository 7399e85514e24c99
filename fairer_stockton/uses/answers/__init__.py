"""Answers: from words to figures of a published edition, for questions and for papers that quote figures."""
