"""What an operator is told of each event: one sentence that says what happened, and one that says what to do. Pure.

docs/operating.md says more of each; a test holds the two lists together.
"""

OTHERWISE = ("Something happened that has no words yet.", "Look for it in the log.")
WORDS: dict[str, tuple[str, str]] = {
    "delivery.behind": (
        "The last reader of a send will wait for more than five minutes.",
        "With that many readers do nothing; else look for pace.slowed and telegram.unreachable in the log.",
    ),
    "delivery.overdue": (
        "Messages were found that a process left behind, or that came six hours late.",
        "After a crash or an outage do nothing; else look in the log for what keeps the sender.",
    ),
    "delivery.uncertain": (
        "A message was sent twice and both answers were lost.",
        "One now and then is nothing; of many, look at what stands between the bot and Telegram.",
    ),
    "delivery.not_made": (
        "A briefing could not be made; it is tried again until it is six hours late.",
        "See the error in the log, and restart with a corrected version within that time.",
    ),
    "delivery.message_refused": (
        "Telegram refuses a message as it is, and nobody who would get the same words gets them.",
        "Report it with its reason: that is a fault of ours.",
    ),
    "delivery.sent_without_formatting": (
        "Telegram refused the formatting of a message, so it goes out as plain text.",
        "Nobody misses anything; report it with its reason.",
    ),
    "delivery.text_missing": (
        "The words of a message are not in the database any more, so it failed.",
        "See who else writes to the database's file.",
    ),
    "delivery.token_refused": (
        "Telegram does not know the bot's token, and the bot ends.",
        "Set the right token and start it again within six hours.",
    ),
    "inbox.behind": (
        "Somebody has waited for an hour for the bot's answer.",
        "Look in the log for inbox.full, telegram.unreachable and pace.slowed, and whether the disk is full.",
    ),
    "inbox.caught_up": ("People's messages are answered in time again.", "Nothing is to be done."),
    "supply.short": (
        "The next editions of some newsletters would be empty or old.",
        "Run `daybrief doctor`: it says of each source what is wrong and what to do.",
    ),
    "supply.recovered": ("Newsletters that were short of news have enough again.", "Nothing is to be done."),
    "model.silent": (
        "The language model does not answer, so briefs are written from the sources' own sentences.",
        "Look at its server, its key and what it may cost in a day; readers miss nothing.",
    ),
    "model.back": ("The language model drafts briefs again.", "Nothing is to be done."),
    "edition.thin": (
        "Editions were cut with fewer than three stories.",
        "On a quiet day do nothing; else run `daybrief doctor` and see their sources.",
    ),
    "edition.failed": (
        "An edition could not be cut; it is tried again when somebody is to get it.",
        "See the error in the log.",
    ),
    "edition.stopped": (
        "Telegram refused three messages of an edition, and it is held back.",
        "Do nothing at once, the next cut takes its place; /admin can release it. Report it with its reason.",
    ),
    "edition.not_stopped": (
        "An edition that Telegram refuses could not be held back.",
        "See the error in the log; a full disk is the likeliest.",
    ),
    "ledger.uneven": (
        "Deliveries are missing, or there are more than were planned: somebody changed the database behind the bot.",
        "Run `daybrief stats`, and see who else writes to the database's file.",
    ),
    "ledger.even": ("Every delivery is accounted for again.", "Nothing is to be done."),
    "paid.used_up": (
        "The Stars of the day are spent, and the broadcast goes on at the free rate.",
        "Raise DAYBRIEF_PAID_STARS_A_DAY, or do nothing.",
    ),
    "paid.refused": (
        "Telegram takes no Stars for messages, and the rest of the day goes at the free rate.",
        "See the bot's balance of Stars, and whether Telegram allows it paid broadcasts.",
    ),
}
