from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self) -> None:
        # Connects its receivers.
        from opd import recheck  # noqa: F401
