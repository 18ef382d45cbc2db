from django.apps import AppConfig


class OpdConfig(AppConfig):
    name = "opd"

    def ready(self) -> None:
        from opd.checks.stored import recheck_linked
        from opd.recheck import recheck_codes
        from rpjmd.signals import indicators_changed, nomenclature_changed

        indicators_changed.connect(recheck_linked, dispatch_uid="opd.recheck_linked")
        nomenclature_changed.connect(recheck_codes, dispatch_uid="opd.recheck_codes")
