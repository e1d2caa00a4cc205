"""What workers do of finding what holds between the reports of a job: sketch and compare them, and go through stories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from onrecord.export.codec import JsonCodec
from onrecord.export.relations import report_to_json
from onrecord.jobs.folders import Folder
from onrecord.jobs.laid_aside import PartFiles, number_of, part_name, put_packed
from onrecord.jobs.plan import Task
from onrecord.jobs.tables import rows_in
from onrecord.model import FiledRecord, Record
from onrecord.relate.near import Postings
from onrecord.relate.outlines import sketch_reports
from onrecord.relate.relations import Joining, Render, found_story, told_of
from onrecord.relate.spool import packed, unpacked
from onrecord.relate.within import InStory, Within

WORK = "work/relate"
RECORDS, SKETCHED, STORIES = f"{WORK}/records", f"{WORK}/sketched", f"{WORK}/stories"
FOUND, JOININGS, TOLD = f"{WORK}/found", f"{WORK}/joinings", f"{WORK}/told"
WITHIN, INDEX, LEFT_OUT = f"{WORK}/within.bin", f"{WORK}/index.bin", f"{WORK}/left_out.bin"
NEAR, VECTORS = f"{WORK}/near", f"{WORK}/vectors.bin"

_AT_HAND = 8
"""Stories that are kept at hand while what they look back to is joined with the news of it."""


class RelateWork:
    """Does the tasks of one process.

    Args:
        folder: the job's folder.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._loaded: tuple[str, tuple[Within, Render[Any]]] | None = None
        self._compared: tuple[str, tuple[Postings, float]] | None = None

    def do(self, task: Task) -> dict[str, Any]:
        """Do a task, unless it is done, and return what is told of it."""
        result = {"sketch": SKETCHED, "near": NEAR, "find": FOUND, "tell": TOLD}[task.kind]
        if not self._folder.has(part_name(result, task.number)):
            {"sketch": self._sketch, "near": self._near, "find": self._find, "tell": self._tell}[task.kind](
                task
            )
        return {"kind": task.kind, "number": task.number}

    def _sketch(self, task: Task) -> None:
        """Lay records aside, and keep of them what is compared."""
        left_out = self._left_out()
        things: list[Record] = []

        def lay_aside(record: Record) -> int:
            things.append(record)
            return number_of(task.number, len(things) - 1)

        def filed() -> Iterator[FiledRecord]:
            codec = JsonCodec()
            for name in task.names:
                for row in rows_in(self._folder, name, ["key", "record"]):
                    if row["key"] not in left_out:
                        yield FiledRecord(row["key"], codec.decode(row["record"].encode()))

        sketched = sketch_reports(filed(), lay_aside)
        starts = put_packed(self._folder, part_name(RECORDS, task.number), things)
        self._folder.put(part_name(SKETCHED, task.number), packed((sketched, starts)), lasting=False)

    def _left_out(self) -> frozenset[str]:
        found: frozenset[str] = unpacked(self._folder.read(LEFT_OUT))
        return found

    def _near(self, task: Task) -> None:
        """Find which reports are near to each of some, among those before it."""
        if self._compared is None or self._compared[0] != task.token:
            vectors, least = unpacked(self._folder.read(VECTORS))
            self._compared = task.token, (Postings.of(vectors), least)
        postings, least = self._compared[1]
        found = list(postings.near(least, range(task.first, task.until)))
        self._folder.put(part_name(NEAR, task.number), packed(found), lasting=False)

    def _within(self, token: str) -> tuple[Within, Render[Any]]:
        if self._loaded is None or self._loaded[0] != token:
            self._loaded = token, unpacked(self._folder.read(WITHIN))
        return self._loaded[1]

    def _find(self, task: Task) -> None:
        """Find what stories hold."""
        within, render = self._within(task.token)
        found, reports, stories = [], {}, []
        for number, cluster in enumerate(task.clusters, start=task.first):
            story = within.find(cluster)
            stories.append(story)
            found.append(found_story(number, story, within, render))
            for index in cluster:
                key = within.outlines.keys[index]
                reports[index] = report_to_json(key, within.records[key])
        starts = put_packed(self._folder, part_name(STORIES, task.number), stories)
        self._folder.put(part_name(FOUND, task.number), packed((found, reports, starts)), lasting=False)

    def _tell(self, task: Task) -> None:
        """Tell what stories hold, those of others joined with them."""
        within, render = self._within(task.token)
        wanted: list[Joining] = unpacked(self._folder.read(part_name(JOININGS, task.number)))
        number_in_files: Mapping[int, int]
        number_in_files, starts = unpacked(self._folder.read(INDEX))
        files = PartFiles(self._folder, STORIES, starts)

        def take(story: int) -> InStory:
            found: InStory = files.take(number_in_files[story])
            return found

        elsewhere = lru_cache(_AT_HAND)(take)
        told = [told_of(one, take(one.story), elsewhere, within, render) for one in wanted]
        files.close()
        self._folder.put(part_name(TOLD, task.number), packed(told), lasting=False)
