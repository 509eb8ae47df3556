"""Citizen ids and stored uploads: AES-GCM with a key outside the database, and a blind index.

Twelve digits are guessable, so the index by which an id is found again is a keyed HMAC and never
a plain hash. Ciphertext is one version byte, a 12-byte nonce and the AES-GCM output.
"""

import base64
import hashlib
import hmac
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"


@cache
def _ciphers(keys):
    return [AESGCM(base64.b64decode(key)) for key in keys]


@cache
def _index_key(text):
    return base64.b64decode(text)


def encrypt(data):
    """Bytes to ciphertext, with the first key."""
    nonce = os.urandom(12)
    cipher = _ciphers(tuple(settings.CITIZEN_ID_KEYS))[0]
    return _VERSION + nonce + cipher.encrypt(nonce, data, None)


def decrypt(data):
    """Ciphertext to bytes, with whichever key fits. Raises InvalidTag when none does."""
    data = bytes(data)
    for cipher in _ciphers(tuple(settings.CITIZEN_ID_KEYS)):
        try:
            return cipher.decrypt(data[1:13], data[13:], None)
        except InvalidTag:
            continue
    raise InvalidTag


def blind_index(citizen_id):
    """The 32 hexadecimal digits under which a citizen id is found again."""
    key = _index_key(settings.CITIZEN_ID_INDEX_KEY)
    return hmac.digest(key, citizen_id.encode(), hashlib.sha256).hex()[:32]
