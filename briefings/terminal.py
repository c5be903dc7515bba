"""Editions and poll reports for a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.text import Text

from briefings.feeds.poll import PollReport
from briefings.model import Brief, Edition, Newsletter, Point

INDENT = (0, 0, 0, 3)


def show_report(console: Console, report: PollReport) -> None:
    """What every source brought, and which ones failed and why."""
    failed = [one for one in report.sources if one.status == "failed"]
    added = sum(one.added for one in report.sources)
    console.print(f"{len(report.sources)} sources asked, {added} new articles, {len(failed)} failed.", style="dim")
    for one in failed:
        console.print(f"  [red]failed[/] {escape(one.source.name)}: {escape(one.error or 'no reason given')}")


def show_edition(console: Console, newsletter: Newsletter, edition: Edition) -> None:
    """One edition, its briefs numbered."""
    console.print()
    console.rule(Text(f"{newsletter.title}, {edition.date:%A} {edition.slot}", style="bold"), align="left")
    if not edition.briefs:
        console.print(f"Nothing worth your time. {edition.articles_read} articles read.", style="dim")
    for number, brief in enumerate(edition.briefs, start=1):
        _show_brief(console, number, brief)


def _show_brief(console: Console, number: int, brief: Brief) -> None:
    console.print()
    console.print(Text(f"{number}. {brief.headline}", style="bold"))
    console.print(Padding(Text(brief.lede.text), INDENT))
    for point in _points(brief):
        console.print(Padding(Text.assemble((f"{point.label}: ", "bold cyan"), point.text), INDENT))
    outlets = Text(", ").join(
        Text(outlet.publisher, style=f"dim underline link {outlet.url}") for outlet in brief.outlets
    )
    console.print(Padding(outlets, INDENT))


def _points(brief: Brief) -> Iterable[Point]:
    if brief.why:
        yield brief.why
    yield from brief.points
