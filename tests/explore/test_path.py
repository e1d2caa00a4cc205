"""The path of a fact-checker through the site, from the command that adds reports to the files that are taken out.

The whole of it in a browser, with scripts and without: a claim in dispute, who knows of it and why each counts, the words in
two outlets, a wrong merge of two people set right, the audit trail, undoing, and the files held against the pages.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from onrecord import cli
from onrecord.commands.example import example_folder
from onrecord.pipeline import Recorder
from tests.conftest import ROOT
from tests.explore.browsing import Visit, is_in_view, serious_faults, visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page

pytestmark = [pytest.mark.weights, pytest.mark.slow]

FERRY = ROOT / ".." / "shared" / "specimens" / "ferry" / "manifest.json"
AUTHOR = "Halina Brzoska"


@dataclass(frozen=True)
class Case:
    """Reports, and what a fact-checker finds in them.

    Attributes:
        manifest: the list of the reports.
        happening: the disputed happening, as it is called.
        field: what is in dispute, and the two values.
        n_sources: independent sources that it has.
        uncounted: outlets whose reports add none, each with words of the reason.
        speaker: whose utterance is followed.
        wordings: two outlets with the words that each has.
        change: what the second is against the first.
        person: whom reports take for one and who is two people.
        to_join: a name that is found and joined with the person first, or None where the program joined them.
        other: outlet and headline of the report that means the other one.
    """

    manifest: Path
    happening: str
    field: tuple[str, str, str]
    n_sources: int
    uncounted: dict[str, str]
    speaker: str
    wordings: tuple[tuple[str, str], tuple[str, str]]
    change: str
    person: str
    to_join: str | None
    other: tuple[str, str]


CASES = {
    "footbridge": Case(
        manifest=example_folder() / "manifest.json",
        happening="Footbridge over Drava collapses",
        field=("injured", "4", "9"),
        n_sources=3,
        uncounted={"Radio Tezno": "reprint of Podravje Wire"},
        speaker="Tina Vidmar",
        wordings=(
            (
                "The Drava Herald",
                "Nobody told us that the cables were rusting, and somebody will answer for it",
            ),
            ("Alpine Ledger", "Nobody told us that the cables were rusting"),
        ),
        change="shortened",
        person="Ana Zupan",
        to_join=None,
        other=("Maribor Evening", "Student wins half marathon along the Savinja"),
    ),
    "ferry": Case(
        manifest=FERRY,
        happening="Greek ferry collision",
        field=("aboard", "212", "260 or more"),
        n_sources=4,
        uncounted={
            "Corfu Courier": "reprint of Ionian Press Agency",
            "Thames Tribune": "reprint of Meridian",
        },
        speaker="Eleftheria Vamvaka",
        wordings=(
            ("Meridian", "They were called on the radio four times and they did not answer once"),
            ("The Daily Lantern", "They were called on the radio five times and they did not answer once"),
        ),
        change="altered",
        person="Petros Lagoudis",
        to_join="Donato Carluccio",
        other=("Brindisi Sera", "the long wait on the quay of Brindisi"),
    ),
}


@dataclass(frozen=True)
class Served:
    """A case whose reports were added and whose store is served by the command."""

    case: Case
    address: str


@pytest.fixture(scope="module", params=list(CASES))
def served(
    request: pytest.FixtureRequest, recorder: Recorder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Add the reports of a case with their list, and serve them, both by the commands."""
    case = CASES[request.param]
    if not case.manifest.exists():
        pytest.skip("the specimens are not there: ../shared is absent")
    db = tmp_path_factory.mktemp("path") / "desk.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("onrecord.pipeline.load", lambda: recorder)
        added = CliRunner().invoke(cli.app, ["add", "--manifest", str(case.manifest), "--db", str(db)])
    assert added.exit_code == 0, added.output
    run = "import sys; from onrecord.cli import main; sys.argv[0] = 'onrecord'; main()"
    command = [sys.executable, "-c", run, "serve", "--db", str(db), "--port", "0"]
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "weights" / "src")])
    environment = os.environ | {"PYTHONPATH": f"{paths}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().strip().rstrip("/")
            assert address.startswith("http://127.0.0.1:"), address
            yield Served(case, address)
        finally:
            process.terminate()


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Return what opens a page; in the end nothing was asked of another computer, and nothing went wrong."""
    with visiting(browser, served.address) as visit:
        yield visit


class Checker:
    """A fact-checker at a page of the site.

    Args:
        page: the page.
        scripts: whether it runs any: axe is one.
    """

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page, self.scripts = page, scripts

    def arrived(self, address: str) -> None:
        """Wait for a page, and hold axe's rules against it."""
        self.page.wait_for_url(re.compile(address))
        self.page.wait_for_load_state("load")
        if self.scripts:
            faults = serious_faults(self.page)
            assert not faults, "\n".join(faults)

    def follow(self, link: Locator, address: str) -> None:
        """Follow a link to a page."""
        link.click()
        self.arrived(address)

    def go(self, name: str, address: str) -> None:
        """Go to one of the pages that every page leads to."""
        pages = self.page.get_by_role("navigation", name="Pages")
        self.follow(pages.get_by_role("link", name=name, exact=True), address)

    def text(self, place: Locator | None = None) -> str:
        """Return what is to be read, in one line."""
        return " ".join((place or self.page.locator("main")).inner_text().split())

    def downloaded(self, name: str) -> bytes:
        """Take out the page by the link of that name, and return the bytes of the file."""
        with self.page.expect_download() as found:
            self.page.locator(".take-out").get_by_role("link", name=name, exact=True).click()
        download: Download = found.value
        return download.path().read_bytes()

    def correct(self, reason: str) -> None:
        """Sign the form of a correction and send it."""
        self.page.get_by_label("Who says so").fill(AUTHOR)
        self.page.get_by_label("Why").fill(reason)
        self.page.get_by_role("button", name="Keep the correction").click()
        self.arrived(r"kept=C\d+")
        assert "is kept" in self.text(self.page.locator(".standing.kept")).replace("are kept", "is kept")

    def look(self, address: str) -> None:
        """Have it found anew what holds between the reports; the page leads to itself, or to what it has become."""
        self.page.get_by_role("button", name="Look now").click()
        self.arrived(address)
        assert self.page.get_by_role("button", name="Look now").count() == 0

    def find_person(self, name: str) -> list[str]:
        """Ask who bears a name, and return what is said of each."""
        self.go("People", r"/people$")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_role("button", name="Show").click()
        self.arrived(r"/people\?name=")
        return self.page.locator("ul.names > li").all_inner_texts()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def open_today(visit: Visit, *, scripts: bool) -> Checker:
    """Open the site as somebody does who has just added reports."""
    page = visit("/", java_script_enabled=scripts, accept_downloads=True)
    # It is looked at once what holds between new reports; until then the page says so, and can be loaded again.
    for _ in range(60):
        if page.get_by_text("is being found").count() == 0:
            break
        page.wait_for_timeout(500)
        page.get_by_role("link", name="Load the page again").click()
    checker = Checker(page, scripts=scripts)
    checker.arrived(r"/$")
    return checker


def test_a_disputed_claim_is_followed_to_who_knows_of_it_and_why(
    visit: Visit, served: Served, scripts: bool
) -> None:
    case = served.case
    field, one, other = case.field
    checker = open_today(visit, scripts=scripts)
    page = checker.page
    disputed = page.get_by_role("region", name="In dispute")
    for text in (case.happening, one, other):
        assert text in checker.text(disputed)
    checker.follow(
        disputed.get_by_role("link", name=case.happening, exact=True), r"/happenings/H\w+#contradictions"
    )
    # The contradiction that was clicked on is in view, both values with their words.
    contradictions = page.get_by_role("region", name="Where accounts contradict each other")
    assert is_in_view(contradictions.get_by_role("heading").first)
    dispute = contradictions.locator("article").filter(
        has=page.locator(".field", has_text=re.compile(f"^{field}$"))
    )
    sides = dispute.filter(has_text=other).locator(".side")
    assert {one, other} <= {checker.text(side.locator(".value")) for side in sides.all()}
    for side in sides.all():
        assert side.locator("blockquote").count() > 0
    # How many know of it, and why each counts; why each other report does not.
    sources = page.get_by_role("region", name=re.compile("Who knows of it"))
    told = checker.text(sources)
    assert f"{case.n_sources} independent sources" in told
    assert sources.locator("ol.origins > li").count() == case.n_sources
    assert all(checker.text(why) for why in sources.locator(".why").all())
    rows = sources.locator(".reasons > div")
    assert all(checker.text(row.locator("dt")) for row in rows.all())
    (n_uncounted,) = re.findall(r"(\d+) reports? that adds? no source, and why", told)
    assert rows.locator("dd a").count() == int(n_uncounted) > 0
    for outlet, reason in case.uncounted.items():
        because = sources.locator(".reasons > div").filter(has_text=reason)
        assert outlet in checker.text(because)


def test_an_utterance_is_followed_to_its_words_in_two_outlets(
    visit: Visit, served: Served, scripts: bool
) -> None:
    case = served.case
    checker = open_today(visit, scripts=scripts)
    page = checker.page
    checker.follow(
        page.get_by_role("region", name="Stories").locator("ol.stories h3 a").first, r"/stories/T\w+$"
    )
    story = page.url
    for outlet, words in case.wordings:
        page.goto(story)
        lineage = page.locator("article.lineage").filter(has_text=case.wordings[0][1])
        assert case.speaker in checker.text(lineage.get_by_role("heading"))
        assert case.change in checker.text(lineage)
        place = lineage.locator("li" if outlet == case.wordings[1][0] else "blockquote")
        checker.follow(place.get_by_role("link", name=outlet, exact=True).first, r"/reports/\w+\?at=\d+-\d+#")
        # What is marked is in view, and it is the utterance and nothing else.
        marked = page.locator(".at")
        assert is_in_view(marked.first)
        assert " ".join("".join(marked.all_inner_texts()).split()).strip('“”"▸ ') == words
        assert outlet in page.locator("main").inner_text()


def test_a_wrong_merge_is_set_right_shown_traced_and_undone(
    visit: Visit, served: Served, scripts: bool
) -> None:
    case = served.case
    checker = open_today(visit, scripts=scripts)
    page = checker.page
    made = int(case.to_join is not None)
    assert len(checker.find_person(case.person)) == 1
    checker.follow(page.get_by_role("link", name=case.person, exact=True), r"/people/P\w+$")
    if case.to_join is not None:
        # A colleague joins two people who are not one.
        checker.follow(page.get_by_role("link", name="correct who it is"), r"/correct\?of=entity")
        page.get_by_label("Find who it is the same as").fill(case.to_join)
        page.get_by_role("button", name="Find").click()
        checker.arrived(r"find=")
        page.get_by_label("It is the same as somebody").check()
        page.get_by_role("radio", name=re.compile(case.to_join)).check()
        checker.correct("both are mayors")
        checker.look(r"/people/P\w+$")
    before = checker.text()
    outlet, headline = case.other
    assert "joined by a correction" in before or not made
    # The report that means somebody else is set apart.
    checker.follow(page.get_by_role("link", name="correct who it is"), r"/correct\?of=entity")
    page.get_by_label("These reports mean somebody else").check()
    choices = page.get_by_role("group", name="Reports that mean somebody else")
    choices.get_by_role("checkbox", name=re.compile(f"{re.escape(headline)}.*{outlet}")).check()
    checker.correct("another one of that name, as the report says")
    checker.look(r"/people/P\w+$")
    after = checker.text()
    assert after != before
    section = page.get_by_role("region", name="Corrections of who this is")
    assert "another one of that name, as the report says" in checker.text(section)
    n_reports = sum(
        int(re.search(r"(\d+) report", one)[1])  # type: ignore[index]
        for one in checker.find_person(case.person)
    )
    others = checker.find_person(case.to_join or case.person)
    assert len(others) == (1 if case.to_join else 2)
    assert n_reports > 0
    # The audit trail tells what was said of which words, by whom, when and why.
    checker.go("Corrections", r"/corrections$")
    entries = page.locator("ol.corrections > li")
    entry = entries.first
    for told in (AUTHOR, "is not who bears the name in other reports", "another one of that name", outlet):
        assert told in checker.text(entry)
    # It is undone, and all is as it was.
    for number in range(1 + made):
        entry = entries.nth(number)
        if not entry.get_by_label("Who undoes it").is_visible():
            entry.get_by_text("Undo", exact=True).first.click()
        entry.get_by_label("Who undoes it").fill(AUTHOR)
        entry.get_by_label("Why").fill("to try it")
        entry.get_by_role("button", name=re.compile("Undo C")).click()
        checker.arrived(r"undone=C\d+#C\d+")
        entry = page.locator("ol.corrections > li").nth(number)
        assert "to try it" in checker.text(entry)
        assert entry.locator("del").count() > 0
        assert "is undone" in checker.text(page.locator(".standing.kept"))
    checker.look(r"/corrections$")
    assert len(checker.find_person(case.person)) == 1
    checker.follow(page.get_by_role("link", name=case.person, exact=True), r"/people/P\w+$")
    assert "joined by a correction" not in checker.text()


def test_what_is_taken_out_is_what_the_page_shows(visit: Visit, served: Served, scripts: bool) -> None:
    case = served.case
    checker = open_today(visit, scripts=scripts)
    page = checker.page
    checker.follow(
        page.get_by_role("region", name="Stories").locator("ol.stories h3 a").first, r"/stories/T\w+$"
    )
    title = checker.text(page.get_by_role("heading", level=1))
    shown = page.get_by_role("region", name="Reports", exact=True).locator("ol.reports > li")
    contents = checker.text(page.get_by_role("navigation", name="On this page"))
    n_of = {name: int(n) for name, n in re.findall(r"(\w+) (\d+)", contents)}
    # A table for each part, one line for each report.
    reports = rows_of(checker.downloaded("CSV"))
    assert len(reports) == shown.count() == n_of["Reports"]
    for row, line in zip(reports, shown.all(), strict=True):
        assert row["headline"] in checker.text(line)
        assert row["outlet"] in checker.text(line)
    happenings = rows_of(checker.downloaded("CSV of happenings"))
    assert len(happenings) == n_of["Happenings"]
    contradictions = rows_of(checker.downloaded("CSV of contradictions"))
    assert len({row["contradiction"] for row in contradictions}) == n_of["Contradictions"]
    # The same as JSON and as points on a map.
    answer = json.loads(checker.downloaded("JSON"))["answer"]
    assert answer["story"]["title"] == title
    assert [row["id"] for row in answer["happenings"]] == [row["happening"] for row in happenings]
    points = json.loads(checker.downloaded("GeoJSON"))
    assert points["onrecord"]["total"] + points["onrecord"]["without_point"] == len(happenings)
    assert {one["id"] for one in points["features"]} <= {row["happening"] for row in happenings}
    places = page.get_by_role("region", name="Where it happened")
    assert len(points["features"]) == places.locator("ol.places ul > li").count()
    # The one page for colleagues has the same, and every quotation in it stands in its report.
    checker.follow(page.get_by_role("link", name="One page for colleagues"), r"/report\.html$")
    colleagues = checker.text()
    assert checker.text(page.get_by_role("heading", level=1)) == title
    for name, n in (("Happenings", n_of["Happenings"]), ("Contradictions", n_of["Contradictions"])):
        assert f"{name} ({n})" in colleagues
    for row in reports:
        assert row["headline"] in colleagues
    assert checker.text(page.locator("footer")).startswith("OnRecord shows who vouches for what")
    field, one, other = case.field
    values = {row["value"] for row in contradictions if row["field"] == field}
    assert {one, other} <= values


def rows_of(data: bytes) -> list[dict[str, Any]]:
    """Return the lines of a CSV by the names of its columns; what a spreadsheet needs before the words goes."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
