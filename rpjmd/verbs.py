"""What the audit trail says about acts on the RPJMD."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from rpjmd.models import NomenclatureEdition
from workspace.models import Membership
from workspace.verbs import register_target, register_verbs

register_verbs(
    {
        "rpjmd.create_version": _("Membuat versi RPJMD"),
        "rpjmd.change_version": _("Mengubah versi RPJMD"),
        "rpjmd.add_element": _("Menambah unsur RPJMD"),
        "rpjmd.change_element": _("Mengubah unsur RPJMD"),
        "rpjmd.delete_element": _("Menghapus unsur RPJMD"),
        "rpjmd.add_indicator": _("Menambah indikator RPJMD"),
        "rpjmd.change_indicator": _("Mengubah indikator RPJMD"),
        "rpjmd.delete_indicator": _("Menghapus indikator RPJMD"),
        "rpjmd.import_rpjmd": _("Memuat RPJMD dari buku kerja"),
        "rpjmd.load_nomenclature": _("Memuat edisi nomenklatur"),
        "rpjmd.use_nomenclature": _("Memberlakukan edisi nomenklatur"),
        "rpjmd.delete_nomenclature": _("Menghapus edisi nomenklatur"),
        "rpjmd.set_successors": _("Menetapkan pengganti kode nomenklatur"),
        "rpjmd.add_version": _("Menyiapkan versi RPJMD"),
        "rpjmd.delete_version": _("Menghapus versi RPJMD"),
        "rpjmd.add_value": _("Menambah nilai indikator"),
        "rpjmd.use_value": _("Memilih nilai indikator yang dipakai"),
        "rpjmd.delete_value": _("Menghapus nilai indikator"),
        "rpjmd.add_succession": _("Mencatat pergantian indikator"),
        "rpjmd.delete_succession": _("Menghapus pergantian indikator"),
    }
)


def visible_editions(membership: Membership, ids: Collection[int]) -> dict[int, str]:
    editions = NomenclatureEdition.objects.visible_to(membership).filter(pk__in=ids)
    return {
        pk: membership.plan.url("rpjmd:nomenclature_edition", pk=pk)
        for pk in editions.values_list("pk", flat=True)
    }


register_target("rpjmd.nomenclatureedition", visible_editions)
