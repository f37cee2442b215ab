"""How many statements a request takes, transaction control not counted."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test import Client

from tests.bench.people import Cookies
from tests.bench.run import HOST

CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def statements(cookies: Cookies, path: str, sent: Mapping[str, Any] | None = None, *, htmx: bool = False) -> list[str]:
    headers = {"X-Forwarded-Proto": "https"} | ({"HX-Request": "true"} if htmx else {})
    client, seen = Client(SERVER_NAME=HOST, headers=headers), list[str]()
    client.cookies.load(cookies)

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        client.get(path) if sent is None else client.post(path, sent)
    return [sql for sql in seen if not sql.lstrip().upper().startswith(CONTROL)]
