from django.apps import AppConfig


class RpjmdConfig(AppConfig):
    name = "rpjmd"
