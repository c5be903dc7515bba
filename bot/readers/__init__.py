"""Who gets what when: the reader, the schedule, and changes to both."""
