"""A language model behind an HTTP endpoint, as a writer whose every line passes the gate."""
