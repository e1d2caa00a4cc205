"""Every deliberate error of OnRecord.

OnRecordError
├── InputError            an input that cannot be read
│   ├── UnreadableInput   the file or address cannot be opened
│   ├── FetchRefused      robots rules, a private address, a limit
│   ├── NotText           binary, or no character set fits
│   ├── NoBody            no report was found in it
│   ├── InputTooLarge     larger than the limit
│   ├── WrongLanguage     the body is in a language the weights do not read
│   └── NotAnExport       it is no export that can be verified
├── OffsetError           a span lies outside its text
├── OutputError           the result cannot be written
├── StoreError            the database cannot be used
│   ├── NotAStore         there is none, or it is no database of OnRecord
│   ├── NewerStore        a newer version of the program wrote it
│   ├── DamagedStore      what lies in it cannot be read back
│   ├── StoreLocked       another program kept it locked for too long
│   ├── StoreFull         no room is left to write in
│   ├── StoreReadOnly     it may be read and not written
│   ├── StoreUnreachable  the database server does not answer, or its driver is not installed
│   ├── NotInStore        it holds no report, correction or relation of that name
│   └── QueryError        a search or filter that cannot be understood
├── WeightsError          the weights are missing, damaged, or of another edition
└── ResourceError         a data table or the gazetteer is missing or damaged
    └── WorkerEnded       a process that reads for a job ended by itself, or was killed
"""

from __future__ import annotations

from collections.abc import Callable


class OnRecordError(Exception):
    """Base of every deliberate error: what happened, where, and what to do next."""

    def __init__(self, *, what: str, where: str, remedy: str) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(f"{where}: {what}; {remedy}")

    def __reduce__(self) -> tuple[Callable[..., OnRecordError], tuple[type[OnRecordError], str, str, str]]:
        # So that one that is raised in another process comes back as itself.
        return _again, (type(self), self.what, self.where, self.remedy)


def _again(kind: type[OnRecordError], what: str, where: str, remedy: str) -> OnRecordError:
    return kind(what=what, where=where, remedy=remedy)


class InputError(OnRecordError):
    """An input that cannot be read."""


class UnreadableInput(InputError):
    """The file or address cannot be opened."""


class FetchRefused(InputError):
    """A robots rule, a private address or a limit forbids the request."""


class NotText(InputError):
    """The bytes are binary, or no character set fits them."""


class NoBody(InputError):
    """No report was found in the input."""


class InputTooLarge(InputError):
    """The input is larger than the limit."""


class WrongLanguage(InputError):
    """The body is in a language that the weights do not read."""


class NotAnExport(InputError):
    """The file is no export that can be verified."""


class OffsetError(OnRecordError):
    """A span lies outside the text it is to cut."""


class OutputError(OnRecordError):
    """The result cannot be written."""


class StoreError(OnRecordError):
    """The database of reports cannot be used."""


class NotAStore(StoreError):
    """There is no database there, or it is none of OnRecord's."""


class NewerStore(StoreError):
    """A newer version of the program wrote the database."""


class DamagedStore(StoreError):
    """What lies in the database cannot be read back."""


class StoreLocked(StoreError):
    """Another program kept the database locked for too long."""


class StoreFull(StoreError):
    """No room is left to write in."""


class StoreReadOnly(StoreError):
    """The database may be read and not written."""


class StoreUnreachable(StoreError):
    """The database server does not answer, or the driver for it is not installed."""


class NotInStore(StoreError):
    """The database holds no report, correction or relation of that name."""


class QueryError(StoreError):
    """A search or filter that cannot be understood."""


class WeightsError(OnRecordError):
    """The weights are missing, damaged, or of another edition."""


class ResourceError(OnRecordError):
    """A data table or the gazetteer is missing or damaged."""


class WorkerEnded(ResourceError):
    """A process that reads for a job ended by itself, or was killed."""
