"""A progress bar in the terminal; a line for each step where there is no terminal."""

from __future__ import annotations

import shutil
from typing import Final

from django.core.management.base import OutputWrapper

WIDTH: Final = 28


class ProgressBar:
    def __init__(self, out: OutputWrapper) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._shown = ""

    def show(self, percent: int, step: str) -> None:
        """Draw it anew when something has changed."""
        if self._is_terminal:
            filled = WIDTH * percent // 100
            line = f"{'█' * filled}{'░' * (WIDTH - filled)} {percent:3d} %  {step}"
            room = shutil.get_terminal_size().columns - 1
            self._write(f"\r{line[:room]:<{room}}", line)
        else:
            self._write(f"{step}\n", step)

    def close(self) -> None:
        """Leave the line to what follows."""
        if self._is_terminal and self._shown:
            self._out.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r", ending="")

    def _write(self, drawn: str, content: str) -> None:
        if content != self._shown:
            self._shown = content
            self._out.write(drawn, ending="")
            self._out.flush()
