"""What can go wrong between a source and us, each in one sentence that a person can act on.

A sentence names the server (host and port) and nothing more of a configured address: a path or a query may be a
secret. What opsdash itself added to it may be named.
"""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from opsdash.sources.clean import clean


class FetchError(Exception):
    """A source could not be read; the text is the sentence.

    Attributes:
        status: the HTTP status, if there was one.
        retry_after: seconds that the server asks us to wait.
    """

    def __init__(self, sentence: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(clean(sentence))
        self.status = status
        self.retry_after = retry_after


_STATUS = {
    400: "{host} does not understand the request (400): check address and token in the configuration.",
    401: "{host} wants a valid token (401): check token_env or token_file of this source.",
    403: "{host} does not let this token read it (403): ask its owner for the right to.",
    404: "{host} has nothing at {place} (404): check url in the configuration.",
    407: "The proxy in front of {host} wants a password (407): check the proxy of this machine.",
    410: "{host} says that this is gone for good (410): ask its owner for the new address.",
    429: "{host} was asked too often (429): opsdash waits; make every longer for this source.",
    503: "{host} is overloaded or under maintenance (503): opsdash goes on trying.",
}


LONGEST_PLACE = 60
"""Characters of an address that are named."""


def status_error(host: str, response: httpx.Response, now: datetime, below: str = "") -> FetchError:
    """The error for an answer whose status is not a success; `below` is what was asked for below the configured url."""
    status = response.status_code
    if sentence := _STATUS.get(status):
        named = below.strip("/") and len(below) <= LONGEST_PLACE
        text = sentence.format(host=host, place=f"url + {below}" if named else "this address")
    elif status >= 500:
        text = f"{host} has a fault of its own ({status}): tell its owner; opsdash goes on trying."
    else:
        text = f"{host} answered {status} where data was expected: check the address in the configuration."
    return FetchError(text, status, retry_after(response.headers.get("Retry-After", ""), now))


def retry_after(value: str, now: datetime) -> float | None:
    """The seconds that a Retry-After header asks for: a number of them, or a date (RFC 9110, 10.2.3)."""
    value = value.strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        when = parsedate_to_datetime(value)
        seconds = ((when if when.tzinfo else when.replace(tzinfo=UTC)) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds)


def transport_error(host: str, error: Exception, now: datetime) -> FetchError:
    """The error for a request that got no (whole) answer."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FetchError(_certificate(host, cause, now))
        if isinstance(cause, socket.gaierror):
            return FetchError(f"The name {host} cannot be found: check the address, or this machine's network.")
        if isinstance(cause, ConnectionRefusedError):
            return FetchError(f"{host} refuses the connection: is the service running there?")
        if isinstance(cause, ConnectionResetError):
            return FetchError(f"{host} broke off the connection; opsdash goes on trying.")
        if isinstance(cause, ssl.SSLError):
            return FetchError(f"No secure connection to {host}: does it really speak https on this port?")
    return FetchError(_by_type(host, error))


def _by_type(host: str, error: Exception) -> str:
    match error:
        case httpx.ProxyError():
            return f"The proxy does not let us through to {host}: check HTTP_PROXY and HTTPS_PROXY."
        case httpx.TimeoutException():
            return f"{host} did not answer in time: it is slow or out of reach."
        case httpx.RemoteProtocolError():
            return f"{host} broke off its answer, or does not speak HTTP properly; opsdash goes on trying."
        case httpx.ConnectError():
            return f"{host} cannot be reached: check the network between here and there."
        case httpx.NetworkError():
            return f"The connection to {host} was lost; opsdash goes on trying."
    return f"{host} could not be read ({type(error).__name__}): check the address in the configuration."


_EXPIRED, _NOT_YET, _WRONG_NAME = 10, 9, (62, 64)
"""Verification codes of OpenSSL (X509_V_ERR_...); a wrong name is a host's or an address's."""


def _certificate(host: str, error: ssl.SSLCertVerificationError, now: datetime) -> str:
    code = error.verify_code
    if code in (_EXPIRED, _NOT_YET):
        state = "has expired" if code == _EXPIRED else "is not valid yet"
        return f"The certificate of {host} {state}: tell its owner (and check this machine's clock, {now:%d %b %Y})."
    if code in _WRONG_NAME:
        return f"The certificate of {host} is for another name: check the host name in the configuration."
    return (
        f"The certificate of {host} is not from an authority that this machine trusts: have its owner mend it, "
        "or name the authority's file in SSL_CERT_FILE."
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and all that led to it, groups of errors included."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += [found.__cause__, found.__context__]
        if isinstance(found, BaseExceptionGroup):
            waiting += found.exceptions
