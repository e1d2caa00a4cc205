"""What each task gets wrong, item by item: one row for every task, sorted into kinds.

The functions take what was read already, so that they can be tried on readings made by hand;
`python -m evaluation.errors` runs them over the corpora.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from evaluation.attribution import ROLES, Article, found_spans, gold_spans, kind_of, quoted_characters
from evaluation.places import WITHIN_KM, error_km
from evaluation.places import Article as PlacedArticle
from evaluation.syntax import GoldDocument, sentence_spans
from evaluation.times import TimedDocument, match_times
from onrecord.model import Span, SpeechFrame, Timex, trim
from onrecord.record.toponyms import Resolution

_HALF = 0.5
"""Share of the characters of two contents that they have in common where they count as one (as for triples)."""

_BANDS_KM = (500, 2_000)
"""Bounds of the bands that the error of a place that is too far off is sorted into."""

_FEATURES = {"PCL": "country", "ADM": "division", "PPL": "town"}
"""Kinds of feature by the first letters of a GeoNames feature code."""


@dataclass(frozen=True, slots=True)
class Error:
    """One thing that a task gets wrong in one text.

    Attributes:
        kind: what went wrong, the general before the particular ("content missed", "UPOS NOUN as PROPN").
        document: name of the text in its corpus.
        gold: where the gold has it, or None where the gold has nothing there.
        found: where it was found, or None where nothing was.
        note: labels and numbers that say more; never words of the text.
        text: the text that the spans lie in; only shown on request.
    """

    kind: str
    document: str
    gold: Span | None
    found: Span | None
    note: str = ""
    text: str = field(default="", repr=False)


Difference = tuple[str, Span | None, Span | None]
"""How two sides differ, the span of the gold and the span found."""


def compare_spans(gold: Iterable[Span], found: Iterable[Span]) -> list[Difference]:
    """Return how spans that are not the same on both sides differ, in order of offset.

    Spans that share characters are paired one to one, those that share most first: `boundary left`, `right` or
    `both`. A span left over that shares characters with one of the other side that is not right either is a piece:
    of a gold span found in several (`split`), or of several found as one (`joined`). All others are `missed` or
    `spurious`.
    """
    wanted, had = set(gold), set(found)
    missing, extra = sorted(wanted - had), sorted(had - wanted)
    shared = sorted((-g.shared(f), g, f) for g in missing for f in extra if g.shared(f))
    partner: dict[Span, Span] = {}
    taken: set[Span] = set()
    for _, g, f in shared:
        if g not in partner and f not in taken:
            partner[g] = f
            taken.add(f)
    rows: list[Difference] = [(_boundary(g, f), g, f) for g, f in partner.items()]
    rows += [
        ("joined" if any(g.overlaps(f) for f in extra) else "missed", g, None)
        for g in missing
        if g not in partner
    ]
    rows += [
        ("split" if any(f.overlaps(g) for g in missing) else "spurious", None, f)
        for f in extra
        if f not in taken
    ]
    return sorted(rows, key=lambda row: (row[1] or row[2] or Span(0, 0), row[0]))


def _boundary(gold: Span, found: Span) -> str:
    if gold.start == found.start:
        return "boundary right"
    return "boundary left" if gold.end == found.end else "boundary both"


# Attribution


def attribution_errors(article: Article, frames: Sequence[SpeechFrame]) -> Iterator[Error]:
    """Yield what differs in the spans of each role of a whole report, and in the links between them.

    Links: frames are paired by overlapping cues. Of a pair, the source may be missing, unwanted or another, the
    content missing, another, or shared by less than half (the note is the kind of speech of the gold).
    """
    for k, role in enumerate(ROLES):
        for kind, gold, found in compare_spans(gold_spans(article, k), found_spans(frames, k, article.text)):
            yield Error(f"{role} {kind}", article.name, gold, found, text=article.text)
    taken: set[int] = set()
    quoted = quoted_characters(article.text)
    for source, cue, content in article.frames:
        pairs = [
            (max(f.cue.shared(c) for c in cue), -k)
            for k, f in enumerate(frames)
            if cue and content and k not in taken and any(f.cue.overlaps(c) for c in cue)
        ]
        if not pairs:
            continue
        k = -max(pairs)[1]
        taken.add(k)
        note = kind_of(content, article.text, quoted)
        for kind in _wrong_links(source, content, frames[k]):
            yield Error(f"link {kind}", article.name, cue[0], frames[k].cue, note, article.text)


def _wrong_links(source: Sequence[Span], content: Sequence[Span], found: SpeechFrame) -> Iterator[str]:
    if source and found.source is None:
        yield "source missing"
    elif found.source is not None and not source:
        yield "source unwanted"
    elif found.source is not None and not any(found.source.overlaps(s) for s in source):
        yield "source another"
    own = {i for s in content for i in range(s.start, s.end)}
    others = {i for s in found.content for i in range(s.start, s.end)}
    if not others:
        yield "content missing"
    elif not own & others:
        yield "content another"
    elif len(own & others) < _HALF * len(own | others):
        yield "content under half"


# Mentions


def mention_errors(
    document: str, text: str, gold: Iterable[tuple[Span, str]], found: Iterable[tuple[Span, str]]
) -> Iterator[Error]:
    """Yield what differs in mentions with their types: first those with the same span and another type.

    Where one span has several types, all that the other side lacks are named.
    """
    wanted, had = _types_by_span(gold), _types_by_span(found)
    for span in sorted(wanted.keys() & had.keys()):
        if wanted[span] != had[span]:
            kind = f"type {'+'.join(sorted(wanted[span]))} as {'+'.join(sorted(had[span]))}"
            yield Error(kind, document, span, span, text=text)
    for kind, g, f in compare_spans(wanted, had):
        types = ("+".join(sorted(wanted[g])) if g else None, "+".join(sorted(had[f])) if f else None)
        label = types[0] or types[1] or ""
        note = f"{types[0]} as {types[1]}" if types[0] and types[1] and types[0] != types[1] else label
        kind = f"{kind} {label}" if kind in ("missed", "spurious") else kind
        yield Error(kind, document, g, f, note, text)


def _types_by_span(mentions: Iterable[tuple[Span, str]]) -> dict[Span, set[str]]:
    types: dict[Span, set[str]] = {}
    for span, kind in mentions:
        types.setdefault(span, set()).add(kind)
    return types


# Words, tags and trees


def tag_errors(
    document: GoldDocument,
    tags: Sequence[tuple[str, str, str]],
    heads: Sequence[int | None],
    deprels: Sequence[str],
) -> Iterator[Error]:
    """Yield each word with a wrong tag, a wrong head, or a wrong relation to the right head.

    The arguments are those of `evaluation.syntax.count_right`; subtypes of relations are cut on both sides.
    """
    for word, (upos, *_), head, deprel in zip(document.words, tags, heads, deprels, strict=True):
        wanted, had = word.deprel.split(":")[0], deprel.split(":")[0]
        row = (document.name, word.span, word.span)
        if upos != word.upos:
            yield Error(f"UPOS {word.upos} as {upos}", *row, text=document.text)
        if head != word.head:
            yield Error(f"head of {wanted}", *row, "" if wanted == had else f"as {had}", document.text)
        elif wanted != had:
            yield Error(f"relation {wanted} as {had}", *row, text=document.text)


def sentence_errors(document: GoldDocument, found: Sequence[Span]) -> Iterator[Error]:
    """Yield each sentence that begins within one of the gold, and each of the gold that begins within one found."""
    gold = sentence_spans(document)
    starts, found_starts = {s.start for s in gold}, {s.start for s in found}
    for one in found:
        if one.start not in starts:
            yield Error("sentence split", document.name, _holder(one, gold), one, text=document.text)
    for one in gold:
        if one.start not in found_starts:
            yield Error("sentences joined", document.name, one, _holder(one, found), text=document.text)


def _holder(one: Span, others: Sequence[Span]) -> Span | None:
    return next((other for other in others if other.start <= one.start < other.end), None)


# Places


def place_errors(article: PlacedArticle, resolutions: Sequence[Resolution]) -> Iterator[Error]:
    """Yield each toponym that was taken for nothing, or for a place over 161 km off, by kind of feature.

    The kind is that of the gold, as far as its corpus codes one.
    """
    for toponym, resolution in zip(article.toponyms, resolutions, strict=True):
        code = toponym.feature
        feature = "not coded" if code is None else _FEATURES.get(code[:3], "other feature")
        row, off_km = resolution.row, error_km(toponym, resolution.row)
        if row is None:
            kind, note = f"missed, {feature}", f"{resolution.candidates} candidates"
        elif off_km > WITHIN_KM:
            kind, note = (
                f"far, {feature}, {_band(off_km)}",
                f"{off_km:.0f} km, {code or '-'} as {row.feature}",
            )
        else:
            continue
        yield Error(kind, article.name, toponym.span, toponym.span if row else None, note, article.text)


def _band(off_km: float) -> str:
    low = f"{WITHIN_KM:.0f}"
    for high in _BANDS_KM:
        if off_km <= high:
            return f"{low} to {high} km"
        low = str(high)
    return f"over {low} km"


# Times


def time_errors(document: TimedDocument, found: tuple[Timex, ...]) -> Iterator[Error]:
    """Yield time expressions that are missed, spurious, or of another extent, type or value, by type of the gold."""
    for gold, timex in match_times(document, found)[1]:
        here = Span(gold.start, gold.end) if gold else None
        there = timex.span if timex else None
        row = (document.name, here, there)
        if gold is None or timex is None:
            kind = f"missed {gold.type}" if gold else f"spurious {timex.type}" if timex else ""
            one = gold or timex
            yield Error(kind, *row, (one.value if one else None) or "-", document.text)
            continue
        if trim(Span(gold.start, gold.end), document.text) != trim(timex.span, document.text):
            yield Error(f"extent {gold.type}", *row, text=document.text)
        if gold.type != timex.type:
            yield Error(f"type {gold.type} as {timex.type}", *row, text=document.text)
        if gold.value != timex.value:
            yield Error(f"value {gold.type}", *row, f"{gold.value} as {timex.value or '-'}", document.text)


# Coreference


Chains = Sequence[frozenset[Span]]
"""Chains, each the set of its mentions; no mention is in two."""


def chain_errors(document: str, text: str, gold: Chains, found: Chains) -> Iterator[Error]:
    """Yield mentions of chains that differ, and chains that were split or joined.

    Only mentions on both sides tell how chains were parted: each part of a chain of the gold but the largest is a
    split, with its first mention as found beside that of the largest; each part of a found chain but the largest
    was joined to it.
    """
    mentions = compare_spans((m for chain in gold for m in chain), (m for chain in found for m in chain))
    for kind, g, f in mentions:
        yield Error(f"mention {kind}", document, g, f, text=text)
    for chain in sorted(gold, key=min):
        for first, part in _parts(chain, found):
            yield Error("chain split", document, first, min(part), f"{len(part)} of {len(chain)}", text)
    for chain in sorted(found, key=min):
        for first, part in _parts(chain, gold):
            yield Error("chains joined", document, min(part), first, f"{len(part)} of {len(chain)}", text)


def _parts(chain: frozenset[Span], others: Chains) -> Iterator[tuple[Span, frozenset[Span]]]:
    parts = sorted(
        (chain & other for other in others if chain & other), key=lambda part: (-len(part), min(part))
    )
    yield from ((min(parts[0]), part) for part in parts[1:])
