"""Who writes the stories, and where: the writing itself (`briefings.writing`) is pure and knows of neither."""
