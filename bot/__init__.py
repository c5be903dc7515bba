"""People and promises: who gets which briefing when, and proof that it arrived once.

This library knows readers, deliveries and Telegram. It imports `briefings` for the news; never the other way round.
"""
