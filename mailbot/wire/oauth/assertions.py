"""Signed assertions: who a service account or an application with a certificate is (RFC 7523).

Faults: `Unreadable` where the key is not there, or none.
"""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oauth2.rfc7523.assertion import sign_jwt_bearer_assertion
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from mailbot.wire.oauth.terms import Terms, Unreadable, read_text

_LASTS = 3600  # seconds; Google takes no more
_BRIEFLY = 600  # seconds
_PRIVATE = re.compile("-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----", re.DOTALL)


def service_account(terms: Terms, audience: str, now: int) -> str:
    """Google's: the account of the JSON file, which acts for `terms.account`."""
    assert terms.service_account is not None  # noqa: S101  # the grant says so
    key, email, key_id = read_account(terms.service_account)
    assertion = sign_jwt_bearer_assertion(
        key,
        email,
        audience,
        subject=terms.account,
        issued_at=now,
        expires_at=now + _LASTS,
        claims={"scope": " ".join(terms.scopes)},
        header={"alg": "RS256", "kid": key_id},
    )
    return str(assertion)


def read_account(path: Path) -> tuple[RSAKey, str, str]:
    """The key, the e-mail address and the key's id of a service account, as Google hands them out."""
    try:
        found = json.loads(read_text("service_account_file", path))
        key = RSAKey.import_key(found["private_key"])
        return key, str(found["client_email"]), str(found.get("private_key_id", ""))
    except (JoseError, ValueError, KeyError, TypeError):
        raise Unreadable(f"service_account_file: {path} is no key of a Google service account") from None


def certificate(path: Path, now: int) -> PrivateKeyJWT:
    """Microsoft's: the certificate is named by its SHA-256 thumbprint."""
    named = read_certificate(path).fingerprint(hashes.SHA256())
    thumbprint = base64.urlsafe_b64encode(named).rstrip(b"=").decode()
    return PrivateKeyJWT(
        alg="PS256",
        headers={"typ": "JWT", "x5t#S256": thumbprint},
        claims={"iat": now, "nbf": now, "exp": now + _BRIEFLY},
    )


def read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(read_text("certificate_file", path).encode())
    except ValueError:
        raise Unreadable(f"certificate_file: {path} holds no certificate (PEM)") from None


def private_key(path: Path) -> str:
    """The key of the certificate in the same file, as PEM; an RSA key, since it signs with PS256."""
    found = _PRIVATE.search(read_text("certificate_file", path))
    if found is None:
        raise Unreadable(f"certificate_file: {path} holds no key (PEM, PKCS #8, not encrypted)")
    try:
        key = serialization.load_pem_private_key(found[0].encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise Unreadable(f"certificate_file: the key in {path} is damaged") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Unreadable(f"certificate_file: the key in {path} is no RSA key: make a certificate with one")
    if key.public_key() != read_certificate(path).public_key():
        raise Unreadable(f"certificate_file: the key in {path} is not the one of its certificate")
    return found[0]
