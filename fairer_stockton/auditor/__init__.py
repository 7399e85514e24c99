"""The auditor of disclosure control: trusts nothing but what is published, and tries to find what is hidden.

It shares no code with the protection but the reading of an edition's files and the keeping of answers. It is given the
folder of an edition, and those of the editions before it, and bounds every hidden number by linear programming from all
the others.
"""
