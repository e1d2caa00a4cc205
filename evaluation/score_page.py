"""The page of scores, written from the figures: one table a layer, with bars and the figures of others."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from evaluation.bars import Bar
from evaluation.figures import Figure, TaskFigures

OTHERS = Path(__file__).with_name("others.toml")

_INTRO = """# Scores

<!-- Written by `python -m evaluation.scores` from evaluation/figures.json; run `make scores` to measure again. -->

Every figure on this page is written by the command named above its table.
All corpora are parts kept for development; nothing here was measured on a test part.
Intervals hold the middle 95 % of the figure over texts drawn with replacement; a single text has none.
A bar is what the first edition had to show; it is held against the figure before rounding.
"""

_ABOUT = {
    "specimens": (
        "Whole reports",
        "One wire report (palmyra) with no day of publication given, and six reports of other outlets, each with "
        "its day given, scored by the specimens' own scorer. Counts are of items of the gold. Lines about events "
        "are left out until events are coded.",
    ),
    "attribution": (
        "Attribution",
        "PolNeAR, development part: exact F1 of source, cue and content. `sentence`: one instance a sentence "
        "(CoreNLP sentence bounds, spans clipped to the sentence); reports that come without bounds are left out. "
        "The corpus marks the outermost attribution only: speech found within other speech is not compared. "
        "`report`: whole spans. `triple`: source, cue and content linked, content with a Jaccard index of .5.",
    ),
    "syntax": (
        "Words, tags and trees",
        "UD English EWT and GUM, development parts. UPOS, XPOS, lemmas, UAS and LAS are accuracies over all words, "
        "words and sentences given; words and sentences are F1 of exact spans from raw text. The bars hold for "
        "both corpora together.",
    ),
    "mentions": (
        "Names",
        "Exact span and type (person, body, place) of names. Training saw the names of CrossNER's training part; "
        "the names of re3d and of UNER are in no corpus it saw.",
    ),
    "coreference": (
        "Coreference",
        "OntoGUM, development part: chains of two members or more in the manner of OntoNotes, mentions found by the "
        "reader from raw text and widened to whole noun phrases. CoNLL F1 is the mean of the three above it.",
    ),
    "places": (
        "Places",
        "Toponyms resolved with the places given; every coded toponym counts, and one that is not resolved is wrong.",
    ),
    "found_places": (
        "Places from end to end",
        "Articles read and put on record; a toponym is found where a place overlaps it, nominals left out. The last "
        "two measures are of toponyms with coordinates. GeoVirus marks only some toponyms, so that its precision is "
        "a lower bound; LGL marks adjectives and governments too, so that its recall is one. Of LGL the first 150 "
        "articles are read.",
    ),
    "times": (
        "Times",
        "TIMEX3 inside the text, the day of creation given: F1 of extent (relaxed, strict), and of relaxed matches "
        "with the right type and value. Tense is read from word forms here, as the reader is not run.",
    ),
    "extraction": (
        "Article text",
        "Bodies taken out of pages, against article-extraction-benchmark, development half: shingles of four words, "
        "each page weighing the same. Headline and standfirst are left out, as in its gold.",
    ),
    "metadata": (
        "Day of publication and headline",
        "The pages of article-extraction-benchmark, development half, against the days of first publication that "
        "they state, collected by hand in `evaluation/gold`. Right is also a page that states no day and gets none. "
        "The headline is the one that readers see, compared by letters and digits.",
    ),
    "speed": (
        "Speed, memory, size",
        "One core of one machine, over the reports of PolNeAR's development part; these figures say little of "
        "another machine.",
    ),
}


@dataclass(frozen=True, slots=True)
class Other:
    """A published figure of another system.

    Attributes:
        task: the task it belongs to.
        system: who.
        figures: the figures as published, with what they measure.
        on: what they were measured on.
        source: where they were published, or who computed them.
        comparable: "yes", "in part" or "no".
        why: what is the same and what differs.
    """

    task: str
    system: str
    figures: str
    on: str
    source: str
    comparable: str
    why: str


def load_others(path: Path = OTHERS) -> list[Other]:
    """Return the published figures of other systems.

    Raises:
        ValueError: one does not say whether it can be compared.
    """
    others = [Other(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["other"]]
    for other in others:
        if other.comparable not in ("yes", "in part", "no"):
            raise ValueError(
                f"{other.system}: comparable must be yes, in part or no, not {other.comparable!r}"
            )
    return others


def page(tasks: list[TaskFigures], *, bars: dict[tuple[str, str, str], Bar], others: list[Other]) -> str:
    """Return the page in Markdown; the same figures give the same page."""
    parts = [_INTRO, _bars_table(tasks, bars), _measured_with(tasks)]
    parts += [_section(one, bars, [other for other in others if other.task == one.task]) for one in tasks]
    return "\n".join(parts)


def _bars_table(tasks: list[TaskFigures], bars: dict[tuple[str, str, str], Bar]) -> str:
    held = [
        (one.task, figure, bars[one.task, figure.group, figure.measure])
        for one in tasks
        for figure in one.figures
        if (one.task, figure.group, figure.measure) in bars
    ]
    missed = [entry for entry in held if not entry[1].meets(entry[2])]
    unmeasured = len(bars) - len(held)
    text = f"{len(held) - len(missed)} of {len(held)} bars are met."
    text += f" {unmeasured} more are not measured on this page." if unmeasured else ""
    if not missed:
        return text + "\n"
    rows = [
        f"| {_ABOUT[task][0]} | {figure.group} | {figure.measure} | {_value(figure)} | {_counts(figure)} | {bar} |"
        for task, figure, bar in missed
    ]
    head = ["| layer | on | measure | figure | counts | bar |", "|---|---|---|---:|---|---|"]
    return "\n".join([f"{text} Those not met:", "", *head, *rows, ""])


def _measured_with(tasks: list[TaskFigures]) -> str:
    lines = []
    for kind in ("weights", "gazetteer"):
        digests = {getattr(one, kind) for one in tasks if getattr(one, kind)}
        if len(digests) == 1:
            lines.append(f"{kind.capitalize()} digest: `{digests.pop()}`.")
        elif digests:
            lines.append(f"**The layers were measured with different {kind}**; each names its own.")
    return "\n".join(lines) + "\n"


def _section(one: TaskFigures, bars: dict[tuple[str, str, str], Bar], others: list[Other]) -> str:
    title, about = _ABOUT[one.task]
    folder = "--shared ../shared" if one.task == "specimens" else "--data ../shared/data"
    limit = f" --limit {one.limit}" if one.limit else ""
    lines = [f"## {title}", "", about, "", f"    python -m evaluation.{one.task} {folder}{limit}", ""]
    if one.limit:
        lines += [f"**Only the first {one.limit} texts of each corpus were read: these are no scores.**", ""]
    sizes = ", ".join(f"{group} {size}" for group, size in one.sizes.items())
    lines += [f"Texts: {sizes}.", ""]
    lines += [f"{kind.capitalize()}: `{value}`.\n" for kind, value in _digests(one)]
    lines += ["| on | measure | figure | 95 % interval | counts | bar | |", "|---|---|---:|---|---|---|---|"]
    for group, figures in groupby(one.figures, key=lambda figure: figure.group):
        for k, figure in enumerate(figures):
            bar = bars.get((one.task, figure.group, figure.measure))
            met = "" if bar is None else "met" if figure.meets(bar) else "**not met**"
            cells = (group if k == 0 else "", figure.measure, _value(figure), _interval(figure))
            lines.append("| " + " | ".join((*cells, _counts(figure), str(bar or ""), met)) + " |")
    if others:
        lines += ["", "Figures of others, as published:", ""]
        lines += ["| system | figures | on | comparable | source |", "|---|---|---|---|---|"]
        for other in others:
            comparable = f"{other.comparable}: {other.why}"
            lines.append(f"| {other.system} | {other.figures} | {other.on} | {comparable} | {other.source} |")
    return "\n".join(lines) + "\n"


def _digests(one: TaskFigures) -> list[tuple[str, str]]:
    return [(kind, digest) for kind in ("weights", "gazetteer") if (digest := getattr(one, kind))]


def _value(figure: Figure) -> str:
    if figure.unit == "%":
        return f"{figure.value:.1f}"
    shown = f"{figure.value:.0f}" if abs(figure.value) >= 100 or figure.value == int(figure.value) else None
    shown = shown or (f"{figure.value:.3f}" if figure.unit == "" else f"{figure.value:.2f}")
    return f"{shown} {figure.unit}".strip()


def _interval(figure: Figure) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f"{figure.low:.1f} to {figure.high:.1f}"


def _counts(figure: Figure) -> str:
    if figure.right is None or figure.gold is None:
        return ""
    if figure.found is None:
        return f"{figure.right} of {figure.gold}"
    return f"{figure.right} right, {figure.gold} gold, {figure.found} found"
