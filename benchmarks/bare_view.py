"""A Django view that does nothing, as the measure of other answers: ``gunicorn benchmarks.bare_view``."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def bare(request: HttpRequest) -> HttpResponse:
    """Nine bytes."""
    return HttpResponse("bare view")


settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="benchmark only")
urlpatterns = [path("", bare)]
application = get_wsgi_application()
