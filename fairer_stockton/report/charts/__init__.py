"""Charts: what each shows, how it is drawn, and the words for those who do not see it."""
