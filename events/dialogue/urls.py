"""URLs of the dialogue below ``/<language>/``: taking part (``take-part/``), and the live rooms (``live/``).

Each flow has its own list. They stand before the pages, whose pattern would take them; slugs that would collide are
refused by ``portal.core.models.slugs``.
"""

from django.urls import include, path

from events.dialogue.live import urls as live
from events.dialogue.public.feeds import OccasionFeed
from portal.core.replica import reads_replica

app_name = "dialogue"
urlpatterns = [
    path("take-part/feed.xml", reads_replica(OccasionFeed()), name="feed"),
    path("take-part/", include("events.dialogue.input.urls")),
    path("take-part/", include("events.dialogue.opinions.urls")),
    path("take-part/", include("events.dialogue.statements.urls")),
    *live.urlpatterns,
]
