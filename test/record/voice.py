#!/usr/bin/env python3
"""Sound for SIPp's play_pcap_audio:   voice.py IN.wav OUT.pcap [--law u|a] [--seconds S] [--comfort-noise UNTIL]
IN.wav is 8 kHz, mono, 16 bit. --comfort-noise sends RFC 3389 packets every half second from S until UNTIL,
as a phone with silence suppression does."""
import argparse, struct, wave


def mu_law(sample):
    sign, magnitude = (0x80, min(-sample, 32635)) if sample < 0 else (0, min(sample, 32635))
    magnitude += 132
    exponent = max(0, magnitude.bit_length() - 8)
    return ~(sign | exponent << 4 | (magnitude >> (exponent + 3) & 15)) & 0xFF


def a_law(sample):
    sign, magnitude = (0x80, sample) if sample >= 0 else (0, -sample - 1)
    magnitude = min(magnitude, 32767) >> 3
    exponent = max(0, (magnitude | 1).bit_length() - 5)
    return (sign | exponent << 4 | (magnitude >> (exponent or 1) & 15)) ^ 0x55


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wav"); parser.add_argument("pcap")
    parser.add_argument("--law", default="u"); parser.add_argument("--seconds", type=float, default=5); parser.add_argument("--comfort-noise", type=float, default=0)
    parser.add_argument("--ssrc", type=lambda text: int(text, 0), default=0x1DEA5EED)
    options = parser.parse_args()
    with wave.open(options.wav) as file: samples = struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))
    law, payload_type = (mu_law, 0) if options.law == "u" else (a_law, 8)
    packets = []
    for index in range(int(options.seconds * 50)):
        chunk = samples[index * 160:index * 160 + 160]
        packets.append((index * 0.02, payload_type | (0x80 if index == 0 else 0), index * 160, bytes(map(law, chunk + (0,) * (160 - len(chunk))))))
    time = options.seconds
    while time < options.comfort_noise:
        packets.append((time, 13, round(time * 8000), b"\x4e"))
        time += 0.5
    with open(options.pcap, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for sequence, (time, second, timestamp, payload) in enumerate(packets):
            rtp = struct.pack(">BBHII", 0x80, second, 4000 + sequence, 16000 + timestamp, options.ssrc) + payload
            udp = struct.pack(">HHHH", 7000, 7000, 8 + len(rtp), 0) + rtp
            ip = struct.pack(">BBHHHBBH4s4s", 0x45, 0, 20 + len(udp), 0, 0, 64, 17, 0, b"\x7f\0\0\1", b"\x7f\0\0\1") + udp
            frame = b"\2\0\0\0\0\2\2\0\0\0\0\1\x08\0" + ip
            out.write(struct.pack("<IIII", int(time), int(time % 1 * 1e6), len(frame), len(frame)) + frame)


if __name__ == "__main__":
    main()
