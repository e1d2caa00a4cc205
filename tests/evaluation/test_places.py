"""Accuracy at 161 km, error and AUC, on errors worked out by hand."""

from __future__ import annotations

import gzip
import math
from pathlib import Path

import pytest

import evaluation.places as tested
from evaluation.places import Article, GoldToponym, error_km, read_geovirus, read_lgl, score_places
from onrecord.gazetteer import Gazetteer, PlaceRow
from onrecord.model import Span

KM_A_DEGREE = 111.2  # of latitude, on a sphere of 6371 km


def row(lat: float, lon: float = 0.0) -> PlaceRow:
    return PlaceRow(1, "Somewhere", lat, lon, None, None, None, "PPL", 0)


def toponym(lat: float, lon: float = 0.0) -> GoldToponym:
    return GoldToponym(Span(0, 4), "Port", lat, lon)


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every toponym be resolved to latitude 0, longitude 0; one named "" to nothing."""

    class Answer:
        def __init__(self, row: PlaceRow | None) -> None:
            self.row = row

    def answer(article: Article, gazetteer: Gazetteer) -> list[Answer]:
        return [Answer(row(0.0) if one.name else None) for one in article.toponyms]

    monkeypatch.setattr(tested, "resolve_article", answer)


def score(*toponyms: GoldToponym) -> tested.PlaceScores:
    return score_places("hand", [Article("", None, toponyms)], None)  # type: ignore[arg-type]


def test_error_is_the_way_over_the_ground() -> None:
    assert error_km(toponym(1.0), row(0.0)) == pytest.approx(KM_A_DEGREE, abs=0.5)
    assert error_km(toponym(0.0, 179.5), row(0.0, -179.5)) == pytest.approx(KM_A_DEGREE, abs=0.5)
    assert error_km(toponym(12.0, 7.0), row(12.0, 7.0)) == 0.0


def test_what_is_not_resolved_lies_half_the_girth_of_the_earth_away() -> None:
    assert error_km(toponym(0.0), None) == 20_039.0


@pytest.mark.usefixtures("resolved")
def test_accuracy_counts_what_lies_within_161_km() -> None:
    # 1 degree is 111 km, 1.4 are 156 km, 1.5 are 167 km.
    scores = score(toponym(0.0), toponym(1.0), toponym(1.4), toponym(1.5))
    assert (scores.n_correct, scores.n_toponyms, scores.accuracy) == (3, 4, 0.75)
    assert scores.median_km == pytest.approx(1.2 * KM_A_DEGREE, abs=1)


@pytest.mark.usefixtures("resolved")
def test_what_is_not_resolved_counts_as_wrong() -> None:
    scores = score(toponym(0.0), GoldToponym(Span(0, 4), "", 0.0, 0.0))
    assert (scores.accuracy, scores.n_unresolved) == (0.5, 1)


@pytest.mark.usefixtures("resolved")
def test_auc_is_nought_for_no_error_and_one_for_the_greatest() -> None:
    assert score(toponym(0.0)).auc == 0.0
    assert score(GoldToponym(Span(0, 4), "", 0.0, 0.0)).auc == pytest.approx(1.0)


@pytest.mark.usefixtures("resolved")
def test_auc_is_the_mean_logarithm_of_the_error_over_its_greatest() -> None:
    scores = score(toponym(0.0), toponym(1.0))
    error = error_km(toponym(1.0), row(0.0))
    assert scores.auc == pytest.approx(math.log(1 + error) / 2 / math.log(20_040))


@pytest.mark.usefixtures("resolved")
def test_interval_draws_articles_and_not_toponyms() -> None:
    right, wrong = Article("", None, (toponym(0.0),) * 9), Article("", None, (toponym(9.0),) * 9)
    scores = score_places("hand", [right, wrong], None)  # type: ignore[arg-type]
    assert (scores.low, scores.accuracy, scores.high) == (0.0, 0.5, 1.0)
    assert scores.n_articles == 2


def test_lgl_names_its_articles_and_codes_kinds_of_feature(tmp_path: Path) -> None:
    tag = "<gaztag><lat>1.5</lat><lon>-2</lon>{}</gaztag>"
    toponyms = "".join(
        f"<toponym><start>0</start><end>4</end><phrase>Port</phrase>{inner}</toponym>"
        for inner in (tag.format("<fcode>PPL</fcode>"), tag.format(""), "")  # the last is not coded at all
    )
    xml = f'<articles><article docid="77"><url>u</url><text>Port</text>{toponyms}</article></articles>'
    (tmp_path / "lgl.xml.gz").write_bytes(gzip.compress(xml.encode()))
    (article,) = read_lgl(tmp_path / "lgl.xml.gz")
    assert (article.name, article.url, article.text) == ("77", "u", "Port")
    assert article.toponyms == tuple(
        GoldToponym(Span(0, 4), "Port", 1.5, -2.0, code) for code in ("PPL", None)
    )


def test_geovirus_articles_go_by_their_place_and_offsets_count_from_one(tmp_path: Path) -> None:
    location = "<location><name>Port</name><start>1</start><end>5</end><lat>1</lat><lon>2</lon></location>"
    xml = f"<articles><article><text>x</text></article><article><text>Port</text>{location}</article></articles>"
    (tmp_path / "GeoVirus.xml.gz").write_bytes(gzip.compress(xml.encode()))
    first, second = read_geovirus(tmp_path / "GeoVirus.xml.gz")
    assert (first.name, first.toponyms, second.name) == ("1", (), "2")
    assert second.toponyms == (GoldToponym(Span(0, 4), "Port", 1.0, 2.0),)
