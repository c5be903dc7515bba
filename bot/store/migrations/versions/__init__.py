"""The migrations, in order; each changes the schema by one step."""
