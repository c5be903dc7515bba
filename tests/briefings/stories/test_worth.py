"""Items that are no news stories are told from stories about such items."""

import pytest

from briefings.stories.worth import is_news, kind

OUT = {
    "live page": [
        "Live updates: Storm nears the coast",
        "Harlow mayor's trial live updates: Jury hears the treasurer",
        "Rovers vs United LIVE: Score and reaction",
        "Bridge collapse latest: Divers reach the second car",
        "Budget day as it happened",
        "Storm Ada — live",
    ],
    "video": [
        "WATCH: The mayor dances",
        "Video: Otters return to the canal",
        "Watch live: Rocket goes up",
        "Otters | Video",
    ],
    "pictures": [
        "The week in pictures",
        "Harlow's flood in photos: Streets under water",
        "Photos: Otters return to the canal",
        "Photo gallery: Otters return",
        "The best photos from the parade",
        "Photo of the day",
        "Cartoon of the week",
    ],
    "podcast": [
        "Podcast: Two friends talk",
        "Episode 12: Two friends talk",
        "Listen: Otters at night",
        "City Hall Podcast: The vote",
    ],
    "puzzle": [
        "Today's Wordle answer",
        "NYT Connections hints for November 23",
        "Crossword clues and answers",
        "Daily crossword",
        "The weekly news quiz",
        "Quiz: How well do you know the canal?",
        "Test your knowledge of the week",
        "Quiz of the week",
        "Canal trivia",
    ],
    "horoscope": [
        "Your horoscope for Tuesday",
        "Horoscopes today, November 24",
        "Daily horoscope: Scorpio rests",
        "Horoscopes",
    ],
    "numbers of a lottery": [
        "Powerball winning numbers for Monday",
        "Mega Millions numbers for Friday: Did anyone win?",
        "Lottery results from Saturday",
        "Winning numbers drawn",
    ],
    "notices": [
        "Harlow obituaries, November 23",
        "Obituaries for Monday",
        "Death notices",
        "Recent deaths in the valley",
        "Corrections",
        "Corrections and clarifications",
        "Community calendar: Choirs and a sale of books",
        "Police log: A goat in the library",
    ],
    "advertisement": [
        "Sponsored content: A better mattress",
        "Sponsored: A better mattress",
        "How to sleep | Sponsored",
        "Press release: A better mattress",
        "A night out: Presented by Mattress World",
    ],
    "shopping": [
        "The best early phone deals",
        "The best Black Friday TV deals",
        "Prime Day kettles: deals to grab now",
        "Save $200 on this kettle",
        "This kettle is 40% off",
        "Kettle World promo codes for November",
        "The holiday gift guide for cooks",
        "The 12 best gifts for cooks",
        "The 9 best kettles to buy",
        "Shoppers swear by this kettle",
        "Coupons for Kettle World",
    ],
    "betting": [
        "Rovers vs United odds, picks and predictions",
        "Rovers picks against the spread",
        "Monday's best bets",
        "Fantasy football: Whom to start",
    ],
    "programme": [
        "How to watch Rovers vs United",
        "Where to stream the parade",
        "What time is the eclipse?",
        "What to watch this weekend",
        "Rovers vs United: Kickoff time, channel",
        "Soccer games today: Full list",
        "The Canal recap: A duck too far",
    ],
    "things to do": [
        "Things to do in Harlow this weekend",
        "12 fun things to do",
        "Weekend events: Choirs and a sale of books",
        "The best free events around Harlow",
        "What's on this weekend",
    ],
    "forecast": [
        "Weather forecast for Monday",
        "Tonight's forecast: Clear",
        "Seven-day forecast",
        "Forecast: Sun, then rain",
        "Weather today",
    ],
    "newsletter": [
        "Sign up for our letters",
        "Your morning briefing",
        "The Harlow newsletter: Buses and otters",
        "City newsletter #14",
        "Weekly round-up: Buses and otters",
    ],
    "opinion": [
        "Opinion: The lanes should stay",
        "The lanes should stay | Opinion",
        "Editorial: The lanes should stay",
        "Letters to the editor: Lanes and otters",
        "Letter: The lanes should go",
        "Guest column: What the lanes taught me",
        "Our view: The lanes should stay",
        "Dear Annie: My neighbor keeps otters",
    ],
    "review": ["Review: A long night at the theater", "Film review: A long night", "A long night | Review"],
    "poll of readers": ["Reader poll: Should the lanes stay?", "Poll of the week", "Vote: Which otter is best?"],
}
STORIES = [
    "Council strikes a deal on buses",
    "Best trade deal in years, minister says",
    "Lives lost in flood",
    "Video game maker cuts 300 jobs",
    "Video shows officer firing into car",
    "Mayor live on stage",
    "Latest talks on the budget fail",
    "Watchdog fines bank",
    "Suspect seen in photos, police say",
    "Podcast host sues network",
    "Wordle's maker sells the game",
    "Quiz show host dies at 84",
    "Crossword champion arrested for theft",
    "Horoscope app sold its users' data",
    "Lottery director charged with fraud",
    "Powerball ticket worth $3 million sold in Harlow",
    "Lottery results delayed after a fault",
    "Newspaper stops printing obituaries",
    "Department of Corrections loses 40 guards",
    "State sponsors a bill against ads",
    "Union wins 12% raise, strike is off",
    "Black Friday sales hit a record",
    "Food coupons cut for 20,000 families",
    "Betting firm fined over ads to children",
    "State legalizes sports betting",
    "Poll: Most voters want the lanes",
    "What to watch in the mayor's budget",
    "Weather service loses a fifth of its staff",
    "Storm forecast to close the passes",
    "Newsletter company buys three papers",
    "Court's opinion leaves the ban in place",
    "Judge orders review of police shootings",
    "Editor of the Harlow Post quits",
    "Live music returns to the canal",
    "The gift that cost the mayor his job",
    "Puzzle over missing millions deepens",
    "New TV channel sparks a row in the capital",
    "Fans watch as stadium is torn down",
]


@pytest.mark.parametrize(("told", "title"), [(told, title) for told, titles in OUT.items() for title in titles])
def test_what_is_no_story_is_told_by_its_title(article, told, title):
    """Live pages, puzzles, notices, advertisements and the like have forms of their own."""
    assert kind(article("a", title)) == told


@pytest.mark.parametrize("title", STORIES)
def test_a_story_about_such_things_stays(article, title):
    """A deal between parties is not a shopping deal, and a fraud in a lottery is news."""
    assert kind(article("a", title)) is None
    assert is_news(article("a", title))


@pytest.mark.parametrize(
    "section",
    [
        *("Photo Galleries", "Videos", "Live blog", "Sponsored content", "Opinion", "Letters to the Editor"),
        *("News/Opinion", "Puzzles", "Podcasts", "Betting", "Things to do", "Book reviews"),
        "Sports, Video",
    ],
)
def test_the_section_tells_too(article, section):
    """Where it is the section, or one of them."""
    assert not is_news(article("a", "Otters win", section=section))


@pytest.mark.parametrize(
    "section", ["Sports", "Video games", "Opinion polls", "Deals", "Live music", "Reviewed law", None]
)
def test_sections_of_news_that_share_a_word_stay(article, section):
    """Mergers are deals as well."""
    assert is_news(article("a", "Otters win", section=section))


@pytest.mark.parametrize(
    "path",
    [
        "video/otters",
        "news/videos/c1",
        "live/otters",
        "news/otters-live-updates-9",
        "otters/photo-gallery/7",
        "puzzles/otters",
        "opinion/2026/otters",
        "commentisfree/2026/otters",
        "voices/editorials/otters",
        "story/opinion/columnist/otters",
        "shopping/otters",
        "deals/otters",
        "betting/otters",
        "prnewswire/otters",
        "events/otters",
    ],
)
def test_the_folder_of_the_address_tells_too(article, path):
    """Publishers keep such items apart."""
    assert not is_news(article("a", "Otters win", url=f"https://a.example/{path}"))


@pytest.mark.parametrize(
    "path",
    [
        "sports/otters?from=/video/",
        "markets/deals/otters",
        "video-games/otters",
        "news/opinion-polls-otters",
        "news/living/otters",
        "news-events/press-announcements/otters",
        "cars/shopping-for-otters",
        "newsletters/harlow-7",
    ],
)
def test_addresses_of_news_that_share_a_word_stay(article, path):
    """A query, a longer word or a deeper folder says nothing."""
    assert is_news(article("a", "Otters win", url=f"https://a.example/{path}"))


def test_an_address_that_is_none_says_nothing(article):
    """Nor does it break anything."""
    assert is_news(article("a", "Otters win", url="https://[otters/video/1"))


def test_a_paid_notice_of_a_death_is_told_from_news_of_one(article):
    """News says that somebody died; a notice gives the name."""
    assert kind(article("a", "Ada Reyes", section="Obituaries")) == "notices"
    assert kind(article("a", "Ada Reyes, 1940 - 2026", url="https://a.example/obituaries/reyes")) == "notices"
    assert is_news(article("a", "Ada Reyes, who saved the canal, dies at 86", url="https://a.example/obits/reyes"))


@pytest.mark.parametrize(
    "opening",
    [
        "HARLOW, Nov. 23, 2026 /PRNewswire/ -- Mattress World today announced a mattress.",
        "HARLOW--(BUSINESS WIRE)--Mattress World today announced a mattress.",
        "This article is sponsored by Mattress World.",
        "This post was produced by Mattress World, an advertiser, with our studio.",
        "Sponsored by Mattress World",
        "If you buy through our links, we may earn a commission.",
        "Listen on Apple Podcasts, Spotify or wherever you get them.",
    ],
)
def test_the_beginning_of_the_text_tells_too(article, opening):
    """Wires, sponsors, affiliates and podcasts have to say so, or do."""
    assert not is_news(article("a", "A mattress for Harlow", opening, "It is soft."))


def test_a_text_that_speaks_of_such_things_stays(article):
    """At its beginning or further down."""
    stays = article(
        "a",
        "Mattress World closes",
        "The company, which sponsored the parade, said so on PRNewswire on Monday.",
        "It had paid influencers.",
        "Shops say that we may earn a commission when they mean that they do.",
    )
    assert is_news(stays)


def test_a_page_of_entries_with_the_time_is_a_live_page(article):
    """Six of them; a timeline within a story has fewer."""
    times = [f"{hour}:15 a.m. ET" for hour in range(5, 11)]
    entries = [line for time in times for line in (time, "Divers went down once more.")]
    assert kind(article("a", "Divers search canal", *entries)) == "live page"
    assert is_news(article("a", "Divers search canal", *entries[2:]))
