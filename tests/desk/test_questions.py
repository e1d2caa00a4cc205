"""What is asked of a store, as a library."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.desk import refresh
from onrecord.desk.answers import Rows
from onrecord.desk.described import Descriptions
from onrecord.desk.questions import (
    disputes,
    find_entities,
    find_entity,
    find_happening,
    find_stories,
    find_story,
    said,
    search,
    sources,
    timeline,
    who,
)
from onrecord.desk.wanted import Wanted
from onrecord.errors import InputError, NotInStore, QueryError
from onrecord.export.codec import JsonCodec
from onrecord.model import SCHEMA, Document, Entity, EntityMention, Record, Span
from onrecord.model.document import text_digest
from onrecord.store import Store, asking
from tests.conftest import Desk
from tests.desk.asked import attack, story_of

pytestmark = pytest.mark.weights


class TestStories:
    def test_the_newest_come_first_with_what_is_counted(self, store: Store) -> None:
        rows = find_stories(store)
        assert [row.n_reports for row in rows] == [1, 2, 4]
        dockers = rows[-1]
        assert (dockers.n_outlets, dockers.first, dockers.last) == (
            4,
            "2026-03-03T09:00:00+01:00",
            "2026-03-04T11:00:00+01:00",
        )
        assert dockers.n_contradictions >= 1
        assert dockers.n_happenings >= 1
        # Four reports, one of them a copy and one the denial.
        assert dockers.n_origins == 2

    @pytest.mark.parametrize(
        ("wanted", "titles"),
        [
            (Wanted(since="2026-03-10", until="2026-03-31"), ["Farmers"]),
            (Wanted(outlet="evening post"), ["Farmers", "Riot police"]),
            (Wanted(person="KAMINSKA"), ["Riot police"]),
            (Wanted(person="minister wolska"), ["Farmers"]),
            (Wanted(place="krak"), ["Farmers"]),
            (Wanted(label="denied", place="Gdynia"), ["Riot police"]),
            (Wanted(person="Sobol", outlet="Harbour Wire"), []),
            (Wanted(outlet="Evening"), []),
        ],
    )
    def test_a_filter_chooses_by_reports_and_happenings(
        self, store: Store, wanted: Wanted, titles: list[str]
    ) -> None:
        rows = find_stories(store, wanted)
        assert len(rows) == len(titles)
        assert all(row.title.startswith(title) for row, title in zip(rows, titles, strict=True))

    def test_a_story_names_its_reports_in_order_and_the_copies_among_them(
        self, store: Store, desk: Desk
    ) -> None:
        answer = find_story(store, story_of(store, "Riot police")[:4])
        keys = [desk.keys[name] for name in ("wire.txt", "courier.txt", "post.txt", "tribune.txt")]
        assert [one.key for one in answer.reports] == keys
        assert [one.reprint_of for one in answer.reports] == [None, keys[0], None, None]
        assert answer.reports[1].reprinted_outlet == "Harbour Wire"
        assert answer.reports[1].edit == ("verbatim",)
        assert {row.story for row in answer.happenings} == {answer.story.id}
        assert [row.n_reports for row in answer.happenings] == sorted(
            (row.n_reports for row in answer.happenings), reverse=True
        )
        assert any(one.kind == "denial" for one in answer.contradictions)
        assert {"shortened", "copied"} <= {v.change for one in answer.lineages for v in one.variants}

    def test_a_filter_chooses_within_a_story(self, store: Store, desk: Desk) -> None:
        answer = find_story(store, story_of(store, "Riot police"), Wanted(outlet="Northern Tribune"))
        assert [one.key for one in answer.reports] == [desk.keys["tribune.txt"]]
        assert answer.story.n_reports == 4
        assert 0 < len(answer.happenings) < len(find_story(store, answer.story.id).happenings)


class TestHappenings:
    def test_accounts_have_report_label_and_voice(self, store: Store, desk: Desk) -> None:
        answer = find_happening(store, attack(store))
        told = {(one.words.report.key, one.label) for one in answer.accounts}
        assert (desk.keys["wire.txt"], "alleged") in told
        assert (desk.keys["tribune.txt"], "denied") in told
        copied = [one for one in answer.accounts if one.words.report.key == desk.keys["courier.txt"]]
        assert {one.copied_from.key for one in copied if one.copied_from} == {desk.keys["wire.txt"]}
        denied = [one for one in answer.accounts if one.label == "denied"]
        assert {voice for one in denied for voice in one.on_word_of} == {"Jan Sobol"}
        assert [one.kind for one in answer.contradictions] == ["denial"]

    def test_a_filter_chooses_accounts_and_leaves_the_count_of_sources_alone(self, store: Store) -> None:
        every, some = (
            find_happening(store, attack(store), wanted) for wanted in (Wanted(), Wanted(label="denied"))
        )
        assert {one.label for one in some.accounts} == {"denied"}
        assert some.sources.origins == every.sources.origins

    def test_sources_are_counted_with_reasons(self, store: Store, desk: Desk) -> None:
        answer = sources(store, attack(store))
        assert len(answer.origins) == answer.happening.n_origins == 2
        left_out = {one.report.key: one.because for one in answer.not_counted}
        assert "reprint of Harbour Wire" in left_out[desk.keys["courier.txt"]]
        assert all(one.because and one.reports for one in answer.origins)

    def test_contradictions_give_both_sides_with_their_words(self, store: Store) -> None:
        found = disputes(store, Wanted(type="assault", place="gdynia"))
        assert [(one.kind, one.field) for one in found] == [("denial", "happened")]
        assert [side.value for side in found[0].sides] == ["yes", "no"]
        assert all(side.voices and side.words for side in found[0].sides)
        assert disputes(store, Wanted(person="Sobol")) == found
        assert disputes(store, Wanted(person="Wolska")) == ()

    def test_the_timeline_is_of_days_of_happenings(self, store: Store) -> None:
        rows = timeline(store)
        known = [row.day for row in rows if row.day]
        assert known == sorted(known)
        assert all(row.day is None for row in rows[len(known) :])
        # Published on Tuesday: the meeting is on Thursday.
        meeting = timeline(store, Wanted(since="2026-03-19", until="2026-03-19"))
        assert {row.day for row in meeting} == {("2026-03-19", "2026-03-19")}
        assert {row.n_reports > 1 for row in timeline(store, several=True)} == {True}


class TestPeople:
    def test_a_name_is_found_without_its_marks_and_by_a_part(self, store: Store) -> None:
        assert [one.entity.name for one in who(store, "kamin")] == ["Zofia Kamińska"]
        assert [one.entity.name for one in who(store, "Union Leader KAMIŃSKA")] == ["Zofia Kamińska"]
        entity = who(store, "Kaminska")[0].entity
        assert {(one.name, one.n_reports) for one in entity.names} >= {("Zofia Kaminska", 1)}
        assert "union leader" in {one.name for one in entity.roles}
        assert entity.n_reports == 4

    def test_who_is_described_and_never_named_is_found_by_the_description(self, store: Store) -> None:
        found = said(store, "the dockers' union")
        assert [(one.entity.id, one.entity.n_reports) for one in found] == [(None, 2)]
        assert {row.report.outlet for row in found[0].statements} == {"Harbour Wire", "Baltic Courier"}
        assert disputes(store, Wanted(person="dockers' union")) == disputes(store, Wanted(place="Gdynia"))

    def test_a_role_alone_or_words_of_two_letters_are_no_beginning(self, store: Store) -> None:
        assert not any(one.entity.type == "PERSON" for one in who(store, "spokesman"))
        assert who(store, "zo ka") == ()

    def test_several_of_a_name_are_each_given_apart(self, store: Store) -> None:
        assert sorted(one.entity.name for one in who(store, "Lis")) == ["Karol Lis", "Piotr Lis"]
        assert [(one.entity.name, len(one.statements)) for one in said(store, "lis karol")] == [
            ("Karol Lis", 1)
        ]

    def test_events_are_parted_by_what_the_entity_does_in_them(self, store: Store) -> None:
        police = max(who(store, "Sobol"), key=lambda one: len(one.as_actor))
        assert {event.part for event in police.as_actor} == {"actor"}
        assert any("accused" in event.words.text for event in police.as_actor)
        target = who(store, "Kaminska")[0].as_recipient
        assert any(event.words.report.outlet == "Northern Tribune" for event in target)

    def test_statements_tell_lineage_and_reprint(self, store: Store, desk: Desk) -> None:
        rows = said(store, "kaminska")[0].statements
        by_report = {row.report.key: row for row in rows if row.content[0].text.startswith("They hit")}
        lineages = {row.lineage for row in by_report.values()}
        assert len(lineages) == 1
        assert lineages != {None}
        changes = {
            name: by_report[desk.keys[name]].change for name in ("wire.txt", "courier.txt", "post.txt")
        }
        assert changes == {"wire.txt": "verbatim", "courier.txt": "copied", "post.txt": "shortened"}
        assert by_report[desk.keys["courier.txt"]].report.reprint_of == desk.keys["wire.txt"]

    def test_what_is_said_of_somebody_or_a_place(self, store: Store) -> None:
        of_place = said(store, "Sobol", Wanted(place="Gdynia"))[0].statements
        assert all("Gdynia" in words.text for row in of_place for words in row.content)
        of_person = said(store, "Sobol", Wanted(person="Kaminska"))
        assert all(
            "Kamińska" in words.text for one in of_person for row in one.statements for words in row.content
        )
        denials = who(store, "Sobol", Wanted(label="denied"))[0].statements
        assert 0 < len(denials) < len(who(store, "Sobol")[0].statements)

    def test_only_the_records_of_the_reports_that_name_somebody_are_read(
        self, store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read: list[str] = []
        records = Store.records

        def noted(self: Store, wanted: object = None) -> Iterator[object]:
            for filed in records(self, wanted):  # type: ignore[arg-type]
                read.append(filed.key)
                yield filed

        monkeypatch.setattr(Store, "records", noted)
        said(store, "Wolska")
        assert sorted(read) == sorted(desk.keys[name] for name in ("farmers.txt", "tractors.txt"))
        read.clear()
        find_stories(store), timeline(store, Wanted(place="Gdynia")), disputes(store), search(store, "police")
        assert not read


class TestLimits:
    def test_the_first_rows_are_those_of_the_whole_list(self, store: Store) -> None:
        questions: list[Callable[[int | None], Rows[Any]]] = [
            lambda limit: find_stories(store, limit=limit),
            lambda limit: find_stories(store, Wanted(person="Kaminska"), limit=limit),
            lambda limit: timeline(store, limit=limit),
            lambda limit: timeline(store, Wanted(type="ASSAULT", label="alleged"), limit=limit),
            lambda limit: disputes(store, limit=limit),
            lambda limit: search(store, "police", limit=limit),
        ]
        for question in questions:
            every = question(None)
            assert every.is_whole
            assert every.total == len(every) > 0
            for limit in range(1, len(every) + 2):
                some = question(limit)
                assert some == every[:limit]
                assert some.is_whole == (limit >= len(every))
                assert some.total in (len(every), None if limit < len(every) else len(every))

    def test_statements_of_several_people_are_cut_together(self, store: Store) -> None:
        assert len(said(store, "lis")) > 1
        every = [row for one in said(store, "lis") for row in one.statements]
        for limit in range(1, len(every) + 1):
            some = said(store, "lis", limit=limit)
            assert [row for one in some for row in one.statements] == every[:limit]
            assert all(one.statements.is_whole for one in some) == (limit >= len(every))


class TestEntities:
    def test_names_are_found_without_what_was_said_and_one_entity_by_its_id(self, store: Store) -> None:
        rows = find_entities(store, "kaminska")
        (profile,) = who(store, "kaminska")
        assert rows == (profile.entity,)
        assert find_entity(store, str(rows[0].id)) == profile
        assert find_entity(store, str(rows[0].id)[:6].lower()) == profile
        assert len(find_entity(store, str(rows[0].id), limit=1).statements) == 1
        with pytest.raises(NotInStore, match="no entity has an id"):
            find_entity(store, "Pzz")

    def test_words_around_an_article_in_a_word_stay_apart(self) -> None:
        text = "the Italian coast guard"
        entity = Entity(
            "E1", "ORG", text, (), None, None, mentions=(EntityMention(Span(0, len(text)), "nominal"),)
        )
        document = Document(text_digest(text), "-", text)
        found = Descriptions()
        found.add("k1", Record(SCHEMA, "0", "made up", document, (), (entity,), (), (), ()))
        assert [one.name for one in found] == ["italian coast guard"]


class TestSearch:
    def test_hits_have_story_and_place_in_the_text(self, store: Store, desk: Desk) -> None:
        hits = search(store, '"striking dockers" -farmers')
        names = ("wire.txt", "courier.txt", "post.txt", "tribune.txt")
        assert {hit.snippet.report.key for hit in hits} == {desk.keys[name] for name in names}
        assert {hit.story for hit in hits} == {story_of(store, "Riot police")}
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)

    def test_no_hit_is_left_out_for_their_number(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        every = search(store, "on")
        assert len(every) == 7
        monkeypatch.setattr(asking, "_FIRST_HITS", 2)
        assert search(store, "on") == every

    def test_a_filter_by_happening_chooses_reports_that_tell_of_one(self, store: Store, desk: Desk) -> None:
        hits = search(store, "dockers", Wanted(label="denied", place="gdynia"))
        assert [hit.snippet.report.key for hit in hits] == [desk.keys["tribune.txt"]]


class TestIds:
    def test_one_that_several_begin_with_is_refused_with_candidates(self, store: Store) -> None:
        with pytest.raises(NotInStore, match="3 stories have an id that begins with 'T'") as refused:
            find_story(store, "T")
        assert all(row.id in refused.value.remedy for row in find_stories(store))

    @pytest.mark.parametrize("id", ["T0000zz", "", "  ", "H1b6", "\x1b[2J", "T%"])
    def test_an_unknown_one_is_refused_with_the_nearest(self, store: Store, id: str) -> None:
        with pytest.raises(NotInStore, match="no story") as refused:
            find_story(store, id)
        assert "onrecord stories" in refused.value.remedy

    def test_a_beginning_is_enough_in_either_case(self, store: Store) -> None:
        happening = attack(store)
        assert sources(store, f" {happening[:9].lower()}") == sources(store, happening)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"since": "2026-3-1"}, "is no day"),
        ({"until": "yesterday"}, "is no day"),
        ({"since": "2026-03-04", "until": "2026-03-03"}, "lies before the first"),
        ({"person": "..."}, "no word of a name"),
        ({"type": "asault"}, "did you mean 'ASSAULT'"),
        ({"label": "sure"}, "there is no label"),
    ],
)
def test_a_filter_that_cannot_be_meant_is_refused(asked: dict[str, str], told: str) -> None:
    with pytest.raises((InputError, QueryError), match=told):
        Wanted(**asked)


def test_a_corrected_day_of_publication_is_the_one_that_counts(desk: Desk, tmp_path: Path) -> None:
    copy = shutil.copy(desk.path, tmp_path / "copy.db")
    with Store.open(copy, codec=JsonCodec()) as store:
        payload = {"published": "2026-05-02"}
        store.correct(
            kind="date", target=desk.keys["farmers.txt"], payload=payload, author="A", reason="late"
        )
        refresh(store)
        may = Wanted(since="2026-05-01", until="2026-05-31")
        assert [row.title for row in find_stories(store, may)] == ["Farmers block roads around Kraków"]
        march = search(store, "farmers", Wanted(since="2026-03-10", until="2026-03-31"))
        assert [hit.snippet.report.key for hit in march] == [desk.keys["tractors.txt"]]


def test_an_empty_store_answers_with_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "empty.db", codec=JsonCodec()) as store:
        for wanted in (Wanted(), Wanted(person="Sobol"), Wanted(place="Gdynia", since="2026-01-01")):
            assert not any((find_stories(store, wanted), timeline(store, wanted), disputes(store, wanted)))
            assert not any(
                (who(store, "Sobol", wanted), said(store, "Sobol", wanted), search(store, "a", wanted))
            )
        for ask in (find_story, find_happening, sources):
            with pytest.raises(NotInStore, match="holds none yet"):
                ask(store, "T1")
