import hashlib
import importlib.util

import pytest

from briefings.model import Move
from briefings.writing.train import corpus
from briefings.writing.train.corpus import LABELLED, MARKED, CorpusError, fold_of, labelled, marked, written

from .conftest import labelled_record, marked_record, write_lines


def put(folder, record):
    """Put one record into the first labelled file and nothing into the others."""
    for name in LABELLED:
        write_lines(folder / name, [record] if name == LABELLED[0] else [])


def test_all_labelled_stories_are_read_in_order(folder):
    """File by file."""
    found = labelled(folder)
    assert [story.title for story in found] == [labelled_record(n)["title"] for n in range(24)]
    assert found[0].moves[:3] == (None, Move.WHY_IT_MATTERS, None)
    assert found[0].paragraphs[1].startswith("Riders could lose")


def test_the_stories_of_one_newsletter_issue_are_one_group(folder):
    """Their texts know of each other, so they share a fold."""
    groups = [story.group for story in labelled(folder)]
    assert len(set(groups)) == 12
    assert groups[0] == groups[1] == "https://letter.example/0"


def test_a_story_without_an_address_is_a_group_by_itself(folder):
    """By its id, or by its title."""
    put(folder, labelled_record(1) | {"url": None})
    assert labelled(folder)[0].group == "story-1"
    assert {story.group for story in written()} == {"Wexley puts off vote 99", "https://letter.example/49"}


def test_the_paragraph_below_a_point_of_weight_continues_it(folder):
    """Only the first one, only where it has no label of its own, and only for what is near."""
    story = labelled(folder)[0]
    assert story.near[1:4] == (Move.WHY_IT_MATTERS, Move.WHY_IT_MATTERS, Move.THEY_SAY)
    assert story.near[-1] is None
    assert story.moves[2] is None
    record = labelled_record(0)
    del record["body"][2]
    put(folder, record)
    assert labelled(folder)[0].near[1:3] == (Move.WHY_IT_MATTERS, Move.THEY_SAY)


def test_what_a_file_says_is_near_is_near(folder):
    """Its editors may have seen that a paragraph without a label says why it matters."""
    record = labelled_record(0)
    record["body"][-1]["near"] = "big_picture"
    put(folder, record)
    assert labelled(folder)[0].near[-1] is Move.BIG_PICTURE


def test_empty_paragraphs_are_no_paragraphs(folder):
    """A label above bullets has no text of its own."""
    record = labelled_record(0)
    record["body"].insert(1, {"move": "zoom_in", "text": " "})
    put(folder, record)
    assert Move.ZOOM_IN not in labelled(folder)[0].moves


def test_a_story_without_a_title_is_read(folder):
    """A title is not always known."""
    put(folder, labelled_record(0) | {"title": None})
    assert labelled(folder)[0].title == ""


def test_marks_are_places_in_the_articles_they_are_about(folder):
    """The second sentence of the second paragraph is 1.2 in the file."""
    first = marked(folder)[0]
    assert first.marks[Move.WHY_IT_MATTERS] == ((1, 1),)
    assert first.marks[Move.CONTEXT] == ((3, 0),)
    assert first.marks[Move.BIG_PICTURE] == ()
    assert (first.maybe, first.lede) == (((3, 0),), (0, 0))
    assert len(marked(folder)) == 4


def test_an_article_may_have_no_lede(folder):
    """Some open with nothing that is news."""
    write_lines(corpus.MARKS, [marked_record("article-3")[1] | {"lede": None}])
    assert [article.lede for article in marked(folder)] == [None]


def test_marks_in_an_article_that_is_not_there_are_an_error(folder):
    """It is named."""
    write_lines(corpus.MARKS, [marked_record("nobody")[1]])
    with pytest.raises(
        CorpusError, match=r"^The marks speak of the article nobody, which is not among those in \S+\.$"
    ):
        marked(folder)


@pytest.mark.parametrize("name", [*LABELLED, *MARKED])
def test_a_file_that_is_missing_is_named(folder, name):
    """One sentence."""
    (folder / name).unlink()
    with pytest.raises(CorpusError, match=rf"{name} cannot be read: No such file or directory\.$"):
        labelled(folder)
        marked(folder)


@pytest.mark.parametrize("content", [b"{\n", b"\xff\xfe\n", b"Harlow waits\n"])
def test_a_file_that_is_not_json_lines_is_named(folder, content):
    """Neither JSON nor text."""
    (folder / LABELLED[1]).write_bytes(content)
    with pytest.raises(CorpusError, match=rf"{LABELLED[1]} is not JSON Lines\.$"):
        labelled(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"body": None},
        {"body": [{"move": "why_it_matters"}]},
        {"body": [{"move": "nonsense", "text": "Riders wait."}]},
        {"body": ["Riders wait."]},
        {"url": None, "id": None, "title": None},
    ],
)
def test_a_record_that_is_no_labelled_story_is_an_error(folder, change):
    """One sentence that names the file."""
    put(folder, labelled_record(0) | change)
    with pytest.raises(CorpusError, match=rf"{LABELLED[0]} "):
        labelled(folder)


@pytest.mark.parametrize("record", [{}, 5, None, ["id"]])
def test_a_line_that_is_no_record_is_an_error(folder, record):
    """In whichever file it stands."""
    put(folder, record)
    with pytest.raises(CorpusError, match=rf"{LABELLED[0]} "):
        labelled(folder)
    write_lines(folder / MARKED[1], [record])
    with pytest.raises(CorpusError, match=rf"{MARKED[1]} "):
        marked(folder)


@pytest.mark.parametrize("change", [{"body": None}, {"body": 5}])
def test_a_text_that_is_no_article_is_an_error(folder, change):
    """The file that is named is the one with the text, not that with the marks."""
    write_lines(folder / MARKED[1], [marked_record("article-2")[0] | change])
    with pytest.raises(CorpusError, match=rf"{MARKED[1]} "):
        marked(folder)


@pytest.mark.parametrize("change", [{"why": None}, {"why": ["first"]}, {"maybe": ["1.x"]}, {"lede": "1"}])
def test_a_mark_that_is_no_place_is_an_error(folder, change):
    """One sentence that names the file."""
    write_lines(corpus.MARKS, [marked_record("article-0")[1] | change])
    with pytest.raises(CorpusError, match=r"marks\.jsonl "):
        marked(folder)


def test_a_fold_is_a_matter_of_the_groups_name_only():
    """Each has one, the same in every run, and all are used."""
    names = [f"https://letter.example/{n}" for n in range(100)]
    folds = [fold_of(name, 5) for name in names]
    assert folds == [int(hashlib.sha256(name.encode()).hexdigest(), 16) % 5 for name in names]
    assert set(folds) == set(range(5))


@pytest.mark.data
def test_the_measure_divides_the_stories_by_the_same_rule(shared):
    """What is left out of the training is what is measured."""
    spec = importlib.util.spec_from_file_location("score_briefs", shared / "bench" / "score_briefs.py")
    measure = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(measure)
    for record in (labelled_record(n) for n in range(24)):
        assert measure.fold_of(record, 5) == fold_of(corpus._labelled(record).group, 5)


@pytest.mark.data
def test_the_marks_that_come_with_the_project_fit_the_articles(shared):
    """Every mark names a paragraph of its article."""
    for article in marked(shared / "data"):
        places = [*article.maybe, *(place for at in article.marks.values() for place in at)]
        assert all(0 <= paragraph < len(article.paragraphs) and sentence >= 0 for paragraph, sentence in places)


def test_the_written_stories_that_come_with_the_project_have_moves():
    """They are read like the others; most say why they matter, and some do not."""
    found = written()
    says = sum(Move.WHY_IT_MATTERS in story.moves for story in found)
    assert 0 < len(found) - says < says
