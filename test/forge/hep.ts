/** What a capture agent (Homer) sends: HEP version 3 as chunks, versions 1 and 2 with their fixed header. */
import { addressOctets, isIpv6, type Endpoint } from './address.ts';
import { join, numbers, octetsOf } from './octets.ts';

export interface ForgedChunk {
  readonly type: number;
  readonly data: Uint8Array | string;
  readonly vendor?: number;
  /** length field when it shall lie */
  readonly length?: number;
}

export interface HepOptions {
  /** seconds since 1970 with up to six decimals; no time chunks when absent */
  readonly time?: number;
  /** IP protocol: 17 when absent */
  readonly protocol?: number;
  /** chunk 11: 1 (SIP) when absent */
  readonly type?: number;
  readonly agent?: number;
  readonly node?: string;
  readonly correlation?: string;
  readonly key?: string;
  /** further chunks before the payload */
  readonly chunks?: readonly ForgedChunk[];
  /** total length when it shall lie */
  readonly length?: number;
}

/** Version 3 from chunks alone. */
export function hepOfChunks(chunks: readonly ForgedChunk[], length?: number): Uint8Array {
  const body = join(
    ...chunks.map(({ type, data, vendor = 0, length: said }) => {
      const octets = typeof data === 'string' ? octetsOf(data) : data;
      return join(numbers([2, vendor], [2, type], [2, said ?? octets.length + 6]), octets);
    }),
  );
  return join('HEP3', numbers([2, length ?? body.length + 6]), body);
}

export function hep3(from: Endpoint, to: Endpoint, payload: Uint8Array | string, options: HepOptions = {}): Uint8Array {
  const six = isIpv6(from.address);
  const { time, agent, node, correlation, key } = options;
  const chunks: ForgedChunk[] = [
    { type: 1, data: numbers([1, six ? 10 : 2]) },
    { type: 2, data: numbers([1, options.protocol ?? 17]) },
    { type: six ? 5 : 3, data: addressOctets(from.address) },
    { type: six ? 6 : 4, data: addressOctets(to.address) },
    { type: 7, data: numbers([2, from.port]) },
    { type: 8, data: numbers([2, to.port]) },
  ];
  if (time !== undefined) chunks.push({ type: 9, data: numbers([4, Math.floor(time)]) }, { type: 10, data: numbers([4, Math.round((time % 1) * 1e6)]) });
  chunks.push({ type: 11, data: numbers([1, options.type ?? 1]) });
  if (agent !== undefined) chunks.push({ type: 12, data: numbers([4, agent]) });
  if (key !== undefined) chunks.push({ type: 14, data: key });
  if (correlation !== undefined) chunks.push({ type: 17, data: correlation });
  if (node !== undefined) chunks.push({ type: 19, data: node });
  chunks.push(...(options.chunks ?? []), { type: 15, data: payload });
  return hepOfChunks(chunks, options.length);
}

/** Version 1, or with a time version 2, whose time is in the byte order of the agent. */
export function hep12(from: Endpoint, to: Endpoint, payload: Uint8Array | string, time?: number, isLittle = true, agent = 0): Uint8Array {
  const addresses = join(addressOctets(from.address), addressOctets(to.address));
  const six = isIpv6(from.address);
  const header = numbers([1, time === undefined ? 1 : 2], [1, 8 + addresses.length], [1, six ? 10 : 2], [1, 17], [2, from.port], [2, to.port]);
  const clock = new Uint8Array(time === undefined ? 0 : 12);
  if (time !== undefined) {
    const view = new DataView(clock.buffer);
    view.setUint32(0, Math.floor(time), isLittle);
    view.setUint32(4, Math.round((time % 1) * 1e6), isLittle);
    view.setUint16(8, agent, isLittle);
  }
  return join(header, addresses, clock, payload);
}
