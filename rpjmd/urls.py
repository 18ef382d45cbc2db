from django.urls import URLPattern

app_name = "rpjmd"
urlpatterns: list[URLPattern] = []
