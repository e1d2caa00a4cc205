"""Somebody who fills in the forms of the site, and what they are about, for tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

import httpx
from fastapi.testclient import TestClient

from onrecord.desk.links import corrected_records
from onrecord.desk.questions import find_entities
from onrecord.model import Record
from onrecord.store import Correction, Store

AUTHOR, REASON = "Halina Brzoska", "checked with the harbour office"


class Reader:
    """Somebody who follows the links of the site and fills in its forms."""

    def __init__(self, site: TestClient, store: Store) -> None:
        self.site, self.store = site, store

    def links(self, address: str, of: str) -> list[str]:
        """Return the addresses of the forms for things of a kind that a page leads to."""
        found = re.findall(r'href="(/correct\?of=\w+[^"]*)"', self.site.get(address).text)
        return [unescape(one) for one in found if one.startswith(f"/correct?of={of}&")]

    def fields(self, address: str, **filled: str | list[str]) -> dict[str, str | list[str]]:
        """Return what the form at an address sends, filled in."""
        answer = self.site.get(address)
        assert answer.status_code == 200, address
        form = answer.text.split('action="/corrections"', 1)[1].split("</form>")[0]
        hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
        given = {name: unescape(value) for name, value in hidden}
        return {**given, "author": AUTHOR, "reason": REASON, **filled}

    def send(self, fields: Mapping[str, str | list[str]]) -> httpx.Response:
        return self.site.post("/corrections", data=fields, follow_redirects=False)

    def correct(self, address: str, **filled: str | list[str]) -> Correction:
        """Keep a correction and return it; the page that it leads back to must say that it is kept."""
        answer = self.send(self.fields(address, **filled))
        assert answer.status_code == 303, re.findall(r'role="alert">([^<]*)', answer.text)
        back = self.site.get(answer.headers["location"])
        assert back.status_code == 200
        kept = re.search(
            r'<a href="/corrections#(C\d+)">\1</a>(?: and \d+ others?)? (?:is|are) kept', back.text
        )
        assert kept is not None
        assert "Look now" in back.text
        return next(one for one in self.store.corrections() if one.id == kept[1])

    def relate(self) -> None:
        """Press “Look now” and wait."""
        token = re.search(r'name="form" value="([^"]+)"', self.site.get("/").text)
        assert token is not None
        self.site.post("/relate", data={"form": token[1]})
        self.site.app.state.desk.wait(120)  # type: ignore[attr-defined]
        assert self.site.app.state.desk.standing().problem is None  # type: ignore[attr-defined]

    def record(self, key: str) -> Record:
        return next(one.record for one in corrected_records(self.store) if one.key == key)

    def undo(self, id: str, **changed: str) -> httpx.Response:
        page = self.site.get("/corrections").text
        token = re.search(r'name="form" value="([^"]+)"', page)
        assert token is not None
        data = {"form": token[1], "author": "Adam Wrona", "reason": "it was right", **changed}
        return self.site.post(f"/corrections/{id}/undo", data=data, follow_redirects=False)


def entity_id(store: Store, name: str) -> str:
    (one,) = find_entities(store, name)
    assert one.id is not None
    return one.id


def story_of(store: Store, key: str) -> str:
    (one,) = store.relations("stories", report=[key])
    return str(one.id)
