"""Web pages of the sample newsroom: articles with the furniture that real ones have, and front pages. Pure."""

import json
from collections.abc import Sequence
from datetime import date
from html import escape

from briefings.sample.markup import MARK, html
from briefings.sample.model import NEW_YORK, SampleArticle, SampleOutlet
from briefings.sample.newsroom import Newsroom

_STYLE = (
    "body{font:17px/1.55 Georgia,serif;max-width:42rem;margin:0 auto;padding:0 1rem;color:#222;background:#fff}"
    "header,footer,aside,nav,figcaption,.byline{font:14px/1.5 sans-serif;color:#555}"
    "nav a{margin-right:1rem}img{width:100%;height:auto}aside{border:1px solid #ccc;padding:1rem;margin:1.5rem 0}"
)
_PICTURE_COLORS = ("#35546b", "#6b3f35", "#3f6b35", "#5a356b", "#6b5f35")


def article_page(article: SampleArticle, newsroom: Newsroom, address: str, first_day: date) -> str:
    """An article as its outlet shows it, with navigation, picture, caption, sign-up box, footer and metadata."""
    outlet = next(one for one in newsroom.outlets if one.slug == article.outlet)
    section = next(one.title for one in newsroom.newsletters if one.slug == article.newsletter)
    local = article.published(first_day).astimezone(NEW_YORK)
    body = (
        f'<article><h1>{escape(article.title)}</h1>\n<p class="byline">By <span rel="author">{escape(article.author)}'
        f'</span>, {escape(section)}, <time datetime="{local.isoformat()}">{local:%I:%M %p}</time></p>\n'
        f'<figure><img src="/{outlet.slug}/picture.svg" alt="" width="840" height="360">'
        f"<figcaption>Illustration by {escape(outlet.name)}</figcaption></figure>\n"
        f'<div class="story-body">\n{html(article.paragraphs)}\n</div></article>\n'
        f'<aside class="newsletter-signup"><form action="#"><label>Get {escape(outlet.name)} by mail '
        '<input type="email" name="email"></label> <button type="submit">Sign up</button></form></aside>'
    )
    return _page(article.title, outlet, _head(article, outlet, section, address, first_day), body)


def front_page(outlet: SampleOutlet, articles: Sequence[SampleArticle]) -> str:
    """An outlet's front page: what it has published so far, the newest first."""
    links = "".join(f'<li><a href="{article.path}">{escape(article.title)}</a></li>' for article in articles)
    return _page(outlet.name, outlet, "", f"<main><h1>{escape(outlet.name)}</h1><ul>{links}</ul></main>")


def picture(outlet: SampleOutlet) -> str:
    """A plain drawing that stands where a photograph would."""
    color = _PICTURE_COLORS[len(outlet.name) % len(_PICTURE_COLORS)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="840" height="360" viewBox="0 0 840 360">'
        f'<rect width="840" height="360" fill="{color}"/><text x="420" y="200" font-size="64" fill="#fff" '
        f'text-anchor="middle" font-family="serif">{escape(outlet.name)}</text></svg>'
    )


def _head(article: SampleArticle, outlet: SampleOutlet, section: str, address: str, first_day: date) -> str:
    url = f"{address}{article.path}"
    moment = article.published(first_day).isoformat()
    about = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": moment,
        "dateModified": moment,
        "articleSection": section,
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.name},
        "image": [f"{address}/{outlet.slug}/picture.svg"],
        "mainEntityOfPage": url,
        "creditText": MARK,
    }
    # "</" would end the script element early.
    data = json.dumps(about, ensure_ascii=False).replace("</", "<\\/")
    return (
        f'<link rel="canonical" href="{escape(url)}">\n<meta property="og:type" content="article">\n'
        f'<meta property="og:title" content="{escape(article.title)}">\n'
        f'<meta property="og:site_name" content="{escape(outlet.name)}">\n'
        f'<meta property="article:published_time" content="{moment}">\n'
        f'<meta name="author" content="{escape(article.author)}">\n'
        f'<script type="application/ld+json">{data}</script>\n'
    )


def _page(title: str, outlet: SampleOutlet, head: str, body: str) -> str:
    home = f"/{outlet.slug}/"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)} | {escape(outlet.name)}</title>\n{head}<style>{_STYLE}</style>\n</head>\n<body>\n"
        f'<header><a href="{home}">{escape(outlet.name)}</a> <span>{escape(outlet.tagline)}</span></header>\n'
        f'<nav><a href="{home}">Front page</a><a href="{home}">Local</a><a href="{home}">Opinion</a>'
        f'<a href="{home}">Support us</a></nav>\n{body}\n'
        f"<footer><p>{MARK}.</p><p>{escape(outlet.name)} does not exist. About us, Contact, Corrections, Privacy</p>"
        "</footer>\n</body>\n</html>\n"
    )
