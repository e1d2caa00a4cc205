"""Counting of tags and trees with words given, and the places of gold words, on small trees made by hand."""

from __future__ import annotations

from evaluation.metrics import Counts
from evaluation.syntax import GoldDocument, GoldWord, count_right, cut_atoms, locate_words, split_sentences
from onrecord.model import Span

CONLLU = """\
# newdoc id = d1
# sent_id = 1
1\tShips\tship\tNOUN\tNNS\t_\t2\tnsubj\t_\t_
2-3\tcannot\t_\t_\t_\t_\t_\t_\t_\t_
2\tcan\tcan\tAUX\tMD\t_\t4\taux\t_\t_
3\tnot\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tsail\tsail\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
4.1\tghost\tghost\tVERB\tVB\t_\t_\t_\t_\t_
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# newdoc id = d2
1-2\tdunno\t_\t_\t_\t_\t_\t_\t_\t_
1\tdo\tdo\tAUX\tVBP\t_\t2\taux\t_\t_
2\tknow\tknow\tVERB\tVB\t_\t0\troot\t_\t_

1\tWait\twait\tVERB\tVB\t_\t0\troot\t_\t_
"""


def word(
    start: int, end: int, head: int | None, deprel: str, *, lemma: str = "x", sentence: int = 0
) -> GoldWord:
    return GoldWord(Span(start, end), sentence, "NOUN", "NN", lemma, head, deprel)


def documents() -> list[list[list[list[str]]]]:
    return list(split_sentences(iter(CONLLU.splitlines(keepends=True))))


def test_documents_and_sentences_are_parted_and_empty_nodes_left_out() -> None:
    first, second = documents()
    assert [len(rows) for rows in first] == [6]
    assert [len(rows) for rows in second] == [3, 1]
    assert all("." not in row[0] for row in first[0])


def test_fused_words_that_spell_their_token_get_their_own_characters() -> None:
    words = list(locate_words("Ships cannot sail.", documents()[0]))
    cuts = [one.span.cut("Ships cannot sail.") for one in words]
    assert cuts == ["Ships", "can", "not", "sail", "."]
    assert [one.head for one in words] == [1, 3, 3, None, 3]


def test_fused_words_that_do_not_spell_it_share_the_token() -> None:
    words = list(locate_words("dunno\n\nWait", documents()[1]))
    assert [(one.span, one.sentence, one.head) for one in words] == [
        (Span(0, 5), 0, 1),
        (Span(5, 5), 0, None),
        (Span(7, 11), 1, None),
    ]


def test_atoms_are_cut_where_a_gold_word_begins() -> None:
    text = "We dont sail"
    words = (
        word(0, 2, 3, "nsubj"),
        word(3, 5, 3, "aux"),
        word(5, 7, 3, "advmod"),
        word(8, 12, None, "root"),
    )
    atoms, first = cut_atoms(text, words)
    assert [atom.span.cut(text) for atom in atoms] == ["We", "do", "nt", "sail"]
    assert first == [0, 1, 2, 3]


def test_atoms_within_a_word_stay_and_the_first_stands_for_it() -> None:
    text = "A well-known port"
    atoms, first = cut_atoms(text, (word(0, 1, 2, "det"), word(2, 12, 2, "amod"), word(13, 17, None, "root")))
    assert [atom.span.cut(text) for atom in atoms] == ["A", "well", "-", "known", "port"]
    assert first == [0, 1, 4]


def test_a_word_without_characters_takes_the_atom_before_it() -> None:
    words = tuple(locate_words("dunno\n\nWait", documents()[1]))
    _, first = cut_atoms("dunno\n\nWait", words)
    assert first == [0, 0, 1]


def test_las_needs_head_and_relation_and_passes_over_subtypes() -> None:
    document = GoldDocument(
        "d",
        "a b c d",
        (
            word(0, 1, 1, "nsubj:pass"),  # head right, relation right but for the subtype
            word(2, 3, None, "root"),  # right
            word(4, 5, 1, "obj"),  # head right, relation wrong
            word(6, 7, 2, "nmod"),  # relation right, head wrong
        ),
    )
    tags = [("NOUN", "NN", "=x")] * 3 + [("VERB", "NN", "=x")]
    counts = count_right(document, tags, [1, None, 1, 1], ["nsubj", "root", "obl", "nmod"])
    assert counts["UAS"] == Counts(3, 4, 4)
    assert counts["LAS"] == Counts(2, 4, 4)
    assert counts["UPOS"] == Counts(3, 4, 4)
    assert counts["XPOS"] == Counts(4, 4, 4)


def test_a_root_taken_for_a_dependent_is_wrong_and_so_is_its_opposite() -> None:
    document = GoldDocument("d", "a b", (word(0, 1, None, "root"), word(2, 3, 0, "obj")))
    counts = count_right(document, [("NOUN", "NN", "=x")] * 2, [1, None], ["root", "obj"])
    assert counts["UAS"].right == counts["LAS"].right == 0


def test_a_lemma_left_blank_in_the_gold_is_let_pass() -> None:
    document = GoldDocument(
        "d", "a b", (word(0, 1, None, "root", lemma="_"), word(2, 3, 0, "obj", lemma="q"))
    )
    counts = count_right(document, [("NOUN", "NN", "=x")] * 2, [None, 0], ["root", "obj"])
    assert counts["Lemmas"] == Counts(1, 2, 2)
