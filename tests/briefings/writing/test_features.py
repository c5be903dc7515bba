from briefings.writing.features import features
from briefings.writing.units import units

OPENING = "Harlow put off a vote on its bus lanes until the spring."


def of(told, title=""):
    """The features of one article's units."""
    return features(title, units([told]))


def test_each_line_is_a_passage_and_every_unit_is_in_one(article):
    """Sentences of one paragraph belong together; bullets are lines of their own."""
    told = article(OPENING, "Riders wait. Buses wait, too.\n- A first stop\n- A second stop")
    story = units([told])
    found = features("", story)
    assert [n for passage in found.passages for n in passage.units] == list(range(len(story)))
    assert [len(passage.units) for passage in found.passages] == [1, 2, 1, 1]
    assert len(found.units) == len(found.places) == len(story) == 5


def test_no_passage_runs_from_one_outlet_into_another(article):
    """Two articles of one line each are two passages."""
    found = features("", units([article("Riders wait."), article("Buses wait.", name="b")]))
    assert [list(passage.units) for passage in found.passages] == [[0], [1]]


def test_a_passage_says_what_its_sentences_say(article):
    """Its words are theirs, each once."""
    found = of(article(OPENING, "Riders wait. Riders lose."))
    words = [feature for feature in found.passages[1].features if not feature.startswith("#")]
    assert set(words) == {feature for unit in found.units[1:] for feature in unit if not feature.startswith("#")}
    assert len(set(words)) == len(words)


def test_where_a_sentence_stands_is_asked_for_openings_only(article):
    """Paragraphs that change places keep their features."""
    one = of(article(OPENING, "Riders could lose a grant.", "Fares stay as they are in Milbrook."))
    other = of(article(OPENING, "Fares stay as they are in Milbrook.", "Riders could lose a grant."))
    assert one.units[1:] == other.units[:0:-1]
    assert [passage.features for passage in one.passages[1:]] == [passage.features for passage in other.passages[:0:-1]]
    assert one.places == other.places
    assert len(set(one.places)) == 3


def test_the_lead_article_and_the_place_in_the_line_tell_openings_apart(article):
    """The second sentence of a line, and another outlet's first, are no first sentence."""
    told = units([article("Riders wait. Buses wait."), article("Fares stay.", name="b")])
    first, second, elsewhere = features("", told).places
    assert len({first, second, elsewhere}) == 3
    assert ("#lead=True" in first, "#lead=True" in elsewhere) == (True, False)


def test_who_it_is_about_and_how_much_it_costs_change_nothing(article):
    """Names inside sentences and the size of figures are not features."""
    one = of(article(OPENING, "The mayor, Dana Ruiz, asked Milbrook for $38 million by May."))
    other = of(article(OPENING, "The mayor, Bo Venn, asked Torrance for $21 million by July."))
    assert one == other


def test_what_the_title_and_the_opening_say_is_near(article):
    """A sentence that repeats their words is closer than one that does not."""
    told = article(OPENING, "Riders will vote on the lanes in spring.", "Fares stay as they were for everybody.")
    of_the_opening, of_the_title = of(told, "Everybody keeps their fares").units[1:]

    def step(found, name):
        (feature,) = [feature for feature in found if feature.startswith(f"#{name}=")]
        return feature

    assert step(of_the_title, "title") > step(of_the_opening, "title") == "#title=0"
    assert step(of_the_opening, "opening") > step(of_the_title, "opening") == "#opening=0"


def test_form_is_counted_in_steps(article):
    """Length, sentences, figures, names and quotation marks."""
    told = article("It has 54 stops on Mill Street, and 18 in “Old Town” alone. It cost $38 million.")
    (passage,) = of(told).passages
    forms = [feature for feature in passage.features if feature.startswith("#")]
    assert {"#words=2", "#sentences=2", "#figures=2", "#names=2", "#quotes=1"} <= set(forms)
    assert "#relative=2" in forms
    assert len(forms) == len({feature.split("=")[0] for feature in forms})


def test_a_story_without_text_has_no_features():
    """Nothing to score is nothing to know."""
    found = features("A title", [])
    assert (found.units, found.passages, found.places) == ((), (), ())
