"""Pagination: bounded, in a stable order, forgiving about page numbers."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def paginate(request: HttpRequest, items: Any, per_page: int) -> Page:
    """The page of ``items`` that ``?page=`` asks for; a number that does not exist gives the nearest that does."""
    return Paginator(items, per_page).get_page(request.GET.get("page", 1))


def page_of(request: HttpRequest, total: int, per_page: int) -> Page:
    """The page that ``?page=`` asks for of a list of ``total`` items that are not at hand: numbers alone."""
    return paginate(request, range(total), per_page)
