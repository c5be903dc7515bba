"""Serves the sample newsroom over HTTP on 127.0.0.1: feeds that grow as the clock goes on, pages, pictures."""

import gzip
import hashlib
from datetime import UTC, date, datetime
from email.utils import format_datetime, parsedate_to_datetime

import structlog
from aiohttp import web

from briefings.clock import Clock
from briefings.errors import BriefingsError
from briefings.sample.catalogue import catalogue
from briefings.sample.documents import CONTENT_TYPES, Issue, document
from briefings.sample.model import SampleArticle
from briefings.sample.newsroom import Newsroom, load
from briefings.sample.page import article_page, front_page, picture

log = structlog.get_logger()

_HOST = "127.0.0.1"
_SMALLEST_GZIP = 512


class SampleServerError(BriefingsError):
    """The sample server cannot start, or was asked for its address before it did."""


class SampleServer:
    """The sample newsroom's web server. Day 1 is `first_day`; what `clock` has not reached yet is not there (404).

    Answers carry ETag and Last-Modified, conditional requests get 304, bodies are gzipped for those who accept it.
    """

    def __init__(self, clock: Clock, first_day: date, newsroom: Newsroom | None = None) -> None:
        self._clock = clock
        self._first_day = first_day
        self._newsroom = newsroom or load()
        self._feeds = {feed.path: feed for feed in self._newsroom.feeds()}
        self._articles = {article.path: article for article in self._newsroom.articles}
        self._outlets = {outlet.slug: outlet for outlet in self._newsroom.outlets}
        self._runner: web.AppRunner | None = None
        self._port = 0

    async def start(self, port: int = 0) -> None:
        """Listen on `port` of 127.0.0.1, by default a free one.

        Raises:
            SampleServerError: the port cannot be had.
        """
        app = web.Application()
        app.router.add_get("/{outlet}/", self._front)
        app.router.add_get("/{outlet}/picture.svg", self._picture)
        app.router.add_get("/{outlet}/feeds/{file}", self._feed)
        app.router.add_get("/{outlet}/{article}", self._page)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, _HOST, port).start()
        except (OSError, OverflowError) as error:
            await runner.cleanup()
            raise SampleServerError(f"The sample newsroom cannot listen on port {port}: {error}") from error
        self._runner = runner
        self._port = int(runner.addresses[0][1])
        log.info("sample.started", url=self.url, feeds=len(self._feeds), articles=len(self._articles))

    async def stop(self) -> None:
        """Close the server; a second time does nothing."""
        if self._runner:
            runner, self._runner = self._runner, None
            await runner.cleanup()
            log.info("sample.stopped")

    @property
    def url(self) -> str:
        """Its address without a slash at the end.

        Raises:
            SampleServerError: it is not running.
        """
        if not self._runner:
            raise SampleServerError("The sample newsroom has no address before it is started")
        return f"http://{_HOST}:{self._port}"

    def catalogue_toml(self) -> str:
        """A catalogue whose sources are this server's feeds; all newsletters come on all days."""
        return catalogue(self._newsroom, self.url)

    async def _feed(self, request: web.Request) -> web.Response:
        feed = self._feeds.get(request.path)
        if not feed:
            raise web.HTTPNotFound
        articles = self._newsroom.shown(feed, self._first_day, self._clock.now())
        issue = Issue(feed, articles, self.url, self._first_day)
        return _answer(request, document(issue), CONTENT_TYPES[feed.form], issue.changed)

    async def _page(self, request: web.Request) -> web.Response:
        article = self._articles.get(request.path)
        if not article or not self._is_out(article):
            raise web.HTTPNotFound
        page = article_page(article, self._newsroom, self.url, self._first_day)
        return _answer(request, page.encode(), "text/html", article.published(self._first_day))

    async def _front(self, request: web.Request) -> web.Response:
        outlet = self._outlets.get(request.match_info["outlet"])
        if not outlet:
            raise web.HTTPNotFound
        told = [one for one in self._newsroom.articles if one.outlet == outlet.slug and self._is_out(one)]
        told.sort(key=lambda article: article.published(self._first_day), reverse=True)
        return web.Response(text=front_page(outlet, told), content_type="text/html")

    async def _picture(self, request: web.Request) -> web.Response:
        outlet = self._outlets.get(request.match_info["outlet"])
        if not outlet:
            raise web.HTTPNotFound
        return web.Response(text=picture(outlet), content_type="image/svg+xml")

    def _is_out(self, article: SampleArticle) -> bool:
        return article.published(self._first_day) <= self._clock.now()


def _answer(request: web.Request, body: bytes, content_type: str, changed: datetime) -> web.Response:
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(changed.astimezone(UTC), usegmt=True),
        "Vary": "Accept-Encoding",
    }
    if _is_known(request, etag, changed):
        return web.Response(status=304, headers=headers)
    if len(body) >= _SMALLEST_GZIP and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = gzip.compress(body, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return web.Response(body=body, headers=headers, content_type=content_type, charset="utf-8")


def _is_known(request: web.Request, etag: str, changed: datetime) -> bool:
    """Whether the asker has this version (RFC 9110, 13.2.2: a tag decides alone where one is given)."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        known = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return "*" in known or etag in known
    since = request.headers.get("If-Modified-Since")
    try:
        return since is not None and parsedate_to_datetime(since) >= changed.replace(microsecond=0)
    except (TypeError, ValueError):  # a date nobody can read, or one without a zone, counts as none
        return False
