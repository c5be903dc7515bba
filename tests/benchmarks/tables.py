"""How `bench_writers` prints its figures: one table with a part for each task. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from tests.benchmarks.measure import ALL, BUDGETS
from tests.benchmarks.task import LABELLED, ORDERS, SUMMARIES, WITHOUT

OURS = "daybrief"
CHANCE = "chance"
FOLDS = "folds"  # the column with the mean of the folds
COMPARED = ("why_hit", "why_or_near_hit")
OWN = (
    "why_precision",
    "why_given",
    "why_shortened_or_verbatim",
    "why_dangling_start",
    "point_label_precision",
    "points_judged_a_story",
    "lede_words_p95",
    "why_words_p95",
    "brief_words_p95",
)
_NONE = "–"

Figures = Mapping[str, Any]


def report(figures: Mapping[str, Figures], peer: str) -> Group:
    """Lay out the figures of all writers, by writer; `peer` says where the peers come from."""
    own = figures[OURS]
    parts = {
        "Why it matters: stories whose editors labelled it": whys(figures),
        "Summaries: F1 of ROUGE-1, -2 and -L in per cent": summaries(figures, peer),
        f"Ordinary articles, without labels: {own['ordinary']['articles']}": ordinary(own["ordinary"]),
        f"One process, one core, start and loading included, {own['batch']['records']} articles": batch(own["batch"]),
    }
    return Group(*(line for title, part in parts.items() for line in (Text(f"\n{title}", "bold"), part)))


def whys(figures: Mapping[str, Figures]) -> Table:
    """Lay out the labelled stories: a row a figure, the writers below each other where it is everybody's."""
    own = figures[OURS]["why"]
    folds = len(own["shuffled"][ALL].get("folds", ()))
    caption = "over all stories of a set, or of all sets"
    if folds:
        caption += f", whichever fold they are of; {FOLDS}: plain means over {folds} folds of all sets"
    table = _table(caption)
    columns = [*LABELLED, ALL, *([FOLDS] if folds else [])]
    for order in ORDERS:
        for number, name in enumerate(columns):
            table.add_column(f"{'' if number else order}\n{LABELLED.get(name, name)}", justify="right")
    table.add_row("stories", *_cells(own, "stories", columns))
    for figure in COMPARED:
        table.add_row(figure)
        for writer, found in figures.items():
            if any(figure in one for one in found["why"]["shuffled"].values()):
                table.add_row(f"  {writer}", *_cells(found["why"], figure, columns))
    table.add_row(f"{OURS}'s own")
    for figure in OWN:
        table.add_row(f"  {figure}", *_cells(own, figure, columns))
    table.add_row("without the editors' answer")
    without = {order: own[order + WITHOUT] for order in ORDERS}
    for figure in ("stories", "why_given"):
        table.add_row(f"  {figure}", *_cells(without, figure, columns))
    return table


def _cells(orders: Mapping[str, Mapping[str, Figures]], figure: str, columns: Sequence[str]) -> Iterator[str]:
    """Give a figure in both orders, for each set, all and the mean of the folds; nothing where it was not asked."""
    for order in ORDERS:
        sets = orders.get(order, {})
        for name in columns:
            found = sets.get(ALL, {}).get("mean_of_folds", {}) if name == FOLDS else sets.get(name, {})
            yield shown(found.get(figure))


def shown(value: float | None) -> str:
    """Print a share with three decimals, a whole number as it is, the mean of several with one, nothing as a dash."""
    if value is None or isinstance(value, int):
        return _NONE if value is None else str(value)
    return f"{value:.3f}" if value <= 1 else f"{value:.1f}"


def summaries(figures: Mapping[str, Figures], peer: str) -> Table:
    """Lay out the summaries, and the time of both tasks."""
    caption = f"{peer}; words and CPU ms are means over all stories"
    table = _table(caption)
    told = figures[OURS]["summaries"]
    for name, title in SUMMARIES.items():
        table.add_column(f"{title}\n{told[name]['stories']}", justify="right", no_wrap=True)
    for title in ("words", "CPU ms", "CPU ms of a why"):
        table.add_column(title, justify="right")
    for writer, own in figures.items():
        if "summaries" in own:
            sets = list(own["summaries"].values())
            rouges = (" ".join(f"{100 * one[f'rouge_{kind}']:.1f}" for kind in "12l") for one in sets)
            spent = own["why"]["shuffled"][ALL]["cpu_ms"]
            table.add_row(
                writer, *rouges, f"{pooled(sets, 'words'):.0f}", f"{pooled(sets, 'cpu_ms'):.2f}", f"{spent:.2f}"
            )
    return table


def pooled(sets: Sequence[Figures], figure: str) -> float:
    """Return the mean over the stories of all sets."""
    return fmean([one[figure] for one in sets], [one["stories"] for one in sets])


def ordinary(found: Figures) -> Table:
    """Lay out what the briefs of ordinary articles are like."""
    table = _table()
    table.add_column("")
    table.add_row("crashes", str(found["crashes"]))
    for name, most in BUDGETS.items():
        over, labelled = found["over_budget"][name], found["over_budget_labelled"][name]
        told = f"{over}, {labelled} of them with points that its newsroom labelled" if labelled else str(over)
        table.add_row(f"{name} over {most} words", told)
    table.add_row("without a lede", str(found["without_lede"]))
    table.add_row("share with a why", shown(found["why_given"]))
    for reason, count in found["reasons"].items():
        table.add_row(f"  none: {reason}", str(count))
    return table


def batch(found: Figures) -> Table:
    """Lay out what one process needs for many articles."""
    table = _table()
    table.add_column("", justify="right")
    for title, figure in (("CPU ms a story", "cpu_ms"), ("CPU s in all", "cpu_seconds"), ("peak MB", "peak_mb")):
        table.add_row(title, f"{found[figure]:.1f}")
    table.add_row("errors", str(found["errors"]))
    return table


def _table(caption: str | None = None) -> Table:
    table = Table(caption=caption, box=None, show_header=caption is not None, caption_justify="left")
    table.add_column("", no_wrap=True)
    return table
