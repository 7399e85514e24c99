"""The stages as commands: `python -m pipelines.<stage>`."""
