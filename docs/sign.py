#!/usr/bin/env python3
"""Signs a document for a smart pole without any code of the gateway.

    sign.py PRIVATE-KEY.pem TYPE TOPIC ID SECONDS JSON [NONCE] > document
    mosquitto_pub -q 1 -t TOPIC -f document

    sign.py platform.pem command smartpole/v1/dormagen/p-0001/command dim-$(date +%s) 60 \\
        '{"kind": "light.override", "arguments": {"percent": 60, "seconds": 600}}' > document

TYPE is command, config, receipt or trust. Each command has an ID of its own; its answer comes with that ID on the pole's
smartpole/v1/SITE/POLE/command/reply: subscribe to that first. SECONDS is how long the document is valid, for a command at
most 86400. NONCE is the one in the pole's state; a command needs it while the pole's clock is not set. Publish config and
trust retained (mosquitto_pub -r), commands and receipts never. The private key is Ed25519, as 'openssl genpkey -algorithm
ed25519' makes it; the pole must trust its public half. Needs Python 3 and openssl, nothing else. What the documents contain
is described in asyncapi.yaml beside this file.
"""
import hashlib, os, subprocess, sys, tempfile, time


def head(major, n):
    """The head of a CBOR item, as short as possible (RFC 8949 4.2.1)."""
    for size, info in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if n < 24:
            return bytes([major << 5 | n])
        if n < 1 << 8 * size:
            return bytes([major << 5 | info]) + n.to_bytes(size, "big")
    raise ValueError("too large")


def cbor(value):
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    pairs = sorted((cbor(key), cbor(item)) for key, item in value.items())   # deterministic: sorted by encoded key
    return head(5, len(pairs)) + b"".join(key + item for key, item in pairs)


def openssl(*words):
    return subprocess.run(["openssl", *words], check=True, capture_output=True).stdout


def sign(key, message):
    with tempfile.NamedTemporaryFile(delete=False) as file:   # openssl wants to know the length of what it signs
        file.write(message)
    try:
        return openssl("pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", file.name)
    finally:
        os.unlink(file.name)


def document(key, kind, topic, name, seconds, payload, nonce):
    kid = hashlib.sha256(openssl("pkey", "-in", key, "-pubout", "-outform", "DER")).digest()[:8]
    now = int(time.time())
    ours = {"aud": topic, "id": name, "iat": now, "exp": now + seconds}
    if nonce:
        ours["nonce"] = nonce
    protected = cbor({1: -19, 3: "application/json", 4: kid, 16: "smartpole-" + kind, -70001: ours})
    payload = payload.encode()
    signed = b"\x84\x6aSignature1" + cbor(protected) + b"\x40" + cbor(payload)   # Sig_structure, RFC 9052 4.4
    return b"\xd2\x84" + cbor(protected) + b"\xa0" + cbor(payload) + cbor(sign(key, signed))


if __name__ == "__main__":
    if sys.argv[1:] in (["-h"], ["--help"]):
        print(__doc__)
        sys.exit()
    if len(sys.argv) not in (7, 8):
        sys.exit(__doc__)
    key, kind, topic, name, seconds, payload = sys.argv[1:7]
    sys.stdout.buffer.write(document(key, kind, topic, name, int(seconds), payload, (sys.argv[7:] or [None])[0]))
