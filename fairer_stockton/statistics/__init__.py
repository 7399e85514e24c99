"""The statistics of the report: one module a method family, arrays in, arrays out, every formula cited."""
