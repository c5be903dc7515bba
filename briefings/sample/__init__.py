"""A newsroom of invented stories, two days of them, served over HTTP for the demo, previews and tests.

`newsroom.load` reads the texts, `server.SampleServer` publishes them as feeds and pages, `story.sample_brief` is the
one story that stands in when no edition was ever cut. Every person, company, outlet and event here is made up.
"""
