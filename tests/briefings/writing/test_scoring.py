from briefings.model import Move
from briefings.writing.scoring import cue_scores
from briefings.writing.units import units


def best(article, move):
    """The sentence of an article that scores best for a move, and whether it is over the threshold."""
    found = units([article])
    scores = cue_scores(article.title, found)
    top = max(zip(found, scores, strict=True), key=lambda pair: pair[1].moves[move])
    return top[0].line, top[1].moves[move] > 0


def test_each_role_finds_its_sentence(plain):
    """A report with one sentence for each role gives each its own."""
    assert best(plain, Move.WHY_IT_MATTERS) == (1, True)
    assert best(plain, Move.THEY_SAY) == (2, True)
    assert best(plain, Move.BY_THE_NUMBERS) == (3, True)
    assert best(plain, Move.YES_BUT) == (4, True)
    assert best(plain, Move.WHATS_NEXT) == (5, True)
    assert best(plain, Move.BIG_PICTURE) == (6, True)


def test_the_first_sentence_is_the_best_lede(plain):
    """News is told from the top."""
    scores = cue_scores(plain.title, units([plain]))
    assert max(range(len(scores)), key=lambda n: scores[n].lede) == 0


def test_years_dates_and_times_are_no_figures(article):
    """By the numbers needs quantities."""
    told = article("Dana Ruiz was 41 when she left Harlow on May 3, 2026, at 8:30 a.m. for the year 2027.")
    assert best(told, Move.BY_THE_NUMBERS) == (0, False)


def test_a_sentence_that_leans_on_another_scores_less(article):
    """They and it mean somebody the reader has not met."""
    told = article("Riders could lose the grant.", "Then they could lose the grant.")
    first, second = cue_scores("", units([told]))
    assert second.moves[Move.WHATS_NEXT] < first.moves[Move.WHATS_NEXT]


def test_quotations_and_figures_without_a_speaker_or_a_quantity_are_unfit(article):
    """Nobody's words are no quotation, whatever they sound like."""
    told = article("“We would rather be late than wrong about it.”")
    assert best(told, Move.THEY_SAY) == (0, False)


def test_a_text_without_words_scores_and_does_not_break(article):
    """Figures alone are text too."""
    assert len(cue_scores("", units([article("2026.", "A.")]))) == 2
