#!/usr/bin/env python3
"""Rebuild the annotated reports from the corpora, check their sha256 and that every gold span fits.

usage: rebuild.py DATA OUT

DATA is the folder of prepared corpora; OUT gets one NAME.txt for each gold file NAME.json that lies beside this script.
Each gold file says under "origin" which file and document its text comes from and which recipe below builds it.
Nothing of a text is printed. Standard library only; exit status 1 when a text differs or a span does not fit.
"""

import argparse
import gzip
import hashlib
import html
import json
import re
import sys
import tarfile
import xml.etree.ElementTree as ET
from pathlib import Path


def polnear(data, origin):
    """Return the field "text" of the article, ends trimmed."""
    with gzip.open(data / origin["file"], "rt", encoding="utf8") as lines:
        row = next(r for r in map(json.loads, lines) if r["doc"] == origin["document"])
    return row["text"].replace("\r\n", "\n").strip()


def re3d(data, origin):
    """Return title, blank line, text; a line that is still quoted as in a CSV file is unquoted."""
    with open(data / origin["file"], encoding="utf8") as lines:
        row = next(r for r in map(json.loads, lines) if r["_id"] == origin["document"])
    body = row["text"].replace("\r\n", "\n").strip().split("\n")
    body = [
        line[1:-1].replace('""', '"') if line[:1] == '"' and line[-1:] == '"' and '""' in line[1:-1] else line
        for line in body
    ]
    return row["title"].strip() + "\n\n" + "\n".join(body)


def tokens(data, origin):
    """Put tokens of CAT XML back into running text, one line per sentence; `` and '' become straight quotes."""
    with tarfile.open(data / origin["file"]) as tar:
        root = ET.parse(tar.extractfile(origin["document"])).getroot()
    sentences = {}
    for token in root.iter("token"):
        sentences.setdefault(int(token.get("sentence")), []).append(token.text)
    lines = []
    for number in sorted(sentences):
        line, glue, quoted = "", True, False
        for word in sentences[number]:
            if word in ("``", "''", '"'):
                line += '"' if glue or quoted else ' "'
                glue = quoted = not quoted
                continue
            line += word if glue or word in {",", ".", ";", ":", "?", "!", ")", "%", "'s"} else " " + word
            glue = word in {"(", "$"}
        lines.append(line)
    return "\n".join(lines)


def timeml(data, origin):
    """Return the paragraphs of TEXT without tags, a blank line between two; a dateline alone joins the next one."""
    with tarfile.open(data / origin["file"]) as tar:
        root = ET.parse(tar.extractfile(origin["document"])).getroot()
    text = "".join(root.find("TEXT").itertext()).replace("``", '"').replace("''", '"')
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]
    if re.search(r" (_|--)$", paragraphs[0]):
        paragraphs[:2] = [" ".join(paragraphs[:2])]
    return "\n\n".join(paragraphs)


def article_extraction(data, origin):
    """Return the title of the page (og:title, else title; entities decoded), blank line, articleBody of the ground truth."""
    page = gzip.decompress((data / origin["html"]).read_bytes()).decode("utf8", "replace")
    title = re.search(r'<meta[^>]*property="og:title"[^>]*>', page)
    title = (
        re.search(r'content="([^"]*)"', title.group()) if title else re.search(r"<title[^>]*>([^<]*)", page)
    )
    title = html.unescape(title.group(1)).strip()
    title = title.removesuffix(origin.get("title_tail", "")).strip()
    body = json.loads((data / origin["file"]).read_text(encoding="utf8"))[origin["document"]]["articleBody"]
    return title + "\n\n" + body.replace("\r\n", "\n").strip()


def lgl(data, origin):
    """Return title, blank line, text of the article without the title (and its full stop) that it begins with."""
    root = ET.fromstring(gzip.decompress((data / origin["file"]).read_bytes()).decode("utf8"))
    article = next(a for a in root.iter("article") if a.get("docid") == origin["document"])
    title, body = article.find("title").text.strip(), article.find("text").text.replace("\r\n", "\n").strip()
    if body.startswith(title):
        body = body[len(title) :].lstrip(". \n")
    return title + "\n\n" + body


RECIPES = {
    "polnear": polnear,
    "re3d": re3d,
    "article-extraction": article_extraction,
    "ecbplus": tokens,
    "lgl": lgl,
    "timeml": timeml,
}


def faults(gold, text):
    """Return the paths of spans that leave the text, begin or end in a blank, or cut a word."""
    found, stack = [], [("", gold)]
    while stack:
        path, x = stack.pop()
        if isinstance(x, dict):
            if "start" in x or "end" in x:
                start, end = x.get("start", -1), x.get("end", -1)
                fits = 0 <= start < end <= len(text)
                cut = text[start:end] if fits else ""
                if (
                    not fits
                    or cut != cut.strip()
                    or (start and text[start - 1].isalnum() and cut[0].isalnum())
                    or (end < len(text) and text[end].isalnum() and cut[-1].isalnum())
                ):
                    found.append(path)
            stack += [(f"{path}.{k}", v) for k, v in x.items()]
        elif isinstance(x, list):
            stack += [(f"{path}[{i}]", v) for i, v in enumerate(x)]
    return sorted(found)


def main():
    """Write the texts and print one line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("out", type=Path, metavar="OUT")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    bad = 0
    for path in sorted(Path(__file__).resolve().parent.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf8"))
        text = RECIPES[gold["origin"]["recipe"]](options.data, gold["origin"])
        (options.out / f"{path.stem}.txt").write_text(text, encoding="utf8", newline="")
        same = hashlib.sha256(text.encode("utf8")).hexdigest() == gold["sha256"]
        wrong = faults(gold, text) if same else ["the text differs from the annotated one"]
        bad += bool(wrong)
        print(
            "BAD" if wrong else "ok ", path.stem, len(text), "code points", len(text.split()), "words", *wrong
        )
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
