"""The tables of an edition in every form: CSV with its metadata, parquet, the workbook and its OpenDocument twin."""
