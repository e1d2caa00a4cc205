"""The search index: FTS5 in a SQLite file, a `tsvector` on a PostgreSQL server.

Both are filled with the words that `onrecord.store.words` finds, not with texts: each database's own way of parting
words depends on its edition and language settings, and keeps "example.org" or an unknown sign and its neighbours as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, Integer, TextualSelect, column, text

from onrecord.store.words import Term, find_words

_MOST_POSITIONS = 255
"""Places of one word that a `tsvector` can hold."""
_LAST_POSITION = 16_383
_MOST_BYTES = 900_000
"""Bytes of a `tsvector` that are filled; the server refuses one of a mebibyte."""
_MOST_LETTERS = 500
"""Letters of a word that count; the server refuses words of 2,048 bytes."""


def index_text(connection: Connection, text_id: int, body: str) -> None:
    """Put a text into the index."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO text_words (rowid, words) VALUES (:id, :words)"),
            {"id": text_id, "words": " ".join(word.folded for word in find_words(body))},
        )
        return
    connection.execute(
        text("INSERT INTO text_words (id, words) VALUES (:id, CAST(:words AS tsvector))"),
        {"id": text_id, "words": _vector(body)},
    )


def texts_with(terms: Sequence[Term], dialect: str) -> TextualSelect:
    """Return a query for the ids of the texts that fit a search."""
    if dialect == "sqlite":
        asked = text("SELECT rowid FROM text_words WHERE text_words MATCH :within")
    else:
        asked = text("SELECT id FROM text_words WHERE words @@ CAST(:within AS tsquery)")
    return asked.bindparams(within=asked_for(terms, dialect)).columns(column("id", Integer))


def asked_for(terms: Sequence[Term], dialect: str) -> str:
    """Return a search in the language of the index.

    Words are letters and digits alone, so that nothing in them can be taken for an operator.
    """
    wanted = [term for term in terms if term.wanted]
    barred = [term for term in terms if not term.wanted]
    if dialect == "sqlite":
        asked = " AND ".join(map(_phrase_of_fts5, wanted))
        return f"({asked}) NOT ({' OR '.join(map(_phrase_of_fts5, barred))})" if barred else asked
    parts = [_phrase_of_tsquery(term) for term in wanted] + [
        f"!({_phrase_of_tsquery(term)})" for term in barred
    ]
    return " & ".join(parts)


def _phrase_of_fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + (" *" if term.is_prefix else "")


def _phrase_of_tsquery(term: Term) -> str:
    words = [f"'{word[:_MOST_LETTERS]}'" for word in term.words]
    return f"({' <-> '.join(words)}{':*' if term.is_prefix else ''})"


def _vector(body: str) -> str:
    """Return the words of a text as the literal of a `tsvector`.

    Of very long texts the beginning is indexed.
    """
    places: dict[str, list[int]] = {}
    n_bytes = 0
    for position, word in enumerate(find_words(body), start=1):
        letters = word.folded[:_MOST_LETTERS]
        known = places.setdefault(letters, [])
        n_bytes += 2 if known else len(letters.encode()) + 8
        if n_bytes > _MOST_BYTES:
            break
        if len(known) < _MOST_POSITIONS:
            known.append(min(position, _LAST_POSITION))
    return " ".join(
        f"'{letters}':{','.join(map(str, dict.fromkeys(at)))}" for letters, at in places.items() if at
    )
