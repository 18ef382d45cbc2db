"""A font configuration in which the machine's own fonts do not exist."""

import os
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from weasyprint.text.fonts import FontConfiguration

_lock = threading.Lock()

# No hinting: advances stay proportional to the size, on every machine alike.
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <cachedir>{cache}</cachedir>
  <match target="font">
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
  </match>
</fontconfig>
"""


def isolated_font_configuration() -> FontConfiguration:
    """A WeasyPrint font configuration without any system font.

    fontconfig reads the name of its settings file from the environment at this moment only, and
    there is no other way in through WeasyPrint.
    """
    with _lock, TemporaryDirectory(prefix="fontconfig-") as home:
        settings = Path(home) / "fonts.conf"
        settings.write_text(_CONFIGURATION.format(cache=home), encoding="utf-8")
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(settings)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
