/**
 * Hex dumps: offset, octets in ones or twos, perhaps their letters (tcpdump -x and -X, xxd, hexdump -C, Wireshark, text2pcap). A
 * dump begins at offset 0 and goes on as long as each line's offset is what came before.
 */

const form = /^\s*(?:0x)?([0-9a-f]{3,8}):?(\s+)((?:[0-9a-f]{2}|[0-9a-f]{4})(?:\s.*)?)$/i;
const LINE_OCTETS = 32;
const MOST = 262_144;

export class HexDump {
  /** octets taken so far */
  readonly octets: number[] = [];
  #before = 0;

  /** True when the line is the dump's next one (or its first); its octets are taken. */
  take(line: string): boolean {
    const found = form.exec(line);
    if (found === null) return false;
    const offset = Number.parseInt(found[1]!, 16);
    // a line may show fewer octets than were read from its letters: the next offset tells
    if (offset > this.#before && offset < this.octets.length) this.octets.length = offset;
    if (offset !== this.octets.length || offset > MOST) return false;
    const taken = octetsIn(found[3]!);
    if (taken.length === 0) return false;
    this.#before = offset;
    this.octets.push(...taken);
    return true;
  }

  /** True when the line would begin another dump. */
  static begins(line: string): boolean {
    const found = form.exec(line);
    return found !== null && /^0+$/.test(found[1]!);
  }
}

/** Groups of two or four digits; they end at two blanks, but for the gap of two after eight octets. */
function octetsIn(text: string): readonly number[] {
  const octets: number[] = [];
  for (const [part] of text.matchAll(/\S+|\s+/g)) {
    if (/^\s/.test(part)) {
      if (part.length > 2 || (part.length === 2 && octets.length !== 8)) break;
      continue;
    }
    if (!/^(?:[0-9a-f]{2}|[0-9a-f]{4})$/i.test(part) || octets.length >= LINE_OCTETS) break;
    for (let i = 0; i < part.length; i += 2) octets.push(Number.parseInt(part.slice(i, i + 2), 16));
  }
  return octets;
}

/** What a dump holds: a frame, an IP packet, or neither. */
export function dumpedLayer(octets: Uint8Array): 'ethernet' | 'ip' {
  const version = octets[0]! >>> 4;
  const length = (octets[2]! << 8) | octets[3]!;
  if (version === 4 && (octets[0]! & 15) >= 5 && length >= 20 && length + 1500 >= octets.length && octets[9] !== undefined) {
    const type = (octets[12]! << 8) | octets[13]!;
    // an Ethernet address may begin with 4: then the type behind it says so
    if (octets.length < 34 || type !== 0x0800 || octets[14] !== 0x45) return 'ip';
  }
  if (version === 6 && octets.length >= 40 && ((octets[4]! << 8) | octets[5]!) + 40 >= octets.length && octets[12] !== 0x86) return 'ip';
  return 'ethernet';
}
