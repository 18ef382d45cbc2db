from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkspaceConfig(AppConfig):
    name = "workspace"

    def ready(self) -> None:
        """Read every package's rules, checks and verbs, as Django's admin reads `admin.py`."""
        autodiscover_modules("rules", "checks", "verbs")
