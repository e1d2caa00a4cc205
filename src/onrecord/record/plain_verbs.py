"""Verbs that the table of events has no frame for: which of them stand for happenings all the same, and how surely."""

from __future__ import annotations

from onrecord.record.arguments import Arguments
from onrecord.record.parse import Parse
from onrecord.record.word_classes import WordClasses

UNLISTED, VAGUE = 0.4, 0.3
"""Scores of an event whose verb the table lacks; of a verb that says little."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NO_HAPPENING = _words(
    """
    be have do seem appear become remain stay know think believe want need like love hate hope fear wish
    mean own contain include involve consist belong depend concern relate differ resemble cost weigh last
    exist lie sit stand deserve lack owe possess prefer understand remember forget realize realise feel
    see look sound smell taste matter try fail manage require indicate suggest add say tell speak talk
    mention explain ask answer reply insist argue claim state announce report deny confirm admit
    acknowledge stress emphasise emphasize reiterate point expect anticipate predict estimate plan intend
    aim seek consider regard view deem wonder guess suppose assume doubt agree tend base locate situate
    dub date due accord focus concentrate pretend happen occur call start begin stop continue finish
    cease describe quote learn reflect note compare name title afford account total stem match benefit
    comprise constitute amount equal struggle air span stretch cling entail suffice deserve pertain
    correspond originate
    """
)
"""Verbs that are no happening unless the table of events has a row that fits: states, feelings, speech, and verbs that
hold another event."""


_WEAK = _words(
    """
    give make take put set use help serve show read write keep follow find allow enable cause get go come
    let
    """
)
"""Verbs that say little by themselves: a happening where somebody does it to something."""

_DEEDS = _words(
    """
    pay leave bring issue offer move extend turn receive carry perform drop provide reach send launch
    force clear create develop introduce form suffer permit hit place publish push cut break hold deny
    lift trace reach spend lead pass gain reveal disclose
    """
)
"""Verbs that the table leaves out but for some frames: a happening where somebody does it to something, or it is done."""

_STANDS = frozenset({"control", "cover", "wear"})
"""Verbs of what stands as it is, though somebody does it to something."""

_WITH_OBJECTS = frozenset({"use", "lead"})
"""Verbs that hold another event only where nobody and nothing is their object: "used the road to flee" are two."""

_OF_PHRASES = _words(
    """
    progress sense difference way use room point effort advantage care note heed part place account shape hold notice
    stock issue pride responsibility credit time turn rise birth thought mind idea impression reason
    hope risk question doubt fear concern
    """
)
"""Objects that make no happening with "make", "take", "give" and the like."""


class PlainVerbs:
    """Judges the plain verbs of one report."""

    def __init__(self, parse: Parse, classes: WordClasses) -> None:
        self.parse, self.words, self.classes = parse, parse.words, classes

    def score(self, index: int, lemma: str, own: Arguments, *, left_out: bool, holds: bool) -> float | None:
        """Return how likely a verb stands for a happening, or None where it stands for none.

        Args:
            index: the verb.
            lemma: its dictionary form.
            own: its arguments.
            left_out: whether the table has the verb, as one of no happening but for some frames.
            holds: whether it only carries, or is said of, another event.
        """
        deed = lemma in _DEEDS or (left_out and lemma not in _WEAK)
        if lemma in _NO_HAPPENING or (holds and not (lemma in _WITH_OBJECTS and own.objects)):
            return None
        if not (own.subjects or own.objects):
            return None
        acts = any(self.classes.side(word) or self.classes.is_of(word, "VEHICLE") for word in own.subjects)
        if lemma in _WEAK and (not (own.objects and (acts or own.passive)) or self._is_phrase(lemma, own)):
            return None
        acts = acts or any(self.classes.event(word) for word in own.subjects)
        if left_out and deed and not own.objects and not self._goes(index, own):
            return None
        if left_out and deed and own.objects and not (acts or own.passive):
            return None
        if left_out and lemma not in _DEEDS | _WEAK and self._is_phrase(lemma, own):
            return None  # "raising hopes"
        if left_out and (lemma in _STANDS or (lemma not in _DEEDS and self.words[index].deprel == "acl")):
            return None  # "controls the valley", "a man wearing a cap"
        if lemma == "issue" and any(self.parse.lemmas[word] == "statement" for word in own.objects):
            return None
        # who is "in a hurry to find" it has found nothing yet
        was_found = lemma == "find" and self.words[index].deprel != "acl" and not own.passive
        return VAGUE if (deed or lemma in _WEAK) and not was_found else UNLISTED

    def _goes(self, index: int, own: Arguments) -> bool:
        """Tell whether a verb without an object tells of a past deed of somebody: "the envoys worked through the night"."""
        done = self.words[index].xpos == "VBD" or (self.words[index].xpos == "VBN" and not own.passive)
        return (
            done
            and self.words[index].deprel != "acl"
            and any(self.classes.side(word) for word in own.subjects)
        )

    def _is_phrase(self, lemma: str, own: Arguments) -> bool:
        """Tell whether a verb and its object are only a way of saying: "make progress", "take advantage"."""
        return lemma != "use" and any(self.parse.lemmas[word] in _OF_PHRASES for word in own.objects)
