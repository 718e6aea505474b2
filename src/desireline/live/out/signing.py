"""Signatures by the Standard Webhooks specification: a receiver can tell that a body is ours, unchanged, and not an old one sent again."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import quote

_MARK = "whsec_"
LEAST_BYTES, MOST_BYTES = 24, 64
"""How long a secret is, by the specification."""
_LONGEST_ID = 500


class Secret:
    """A signing secret, as `whsec_` and base64. It never shows itself."""

    def __init__(self, text: str) -> None:
        """Raises ValueError, without the secret, where it is none."""
        try:
            self._key = base64.b64decode(text.strip().removeprefix(_MARK), validate=True)
        except (binascii.Error, ValueError):
            raise ValueError("it is not base64, with `whsec_` before it") from None
        if not LEAST_BYTES <= len(self._key) <= MOST_BYTES:
            raise ValueError(f"it has {len(self._key)} bytes; {LEAST_BYTES} to {MOST_BYTES} are needed")

    def __repr__(self) -> str:
        return "Secret(…)"

    def sign(self, content: bytes) -> str:
        """The signature of some content, as it stands in the header."""
        return "v1," + base64.b64encode(hmac.new(self._key, content, hashlib.sha256).digest()).decode("ascii")


def message_id(key: str) -> str:
    """The `webhook-id` of an idempotency key: ASCII, without a full stop, which parts id and time in what is signed.

    Different keys never share one.
    """
    id_ = quote(key, safe=":-_~").replace(".", "%2E")
    return id_ if len(id_) <= _LONGEST_ID else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"


def headers_of(key: str, body: bytes, now_seconds: int, secrets: Sequence[Secret]) -> dict[str, str]:
    """The headers of one attempt. With several secrets, as while one takes another's place, each signs."""
    id_ = message_id(key)
    content = f"{id_}.{now_seconds}.".encode() + body
    signatures = " ".join(secret.sign(content) for secret in secrets)
    return {"webhook-id": id_, "webhook-timestamp": str(now_seconds), **({"webhook-signature": signatures} if secrets else {})}
