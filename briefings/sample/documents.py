"""Feed documents of the sample newsroom in the five forms that publishers use. Pure.

Rules: RSS 2.0 with the content module, RSS 1.0 (RDF), RFC 4287 (Atom), JSON Feed 1.1.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from briefings.sample.markup import MARK, html
from briefings.sample.model import NEW_YORK, FeedForm, SampleArticle, SampleFeed

CONTENT_TYPES = {
    FeedForm.RSS: "application/rss+xml",
    FeedForm.TEASER: "application/rss+xml",
    FeedForm.ATOM: "application/atom+xml",
    FeedForm.RDF: "application/rdf+xml",
    FeedForm.JSON: "application/feed+json",
}
_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True, slots=True)
class Issue:
    """A feed at one moment: what stands in it, on which server, counted from which first day."""

    feed: SampleFeed
    articles: Sequence[SampleArticle]
    address: str
    first_day: date

    @property
    def changed(self) -> datetime:
        """When it last changed, in UTC: the newest article's time, or the start of the first day."""
        start = datetime.combine(self.first_day, datetime.min.time(), NEW_YORK).astimezone(UTC)
        return max((article.published(self.first_day) for article in self.articles), default=start)

    @property
    def home(self) -> str:
        return f"{self.address}/{self.feed.outlet.slug}/"

    def link(self, article: SampleArticle) -> str:
        return f"{self.address}{article.path}"

    def local(self, article: SampleArticle) -> datetime:
        return article.published(self.first_day).astimezone(NEW_YORK)


def document(issue: Issue) -> bytes:
    """The feed document as UTF-8 bytes."""
    return _WRITERS[issue.feed.form](issue).encode()


def _about(issue: Issue) -> str:
    return f"{issue.feed.outlet.tagline}. {MARK}."


def _teaser(article: SampleArticle) -> str:
    return f"{article.first_sentence}…"


def _body(article: SampleArticle, form: FeedForm) -> str | None:
    """The whole text as HTML, or None where the feed only teases."""
    return None if article.teaser or form is FeedForm.TEASER else html(article.paragraphs)


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _rss(issue: Issue) -> str:
    items = "\n".join(_rss_item(issue, article) for article in issue.articles)
    return (
        f'{_XML}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n{_tag("title", issue.feed.name)}\n'
        f"{_tag('link', issue.home)}\n{_tag('description', _about(issue))}\n{_tag('language', 'en-us')}\n"
        f"{_tag('lastBuildDate', format_datetime(issue.changed))}\n{items}\n</channel>\n</rss>\n"
    )


def _rss_item(issue: Issue, article: SampleArticle) -> str:
    link = issue.link(article)
    body = _body(article, issue.feed.form)
    parts = [
        _tag("title", article.title),
        _tag("link", link),
        f'<guid isPermaLink="true">{escape(link)}</guid>',
        _tag("pubDate", format_datetime(issue.local(article))),
        _tag("dc:creator", article.author),
        _tag("category", issue.feed.newsletter.title),
        _tag("description", _teaser(article)),
    ]
    return "<item>" + "".join(parts) + (_tag("content:encoded", body) if body else "") + "</item>"


def _rdf(issue: Issue) -> str:
    items = "\n".join(_rdf_item(issue, article) for article in issue.articles)
    order = "".join(f"<rdf:li rdf:resource={quoteattr(issue.link(article))}/>" for article in issue.articles)
    return (
        f'{_XML}<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f"<channel rdf:about={quoteattr(issue.home)}>{_tag('title', issue.feed.name)}{_tag('link', issue.home)}"
        f"{_tag('description', _about(issue))}<items><rdf:Seq>{order}</rdf:Seq></items></channel>\n"
        f"{items}\n</rdf:RDF>\n"
    )


def _rdf_item(issue: Issue, article: SampleArticle) -> str:
    link = issue.link(article)
    body = _body(article, issue.feed.form)
    parts = [
        _tag("title", article.title),
        _tag("link", link),
        _tag("description", _teaser(article)),
        _tag("dc:creator", article.author),
        _tag("dc:date", issue.local(article).isoformat()),
        _tag("content:encoded", body) if body else "",
    ]
    return f"<item rdf:about={quoteattr(link)}>{''.join(parts)}</item>"


def _atom(issue: Issue) -> str:
    entries = "\n".join(_atom_entry(issue, article) for article in issue.articles)
    own = f"{issue.address}{issue.feed.path}"
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-US">\n{_tag("title", issue.feed.name)}\n'
        f"{_tag('subtitle', _about(issue))}\n{_tag('id', own)}\n{_tag('updated', issue.changed.isoformat())}\n"
        f'<link rel="self" href={quoteattr(own)}/>\n<link rel="alternate" href={quoteattr(issue.home)}/>\n'
        f"{entries}\n</feed>\n"
    )


def _atom_entry(issue: Issue, article: SampleArticle) -> str:
    link = issue.link(article)
    body = _body(article, issue.feed.form)
    moment = issue.local(article).isoformat()
    parts = [
        _tag("title", article.title),
        f'<link rel="alternate" type="text/html" href={quoteattr(link)}/>',
        _tag("id", link),
        _tag("published", moment),
        _tag("updated", moment),
        f"<author>{_tag('name', article.author)}</author>",
        _tag("summary", _teaser(article)),
        f'<content type="html">{escape(body)}</content>' if body else "",
    ]
    return f"<entry>{''.join(parts)}</entry>"


def _json(issue: Issue) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": issue.feed.name,
        "home_page_url": issue.home,
        "feed_url": f"{issue.address}{issue.feed.path}",
        "description": _about(issue),
        "language": "en-US",
        "items": [_json_item(issue, article) for article in issue.articles],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _json_item(issue: Issue, article: SampleArticle) -> dict[str, object]:
    link = issue.link(article)
    body = _body(article, issue.feed.form)
    return {
        "id": link,
        "url": link,
        "title": article.title,
        "summary": _teaser(article),
        "date_published": issue.local(article).isoformat(),
        "authors": [{"name": article.author}],
        "tags": [issue.feed.newsletter.title],
        **({"content_html": body} if body else {"content_text": _teaser(article)}),
    }


_WRITERS: dict[FeedForm, Callable[[Issue], str]] = {
    FeedForm.RSS: _rss,
    FeedForm.TEASER: _rss,
    FeedForm.ATOM: _atom,
    FeedForm.RDF: _rdf,
    FeedForm.JSON: _json,
}
