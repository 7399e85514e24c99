"""What the data must be: contracts for staged tables and results, expectations for whole datasets."""
