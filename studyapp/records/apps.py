from django.apps import AppConfig
from django.core.checks import register

from studyapp.records.shelf import check_content


class RecordsConfig(AppConfig):
    name = "studyapp.records"
    label = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        register(check_content)
