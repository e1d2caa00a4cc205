"""Who did a deed, where other words than its own tell: a charge, a verdict, a claim of responsibility, blame."""

from __future__ import annotations

from onrecord.record.arguments import ArgumentFinder
from onrecord.record.charges import charge_over, is_denied
from onrecord.record.parse import Parse

_OWNING = frozenset({"accept", "admit", "assume", "claim", "take"})
"""Verbs of whoever takes responsibility for a deed."""


def find_culprits(deed: int, parse: Parse, arguments: ArgumentFinder) -> tuple[int, ...]:
    """Return the words for whoever is said to have done a deed that a noun tells.

    "Found Vane guilty of two counts of murder", "the cell claimed responsibility for the attack", "blamed the rebels for
    it": each by the index of its head word. Where blame is passed on without saying from whom, nobody is returned, since
    the outlet would then be the one who tells who did it.
    """
    charge = charge_over(parse, deed)
    if charge is None:
        return _owners(deed, parse, arguments) or _blamed(deed, parse, arguments)
    if charge.verb is None:
        return ()
    own = arguments.of(charge.verb)
    if charge.whom is not None:
        return _somebody((charge.whom,), parse)
    return _somebody(own.subjects if charge.pleads else own.objects, parse)


def _owners(deed: int, parse: Parse, arguments: ArgumentFinder) -> tuple[int, ...]:
    """Return who claims a deed: "the cell claimed responsibility for the attack"."""
    noun = parse.words[deed].head
    if noun is None or parse.lemmas[noun] != "responsibility" or parse.case(deed) != "for":
        return ()
    verb = parse.words[noun].head
    if verb is None or parse.lemmas[verb] not in _OWNING:
        return ()
    return () if is_denied(verb, parse) else _somebody(arguments.of(verb).subjects, parse)


def _blamed(deed: int, parse: Parse, arguments: ArgumentFinder) -> tuple[int, ...]:
    """Return whom somebody blames for a deed: "blamed the rebels for it", "blamed the attack on the rebels"."""
    verb = parse.words[deed].head
    if verb is None or parse.lemmas[verb] != "blame" or arguments.is_passive(verb):
        return ()
    own = arguments.of(verb)
    if parse.case(deed) == "for":
        return _somebody(own.objects, parse)
    return (own.after("on") or arguments.of(deed).after("on")) if deed in own.objects else ()


def _somebody(indices: tuple[int, ...], parse: Parse) -> tuple[int, ...]:
    """Return the words before which no "no" stands."""
    return tuple(
        index for index in indices if not any(parse.lemmas[c] == "no" for c in parse.children[index])
    )
