"""What a browser without scripts would send from the editor page it was shown."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from opd.content import read_content, with_content
from opd.models import Program

Posted = dict[str, list[str]]


class FormReader(HTMLParser):
    """The successful controls of the form with this id, buttons and templates left out."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside, self.template = form_id, False, 0
        self.values: Posted = {}
        self.select = self.textarea = ""
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.inside = given.get("id") == self.form_id
        elif tag == "template":
            self.template += 1
        elif not self.inside or self.template:
            return
        elif tag == "input" and (
            given.get("type") not in ("checkbox", "radio") or "checked" in given
        ):
            is_box = given.get("type") == "checkbox" and "value" not in given
            self.values.setdefault(name, []).append("on" if is_box else value)
        elif tag == "select":
            self.select = name
            self.values[name] = [""]
        elif tag == "option" and self.select and "selected" in given:
            self.values[self.select] = [value]
        elif tag == "textarea":
            self.textarea, self.text = name, ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self.template -= 1
        elif tag == "form":
            self.inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.textarea:
            # The first line end of a textarea belongs to the markup.
            self.values[self.textarea] = [self.text.removeprefix("\r").removeprefix("\n")]
            self.textarea = ""

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.text += data


def read_form(html: str, form_id: str = "editor-form") -> Posted:
    reader = FormReader(form_id)
    reader.feed(html)
    return reader.values


class EditorClient:
    """One section of one program in the hands of one person."""

    def __init__(self, client: Client, program: Program, section: str) -> None:
        self.client, self.program, self.section = client, program, section
        self.url = program.plan.url("opd:section", pk=program.pk, section=section)
        self.shown = self.load()

    def load(self) -> Posted:
        return read_form(self.client.get(self.url).content.decode())

    def post(self, changes: dict[str, Any] | None = None, *, autosave: bool = False) -> Any:
        """Send the form as shown, with some values changed."""
        headers = {"X-Autosave": "1"} if autosave else {}
        sent = {**self.shown, **(changes or {})}
        return self.client.post(self.url, sent, headers=headers)

    def autosave(self, changes: dict[str, Any] | None = None) -> Any:
        return self.post(changes, autosave=True)


def stored(program: Program, section: str) -> Any:
    fresh = with_content(Program.objects.filter(pk=program.pk)).get()
    return read_content(fresh)[section]  # type: ignore[literal-required]
