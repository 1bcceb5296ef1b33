#!/usr/bin/env python3
"""Records DTLS-SRTP: the handshakes are OpenSSL's own (s_server and s_client over a relay that listens), the media are sealed by libsrtp2
with the keys that OpenSSL exported. Needs openssl, libsrtp2-dev, a C compiler. Writes into test/recorded:

  dtls-srtp.pcap.gz, dtls-srtp.keys            a call: SDP with fingerprints, handshake with cookie, fragments and a lost flight, sound both ways, RTCP
  dtls-profiles.pcap.gz, dtls-profiles.keys    one handshake and ten packets each way per protection profile and version, no signalling

and beside each a .json with SHA-256 of what was sealed, by SSRC.

    test/record/dtls_srtp.py
"""
import gzip, hashlib, json, math, os, re, select, socket, struct, subprocess, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, '..', 'recorded')
CALLER, CALLEE = '192.0.2.10', '192.0.2.20'
LENGTHS = {1: (16, 14), 2: (16, 14), 7: (16, 12), 8: (32, 12)}
NAMES = {1: 'SRTP_AES128_CM_SHA1_80', 2: 'SRTP_AES128_CM_SHA1_32', 7: 'SRTP_AEAD_AES_128_GCM', 8: 'SRTP_AEAD_AES_256_GCM'}


def certificate(folder, name):
    key, pem = f'{folder}/{name}.key', f'{folder}/{name}.pem'
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', pem,
                    '-subj', f'/CN={name}', '-days', '30'], check=True, capture_output=True)
    text = subprocess.run(['openssl', 'x509', '-in', pem, '-noout', '-fingerprint', '-sha256'], check=True, capture_output=True, text=True).stdout
    return key, pem, text.strip().split('=')[1]


def shake(folder, profile, version, mtu, lose, ciphers):
    """One handshake; returns [(seconds, from_client, datagram)], the lines of the key log, exported octets."""
    (skey, spem, sprint), (ckey, cpem, cprint) = certificate(folder, 'caller'), certificate(folder, 'callee')
    exported = ['-use_srtp', NAMES[profile], '-keymatexport', 'EXTRACTOR-dtls_srtp', '-keymatexportlen', str(2 * sum(LENGTHS[profile]))]
    mtus = ['-mtu', str(mtu)] if mtu else []
    suites = ['-cipher', ciphers]
    server_port, relay_port = 24433, 24434
    log = f'{folder}/keys'
    if os.path.exists(log):
        os.remove(log)
    server = subprocess.Popen(['openssl', 's_server', version, '-accept', f'127.0.0.1:{server_port}', '-listen', '-cert', spem, '-key', skey, '-verify', '1',
                               *mtus, *suites, *exported], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    time.sleep(0.5)
    relay = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    relay.bind(('127.0.0.1', relay_port))
    up = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    up.connect(('127.0.0.1', server_port))
    client = subprocess.Popen(['openssl', 's_client', version, '-connect', f'127.0.0.1:{relay_port}', '-cert', cpem, '-key', ckey, '-keylogfile', log,
                               *mtus, *suites, *exported], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen, address, begin, lost = [], None, time.time(), 0
    while time.time() - begin < 10:
        # longer than OpenSSL waits before it repeats a flight
        ready, _, _ = select.select([relay, up], [], [], 1.6)
        if not ready:
            break
        for one in ready:
            if one is relay:
                data, address = relay.recvfrom(4096)
                seen.append((time.time() - begin, True, data))
                up.send(data)
            else:
                data = up.recv(4096)
                seen.append((time.time() - begin, False, data))
                # a datagram of the server's first flight is lost behind the capture point
                if lose and data[0] == 22 and data[13] == 11 and lost == 0:
                    lost += 1
                    continue
                relay.sendto(data, address)
    text = client.communicate(timeout=10)[0].decode('latin1')
    server.kill()
    server.wait()
    relay.close()
    up.close()
    material = bytes.fromhex(re.search(r'Keying material: ([0-9A-F]+)', text).group(1))
    with open(log) as lines:
        return seen, lines.read(), material, (sprint, cprint)


def seal(folder, profile, key, packets):
    lines = ''.join(f'{kind} {data.hex()}\n' for kind, data in packets)
    done = subprocess.run([f'{folder}/srtp-seal', str(profile), key.hex()], input=lines, capture_output=True, text=True, check=True)
    return [bytes.fromhex(line) for line in done.stdout.split()]


def masters(profile, material):
    key, salt = LENGTHS[profile]
    return (material[0:key] + material[2 * key:2 * key + salt], material[key:2 * key] + material[2 * key + salt:2 * key + 2 * salt])


def frame(source, sport, destination, dport, payload):
    udp = struct.pack('>HHHH', sport, dport, 8 + len(payload), 0) + payload
    head = struct.pack('>BBHHHBBH4s4s', 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, socket.inet_aton(source), socket.inet_aton(destination))
    total = sum(struct.unpack('>10H', head))
    total = (total & 0xffff) + (total >> 16)
    total = (total & 0xffff) + (total >> 16)
    head = head[:10] + struct.pack('>H', 0xffff - total) + head[12:]
    return bytes.fromhex('020000000002020000000001') + b'\x08\x00' + head + udp


def digests(name, told):
    with open(f'{OUT}/{name}.json', 'w') as file:
        json.dump(told, file, indent=2)
        file.write('\n')


def write(name, packets, keys):
    out = struct.pack('<IHHiIII', 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1)
    for at, data in sorted(packets, key=lambda one: one[0]):
        moment = 1767603600 + at
        out += struct.pack('<IIII', int(moment), int(moment % 1 * 1e6), len(data), len(data)) + data
    with open(f'{OUT}/{name}.pcap.gz', 'wb') as file:
        file.write(gzip.compress(out, mtime=0))
    with open(f'{OUT}/{name}.keys', 'w') as file:
        file.write(keys)
    print(name, len(packets), 'packets')


def mulaw(sample):
    sign = 0x80 if sample < 0 else 0
    value = min(abs(sample), 32635) + 132
    exponent = max(0, value.bit_length() - 8)
    return ~(sign | exponent << 4 | (value >> (exponent + 3) & 15)) & 255


def rtp(ssrc, sequence, count, hertz):
    found = []
    for i in range(count):
        sound = bytes(mulaw(int(9000 * math.sin(2 * math.pi * hertz * (160 * i + k) / 8000))) for k in range(160))
        found.append(struct.pack('>BBHII', 0x80, 0x80 if i == 0 else 0, (sequence + i) & 0xffff, 160 * i, ssrc) + sound)
    return found


def report(ssrc, other):
    head = struct.pack('>BBHIIIIII', 0x81, 200, 12, ssrc, 0xeb0f2a10, 0, 8000, 50, 8000)
    return head + struct.pack('>IIIIII', other, 0, 1049, 3, 0, 0) + struct.pack('>BBHI', 0x81, 202, 2, ssrc) + b'\x01\x01a\x00'


def sip(start, extra, sdp):
    body = '\r\n'.join(sdp) + '\r\n' if sdp else ''
    lines = [start, *extra, 'Call-ID: dtls-srtp@192.0.2.10', 'Max-Forwards: 70']
    if body:
        lines.append('Content-Type: application/sdp')
    return ('\r\n'.join(lines) + f'\r\nContent-Length: {len(body)}\r\n\r\n{body}').encode()


def description(address, port, setup, fingerprint):
    return ['v=0', f'o=- 1 1 IN IP4 {address}', 's=-', f'c=IN IP4 {address}', 't=0 0', f'm=audio {port} UDP/TLS/RTP/SAVP 0', 'a=rtpmap:0 PCMU/8000',
            'a=rtcp-mux', f'a=setup:{setup}', f'a=fingerprint:sha-256 {fingerprint}', 'a=sendrecv']


def record_call(folder):
    seen, keys, material, (caller_print, callee_print) = shake(folder, 1, '-dtls1_2', 300, True, 'ECDHE-ECDSA-AES128-GCM-SHA256')
    ends = ['From: <sip:alice@192.0.2.10>;tag=a', 'To: <sip:bob@192.0.2.20>']
    tagged = [ends[0], ends[1] + ';tag=b']
    via = lambda branch: [f'Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK{branch}']
    offer, answer = description(CALLER, 4000, 'actpass', caller_print), description(CALLEE, 6000, 'active', callee_print)
    contact = ['Contact: <sip:alice@192.0.2.10>']
    there, back = lambda at, data: (at, frame(CALLER, 5060, CALLEE, 5060, data)), lambda at, data: (at, frame(CALLEE, 5060, CALLER, 5060, data))
    packets = [there(0, sip('INVITE sip:bob@192.0.2.20 SIP/2.0', [*via('1'), *ends, 'CSeq: 1 INVITE', *contact], offer)),
               back(0.5, sip('SIP/2.0 200 OK', [*via('1'), *tagged, 'CSeq: 1 INVITE', 'Contact: <sip:bob@192.0.2.20>'], answer)),
               there(0.51, sip('ACK sip:bob@192.0.2.20 SIP/2.0', [*via('2'), *tagged, 'CSeq: 1 ACK'], None))]
    # the callee's end is the client of the handshake
    for at, from_client, data in seen:
        packets.append((0.6 + at, frame(CALLEE, 6000, CALLER, 4000, data) if from_client else frame(CALLER, 4000, CALLEE, 6000, data)))
    begin = max(at for at, _ in packets) + 0.1
    client, server = masters(1, material)
    told = {}
    for key, ssrc, other, hertz, ports in ((client, 0xb0b, 0xa11ce, 440, (CALLEE, 6000, CALLER, 4000)), (server, 0xa11ce, 0xb0b, 660, (CALLER, 4000, CALLEE, 6000))):
        plain = rtp(ssrc, 1000, 60, hertz)
        told[f'{ssrc:08x}'] = hashlib.sha256(b''.join(one[12:] for one in plain)).hexdigest()
        sealed = seal(folder, 1, key, [('rtp', one) for one in plain] + [('rtcp', report(ssrc, other))])
        for i, data in enumerate(sealed):
            packets.append((begin + min(i, 50) * 0.02 + (i > 50) * (i - 50) * 0.02, frame(*ports, data)))
    end = max(at for at, _ in packets) + 0.1
    packets.append(there(end, sip('BYE sip:bob@192.0.2.20 SIP/2.0', [*via('3'), *tagged, 'CSeq: 2 BYE'], None)))
    packets.append(back(end + 0.01, sip('SIP/2.0 200 OK', [*via('3'), *tagged, 'CSeq: 2 BYE'], None)))
    write('dtls-srtp', packets, keys)
    digests('dtls-srtp', told)


def record_profiles(folder):
    packets, keys, port, at, told = [], '', 10000, 0, {}
    for version, profile, ciphers in (('-dtls1_2', 1, 'ECDHE-ECDSA-AES256-GCM-SHA384'), ('-dtls1_2', 2, 'ECDHE-ECDSA-AES128-GCM-SHA256'), ('-dtls1_2', 7, 'ECDHE-ECDSA-CHACHA20-POLY1305'),
                                      ('-dtls1_2', 8, 'ECDHE-ECDSA-AES256-GCM-SHA384'), ('-dtls1', 1, 'ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0')):
        seen, log, material, _ = shake(folder, profile, version, 0, False, ciphers)
        keys += log
        for moment, from_client, data in seen:
            packets.append((at + moment, frame(CALLEE, port + 1, CALLER, port, data) if from_client else frame(CALLER, port, CALLEE, port + 1, data)))
        at = max(one for one, _ in packets) + 0.1
        client, server = masters(profile, material)
        for key, ssrc, ports in ((client, port + 1, (CALLEE, port + 1, CALLER, port)), (server, port, (CALLER, port, CALLEE, port + 1))):
            plain = rtp(ssrc, 65530, 12, 440 + ssrc % 100)
            told[f'{ssrc:08x}'] = hashlib.sha256(b''.join(one[12:] for one in plain)).hexdigest()
            for i, data in enumerate(seal(folder, profile, key, [('rtp', one) for one in plain])):
                packets.append((at + i * 0.02, frame(*ports, data)))
        at += 1
        port += 10
    write('dtls-profiles', packets, keys)
    digests('dtls-profiles', told)


with tempfile.TemporaryDirectory() as work:
    subprocess.run(['cc', '-O2', '-o', f'{work}/srtp-seal', f'{HERE}/srtp-seal.c', '-lsrtp2'], check=True)
    record_call(work)
    record_profiles(work)
