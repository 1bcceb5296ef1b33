#!/usr/bin/env python3
"""SHA-256 of what libsrtp2 opens of shared captures with SRTP, by SSRC: what test/srtp-shared.test.ts holds the product against.

    test/record/srtp_digests.py ../shared/captures > test/recorded/srtp-digests.json
"""
import base64, hashlib, json, os, struct, subprocess, sys, tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
# keys as their origins publish them, or as the SDP of the capture has them
CAPTURES = {
    'gteissier_srtp-decrypt/marseillaise-srtp.pcap': ['aSBrbm93IGFsbCB5b3VyIGxpdHRsZSBzZWNyZXRz'],
    'pentesteracademy_voipshark/SIP-SRTP-Normal_Call_two_parties.pcap': [
        'D2YmkapsLg7GhQkROWl3wLJxRXuRBhnHYVjq4nsO', '+PmjSa8ZRO+QtCcuylYCwJTY1RBdQez7NjnsfAAu',
        'OCOUoOqvvrHLb4I+oqkats63PQnR9gUCxE00VQzk', 'oFDqZSB4m17urfnVpfws4X4v2HHt8IGX/3BO4L8L'],
}


def datagrams(path):
    """UDP payloads of a pcap of Ethernet and IPv4."""
    with open(path, 'rb') as file:
        data = file.read()
    order = '<' if data[:4] in (b'\xd4\xc3\xb2\xa1', b'\x4d\x3c\xb2\xa1') else '>'
    at = 24
    while at + 16 <= len(data):
        length = struct.unpack(order + 'I', data[at + 8:at + 12])[0]
        frame = data[at + 16:at + 16 + length]
        at += 16 + length
        if frame[12:14] != b'\x08\x00' or frame[23] != 17:
            continue
        ip = 14 + 4 * (frame[14] & 15)
        yield frame[ip + 8:ip + struct.unpack('>H', frame[ip + 4:ip + 6])[0]]


def opened(tool, key, packets):
    lines = ''.join(f'rtp {packet.hex()}\n' for packet in packets)
    done = subprocess.run([tool, '1', base64.b64decode(key).hex(), 'open'], input=lines, capture_output=True, text=True, check=True)
    return [None if line == '-' else bytes.fromhex(line) for line in done.stdout.split()]


def payload(packet):
    at = 12 + 4 * (packet[0] & 15)
    if packet[0] & 16:
        at += 4 + 4 * struct.unpack('>H', packet[at + 2:at + 4])[0]
    return packet[at:len(packet) - (packet[-1] if packet[0] & 32 else 0)]


with tempfile.TemporaryDirectory() as work:
    tool = f'{work}/srtp-seal'
    subprocess.run(['cc', '-O2', '-o', tool, f'{HERE}/srtp-seal.c', '-lsrtp2'], check=True)
    found = {}
    for name, keys in CAPTURES.items():
        streams = {}
        for packet in datagrams(os.path.join(sys.argv[1], name)):
            if len(packet) > 22 and packet[0] >> 6 == 2 and not 192 <= packet[1] <= 223:
                streams.setdefault(packet[8:12].hex(), []).append(packet)
        told = {}
        for ssrc, packets in streams.items():
            for key in keys:
                plain = [one for one in opened(tool, key, packets) if one is not None]
                if len(plain) > len(packets) // 2:
                    told[ssrc] = {'key': key, 'packets': len(plain), 'sha256': hashlib.sha256(b''.join(payload(one) for one in plain)).hexdigest()}
        found[name] = told
    json.dump(found, sys.stdout, indent=2)
    print()
