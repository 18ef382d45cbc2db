"""The Celery application: documents are rendered here. A web process renders single parts only."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartplan.settings")

app = Celery("smartplan")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
