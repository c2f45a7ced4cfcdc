"""An identity provider on loopback: every grant mailbot knows, checked as strictly as the real ones do, and
faults on order.

It keeps time by a clock of its own, `skew` seconds ahead of this machine's.
"""

from __future__ import annotations

import base64
import json
import secrets
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
LEEWAY = 300  # seconds a signed assertion may be off


class Refusal(Exception):
    """An error of RFC 6749 section 5.2."""

    def __init__(self, error: str, description: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


@dataclass
class Fault:
    """What the token endpoint says instead of an answer; used up once, unless `times` says otherwise."""

    status: int = 503
    body: bytes = b"<html>down</html>"
    headers: Mapping[str, str] = field(default_factory=dict)
    times: int = 1


@dataclass
class Provider:
    """One tenant. `secret` is the client's; "" makes it a public client."""

    client: str = "app"
    secret: str = "planted-client-secret-9f8e7d"
    mailbox: str = "complaints@firm.example"  # what its tokens open
    lasts: float = 3600
    rotating: bool = True  # a refresh token is good for one use
    grace: bool = False  # the one before the last is good too, until the last was used
    refresh_expires_in: float | None = None
    expires_in: Any = ...  # what is told of it; the truth where it is ...
    skew: float = 0.0
    delay: float = 0.0  # seconds an answer takes
    tls: ssl.SSLContext | None = None
    interval: float = 5  # seconds between two questions of a device
    patience: int = 0  # how often a device is told to wait
    declined: str = ""  # the error a person's browser or device brings
    faults: list[Fault] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)  # of the token endpoint
    heads: list[Mapping[str, str]] = field(default_factory=list)  # of every request of mailbot's
    access: dict[str, float] = field(default_factory=dict)  # token → its end, by our clock
    refresh: dict[str, bool] = field(default_factory=dict)  # token → whether it is good
    users: dict[str, str] = field(default_factory=dict)  # token → what it opens, where not `mailbox`
    public_key: RSAKey | None = None
    thumbprint: str = ""
    _codes: dict[str, tuple[str, str]] = field(default_factory=dict)  # code → (challenge, redirect)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Self:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                provider._serve(self, "")

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                provider._serve(self, body.decode())

            def date_time_string(self, timestamp: float | None = None) -> str:
                del timestamp
                return format_datetime(datetime.fromtimestamp(provider.now(), UTC), usegmt=True)

            def log_message(self, *_: object) -> None:
                """Silence."""

        ThreadingHTTPServer.daemon_threads = True
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_address[1]
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def now(self) -> float:
        return time.time() + self.skew

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}"

    @property
    def grants(self) -> int:
        """How many tokens were asked for."""
        return len(self.asked)

    def lapse(self) -> None:
        """Every access token has ended, whatever was said of it."""
        self.access = dict.fromkeys(self.access, 0.0)

    def revoke(self) -> None:
        self.refresh = dict.fromkeys(self.refresh, False)

    def trust(self, key: rsa.RSAPrivateKey, certificate: x509.Certificate | None = None) -> None:
        """Take assertions signed with this key."""
        pem = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public_key = RSAKey.import_key(pem)
        if certificate is not None:
            self.thumbprint = _base64(certificate.fingerprint(hashes.SHA256()))

    def _serve(self, request: BaseHTTPRequestHandler, body: str) -> None:
        path, query = urlsplit(request.path).path, _form(urlsplit(request.path).query)
        headers: dict[str, str] = {}
        if path != "/introspect":
            self.heads.append(dict(request.headers.items()))
        try:
            time.sleep(self.delay)
            if path == "/token" and (fault := self._fault()):
                self._say(request, fault.status, fault.body, dict(fault.headers))
                return
            if path == "/authorize":
                headers["Location"] = self._authorized(query)
                self._say(request, 302, b"", headers)
                return
            with self._lock:
                told = {
                    "/token": lambda: self._token(request, _form(body)),
                    "/device": lambda: self._device(request, _form(body)),
                    "/introspect": lambda: self._introspected(_form(body)["token"]),
                    "/.well-known/openid-configuration": self._published,
                }[path]()
            self._say(request, 200, json.dumps(told).encode(), {"Content-Type": "application/json"})
        except Refusal as refusal:
            told = {"error": refusal.error, "error_description": refusal.description}
            self._say(
                request, refusal.status, json.dumps(told).encode(), {"Content-Type": "application/json"}
            )

    def _say(
        self, request: BaseHTTPRequestHandler, status: int, body: bytes, headers: dict[str, str]
    ) -> None:
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(body)

    def _fault(self) -> Fault | None:
        for fault in self.faults:
            if fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def _published(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "token_endpoint": f"{self.url}/token",
            "authorization_endpoint": f"{self.url}/authorize",
            "device_authorization_endpoint": f"{self.url}/device",
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _introspected(self, token: str) -> dict[str, Any]:
        """RFC 7662."""
        if self.access.get(token, 0) <= self.now():
            return {"active": False}
        return {"active": True, "username": self.users.get(token, self.mailbox)}

    def _token(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> dict[str, Any]:
        self.asked.append(form)
        grant = form.get("grant_type", "")
        if grant == JWT_BEARER:
            self._assertion(form["assertion"], audience=f"{self.url}/token")
            return self._granted(refresh=False)
        self._client(request, form)
        if grant == "client_credentials":
            return self._granted(refresh=False)
        if grant == "refresh_token":
            return self._refreshed(form["refresh_token"])
        if grant == "authorization_code":
            return self._code(form)
        if grant == DEVICE:
            return self._entered(form["device_code"])
        raise Refusal("unsupported_grant_type")

    def _client(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        if form.get("client_assertion_type") == ASSERTION:
            claims = self._assertion(form["client_assertion"], audience=f"{self.url}/token")
            if claims["iss"] != self.client or claims["sub"] != self.client:
                raise Refusal("invalid_client", "AADSTS700027: not this application's", 401)
            return
        given = form.get("client_id"), form.get("client_secret", "")
        if (basic := request.headers.get("Authorization", "")).startswith("Basic "):
            name, _, secret = base64.b64decode(basic[6:]).decode().partition(":")
            given = name, secret
        if given != (self.client, self.secret):
            # Some providers repeat what they were sent.
            raise Refusal("invalid_client", f"AADSTS7000215: {given[1]} is no secret of {given[0]}", 401)

    def _assertion(self, assertion: str, *, audience: str) -> dict[str, Any]:
        assert self.public_key is not None
        try:
            token = jwt.decode(assertion, self.public_key, algorithms=["RS256", "PS256"])
        except (JoseError, ValueError):
            raise Refusal("invalid_grant", f"bad signature: {assertion}") from None
        claims: dict[str, Any] = token.claims
        if self.thumbprint and token.header.get("x5t#S256") != self.thumbprint:
            raise Refusal("invalid_client", "AADSTS700027: thumbprint", 401)
        if claims["aud"] != audience:
            raise Refusal("invalid_grant", "aud")
        if not claims["iat"] - LEEWAY <= self.now() <= claims["exp"] or claims["exp"] - claims["iat"] > 3600:
            error = "invalid_client" if self.thumbprint else "invalid_grant"
            raise Refusal(error, "Token must be short-lived and in a reasonable timeframe; check iat and exp")
        return claims

    def _granted(self, *, refresh: bool = True) -> dict[str, Any]:
        access = f"planted-access-token-{secrets.token_urlsafe(24)}"
        self.access[access] = self.now() + self.lasts
        told: dict[str, Any] = {"access_token": access, "token_type": "Bearer"}
        if self.expires_in is not None:
            told["expires_in"] = self.lasts if self.expires_in is ... else self.expires_in
        if refresh:
            told["refresh_token"] = self.issue()
            if self.refresh_expires_in is not None:
                told["refresh_token_expires_in"] = self.refresh_expires_in
        return told

    def issue(self) -> str:
        """A refresh token."""
        token = f"planted-refresh-token-{secrets.token_urlsafe(24)}"
        self.refresh[token] = True
        return token

    def _refreshed(self, token: str) -> dict[str, Any]:
        if not self.refresh.get(token):
            raise Refusal(
                "invalid_grant", f"AADSTS700082: {token} has expired.\r\nTrace ID: {secrets.token_hex(8)}"
            )
        if not self.rotating:
            return self._granted(refresh=False)
        for other in self.refresh:
            self.refresh[other] = self.grace and other == token
        return self._granted()

    def _device(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> dict[str, Any]:
        self._client(request, form)
        self._waits = self.patience
        return {
            "device_code": f"planted-device-code-{secrets.token_urlsafe(24)}",
            "user_code": "ABCD-EFGH",
            "verification_uri": f"{self.url}/activate",
            "expires_in": 900,
            "interval": self.interval,
        }

    def _entered(self, device: str) -> dict[str, Any]:
        if not device.startswith("planted-device-code-"):
            raise Refusal("invalid_grant")
        self._waits -= 1
        if self._waits >= 0:
            raise Refusal("slow_down" if self._waits % 2 else "authorization_pending")
        if self.declined:
            raise Refusal(self.declined)
        return self._granted()

    def _authorized(self, query: dict[str, str]) -> str:
        """What the person's browser is sent back to."""
        assert query["client_id"] == self.client
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        if self.declined:
            back = {"error": self.declined, "state": query["state"]}
        else:
            code = f"planted-code-{secrets.token_urlsafe(24)}"
            self._codes[code] = query["code_challenge"], query["redirect_uri"]
            back = {"code": code, "state": query["state"]}
        return f"{query['redirect_uri']}/?{urlencode(back)}"

    def _code(self, form: dict[str, str]) -> dict[str, Any]:
        challenge, redirect = self._codes.pop(form["code"], ("", ""))
        if _base64(sha256(form["code_verifier"].encode()).digest()) != challenge:
            raise Refusal("invalid_grant", "code_verifier")
        if form["redirect_uri"] != redirect:
            raise Refusal("invalid_grant", "redirect_uri")
        return self._granted()


def _form(text: str) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(text).items()}


def _base64(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def key_pair(directory: Path) -> tuple[rsa.RSAPrivateKey, x509.Certificate, Path]:
    """A key, a certificate for it, and both in a file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mailbot")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=11, hours=1))
        .sign(key, hashes.SHA256())
    )
    path = directory / "app.pem"
    path.write_bytes(pem(key) + certificate.public_bytes(serialization.Encoding.PEM))
    return key, certificate, path


def pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def google_file(directory: Path, key: rsa.RSAPrivateKey) -> Path:
    """As Google hands out for a service account."""
    path = directory / "service.json"
    told = {
        "type": "service_account",
        "client_email": "mailbot@project.iam.gserviceaccount.com",
        "private_key_id": "k1",
        "private_key": pem(key).decode(),
    }
    path.write_text(json.dumps(told))
    return path
