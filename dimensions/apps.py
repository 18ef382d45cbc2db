from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DimensionsConfig(AppConfig):
    name = "dimensions"

    def ready(self) -> None:
        from dimensions.actions import install_editions

        post_migrate.connect(install_editions, sender=self)
