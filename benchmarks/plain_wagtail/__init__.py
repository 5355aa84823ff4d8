"""A stock Wagtail site with the portal's kinds of pages: what ``wagtail start`` and its tutorial give, and no more."""
