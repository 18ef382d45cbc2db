"""What stands beside each section of the editor: what belongs there, and a worked example.

The example is one invented program, carried through all sections, so that it can be read as one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

Text = Any  # a lazy translation


@dataclass(frozen=True)
class Guidance:
    """`points` say what belongs in a section; `example` holds pairs of field and text."""

    points: tuple[Text, ...]
    example: tuple[tuple[Text, Text], ...]


# What stands under a field of prose.
PROMPTS: Final[dict[str, Text]] = {
    "problem": _("Siapa yang kesulitan, di mana, seberapa besar? Satu angka lebih kuat dari kata."),
    "objective": _("Keadaan yang ingin dicapai, bukan kegiatan yang dilakukan."),
    "description": _("Apa yang dibangun atau dijalankan, dan bagaimana warga memakainya."),
    "beneficiaries": _("Siapa dan kira-kira berapa orang."),
    "strategic_issue": _("Masalah dalam RPJMD yang langsung terjawab."),
    "attraction": _("Mengapa warga dan media akan memperhatikannya."),
    "benefit": _("Apa yang dirasakan warga dalam setahun pertama."),
    "uniqueness": _("Apa yang belum ada di daerah lain."),
    "partnership": _("Siapa di luar pemerintah yang dapat ikut, dan dengan apa."),
    "potential": _("Ke mana program ini dapat tumbuh setelah tahun pertama."),
    "sustainability": _("Siapa yang menjalankan dan membiayainya seterusnya."),
    "resources": _("Orang, perangkat, dan anggaran yang sudah ada atau dibutuhkan."),
    "risk": _("Apa yang paling mungkin menggagalkannya."),
    "mitigation": _("Apa yang disiapkan untuk setiap risiko."),
    "schedule": _("Tahapan per bulan atau triwulan sampai hasilnya terlihat."),
}

GUIDANCE: Final[dict[str, Guidance]] = {
    "identity": Guidance(
        (
            _("Nama program dibaca Bupati dan penilai: sebut hasilnya, bukan nama aplikasinya."),
            _("Kode nomenklatur sama dengan yang di SIPD, supaya pagunya dapat ditelusuri."),
            _("Tandai OPD pendukung: mereka dapat membaca dan memberi catatan, tidak mengubah."),
            _("Mitra ialah pihak di luar pemerintah daerah: kampus, bank, komunitas, perusahaan."),
        ),
        (
            (_("Nama program"), _("Rujukan Cepat Ibu Hamil")),
            (_("Kode nomenklatur"), "1.02.02"),
            (_("Jangka waktu"), _("Jangka menengah, 2026 sampai 2030")),
            (_("Mitra"), _("Ikatan Bidan: relawan pendamping di 189 desa")),
        ),
    ),
    "objective": Guidance(
        (
            _("Mulai dari masalah warga. Penilai membacanya sebelum melihat anggaran."),
            _("Satu sasaran yang dapat diukur lebih baik dari lima yang tidak."),
            _("Pakai kalimat biasa. Daftar, tebal, dan tabel sederhana dapat dipakai."),
        ),
        (
            (
                _("Masalah"),
                _(
                    "Ibu hamil berisiko menunggu rata-rata 95 menit sebelum dirujuk, karena "
                    "puskesmas menelepon rumah sakit satu per satu."
                ),
            ),
            (_("Sasaran program"), _("Waktu tunggu rujukan paling lama 30 menit pada 2028.")),
            (_("Penerima manfaat"), _("Sekitar 11.000 ibu hamil setiap tahun, 21 puskesmas.")),
        ),
    ),
    "activities": Guidance(
        (
            _("Kegiatan yang Anda tulis di sini menjadi rencana aksi dalam masterplan."),
            _(
                "Pilih jenisnya: SDM, infrastruktur, aplikasi, atau literasi. Program yang kuat "
                "punya lebih dari satu jenis."
            ),
            _("Keluaran ditulis dengan jumlah: “21 paket”, bukan “perangkat”."),
        ),
        (
            (_("Kegiatan"), _("Pelatihan petugas rujukan puskesmas")),
            (_("Jenis"), _("Peningkatan kapasitas SDM")),
            (_("Keluaran"), _("42 petugas terlatih")),
            (_("Tahun"), "2026–2027"),
        ),
    ),
    "indicators": Guidance(
        (
            _(
                "Paling sedikit satu keluaran (apa yang dihasilkan) dan satu hasil atau dampak "
                "(apa yang berubah bagi warga)."
            ),
            _(
                "Target boleh berupa teks seperti “BB” atau “WTP”. Di bawah setiap sel tertulis "
                "angka yang terbaca."
            ),
            _(
                "Sebaris target dapat ditempel dari Excel: klik sel pertama, lalu Ctrl+V. "
                "Tombol panah berpindah sel."
            ),
        ),
        (
            (_("Tingkat"), _("Hasil")),
            (_("Indikator"), _("Waktu tunggu rujukan ibu hamil berisiko")),
            (_("Satuan dan arah"), _("menit, turun")),
            (_("Kondisi awal"), _("95 (2025)")),
            (_("Target"), "80 · 60 · 30 · 30 · 30"),
        ),
    ),
    "budget": Guidance(
        (
            _(
                "Isi pagu indikatif per tahun dan sumber dana, dalam rupiah. Kosongkan yang "
                "tidak ada."
            ),
            _("“1.250.000.000”, “1,25 M”, dan “1250000000” sama saja."),
            _("Satu blok dari Excel dapat ditempel: klik sel kiri atas, lalu Ctrl+V."),
        ),
        (
            (_("APBD Kabupaten/Kota 2026"), "1,25 M"),
            (_("terbaca"), "1.250.000.000"),
            (_("CSR 2027"), "150 juta"),
        ),
    ),
    "alignment": Guidance(
        (
            _(
                "Tautkan indikator RPJMD yang benar-benar bergerak karena program ini. Satu atau "
                "dua tautan yang kuat cukup."
            ),
            _(
                "Langsung: program ini mengubah angkanya. Pendukung: program ini membantu program "
                "lain mengubahnya."
            ),
            _("Alasan menjawab: bagaimana program ini mengubah angka itu?"),
        ),
        (
            (_("Indikator RPJMD"), _("IKU-01 Umur Harapan Hidup")),
            (_("Kontribusi"), _("Langsung")),
            (
                _("Alasan"),
                _(
                    "Rujukan di bawah 30 menit menurunkan kematian ibu dan bayi, penyumbang "
                    "terbesar umur harapan hidup yang rendah."
                ),
            ),
        ),
    ),
    "quick_win": Guidance(
        (
            _("Semua butir ini dinilai kementerian; dua atau tiga kalimat per butir cukup."),
            _("Tulis apa yang terlihat dalam dua belas bulan, bukan rencana lima tahun."),
            _("Risiko yang jujur dengan mitigasinya bernilai lebih dari “tidak ada risiko”."),
        ),
        (
            (
                _("Daya tarik"),
                _("Layar ruang rujukan di alun-alun: warga melihat waktu tunggu hari ini."),
            ),
            (_("Risiko"), _("Jaringan di empat kecamatan sering putus.")),
            (_("Mitigasi risiko"), _("Rujukan tetap dapat dikirim lewat SMS.")),
        ),
    ),
}
