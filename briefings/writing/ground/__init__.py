"""The gate between a model's words and readers: what each line claims must be what its sources say."""
