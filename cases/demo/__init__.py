"""A believable history of the demo town, made of invented people and stories."""
