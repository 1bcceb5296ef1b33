/**
 * Chosen packets as a new capture: pcap (nanoseconds) or pcapng. Packets keep their octets, lengths, times and link type.
 * A classic pcap holds one link type: when the choice has several, pcapng is the answer and pcap keeps the most used one.
 * Of packets that were made (made-origin.ts), and of coarse clocks, pcapng says so; a classic pcap has no place for it.
 * Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */

/** Where packets were taken, as pcapng says it (section 4.2). */
export interface ExportedInterface {
  /** LINKTYPE_ number */
  readonly linkType: number;
  /** if_tsresol: times are whole multiples of 10 to the minus that, in seconds; 0 to 9 */
  readonly digits: number;
  /** if_description; empty when there is none */
  readonly description: string;
}

export interface ExportedPacket {
  /** epoch nanoseconds */
  readonly epoch: bigint;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  readonly from: ExportedInterface;
  readonly comments: readonly string[];
}

const BATCH = 1_048_576;

/** Collects little-endian pieces and gives them away in blocks of about a megabyte. */
class Writer {
  #buffer = new Uint8Array(BATCH);
  #view = new DataView(this.#buffer.buffer);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u16(value: number): void {
    this.#room(2);
    this.#view.setUint16(this.#length, value, true);
    this.#length += 2;
  }

  u32(value: number): void {
    this.#room(4);
    this.#view.setUint32(this.#length, value >>> 0, true);
    this.#length += 4;
  }

  octets(octets: Uint8Array, pad = 1): void {
    const padded = Math.ceil(octets.length / pad) * pad;
    this.#room(padded);
    this.#buffer.set(octets, this.#length);
    this.#buffer.fill(0, this.#length + octets.length, this.#length + padded);
    this.#length += padded;
  }

  take(): Uint8Array<ArrayBuffer> {
    const taken = this.#buffer.slice(0, this.#length);
    this.#length = 0;
    return taken;
  }

  #room(length: number): void {
    if (this.#length + length <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(this.#buffer.length * 2, this.#length + length));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}

export async function* writePcap(packets: AsyncIterable<ExportedPacket>, linkType: number): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const out = new Writer();
  out.u32(0xa1b23c4d);
  out.u16(2);
  out.u16(4);
  out.u32(0);
  out.u32(0);
  out.u32(262_144);
  out.u32(linkType);
  for await (const packet of packets) {
    if (packet.from.linkType !== linkType) continue;
    out.u32(Number(BigInt.asUintN(32, packet.epoch / 1_000_000_000n)));
    out.u32(Number(((packet.epoch % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n));
    out.u32(packet.octets.length);
    out.u32(packet.originalLength);
    out.octets(packet.octets);
    if (out.length >= BATCH) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

export async function* writePcapng(
  packets: AsyncIterable<ExportedPacket>,
  application: Uint8Array,
  encode: (text: string) => Uint8Array,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const out = new Writer();
  const padded = Math.ceil(application.length / 4) * 4;
  const sectionLength = 28 + 4 + padded + 4;
  out.u32(0x0a0d0d0a);
  out.u32(sectionLength);
  out.u32(0x1a2b3c4d);
  out.u16(1);
  out.u16(0);
  out.u32(0xffffffff);
  out.u32(0xffffffff);
  out.u16(4); // shb_userappl
  out.u16(application.length);
  out.octets(application, 4);
  out.u32(0); // opt_endofopt
  out.u32(sectionLength);
  const interfaces = new Map<string, number>();
  for await (const packet of packets) {
    const { linkType, digits, description } = packet.from;
    const key = `${linkType} ${digits} ${description}`;
    let id = interfaces.get(key);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(key, id);
      writeInterface(out, packet.from, encode(description));
    }
    writePacket(out, id, packet, encode);
    if (out.length >= BATCH) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

function writeInterface(out: Writer, { linkType, digits }: ExportedInterface, description: Uint8Array): void {
  const length = 32 + (description.length === 0 ? 0 : 4 + Math.ceil(description.length / 4) * 4);
  out.u32(1);
  out.u32(length);
  out.u16(linkType);
  out.u16(0);
  out.u32(262_144);
  if (description.length > 0) {
    out.u16(3); // if_description
    out.u16(description.length);
    out.octets(description, 4);
  }
  out.u16(9); // if_tsresol
  out.u16(1);
  out.u32(digits);
  out.u32(0);
  out.u32(length);
}

/** The tick that is next to a time: beyond a hundred days of a capture nanoseconds are not exact. */
function ticks(epoch: bigint, digits: number): bigint {
  const tick = 10n ** BigInt(9 - digits);
  const half = epoch < 0n ? -(tick / 2n) : tick / 2n;
  return digits === 9 ? epoch : (epoch + half) / tick;
}

function writePacket(out: Writer, id: number, packet: ExportedPacket, encode: (text: string) => Uint8Array): void {
  const comments = packet.comments.map(encode);
  const options = comments.reduce((length, comment) => length + 4 + Math.ceil(comment.length / 4) * 4, 0) + (comments.length > 0 ? 4 : 0);
  const length = 32 + Math.ceil(packet.octets.length / 4) * 4 + options;
  const time = BigInt.asUintN(64, ticks(packet.epoch, packet.from.digits));
  out.u32(6);
  out.u32(length);
  out.u32(id);
  out.u32(Number(time >> 32n));
  out.u32(Number(time & 0xffffffffn));
  out.u32(packet.octets.length);
  out.u32(packet.originalLength);
  out.octets(packet.octets, 4);
  for (const comment of comments) {
    out.u16(1); // opt_comment
    out.u16(comment.length);
    out.octets(comment, 4);
  }
  if (comments.length > 0) out.u32(0);
  out.u32(length);
}
