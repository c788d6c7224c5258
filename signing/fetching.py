"""What trust services answer over HTTP: within one time limit, and never more than a little."""

from __future__ import annotations

import aiohttp
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LIMIT = 4_000_000


class NoAnswer(Exception):
    """The service could not be reached, was too slow or gave no usable answer."""

    def __init__(self, reason: Promise | str) -> None:
        self.reason = reason
        super().__init__(reason)


async def get(url: str, *, timeout: float) -> bytes:
    return await _ask("GET", url, timeout)


async def post(url: str, body: bytes, *, kind: str, timeout: float) -> bytes:
    """Posts `body` of the media type `kind`."""
    return await _ask("POST", url, timeout, body, {"Content-Type": kind})


async def _ask(
    method: str,
    url: str,
    timeout: float,
    body: bytes | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    # `total` covers name, connection and body: a service that drips bytes cannot hold us.
    limit = aiohttp.ClientTimeout(total=timeout)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, raise_for_status=True) as session,
            session.request(method, url, data=body, headers=headers) as answer,
        ):
            return await _body(answer)
    except TimeoutError:
        raise NoAnswer(_("it did not answer in time")) from None
    except aiohttp.ClientResponseError as error:
        raise NoAnswer(_("it refused (HTTP %(status)s)") % {"status": error.status}) from None
    except (aiohttp.ClientError, OSError):
        raise NoAnswer(_("it cannot be reached")) from None


async def _body(answer: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in answer.content.iter_chunked(1 << 16):
        content += chunk
        if len(content) > LIMIT:
            raise NoAnswer(_("its answer is too long"))
    return bytes(content)
