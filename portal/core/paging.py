"""Pagination: bounded, in a stable order, forgiving about page numbers."""

from typing import Any, Generic, NamedTuple, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


def paginate(request: HttpRequest, items: Any, per_page: int) -> Page:
    """The page of ``items`` that ``?page=`` asks for; a number that does not exist gives the nearest that does."""
    return Paginator(items, per_page).get_page(request.GET.get("page", 1))


def page_of(request: HttpRequest, total: int, per_page: int) -> Page:
    """The page that ``?page=`` asks for of a list of ``total`` items that are not at hand: numbers alone."""
    return paginate(request, range(total), per_page)


class Share(NamedTuple, Generic[Row]):
    """One page of a list, and how long the whole list is."""

    rows: list[Row]
    total: int


def share_of(items: QuerySet[Row], number: int, per_page: int) -> Share[Row]:
    """A page of ``items``, none beyond the end; a list that ends on it is not counted by a query of its own."""
    start = (number - 1) * per_page
    rows = list(items[start : start + per_page + 1])
    ends_here = len(rows) <= per_page and (rows or not start)
    return Share(rows[:per_page], start + len(rows) if ends_here else items.count())
