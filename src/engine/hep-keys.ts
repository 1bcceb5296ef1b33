/**
 * Passwords of capture agents (HEP chunk 14), so that no export holds one: their octets become "x", and the checksum above
 * them is mended (RFC 1624), so that an export is no less sound than the capture. Bounded by limits.hepKeys.
 */
import { limits } from '../base/limits.ts';
import { AddressTable } from '../net/address.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import { chunkTypes } from '../wire/hep.ts';

const LETTER_X = 0x78;
const HEADER = 6;
/** offset of the checksum in UDP and TCP */
const UDP_CHECKSUM = 6;
const TCP_CHECKSUM = 16;

export class HepKeys {
  /** whole chunks, header included: nothing else in a packet is taken for one */
  readonly #chunks: Uint8Array[] = [];
  readonly #layers: Layers = createLayers();
  readonly #addresses = new AddressTable();

  /** A password octets[at, end). True when it cannot be remembered any more. */
  note(octets: Uint8Array, at: number, end: number): boolean {
    if (this.#chunks.some((chunk) => chunk.length === HEADER + end - at && isAt(octets, at - HEADER, chunk))) return false;
    if (this.#chunks.length >= limits.hepKeys) return true;
    const length = HEADER + end - at;
    const chunk = new Uint8Array(length);
    chunk.set([0, 0, 0, chunkTypes.KEY, length >> 8, length & 0xff]);
    chunk.set(octets.subarray(at, end), HEADER);
    this.#chunks.push(chunk);
    return false;
  }

  /** Hides every password in a packet, in place, and returns it. */
  hide(octets: Uint8Array<ArrayBuffer>, linkType: number): Uint8Array<ArrayBuffer> {
    for (const chunk of this.#chunks)
      for (let at = find(octets, chunk, 0); at >= 0; at = find(octets, chunk, at + chunk.length)) this.#cover(octets, at + HEADER, at + chunk.length, linkType);
    return octets;
  }

  #cover(octets: Uint8Array<ArrayBuffer>, at: number, end: number, linkType: number): void {
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
    const layers = this.#layers;
    walk(view, 0, octets.length, linkType, this.#addresses, layers);
    const isFirst = layers.outcome === outcomes.FRAGMENT && layers.fragmentOffset === 0;
    const transportAt = isFirst ? layers.payloadAt : layers.transportAt;
    const checksumAt = transportAt + (layers.outcome === outcomes.TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
    const isKnown = transportAt >= 0 && (isFirst || layers.outcome !== outcomes.FRAGMENT) && checksumAt + 2 <= at && view.getUint16(checksumAt) !== 0;
    let sum = isKnown ? ~view.getUint16(checksumAt) & 0xffff : 0;
    for (let p = at; p < end; p++) {
      const shift = ((p - transportAt) & 1) === 0 ? 8 : 0;
      sum += (~(octets[p]! << shift) & 0xffff) + (LETTER_X << shift);
      octets[p] = LETTER_X;
    }
    while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
    if (isKnown) view.setUint16(checksumAt, ~sum & 0xffff || 0xffff);
  }
}

function find(octets: Uint8Array, wanted: Uint8Array, from: number): number {
  for (let at = from; at + wanted.length <= octets.length; at++) if (octets[at + 3] === chunkTypes.KEY && isAt(octets, at, wanted)) return at;
  return -1;
}

function isAt(octets: Uint8Array, at: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) if (octets[at + i] !== wanted[i]) return false;
  return true;
}
