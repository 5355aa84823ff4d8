"""A live room under load: the portal it runs in, the people who use it, and what is measured of both."""
