"""What somebody with a second step does: the app on the phone, and the forms."""

import base64
import hashlib
import hmac
import struct
import time

from django.core.cache import cache
from django.test import Client

from tests.pages.acting import PASSWORD
from tests.pages.markup import main_of

ON, SPARE, AGAIN = "/accounts/2fa/totp/activate/", "/accounts/2fa/recovery-codes/", "/accounts/reauthenticate/"


def shown_by_device(key: str, seconds: float = 0) -> str:
    """What an app on a phone shows (RFC 6238), so many seconds from now."""
    mac = hmac.new(base64.b32decode(key), struct.pack(">Q", int((time.time() + seconds) // 30)), hashlib.sha1).digest()
    at = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def confirm(client: Client) -> None:
    """Where the site asks whether it is still the same person."""
    assert client.post(AGAIN, {"password": PASSWORD}).status_code == 302


def offered(client: Client) -> tuple[str, str]:
    """The key on the page, and the same as the form sends it back."""
    page = main_of(client.get(ON))
    return page.one("p", "key").text, page.one("input", name="offered").attrs["value"]


def switch_on(client: Client) -> str:
    """Go through the form. The key that the device keeps."""
    confirm(client)
    key, sent = offered(client)
    response = client.post(ON, {"offered": sent, "code": shown_by_device(key)})
    assert (response.status_code, response["Location"]) == (302, SPARE)
    cache.clear()  # the code that was shown can be shown again
    return key
