# One image for gunicorn, the Celery worker, beat and the migrations; docker-compose.yml says which.
FROM python:3.13-slim-bookworm AS packages
COPY requirements.lock /
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --only-binary=:all: --require-hashes -r /requirements.lock

FROM python:3.13-slim-bookworm
# What WeasyPrint opens; operations/system_packages.py has the same list for bin/demo.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libfontconfig1 libharfbuzz-subset0 libharfbuzz0b libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home smartplan \
    && install -d -o smartplan -g smartplan /data
COPY --from=packages /venv /venv
COPY . /app
WORKDIR /app
RUN /venv/bin/python -m operations.catalogues
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp \
    DATA_DIR=/data
USER smartplan
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "smartplan.wsgi", "--bind=0.0.0.0:8000"]
