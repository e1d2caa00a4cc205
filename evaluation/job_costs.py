"""The page on what archives cost, worked out from what `evaluation.job_speed` measured: no figure of it is typed.

    python -m evaluation.job_speed FOLDER --relate 5000 50000 --against --json > evaluation/job_figures.json
    python docs/generate.py

What is assumed of an archive stands in `ASSUMED`, each with where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).with_name("job_figures.json")

ASSUMED = {
    "pages": 11_500_000,
    "share": 0.4,
    "words": 450,
}
"""Of a month of CC-NEWS: pages (1.35 billion from August 2016 to spring 2026, after Lazzaroni, Lasser and Solovev, 2026,
arXiv:2605.18337, over 117 months), the share in English, and the words of a report; the last two are ours, to be replaced
by one's own."""


def page(figures: dict[str, Any], *, note: str) -> str:
    """Return the page as Markdown.

    Args:
        figures: what `evaluation.job_speed --json` gives.
        note: a line that says where the page comes from.
    """
    runs, parts, others = figures["runs"], dict(figures["parts"]), figures["others"]
    n_words, n_reports = parts.pop("words"), parts.pop("reports")
    total = sum(parts.values())
    columns = (
        "pages with a report", "captures", "workers", "seconds", "reports a second", "times one worker",
        "processor seconds", "MB a worker",
    )  # fmt: skip
    known = figures.get("vnni")
    processor = "" if known is None else f" {'with' if known else 'without'} VNNI"
    lines = [
        f"# Costs\n\n{note}What archives cost in hours, memory and room: measured by `python -m evaluation.job_speed` on a "
        f"machine of two cores{processor}, with invented archives whose reports have {n_words / n_reports:,.0f} words.\n",
        "## Speed, memory, scaling\n",
        f"| {' | '.join(columns)} |",
        "|" + "---|" * len(columns),
    ]
    for run in runs:
        one = next((r for r in runs if r["n_pages"] == run["n_pages"] and r["workers"] == 1), None)
        seconds = run["seconds"]
        faster = f"{one['seconds'] / seconds:.2f}" if one and one["seconds"] and seconds else "-"
        lines.append(
            f"| {run['n_pages']:,} | {run['n_captures']:,} | {run['workers']} | "
            + (f"{seconds:,.0f} | {run['n_reports'] / seconds:,.1f}" if seconds else "- | -")
            + f" | {faster} | {run['processor_s']:,.0f} | {run['peak_mb']:,.0f} |"
        )
    lines += [
        "\n## Where the time goes\n",
        f"Of {n_words:,} words in one process, {n_words / total:,.0f} words a second, every layer on:\n",
        "| part | share |",
        "|---|---|",
        *(f"| {name} | {seconds / total:.1%} |" for name, seconds in parts.items()),
        "\nThe encoder takes most, so most was done about it: it reads one window at a time without padding, in products of "
        "int8 with whole sums only where the processor needs to be asked for them, on one thread a worker "
        "([0003](../decisions/0003-heads-in-numpy.md), [0005](../decisions/0005-one-window-at-a-time.md)).\n",
    ]
    lines += _relations(figures.get("relations", ()))
    if others:
        both = others["trafilatura"] + others["spacy"]
        lines += [
            "\n## Against other tools\n",
            "The same pages in one run: trafilatura alone, and a spaCy pipeline of its small architecture for tags, trees "
            "and names, with untrained weights, which take the same time as trained ones.\n",
            "| tool | OnRecord takes, as many times as long |",
            "|---|---|",
            f"| trafilatura alone | {total / others['trafilatura']:.1f} |",
            f"| spaCy alone, over texts that trafilatura gave | {total / others['spacy']:.2f} |",
            f"| trafilatura and spaCy | {total / both:.2f} |",
        ]
    last = runs[-1]
    room = last["bytes_a_report"]
    lines += [
        "\n## Room\n",
        f"Bytes a report in each table, packed, of {last['n_pages']:,} pages parted by day and outlet:\n",
        "| table | bytes |",
        "|---|---|",
        *(f"| {name} | {n:,.0f} |" for name, n in room.items()),
        f"| all | {sum(room.values()):,.0f} |",
        "\n## A month of CC-NEWS\n",
        *_month(n_words / total, n_words / n_reports, parts["extraction"] / n_reports, room),
    ]
    return "\n".join(lines) + "\n"


def _relations(related: Sequence[dict[str, Any]]) -> list[str]:
    """Return the lines on what holds between the reports of the archives; none where nobody measured it."""
    if not related:
        return []
    parts = list(related[0]["seconds"])
    told = {
        kind.replace("_", " "): kind for kind in ("reprint_groups", "stories", "happenings", "contradictions")
    }
    return [
        "\n## What holds between the reports\n",
        "Seconds by the clock of `onrecord job relate`, and of its parts. Reprints and stories are put together in one "
        "process, all else is done by the workers.\n",
        f"| reports | workers | seconds | {' | '.join(parts)} | {' | '.join(told)} |",
        "|" + "---|" * (3 + len(parts) + len(told)),
        *(
            f"| {one['n_reports']:,} | {one['workers']} | {sum(one['seconds'].values()):,.0f} | "
            + " | ".join(f"{one['seconds'][part]:,.0f}" for part in parts)
            + "".join(f" | {one['n_items'][kind]:,}" for kind in told.values())
            + " |"
            for one in related
        ),
    ]


def _month(words_a_second: float, words: float, extraction_s: float, room: dict[str, float]) -> list[str]:
    n_reports = ASSUMED["pages"] * ASSUMED["share"]
    n_others = ASSUMED["pages"] - n_reports
    reading_h = n_reports * ASSUMED["words"] / words_a_second / 3600
    others_h = n_others * extraction_s / 3600
    longer = ASSUMED["words"] / words
    n_bytes = n_reports * sum(room.values()) * longer
    pages, words_each = ASSUMED["pages"], ASSUMED["words"]
    return [
        f"Assumed: {pages:,} pages a month (1.35 billion articles over 117 months: Lazzaroni, Lasser and Solovev 2026, "
        f"arXiv:2605.18337), {ASSUMED['share']:.0%} of them in English, {words_each:,} words each. The last two are guesses: "
        "put in your own. A page in another language costs its extraction alone. Room grows with words.\n",
        f"- reading: {n_reports:,.0f} reports × {words_each:,} words ÷ {words_a_second:,.0f} words a second = "
        f"{reading_h:,.0f} core-hours",
        f"- pages in other languages: {n_others:,.0f} × {extraction_s * 1000:,.1f} ms = {others_h:,.0f} core-hours",
        f"- room: {n_reports:,.0f} reports × {sum(room.values()):,.0f} bytes × {words_each:,} ÷ {words:,.0f} words = "
        f"{n_bytes / 1e9:,.0f} GB",
        f"- so on 64 cores: {(reading_h + others_h) / 64:,.1f} hours",
    ]
