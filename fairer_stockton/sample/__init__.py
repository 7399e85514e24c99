"""The generated sample: invented extracts in the layouts of the real ones, stamped wherever they show."""
