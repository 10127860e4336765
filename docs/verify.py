#!/usr/bin/env python3
"""Verifies batches of a smart pole's evidence without any code of the gateway.

    verify.py PUBLIC-KEY.pem FILE...      each FILE is one message from the topic smartpole/v1/SITE/POLE/evidence

A key that a good batch names as the next one is believed in the files behind it. Needs Python 3 and openssl, nothing
else. Exit code 0 = all good, 1 = at least one is not. The format is described in evidence.md beside this file.
"""
import base64, hashlib, os, struct, subprocess, sys, tempfile, zlib


def head(data, at):
    """The head of a CBOR item (RFC 8949 3): major type, argument, where it ends."""
    major, info = data[at] >> 5, data[at] & 31
    if info < 24:
        return major, info, at + 1
    if info > 27:
        raise ValueError("indefinite lengths are not evidence")
    size = 1 << (info - 24)
    if at + 1 + size > len(data):
        raise ValueError("cut short")
    return major, int.from_bytes(data[at + 1:at + 1 + size], "big"), at + 1 + size


def item(data, at=0):
    """One CBOR item and where it ends."""
    major, n, end = head(data, at)
    if major == 0:
        return n, end
    if major == 1:
        return -1 - n, end
    if major in (2, 3):
        if end + n > len(data):
            raise ValueError("cut short")
        raw = data[end:end + n]
        return (raw if major == 2 else raw.decode()), end + n
    if major == 4:
        values = []
        for _ in range(n):
            value, end = item(data, end)
            values.append(value)
        return values, end
    if major == 5:
        pairs = {}
        for _ in range(n):
            key, end = item(data, end)
            pairs[key], end = item(data, end)
        return pairs, end
    if major == 6:
        value, end = item(data, end)
        return (n, value), end
    if end - at == 1:
        return {20: False, 21: True}[n], end
    return struct.unpack({3: ">e", 5: ">f", 9: ">d"}[end - at], data[at + 1:end])[0], end


def bstr(raw):
    n = len(raw)
    size = 0 if n < 24 else 1 if n < 256 else 2 if n < 65536 else 4
    return (bytes([0x40 + n]) if size == 0 else bytes([0x58 + size.bit_length() - 1]) + n.to_bytes(size, "big")) + raw


def signature_is_valid(public_key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("message", "signature", "key")]
        for path, content in zip(paths, (message, signature, public_key)):
            with open(path, "wb") as file:
                file.write(content)
        done = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey",
                               paths[2], "-rawin", "-in", paths[0], "-sigfile", paths[1]], capture_output=True)
        return done.returncode == 0


def kid(public_key):
    return hashlib.sha256(public_key).digest()[:8]


def verify(keys, data):
    """The signed header of ours, the SHA-256 that the next batch must name, and the SenML records."""
    (tag, (protected, unprotected, payload, signature)), end = item(data)
    if tag != 18 or unprotected != {} or end != len(data):
        raise ValueError("not a COSE_Sign1 with nothing unprotected and nothing behind it")
    signed = b"\x84\x6aSignature1" + bstr(protected) + b"\x40" + bstr(payload)   # Sig_structure, RFC 9052 4.4
    header, _ = item(protected)
    if header[1] != -19 or header[3] != "application/senml+cbor":
        raise ValueError("not evidence signed with Ed25519")
    ours = header[-70001]
    public_key, pole = keys.get(header[4], (None, None))
    if public_key is None or pole not in (None, (ours["site"], ours["pole"])):
        raise ValueError(f"signed with an unknown key, {header[4].hex()}")
    if not signature_is_valid(public_key, signed, signature):
        raise ValueError("signature is not valid")
    pack = payload
    if ours.get("enc") == "zlib":
        inflater = zlib.decompressobj()
        pack = inflater.decompress(payload, 1 << 20)
        if inflater.unconsumed_tail or not inflater.eof:
            raise ValueError("payload inflates to more than 1 MiB or is cut short")
    records, _ = item(pack)
    return ours, hashlib.sha256(signed).hexdigest(), records


def next_keys(ours, records):
    """The public keys that a good batch names: they sign next, for the same pole."""
    base = ""
    for record in records:
        base = record.get(-2, base)
        if base + record.get(0, "") == f"{ours['site']}/{ours['pole']}/gateway/next-key":
            try:
                yield bytes.fromhex(record[3])
            except (KeyError, TypeError, ValueError):
                pass   # names nobody


def main(pem, files):
    key = base64.b64decode("".join(line for line in open(pem) if not line.startswith("-----")))
    keys = {kid(key): (key, None)}
    bad = 0
    for file in files:
        try:
            ours, digest, records = verify(keys, open(file, "rb").read())
            print(f"{file}: good, {ours['lane']} {ours['seq']} of {ours['site']}/{ours['pole']}, "
                  f"{len(records)} readings, prev {ours['prev'].hex()[:16]}, hash {digest[:16]}")
            for key in next_keys(ours, records):
                keys.setdefault(kid(key), (key, (ours["site"], ours["pole"])))
        except Exception as problem:   # whatever is wrong with a file, the others are looked at too
            bad += 1
            print(f"{file}: BAD, {problem}")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
