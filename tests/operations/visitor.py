"""A visitor with cookies and forms but no JavaScript, who comes through a proxy that ends TLS."""

import http.client
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie

HOST = "smartplan.example"
Fields = dict[str, list[str]]


@dataclass
class Form:
    action: str
    fields: Fields = field(default_factory=dict)

    def add(self, name: str | None, value: str) -> None:
        if name:
            self.fields.setdefault(name, []).append(value)


@dataclass(frozen=True)
class Page:
    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def form(self, ending: str) -> Form:
        """The one form whose action (this page's address if it names none) ends so."""
        parser = _Forms()
        parser.feed(self.text)
        found = []
        for form in parser.forms:
            form.action = urllib.parse.urljoin(self.address, form.action)
            if form.action.split("?")[0].endswith(ending):
                found.append(form)
        assert len(found) == 1, f"{len(found)} forms end in {ending} on {self.address}"
        return found[0]


class Visitor:
    def __init__(self, port: int, host: str = HOST, scheme: str = "https") -> None:
        self._port = port
        self._host = host
        self._scheme = scheme
        self.cookies: SimpleCookie = SimpleCookie()

    def get(self, address: str) -> Page:
        return self._follow(self.ask("GET", address))

    def submit(self, form: Form, **changes: str | list[str]) -> Page:
        """Send the form with what it holds and these changes, and follow where it leads."""
        fields = {**form.fields, **changes}
        body = urllib.parse.urlencode(fields, doseq=True).encode()
        return self._follow(self.ask("POST", form.action, body))

    def sign_in(self, login: str, password: str) -> Page:
        return self.submit(
            self.get("/akun/login/").form("/akun/login/"), login=login, password=password
        )

    def _follow(self, page: Page) -> Page:
        while page.status in (301, 302, 303):
            address = urllib.parse.urlsplit(page.headers["location"])
            page = self.ask("GET", urllib.parse.urlunsplit(("", "", *address[2:])))
        return page

    def ask(self, method: str, address: str, body: bytes | None = None) -> Page:
        """One request and its answer, wherever that points."""
        headers = {
            "Host": self._host,
            "X-Forwarded-Proto": self._scheme,
            "X-Forwarded-For": "203.0.113.7",
            "Referer": f"{self._scheme}://{self._host}{address}",
            "Cookie": "; ".join(f"{name}={item.value}" for name, item in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        for line in answer.headers.get_all("set-cookie") or []:
            self.cookies.load(line)
        content = answer.read()
        connection.close()
        lowered = {name.lower(): value for name, value in answer.getheaders()}
        return Page(address, answer.status, lowered, content)


class _Forms(HTMLParser):
    """Reads forms as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: tuple[str, list[tuple[str, bool]], bool] | None = None
        self._textarea: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "form":
            self._form = Form(given.get("action") or "")
            self.forms.append(self._form)
        elif self._form is None or "disabled" in given:
            return
        elif tag == "input":
            self._read_input(given)
        elif tag == "textarea":
            self._textarea = (given.get("name") or "", "")
        elif tag == "select":
            self._select = (given.get("name") or "", [], "multiple" in given)
        elif tag == "option" and self._select:
            self._select[1].append((given.get("value") or "", "selected" in given))

    def _read_input(self, given: dict[str, str | None]) -> None:
        assert self._form is not None
        kind = (given.get("type") or "text").lower()
        unchecked = kind in ("checkbox", "radio") and "checked" not in given
        if kind not in ("submit", "button", "image", "reset", "file") and not unchecked:
            on = "on" if kind == "checkbox" else ""
            self._form.add(given.get("name"), given.get("value") or on)

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._textarea = (self._textarea[0], self._textarea[1] + data)

    def handle_endtag(self, tag: str) -> None:
        if self._form is None:
            return
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._textarea:
            self._form.add(self._textarea[0], self._textarea[1].removeprefix("\n"))
            self._textarea = None
        elif tag == "select" and self._select:
            name, options, multiple = self._select
            chosen = [value for value, selected in options if selected]
            if not chosen and options and not multiple:
                chosen = [options[0][0]]
            for value in chosen:
                self._form.add(name, value)
            self._select = None
