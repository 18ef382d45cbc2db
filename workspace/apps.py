from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        """Read every package's tables of rules and checks, as Django's admin reads `admin.py`."""
        autodiscover_modules("rules", "checks")
