"""Words that the table of events has no frame for: which of them stand for happenings all the same, and how surely."""

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

_LASTS = frozenset(
    {"live", "lead", "mark", "pass", "reach", "worry", "head", "stay", "operate", "rank", "score"}
)
"""Verbs of what lasts, or only dates another event, where they have no object."""

_GOING = frozenset({"go", "come", "get"})

_TOWARDS = ("to", "into", "onto", "through", "from", "across", "toward", "towards", "past", "over", "out")
"""Prepositions of the way that somebody goes."""

_AWAY = frozenset(
    {"back", "home", "forward", "forwards", "out", "away", "there", "here", "inside", "outside", "abroad"}
)
"""Adverbs of the way that somebody goes."""

_ANYBODY = frozenset({"nobody", "none", "anyone", "anybody", "somebody", "everybody", "other"})
"""Pronouns for people whom nobody names."""

_WITH_OBJECTS = frozenset({"use", "lead"})
"""Verbs that hold another event only where nobody and nothing is their object: "used the road to flee" are two."""

PLAIN_NOUNS = _words(
    """
    decision move change act action initiative trip increase decline advance downturn injury failure breach betrayal
    disregard gain intervention
    """
)
"""Nouns that say little by themselves: a happening, mostly one that was told of before or whose kind nobody says."""

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
        if self._is_met(index, lemma, own):
            return VAGUE
        if lemma in _NO_HAPPENING or (holds and not (lemma in _WITH_OBJECTS and own.objects)):
            return None
        if not (own.subjects or own.objects):
            return None
        if lemma in _WEAK:
            found = self._does(index, own) or (lemma in _GOING and self._goes_somewhere(index, own))
        elif left_out:
            found = self._befalls(index, lemma, own)
        else:
            found = True
        deed = lemma in _DEEDS or left_out or lemma in _WEAK
        if not found or self._is_phrase(lemma, own, left_out=left_out) or (deed and self._is_habit(index)):
            return None
        if lemma == "issue" and any(self.parse.lemmas[word] == "statement" for word in own.objects):
            return None
        # who is "in a hurry to find" it has found nothing yet
        was_found = lemma == "find" and self.words[index].deprel != "acl" and not own.passive
        return VAGUE if deed and not was_found else UNLISTED

    def noun_score(self, index: int) -> float | None:
        """Return how likely a noun stands for a happening, or None: "the decision to leave", but not "made a decision"."""
        if self.parse.lemmas[index] not in PLAIN_NOUNS:
            return None
        head = self.words[index].head
        carried = self.parse.relations[index] in ("obj", "nsubj:pass") and head is not None
        return None if carried and head is not None and self.parse.lemmas[head] in _WEAK | _DEEDS else VAGUE

    def _is_met(self, index: int, lemma: str, own: Arguments) -> bool:
        """Tell whether somebody shows himself or is come upon: "was last seen", "had not appeared", "was found hanging"."""
        if self._is_plain_present(index) or any(r == "ccomp" for r, _ in own.clauses):
            return False
        bound = any(r == "xcomp" and self.parse.child(w, "mark") is not None for r, w in own.clauses)
        if lemma == "appear":
            return not any(r == "xcomp" for r, _ in own.clauses) and self._are_people(own)
        people = any(self.classes.person(word) for word in own.objects)
        return lemma in ("see", "locate", "find") and own.passive and people and not bound

    def _does(self, index: int, own: Arguments) -> bool:
        """Tell whether somebody does it to something, or nobody and nothing else is said to: "immediately allow supplies"."""
        return bool(own.objects) and (own.passive or not own.subjects or self._acts(own))

    def _befalls(self, index: int, lemma: str, own: Arguments) -> bool:
        """Tell whether a verb that the table leaves out tells what was, or is to be, done or undergone.

        In the plain present a thing does nothing by itself: "the wall carries the roof", "he works in a mine".
        """
        attribute = self.words[index].deprel == "acl" and lemma not in _DEEDS
        if lemma in _STANDS or (lemma in _LASTS and not own.objects):
            return False
        acts = self._acts(own) or any(self.classes.event(word) for word in own.subjects)
        told = not self._is_plain_present(index)
        if own.objects:
            return not attribute and (acts or own.passive or told)
        # "a fight on a train pulling into the station": the tree has the fight pull
        own_subject = self.parse.child(index, "nsubj") is not None or own.passive
        return told and (not attribute or self._are_people(own)) and (own_subject or self._acts(own))

    def _acts(self, own: Arguments) -> bool:
        """Tell whether somebody, or a vehicle, is the subject."""
        return any(
            self.classes.side(word)
            or self.classes.is_of(word, "VEHICLE")
            or self.parse.lemmas[word] in _ANYBODY
            for word in own.subjects
        )

    def _are_people(self, own: Arguments) -> bool:
        return any(self.classes.person(word) for word in own.subjects)

    def _goes_somewhere(self, index: int, own: Arguments) -> bool:
        """Tell whether somebody moves: "the envoys came back", "went to hospital", but not "a year went by"."""
        if not self._acts(own) or self._is_plain_present(index):
            return False
        ways = {self.parse.lemmas[c] for c in self.parse.children[index] if c > index}
        return bool(own.after(*_TOWARDS)) or not ways.isdisjoint(_AWAY)

    def _is_habit(self, index: int) -> bool:
        """Tell whether a relative clause says what some people do at any time: "the immigrant who leaves home"."""
        return self.words[index].deprel == "acl:relcl" and self._is_plain_present(index)

    def _is_plain_present(self, index: int) -> bool:
        helped = self.parse.child(index, "aux", "aux:pass") is not None
        return self.words[index].xpos in ("VBZ", "VBP") and not helped

    def _is_phrase(self, lemma: str, own: Arguments, *, left_out: bool) -> bool:
        """Tell whether a verb and its object are only a way of saying: "make progress", "take advantage", "raise hopes"."""
        open_to_it = lemma in _WEAK or (left_out and lemma not in _DEEDS)
        return (
            open_to_it
            and lemma != "use"
            and any(self.parse.lemmas[word] in _OF_PHRASES for word in own.objects)
        )
