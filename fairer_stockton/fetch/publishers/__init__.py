"""Publishers: one module for each way in which a published file is had."""
