"""Fetching corpora: from a made-up repository by a fake transport, never from the web."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path

import httpx2
import pytest

from evaluation import download
from evaluation.digests import content_digest
from evaluation.download import is_right, load_corpora
from evaluation.origins import Clone, RemoteFiles, new_client
from evaluation.preparations import PREPARATIONS, PinnedFile, hashed, read_attributions
from evaluation.task_files import load_tasks
from onrecord.errors import ResourceError, UnreadableInput

SHARED = Path(__file__).parents[3] / "shared"
KEPT = [name for name in map(str, range(20)) if hashed(name) % 2]
LEFT = [name for name in map(str, range(20)) if not hashed(name) % 2]


def clone(folder: Path, files: dict[str, str]) -> Clone:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return Clone(folder)


def prepare(name: str, origin: Clone, path: str, **options: tuple[str, ...]) -> bytes:
    return PREPARATIONS[name](origin, PinnedFile("out", "0", path, name, **options))


def members(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as tar:
        return {one.name: handle.read() for one in tar if (handle := tar.extractfile(one))}


def test_a_packed_file_is_the_file_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    origin = clone(tmp_path, {"a.xml": "<a/>\r\n"})
    first = prepare("packed", origin, "a.xml")
    assert gzip.decompress(first) == b"<a/>\r\n"
    assert prepare("packed", origin, "a.xml") == first
    assert prepare("as it is", origin, "a.xml") == b"<a/>\r\n"


def test_documents_of_one_part_are_joined_in_order_and_those_without_words_left_out(tmp_path: Path) -> None:
    listing = (
        "# Splits\n\n## dev\n\n  * GUM_news_b\n  * GUM_reddit_c\n  * GUM_bio_a\n\n## test\n\n  * GUM_news_d\n"
    )
    names = ("GUM_news_b", "GUM_bio_a", "GUM_news_d")
    origin = clone(tmp_path, {"splits.md": listing, **{f"dep/{n}.conllu": f"# {n}\n\n" for n in names}})
    joined = prepare("joined", origin, "dep/*.conllu", keep=("splits.md", "dev"))
    assert gzip.decompress(joined) == b"# GUM_news_b\n\n# GUM_bio_a\n\n"
    with pytest.raises(ResourceError, match="0 sections are called 'development'"):
        prepare("joined", origin, "dep/*.conllu", keep=("splits.md", "development"))


def test_lines_of_documents_that_are_held_back_are_dropped_and_others_left_as_they_are(
    tmp_path: Path,
) -> None:
    ids = [str(n) for n in range(12)]
    lines = [f'{{ "_id" : "{one}-x", "documentId" : "{one}" }}\r\n' for one in ids]
    lines.append('{ "_id" : "0", "text" : "no documentId" }\n')
    found = prepare("two thirds", clone(tmp_path, {"e.json": "".join(lines)}), "e.json").decode()
    kept = [line for one, line in zip([*ids, "0"], lines, strict=True) if hashed(one) % 3]
    assert 0 < len(kept) < len(lines)
    assert found == "".join(kept)


def test_bodies_of_pages_that_are_held_back_are_dropped(tmp_path: Path) -> None:
    gold = {name: {"articleBody": f"Café {name}"} for name in [*LEFT, *KEPT]}
    found = prepare("pages", clone(tmp_path, {"gold.json": json.dumps(gold)}), "gold.json")
    assert list(json.loads(found)) == sorted(KEPT)
    assert "Café" in found.decode("utf-8")


def test_half_of_the_documents_are_kept_by_file_name(tmp_path: Path) -> None:
    names = [f"{one}.tml" for one in [*KEPT, *LEFT]]
    files = {f"in/AQUAINT/{name}": name for name in names}
    files |= {f"in/Other/{name}": name for name in names} | {"in/AQUAINT/1.txt": "notes"}
    found = members(prepare("half", clone(tmp_path, files), "in", keep=("AQUAINT",)))
    assert sorted(found) == sorted(f"AQUAINT/{name}" for name in names if hashed(name) % 2)
    assert 0 < len(found) < len(names)


def test_folders_keep_their_names_and_other_folders_stay_out(tmp_path: Path) -> None:
    files = {"in/1/1_a.xml": "A", "in/12/12_b.xml": "B", "in/2/2_c.xml": "C", "in/1/notes.txt": "no"}
    found = members(prepare("folders", clone(tmp_path, files), "in", keep=("1", "2")))
    assert found == {"1/1_a.xml": b"A", "2/2_c.xml": b"C"}


def test_instances_are_those_that_kept_documents_refer_to(tmp_path: Path) -> None:
    files = {
        "in/1/a.xml": '<EVENT instance_id="E1"/>',
        "in/2/b.xml": '<EVENT instance_id="E2"/>',
        "in/list_instances.csv": "#ID\tTIME\nE2\t2026\nE1\t\nE3\t2025\n",
    }
    found = prepare("instances", clone(tmp_path, files), "in", keep=("1", "2"))
    assert found == b"#ID\tTIME\nE2\t2026\nE1\t\n"
    assert prepare("instances", clone(tmp_path, files), "in", keep=("1",)) == b"#ID\tTIME\nE1\t\n"


BRAT = (
    "T1\tSource 0 3\tAnn\nT2\tCue 4 8\tsaid\nT3\tContent 20 24;9 12\tit is\n"
    "T4\tAttribution 4 8\tsaid\nT5\tContent 30 33\tyes\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1 Content2:T5\n"
    "T6\tDiscard 40 44\tMore\nE2\tAttribution:T4 Cue:T2\n"
)


def test_brat_events_become_attributions_with_spans_in_order() -> None:
    assert read_attributions(BRAT) == [
        {"id": "E1", "source": [[0, 3]], "cue": [[4, 8]], "content": [[9, 12], [20, 24], [30, 33]]},
        {"id": "E2", "source": [], "cue": [[4, 8]], "content": []},
    ]


HEADER = "compartment\tfilename\tlevel\tannotators\tpublisher\tpublication_date\tauthor\ttitle\ttrump_count\tclinton_count\tcredit\twire"
XML = (
    "<root><document><sentences><sentence id='1'><tokens><token id='1'><word>Ann</word>"
    "<CharacterOffsetBegin>0</CharacterOffsetBegin><CharacterOffsetEnd>3</CharacterOffsetEnd>"
    "<POS>NNP</POS><NER>PERSON</NER></token></tokens></sentence></sentences></document></root>"
)


def test_reports_of_one_part_come_with_data_text_attributions_and_tokens(tmp_path: Path) -> None:
    rows = [
        HEADER,
        'dev\tz_2\t3\tab\tnyt\t2016-09-08\tX\tA "quoted" title\t1\t2\tNone\tAP',
        "test\ta_0\t3\tab\tnyt\t2016-09-08\tX\tHeld back\t1\t2\tNone\tAP",
        "dev\tb_1\t4\tab|cd\tnyt\t2016-09-09\t\tTitle\t0\t0\tNone\tNone",
    ]
    files = {"data/metadata.tsv": "\n".join(rows) + "\n"}
    for doc, who in (("z_2", "ab"), ("b_1", "ab"), ("b_1", "cd")):
        files |= {
            f"data/dev/text/{doc}.txt": "Ann said — no.",
            f"data/dev/attributions/{doc}_{who}.ann": BRAT,
        }
    files["data/dev/corenlp/b_1.txt.xml"] = XML
    origin = clone(tmp_path, files)
    lines = gzip.decompress(prepare("polnear", origin, "data", keep=("dev",))).decode("utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert (first["doc"], first["author"], list(first["attributions"])) == ("b_1", "", ["ab", "cd"])
    assert (second["doc"], second["title"], second["wire"]) == ("z_2", 'A "quoted" title', "AP")
    assert second["ann"] == {"ab": BRAT}
    assert "Ann said — no." in lines[0]
    silver = prepare("corenlp", origin, "data", keep=("dev",), without=("z_2",))
    assert gzip.decompress(silver) == b'{"doc":"b_1","sents":[[[0,3,"NNP","PERSON"]]]}\n'
    with pytest.raises(ResourceError, match=r"there is no corenlp/z_2"):
        prepare("corenlp", origin, "data", keep=("dev",))


FILES = {"a.txt": b"A letter.", "sub folder/b.txt": b"Another."}
LETTERS = f"""
[[corpus]]
name = "letters"
licence = "CC0 for the test"
origin = "some/letters"
commit = "abc123"
fetch = "files"

[[corpus.file]]
path = "letters/a.txt"
origin = "a.txt"
sha256 = "{content_digest("a.txt", FILES["a.txt"])}"

[[corpus.file]]
path = "letters/b.txt.gz"
origin = "sub folder/b.txt"
prepare = "packed"
sha256 = "{content_digest("b.txt", FILES["sub folder/b.txt"])}"
"""


class Server:
    """Answers for github.com, and keeps what was asked for."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files, self.asked = files, []
        self.transport = httpx2.MockTransport(self.answer)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        self.asked.append(path)
        if path == "/some/letters/archive/abc123.tar.gz":
            return httpx2.Response(200, content=self.archive())
        if path.startswith("/some/letters/raw/abc123/"):
            target = path.replace("/raw/", "/")
            return httpx2.Response(302, headers={"location": f"https://raw.githubusercontent.com{target}"})
        name = path.removeprefix("/some/letters/abc123/")
        return httpx2.Response(200, content=self.files[name]) if name in self.files else httpx2.Response(404)

    def archive(self) -> bytes:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
            for name, data in self.files.items():
                info = tarfile.TarInfo(f"letters-abc123/{name}")
                info.size = len(data)
                tar.addfile(info, io.BytesIO(data))
        return buffer.getvalue()


Fetch = Callable[..., int]


@pytest.fixture
def fetch(tmp_path: Path) -> Fetch:
    def run(server: Server, *arguments: str, corpora: str = LETTERS) -> int:
        listed = tmp_path / "corpora.toml"
        listed.write_text(corpora, encoding="utf-8")
        fixed = ("--out", str(tmp_path / "data"), "--corpora", str(listed))
        return download.main((*fixed, *arguments), transport=server.transport)

    return run


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_files_are_fetched_once_and_laid_out_with_the_licence_said_first(
    fetch: Fetch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Server(FILES)
    assert fetch(server) == 0
    out = capsys.readouterr().out
    assert out.index("licence: CC0 for the test") < out.index("1 of 2: letters/a.txt")
    found = contents(tmp_path / "data")
    assert sorted(found) == ["letters/a.txt", "letters/b.txt.gz"]
    assert gzip.decompress(found["letters/b.txt.gz"]) == b"Another."
    asked = len(server.asked)
    assert fetch(server) == 0
    assert len(server.asked) == asked
    (tmp_path / "data" / "letters" / "a.txt").write_bytes(b"A lett")
    assert fetch(server) == 0
    assert len(server.asked) == asked + 2
    assert contents(tmp_path / "data") == found


def test_other_content_is_told_with_both_digests_and_never_written(
    fetch: Fetch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = b"Another letter."
    assert fetch(Server(FILES | {"sub folder/b.txt": changed})) == 1
    told = capsys.readouterr().err
    assert "letters/b.txt.gz" in told
    assert content_digest("b", changed) in told
    assert content_digest("b", FILES["sub folder/b.txt"]) in told
    assert "--clones" in told
    assert "Not all there: letters." in told
    assert sorted(contents(tmp_path / "data")) == ["letters/a.txt"]
    # What was right is kept, and the next run goes on from there.
    server = Server(FILES)
    assert fetch(server) == 0
    assert not any(path.endswith("a.txt") for path in server.asked)


def test_an_answer_other_than_the_file_is_told_with_its_address(
    fetch: Fetch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fetch(Server({"a.txt": FILES["a.txt"]})) == 1
    told = capsys.readouterr().err
    assert "/some/letters/raw/abc123/sub%20folder/b.txt" in told
    assert "the server answered 404" in told


def test_a_server_that_is_not_reached_is_told() -> None:
    def refuse(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("no way there")

    with (
        new_client(httpx2.MockTransport(refuse)) as client,
        pytest.raises(UnreadableInput, match=r"no way there.*run the command again"),
    ):
        RemoteFiles(client, "some/letters", "abc123").read("a.txt")


def test_an_archive_is_fetched_once_and_taken_away_when_all_is_there(fetch: Fetch, tmp_path: Path) -> None:
    corpora = LETTERS.replace('"files"', '"archive"')
    server = Server(FILES)
    assert (
        fetch(server, corpora=corpora + corpora.replace('"letters"', '"again"').replace('"letters/', '"x/'))
        == 0
    )
    assert server.asked == ["/some/letters/archive/abc123.tar.gz"]
    assert sorted(contents(tmp_path / "data")) == [
        "letters/a.txt",
        "letters/b.txt.gz",
        "x/a.txt",
        "x/b.txt.gz",
    ]


def test_a_damaged_archive_is_deleted_and_fetched_anew(fetch: Fetch, tmp_path: Path) -> None:
    corpora = LETTERS.replace('"files"', '"archive"')
    archive = tmp_path / "data" / ".some-letters-abc123.tar.gz"
    archive.parent.mkdir()
    archive.write_bytes(Server(FILES).archive()[:-40])
    assert fetch(Server(FILES), corpora=corpora) == 1
    assert not archive.exists()
    assert fetch(Server(FILES), corpora=corpora) == 0


def test_clones_take_the_place_of_the_web(fetch: Fetch, tmp_path: Path) -> None:
    server = Server({})
    clone(tmp_path / "clones" / "some" / "letters", {name: data.decode() for name, data in FILES.items()})
    assert fetch(server, "--clones", str(tmp_path / "clones")) == 0
    assert server.asked == []
    assert len(contents(tmp_path / "data")) == 2


def test_a_corpus_that_no_program_can_fetch_says_how_until_it_is_there(
    fetch: Fetch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpora = LETTERS.replace('fetch = "files"', 'fetch = "by hand"\nby_hand = "Ask the author for it."')
    server = Server(FILES)
    assert fetch(server, corpora=corpora) == 1
    assert "by hand: Ask the author for it." in capsys.readouterr().out
    assert server.asked == []
    assert fetch(server) == 0
    assert fetch(server, corpora=corpora) == 0


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('commit = "abc123"\n', "", "commit"),
        ("commit", "comit", "no key 'comit'"),
        ('fetch = "files"', 'fetch = "somehow"', "fetch must be"),
        ('fetch = "files"', 'fetch = "by hand"', "fetch must be"),
        ('prepare = "packed"', 'prepare = "cooked"', "no preparation 'cooked'"),
        ('path = "letters/a.txt"', 'path = "../a.txt"', "leads out of the folder"),
        ('path = "letters/a.txt"', 'path = "/a.txt"', "leads out of the folder"),
    ],
)
def test_a_bad_entry_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "corpora.toml"
    path.write_text(LETTERS.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ResourceError, match=told):
        load_corpora(path)


def test_everything_that_a_task_reads_can_be_fetched_with_the_licence_it_states() -> None:
    corpora = load_corpora()
    pinned = {f"data/{file.path}": corpus for corpus in corpora.values() for file in corpus.files}
    read = [(task.name, corpus) for task in load_tasks().values() for corpus in task.corpora]
    assert len(read) > 10
    for name, corpus in read:
        if corpus.folder.startswith("specimens"):
            continue
        for pattern in corpus.files:
            found = [one for path, one in pinned.items() if fnmatch(path, f"{corpus.folder}/{pattern}")]
            assert found, (name, pattern)
            home, commit = corpus.origin.split(" @ ")
            assert {(one.origin, one.commit[:12]) for one in found} == {(home, commit)}, (name, pattern)


@pytest.mark.shared
def test_the_corpora_beside_the_checkout_are_the_ones_that_are_pinned() -> None:
    if not (SHARED / "data").is_dir():
        pytest.skip("the corpora are not beside the checkout")
    files = [file for corpus in load_corpora().values() for file in corpus.files]
    assert len(files) > 100
    assert [file.path for file in files if not is_right(file, SHARED / "data")] == []


def test_every_corpus_states_a_licence_and_no_file_is_pinned_twice() -> None:
    corpora = load_corpora()
    assert all(one.licence.strip() for one in corpora.values())
    assert len({file.path for one in corpora.values() for file in one.files}) == sum(
        len(one.files) for one in corpora.values()
    )
