"""The language of a body, and whether the weights read it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from onrecord.errors import WrongLanguage

MIN_LETTERS = 60
"""Letters under which a body is too short for its language to be judged."""

_SURE_LETTERS = 300
"""Letters under which English function words may overrule the identifier: names weigh much in few words."""

_MIN_FUNCTION_SHARE = 0.15
"""Share of English function words in running English; a foreign text stays under a third of it."""

_CANDIDATES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish",
    "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian",
    "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "ko": "Korean", "ku": "Kurdish",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi",
    "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "si": "Sinhala",
    "sk": "Slovak", "sl": "Slovene", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili",
    "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
"""Languages of the press that are told apart. Creoles and small relatives of English are left out on
purpose: with them among the candidates, headlines in English were taken for Nigerian Pidgin."""

_FUNCTION_WORDS = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "was",
        "for",
        "on",
        "with",
        "as",
        "at",
        "by",
        "from",
        "it",
        "he",
        "his",
        "be",
        "were",
        "has",
        "had",
        "have",
        "are",
        "an",
        "not",
        "said",
        "will",
        "which",
        "their",
        "they",
        "after",
        "who",
        "but",
        "this",
        "its",
        "would",
        "been",
    ]
)


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    known = set(identifier.labels)
    identifier.set_languages([code for code in _CANDIDATES if code in known])
    return identifier


def identify_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language of a text, or None where it has too few letters to judge."""
    letters = sum(character.isalpha() for character in text)
    if letters < MIN_LETTERS:
        return None
    if letters < _SURE_LETTERS:
        words = re.findall(r"[^\W\d_]+", text.lower())
        if sum(word in _FUNCTION_WORDS for word in words) >= len(words) * _MIN_FUNCTION_SHARE:
            return "en"
    code, _ = _identifier().classify(text[:20_000])
    return str(code)


def check_language(body: str, *, languages: tuple[str, ...], where: str) -> str | None:
    """Return the language of a body, or None where it is too short to judge.

    Raises:
        WrongLanguage: the body is in none of `languages`; an empty tuple lets every language pass.
    """
    found = identify_language(body)
    if found is None or not languages or found in languages:
        return found
    readable = ", ".join(_CANDIDATES.get(code, code) for code in languages)
    raise WrongLanguage(
        what=f"the body is in {_CANDIDATES.get(found, found)} ({found})",
        where=where,
        remedy=f"give a report in {readable}; no other language is read",
    )
