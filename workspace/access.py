"""The one place that resolves plan, person and role, and refuses everything else.

Every view of this project says which rule opens it: `@rule("opd.view_program")` for a page of a
plan, `@public` for a page without sign-in, `@signed_in` for a page of a person. A view that says
nothing answers 404, so a forgotten decorator closes a door instead of opening one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import rules
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control

from workspace.models import Membership, Plan, User

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed in"

# Views of libraries, by the module they come from: they carry their own protection.
LIBRARY_VIEWS: Final = (
    "allauth.account.",
    "allauth.mfa.",
    "allauth.decorators",
    "django.contrib.admin.",
    "django.contrib.auth.admin",
    "django.views.i18n",
    "django.contrib.contenttypes.",
)


@dataclass(frozen=True)
class Operator:
    """Somebody at the server's command line: already past every door of the web."""

    user: None = None
    user_id: None = None


OPERATOR: Final = Operator()
Actor = Membership | Operator


class PlanRequest(HttpRequest):
    """What a view behind `@rule` receives."""

    plan: Plan
    membership: Membership
    user: User  # type: ignore[assignment]
    htmx: Any


def rule(name: str) -> Callable[[View], View]:
    """Open a page of a plan to the members for whom the named rule holds."""

    def mark(view: View) -> View:
        view.access = name  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    view.access = PUBLIC  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    view.access = SIGNED_IN  # type: ignore[attr-defined]
    return view


def is_allowed(name: str, actor: Actor, target: object = None) -> bool:
    """Whether the rule holds. An unknown rule is a KeyError, never a silent no."""
    if not rules.rule_exists(name):
        raise KeyError(name)
    if isinstance(actor, Operator):
        return True
    return bool(actor.is_active and rules.test_rule(name, actor, target))


def require(name: str, actor: Actor, target: object = None) -> None:
    if not is_allowed(name, actor, target):
        raise PermissionDenied(name)


def find_membership(user: User, region: str, plan: str) -> Membership:
    """The person's place in a plan; 404 when there is none, whether or not the plan exists."""
    membership = (
        Membership.objects.select_related("plan__region", "agency", "user")
        .filter(user=user, is_active=True, plan__slug=plan, plan__region__slug=region)
        .first()
    )
    if membership is None:
        raise Http404
    return membership


class AccessMiddleware:
    """Resolve `/<region>/<plan>/` into `request.plan` and `request.membership`, or refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A region's clock ends with its request: the same thread serves other regions' pages.
        with timezone.override(None):
            response = self.get_response(request)
        if hasattr(request, "membership"):
            # On a shared office computer nobody reads a plan with the Back button after sign-out.
            patch_cache_control(response, private=True, no_cache=True)
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        access = getattr(view, "access", None)
        if access == PUBLIC or (access is None and is_library_view(view)):
            return None
        if access is None:
            raise Http404
        if not isinstance(request.user, User):
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        if access != SIGNED_IN:
            self.enter_plan(request, access, kwargs)
        return None

    def enter_plan(self, request: Any, access: str, kwargs: dict[str, Any]) -> None:
        membership = find_membership(request.user, kwargs.pop("region"), kwargs.pop("plan"))
        request.membership = membership
        request.plan = membership.plan
        timezone.activate(membership.plan.region.timezone)
        if not is_allowed(access, membership):
            # The page exists for others: saying so would tell a stranger what there is.
            raise Http404


def is_library_view(view: Callable[..., HttpResponse]) -> bool:
    owner = getattr(view, "view_class", view)
    return str(owner.__module__).startswith(LIBRARY_VIEWS)
