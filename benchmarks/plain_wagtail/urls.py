"""What ``wagtail start`` writes, with its view of the search."""

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.template.response import TemplateResponse
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.models import Page


def search(request):
    """Results, ten on a page."""
    search_query = request.GET.get("query", None)
    page = request.GET.get("page", 1)
    search_results = Page.objects.live().search(search_query) if search_query else Page.objects.none()
    paginator = Paginator(search_results, 10)
    try:
        search_results = paginator.page(page)
    except PageNotAnInteger:
        search_results = paginator.page(1)
    except EmptyPage:
        search_results = paginator.page(paginator.num_pages)
    context = {"search_query": search_query, "search_results": search_results}
    return TemplateResponse(request, "plain_wagtail/search.html", context)


urlpatterns = [path("search/", search, name="search"), path("", include(wagtail_urls))]
