"""A desk: one store of reports, what is put into it, what holds between them, and what can be asked of it.

The library behind `onrecord add`, `correct`, `stories`, `who`, `search` and the rest; the web application asks here too.
"""

from typing import TYPE_CHECKING

from onrecord.later import names_from

if TYPE_CHECKING:
    from onrecord.desk.intake import Taken, take_in
    from onrecord.desk.links import is_fresh, refresh, relations_json
    from onrecord.desk.wanted import Wanted

__all__ = ["Taken", "Wanted", "is_fresh", "refresh", "relations_json", "take_in"]

_HOMES = {
    "Taken": "onrecord.desk.intake",
    "Wanted": "onrecord.desk.wanted",
    "is_fresh": "onrecord.desk.links",
    "refresh": "onrecord.desk.links",
    "relations_json": "onrecord.desk.links",
    "take_in": "onrecord.desk.intake",
}

if not TYPE_CHECKING:
    __getattr__ = names_from(__name__, _HOMES)
