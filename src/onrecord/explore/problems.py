"""What is said where something is wrong: a page on the site, JSON from the API, and never what the program was doing."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from onrecord.errors import (
    InputError,
    NotInStore,
    OnRecordError,
    QueryError,
    StoreLocked,
    StoreReadOnly,
    StoreUnreachable,
)
from onrecord.explore.rendering import page
from onrecord.explore.security import harden, is_api, told_plainly

_STATUSES: tuple[tuple[type[OnRecordError], HTTPStatus], ...] = (
    (NotInStore, HTTPStatus.NOT_FOUND),
    (QueryError, HTTPStatus.BAD_REQUEST),
    (InputError, HTTPStatus.BAD_REQUEST),
    (StoreReadOnly, HTTPStatus.FORBIDDEN),
    (StoreLocked, HTTPStatus.SERVICE_UNAVAILABLE),
    (StoreUnreachable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_REMEDY, _API_REMEDY = "begin from the first page, or search", "see /api/docs for what there is"


def add_handlers(app: FastAPI) -> None:
    """Have an application say what is wrong."""
    app.add_exception_handler(OnRecordError, _deliberate)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(Exception, _broken)


def status_of(problem: OnRecordError) -> int:
    """Return the HTTP status of a deliberate error.

    >>> status_of(QueryError(what="no day", where="--since", remedy="write one"))
    400
    """
    fitting = (status for kind, status in _STATUSES if isinstance(problem, kind))
    return int(next(fitting, HTTPStatus.INTERNAL_SERVER_ERROR))


def _deliberate(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, OnRecordError):
        raise problem
    # Where the store lies is this computer's business: readers elsewhere are told the address they asked for.
    option = problem.where.removeprefix("--")
    where = f"query {option}" if option != problem.where else request.url.path
    return told(request, status_of(problem), problem.what, where, problem.remedy)


def _refused(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, HTTPException):
        raise problem
    what = "there is no such page" if problem.status_code == HTTPStatus.NOT_FOUND else str(problem.detail)
    return told(request, problem.status_code, what, request.url.path, headers=problem.headers)


def _not_understood(request: Request, problem: Exception) -> Response:
    if not isinstance(problem, RequestValidationError):
        raise problem
    first = problem.errors()[0]
    where = " ".join(map(str, first["loc"]))
    return told(request, HTTPStatus.UNPROCESSABLE_ENTITY, str(first["msg"]), where)


def _broken(request: Request, problem: Exception) -> Response:
    # Beyond the guard, so that the headers are put on here; the server's own log has the rest.
    what, remedy = "something went wrong that should not", "see what `onrecord serve` wrote, and report it"
    return harden(
        told_plainly(request, HTTPStatus.INTERNAL_SERVER_ERROR, what, request.url.path, remedy=remedy)
    )


def told(
    request: Request,
    status: int,
    what: str,
    where: str,
    remedy: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return what is wrong, in the way of whoever asked: as a page, or as JSON from the API."""
    if is_api(request):
        response = told_plainly(request, status, what, where, remedy=remedy or _API_REMEDY)
    else:
        response = _page(request, status, what, where, remedy or _REMEDY)
    response.headers.update(headers or {})
    return response


def _page(request: Request, status: int, what: str, where: str, remedy: str) -> Response:
    try:
        return page(request, "problem", status=status, what=what, remedy=remedy)
    except OnRecordError:
        # A page says of what state the store is, and where that cannot be read there is none.
        return told_plainly(request, status, what, where, remedy=remedy)
