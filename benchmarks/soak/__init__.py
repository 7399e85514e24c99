"""A soak: a small report that is refreshed again and again while it is killed, its disk fills and its publisher fails.

After each run nothing may be lost and nothing half published; at the end every byte is that of an undisturbed run.
"""
