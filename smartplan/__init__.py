"""smartplan's wiring: settings, root addresses, WSGI and the Celery application."""

from smartplan.celery import app as celery_app

__all__ = ["celery_app"]
