/**
 * Endpoints of messages: address, port and transport as one small id, so that a hop is two comparisons. Open
 * addressing over one Int32Array; ids count from 0 in order of first sight.
 */
import { int32Column, uint32Column, type Column } from '../base/column.ts';
import type { AddressId } from '../base/units.ts';

/** index into `transportNames`; the words are those of the contract */
export type TransportId = number & { readonly unit?: 'transport id' };
export type EndpointId = number & { readonly unit?: 'endpoint id' };

export const transportNames = ['udp', 'tcp', 'tls', 'ws', 'wss', 'sctp'] as const;
export const Transport = { udp: 0, tcp: 1, tls: 2, ws: 3, wss: 4, sctp: 5 } as const;

export class EndpointTable {
  readonly #address: Column<Uint32Array> = uint32Column();
  readonly #portAndTransport: Column<Int32Array> = int32Column();
  #slots: Int32Array = new Int32Array(256).fill(-1);

  get count(): number {
    return this.#address.length;
  }

  /** The id of (address, port 0 to 65535, transport); a new one when it was not seen before. */
  id(address: AddressId, port: number, transport: TransportId): EndpointId {
    const low = (port & 0xffff) | (transport << 16);
    const word = address >>> 0;
    const mask = this.#slots.length - 1;
    let slot = mix(word, low) & mask;
    for (;;) {
      const id = this.#slots[slot]!;
      if (id < 0) break;
      if (this.#address.values[id] === word && this.#portAndTransport.values[id] === low) return id;
      slot = (slot + 1) & mask;
    }
    const id = this.#address.push(word);
    this.#portAndTransport.push(low);
    this.#slots[slot] = id;
    if (id * 2 >= mask) this.#grow();
    return id;
  }

  /** The id of (address, port, transport), or -1. */
  find(address: AddressId, port: number, transport: TransportId): EndpointId {
    const low = (port & 0xffff) | (transport << 16);
    const word = address >>> 0;
    const mask = this.#slots.length - 1;
    for (let slot = mix(word, low) & mask; ; slot = (slot + 1) & mask) {
      const id = this.#slots[slot]!;
      if (id < 0 || (this.#address.values[id] === word && this.#portAndTransport.values[id] === low)) return id;
    }
  }

  address(id: EndpointId): AddressId {
    return this.#address.values[id]!;
  }

  port(id: EndpointId): number {
    return this.#portAndTransport.values[id]! & 0xffff;
  }

  /** One number that sorts by address, then by port. */
  rank(id: EndpointId): number {
    return this.#address.values[id]! * 0x10000 + this.port(id);
  }

  transport(id: EndpointId): TransportId {
    return this.#portAndTransport.values[id]! >>> 16;
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = mix(this.#address.values[id]!, this.#portAndTransport.values[id]!) & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.#slots = slots;
  }
}

/** Spreads two words over 32 bits; not a secret hash. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(b + 0x7f4a7c15, 0xc2b2ae35);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return hash ^ (hash >>> 15);
}
