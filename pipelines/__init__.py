"""The recipes: each stage as a list of its steps; `python -m pipelines.<stage>` runs one."""
