/**
 * Chosen packets as a new capture: pcap (nanoseconds) or pcapng. Packets keep their octets, lengths, times and link type.
 * A classic pcap holds one link type: when the choice has several, pcapng is the answer and pcap keeps the most used one.
 * Sources: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */

export interface ExportedPacket {
  /** epoch nanoseconds */
  readonly epoch: bigint;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  /** LINKTYPE_ number */
  readonly linkType: number;
  readonly snapLength: number;
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
    if (packet.linkType !== linkType) continue;
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
  const interfaces = new Map<number, number>();
  for await (const packet of packets) {
    let id = interfaces.get(packet.linkType);
    if (id === undefined) {
      id = interfaces.size;
      interfaces.set(packet.linkType, id);
      writeInterface(out, packet.linkType);
    }
    writePacket(out, id, packet, encode);
    if (out.length >= BATCH) yield out.take();
  }
  if (out.length > 0) yield out.take();
}

function writeInterface(out: Writer, linkType: number): void {
  out.u32(1);
  out.u32(32);
  out.u16(linkType);
  out.u16(0);
  out.u32(262_144);
  out.u16(9); // if_tsresol: 10^-9
  out.u16(1);
  out.u32(9);
  out.u32(0);
  out.u32(32);
}

function writePacket(out: Writer, id: number, packet: ExportedPacket, encode: (text: string) => Uint8Array): void {
  const comments = packet.comments.map(encode);
  const options = comments.reduce((length, comment) => length + 4 + Math.ceil(comment.length / 4) * 4, 0) + (comments.length > 0 ? 4 : 0);
  const length = 32 + Math.ceil(packet.octets.length / 4) * 4 + options;
  const time = BigInt.asUintN(64, packet.epoch);
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
