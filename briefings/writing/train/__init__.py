"""How the writer's weights are made: from stories whose editors labelled their points, to one text file.

Nothing here runs when a brief is written. It needs numpy, which the bot does not (`pip install daybrief[train]`).
"""
