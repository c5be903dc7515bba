"""News in, editions out.

This library knows feeds, articles, stories and briefs, and nothing of readers or Telegram. It never imports `bot`.
Usable alone: `python -m briefings preview denver markets`.
"""
