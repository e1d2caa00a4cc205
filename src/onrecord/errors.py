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
├── WeightsError          the weights are missing, damaged, or of another edition
└── ResourceError         a data table or the gazetteer is missing or damaged
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of every deliberate error: what happened, where, and what to do next."""

    def __init__(self, *, what: str, where: str, remedy: str) -> None:
        self.what, self.where, self.remedy = what, where, remedy
        super().__init__(f"{where}: {what}; {remedy}")


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


class WeightsError(OnRecordError):
    """The weights are missing, damaged, or of another edition."""


class ResourceError(OnRecordError):
    """A data table or the gazetteer is missing or damaged."""
