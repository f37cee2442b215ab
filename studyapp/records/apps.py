from django.apps import AppConfig
from django.core.checks import register


class RecordsConfig(AppConfig):
    name = "studyapp.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        from studyapp.records.shelf import check_content  # the registry of apps must be full first

        register(check_content)
