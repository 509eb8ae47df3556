"""Citizen ids and stored uploads: AES-GCM with a key outside the database, and a blind index.

Twelve digits are guessable, so the index by which an id is found again is a keyed HMAC and never
a plain hash. Ciphertext is one version byte, a 12-byte nonce and the AES-GCM output.
"""

import base64
import hashlib
import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_VERSION = b"\x01"
_BLOCK = hashlib.sha256().block_size


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


def encrypt_all(texts):
    """A ciphertext for each of many short texts; the costs that are not the cipher's, once."""
    cipher = _ciphers(tuple(settings.CITIZEN_ID_KEYS))[0]
    nonces = os.urandom(12 * len(texts))
    sealed = []
    for position, text in enumerate(texts):
        nonce = nonces[12 * position : 12 * position + 12]
        sealed.append(_VERSION + nonce + cipher.encrypt(nonce, text.encode(), None))
    return sealed


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
    return blind_indexes([citizen_id])[0]


def blind_indexes(citizen_ids):
    """The blind index of each of many citizen ids.

    HMAC-SHA256 with the keyed part of both hashes computed once: a third of the cost.
    """
    inner, outer = _keyed_hashes(_index_key(settings.CITIZEN_ID_INDEX_KEY))
    found = []
    for text in citizen_ids:
        hashed = inner.copy()
        hashed.update(text.encode())
        sealed = outer.copy()
        sealed.update(hashed.digest())
        found.append(sealed.hexdigest()[:32])
    return found


@cache
def _keyed_hashes(key):
    """The two hashes of RFC 2104 after the first block, which holds nothing but the key."""
    block = key.ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    return inner, hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
