/** The packets of an Ogg file (RFC 3533) of one stream, without the two headers of Opus (RFC 7845). For fixtures of our own; nothing is checked. */
export function oggPackets(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let parts: number[] = [];
  for (let at = 0; at < file.length; ) {
    const segments = file.subarray(at + 27, at + 27 + file[at + 26]!);
    at += 27 + segments.length;
    for (const length of segments) {
      parts.push(...file.subarray(at, at + length));
      at += length;
      if (length === 255) continue;
      packets.push(Uint8Array.from(parts));
      parts = [];
    }
  }
  return packets.slice(2);
}
