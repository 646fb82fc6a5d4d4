"""A believable year of the demo town's petition office."""
