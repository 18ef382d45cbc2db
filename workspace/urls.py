"""Addresses outside a plan, and the workspace's own pages of a plan."""

from django.urls import include, path

from workspace.views.audit import audit
from workspace.views.home import health, home, plan_home
from workspace.views.invitations import accept, cancel, invitation_list, invite, resend
from workspace.views.members import change, deactivate, member_list, reactivate
from workspace.views.notifications import mark_read, notifications, open_notification
from workspace.views.plans import plan_settings

app_name = "workspace"

plan_patterns = [
    path("", plan_home, name="plan_home"),
    path("pengaturan/", plan_settings, name="plan_settings"),
    path("pengguna/", member_list, name="member_list"),
    path("pengguna/<int:pk>/", change, name="change_member"),
    path("pengguna/<int:pk>/nonaktifkan/", deactivate, name="deactivate_member"),
    path("pengguna/<int:pk>/aktifkan/", reactivate, name="reactivate_member"),
    path("pengguna/undangan/", invitation_list, name="invitation_list"),
    path("pengguna/undangan/baru/", invite, name="invite_member"),
    path("pengguna/undangan/<int:pk>/kirim-ulang/", resend, name="resend_invitation"),
    path("pengguna/undangan/<int:pk>/batalkan/", cancel, name="cancel_invitation"),
    path("pemberitahuan/", notifications, name="notifications"),
    path("pemberitahuan/dibaca/", mark_read, name="mark_notifications_read"),
    path("pemberitahuan/<int:pk>/buka/", open_notification, name="open_notification"),
    path("jejak/", audit, name="audit"),
]

urlpatterns = [
    path("", home, name="home"),
    path("sehat/", health, name="health"),
    path("undangan/<str:token>/", accept, name="accept_invitation"),
    path("<slug:region>/<slug:plan>/", include(plan_patterns)),
]
