/**
 * What of a capture is not read, and what would help: datagrams that look like media or signalling nobody announced, closed TLS connections and streams, link types
 * that are not read, IPsec. Datagrams are sampled: a bounded number of them is read again from the file when somebody asks.
 */
import type { PacketIndex } from '../base/units.ts';
import { linkTypeName } from '../capture/link-type.ts';
import { SLAB_ROWS } from '../capture/packet-table.ts';
import { readRecords } from '../capture/record.ts';
import type { DecodeAs, SeenPayloadType } from '../contract/decode-as.ts';
import type { Remedy, RemedyKind } from '../contract/remedies.ts';
import { createLayers, outcomes, type Layers } from '../net/layers.ts';
import { walk } from '../net/walk.ts';
import type { FlowEnds } from './dtls-keys.ts';
import { Kind } from './kinds.ts';
import { shapeOf } from './packet-shape.ts';
import { tunnelShape } from './tunnel-shape.ts';
import { unannounced } from './seen-types.ts';
import type { TlsState } from '../contract/tls.ts';
import type { Session } from './session.ts';
import type { TlsConnection } from './tls-connection.ts';
import { whyClosed } from './tls-why.ts';

/** packets of a kind that are read again */
const SAMPLE = 2000;
/** so many of one pair of ends (for RTP of one source) are no chance; what has the shape of a fax is asked for more, since little makes it */
const LEAST = 2;
const LEAST_FAX = 4;
/** ports below are of others */
const FIRST_MEDIA_PORT = 1024;
const media: ReadonlySet<RemedyKind> = new Set(['rtp', 'rtcp', 't38']);
const MOST_PAIRS = 256;

/** Packets of one pair of ends that look alike. */
interface Pair extends FlowEnds {
  count: number;
  /** RTP payload types, with how many of the sample had them */
  readonly types: Map<number, number>;
  readonly first: PacketIndex;
}

/** What looked alike in a sample. */
interface Group {
  readonly kind: RemedyKind;
  /** how a person would read it; undefined when it cannot be said */
  readonly as: DecodeAs | undefined;
  /** by the ends of the datagrams, and of RTP the source */
  readonly pairs: Map<string, Pair>;
}

export const decodedAs: Readonly<Partial<Record<RemedyKind, DecodeAs>>> = { rtp: 'rtp', rtcp: 'rtcp', t38: 't38', sip: 'sip', sipStream: 'sip' };
const NOTHING = {
  leastPort: 0,
  mostPort: 0,
  datagram: undefined,
  link: undefined,
  seal: undefined,
  tls: undefined,
  clientRandom: undefined,
  isEstimate: false,
} as const;

export class RemedyFinder {
  readonly #session: Session;
  readonly #layers: Layers = createLayers();

  constructor(session: Session) {
    this.#session = session;
  }

  /** Rejects only when the file cannot be read any more. */
  async find(): Promise<readonly Remedy[]> {
    const found = [
      ...(await this.#looked(Kind.udp)),
      ...(await this.#looked(Kind.tcp)),
      ...this.#connections(),
      ...this.#streams(),
      ...this.#links(),
      ...this.#ipsec(),
    ];
    return found.sort((a, b) => b.count - a.count);
  }

  /** Packets of a kind, as far as their octets look like something. */
  async #looked(kind: number): Promise<readonly Remedy[]> {
    const { tables } = this.#session;
    const all = tables.kindCounts[kind]!;
    if (all === 0) return [];
    const rows = this.#sample(kind, all);
    const groups = new Map<string, Group>();
    await this.#each(rows, (packet, octets, linkType) => {
      const tunnel = tunnelShape(octets, linkType, tables.addresses, this.#layers);
      const shape = tunnel === undefined ? shapeOf(octets, this.#layers) : 'tunnel';
      const { source, sourcePort, destination, destinationPort, payloadAt } = this.#layers;
      if (shape === undefined || (media.has(shape) && Math.min(sourcePort, destinationPort) < FIRST_MEDIA_PORT)) return;
      let group = groups.get(tunnel ?? shape);
      if (group === undefined) groups.set(tunnel ?? shape, (group = { kind: shape, as: tunnel ?? decodedAs[shape], pairs: new Map() }));
      const ends = [`${source} ${sourcePort}`, `${destination} ${destinationPort}`].sort().join(' ');
      const name = shape === 'rtp' ? `${ends} ${octets.subarray(payloadAt + 8, payloadAt + 12).join()}` : ends;
      let pair = group.pairs.get(name);
      if (pair === undefined) {
        if (group.pairs.size >= MOST_PAIRS) return;
        group.pairs.set(name, (pair = { count: 0, types: new Map(), first: packet, source, sourcePort, destination, destinationPort }));
      }
      pair.count++;
      const type = octets[payloadAt + 1]! & 0x7f;
      if (shape === 'rtp') pair.types.set(type, (pair.types.get(type) ?? 0) + 1);
    });
    return [...groups.values()].map((group) => this.#remedy(group, all / rows.length)).filter((one) => one !== undefined);
  }

  /** @param scale packets there are for one of the sample */
  #remedy({ kind, as, pairs: seen }: Group, scale: number): Remedy | undefined {
    const { tables } = this.#session;
    const pairs = [...seen.values()]
      .filter(({ count }) => count >= (kind === 't38' ? LEAST_FAX : kind === 'sip' || kind === 'sipStream' || kind === 'tunnel' ? 1 : LEAST))
      .sort((a, b) => b.count - a.count);
    const [most] = pairs;
    if (most === undefined) return undefined;
    const first = tables.place(Math.min(...pairs.map((pair) => pair.first)));
    const count = Math.round(pairs.reduce((sum, pair) => sum + pair.count, 0) * scale);
    const isEstimate = scale > 1;
    if (as === undefined) return { ...NOTHING, kind, count, isEstimate, first };
    // the side whose ports lie closer together is the one that serves
    const [from, to] = [pairs.map(({ sourcePort }) => sourcePort), pairs.map(({ destinationPort }) => destinationPort)];
    const width = (ports: readonly number[]): number => Math.max(...ports) - Math.min(...ports);
    const ports = width(from) < width(to) ? from : to;
    const end = (address: number, port: number): { readonly address: string; readonly port: number } => ({ address: tables.addresses.text(address), port });
    const transport = kind === 'sipStream' ? 'tcp' : 'udp';
    return {
      ...NOTHING,
      kind,
      count,
      isEstimate,
      first,
      leastPort: Math.min(...ports),
      mostPort: Math.max(...ports),
      datagram: {
        source: end(most.source, most.sourcePort),
        destination: end(most.destination, most.destinationPort),
        transport,
        as,
        payloadTypes: seenIn(most, scale),
      },
    };
  }

  /** Closed connections that keys would open, by what is the matter with those that were given. */
  #connections(): readonly Remedy[] {
    const { tables } = this.#session;
    const byState = new Map<TlsState, TlsConnection[]>();
    for (const connection of tables.tls.connections) {
      if (connection.state !== 'no-key' && connection.state !== 'wrong-key') continue;
      const state = whyClosed(tables.secrets, connection);
      const known = byState.get(state);
      if (known === undefined) byState.set(state, [connection]);
      else known.push(connection);
    }
    return [...byState].map(([state, closed]) => this.#closed(state, closed));
  }

  #closed(state: TlsState, closed: readonly TlsConnection[]): Remedy {
    const { tables } = this.#session;
    const ports = closed.map(({ source, destination, clientSide }) => tables.endpoints.port(clientSide === 1 ? source : destination));
    const random = closed.find(({ client }) => client !== undefined)?.client?.random;
    return {
      ...NOTHING,
      kind: 'tls',
      count: closed.length,
      first: tables.place(closed[0]!.first),
      leastPort: ports.reduce((least, port) => Math.min(least, port)),
      mostPort: ports.reduce((most, port) => Math.max(most, port)),
      tls: { state, secretsGiven: tables.secrets.secretCount },
      clientRandom: random === undefined ? undefined : Array.from(random, (octet) => octet.toString(16).padStart(2, '0')).join(''),
    };
  }

  /** Encrypted streams that stay closed, by what is missing. */
  #streams(): readonly Remedy[] {
    const { tables, sealed } = this.#session;
    const byReason = new Map<string, Remedy & { count: number }>();
    for (let stream = 0; stream < tables.streams.count; stream++) {
      const seal = sealed.told(stream);
      if (seal === undefined || seal.state !== 'sealed') continue;
      const known = byReason.get(`${seal.missing}`);
      if (known === undefined)
        byReason.set(`${seal.missing}`, { ...NOTHING, kind: 'seal', count: 1, first: tables.place(tables.streams.firstPacket(stream)), seal });
      else byReason.set(`${seal.missing}`, { ...known, count: known.count + 1 });
    }
    return [...byReason.values()];
  }

  #links(): readonly Remedy[] {
    const { tables } = this.#session;
    const unread = tables.notDecoded.get('link.unsupported');
    if (unread === undefined) return [];
    const { linkType } = tables.interfaces.at(tables.packets.interfaceIndex(unread.first));
    return [{ ...NOTHING, kind: 'link', count: unread.count, first: tables.place(unread.first), link: { linkType, name: linkTypeName(linkType) } }];
  }

  #ipsec(): readonly Remedy[] {
    const { tables } = this.#session;
    const sealed = tables.notDecoded.get('esp.encrypted');
    return sealed === undefined ? [] : [{ ...NOTHING, kind: 'esp', count: sealed.count, first: tables.place(sealed.first) }];
  }

  /** Rows of a kind, evenly spread. */
  #sample(kind: number, all: number): PacketIndex[] {
    const { packets } = this.#session.tables;
    const step = Math.max(1, Math.floor(all / SAMPLE));
    const rows: PacketIndex[] = [];
    let seen = 0;
    for (let base = 0; base < packets.length; base += SLAB_ROWS) {
      const { kind: kinds } = packets.slab(base / SLAB_ROWS);
      const count = Math.min(SLAB_ROWS, packets.length - base);
      for (let i = 0; i < count && rows.length < SAMPLE; i++) if (kinds[i] === kind && seen++ % step === 0) rows.push(base + i);
    }
    return rows;
  }

  /** Reads packets again; the layers are those of the packet at hand. */
  async #each(rows: readonly PacketIndex[], each: (packet: PacketIndex, octets: Uint8Array, linkType: number) => void): Promise<void> {
    const { packets, interfaces, captures, addresses } = this.#session.tables;
    for (const capture of captures.keys()) {
      const own = rows
        .filter((packet) => interfaces.at(packets.interfaceIndex(packet)).capture === capture)
        .sort((a, b) => packets.recordAt(a) - packets.recordAt(b));
      if (own.length === 0) continue;
      const rowOf = (i: number): ReturnType<typeof interfaces.at> => interfaces.at(packets.interfaceIndex(own[i]!));
      const at = own.map((packet) => packets.recordAt(packet));
      await readRecords(captures[capture]!.source, at, rowOf, (i, { octets }) => {
        const layers = this.#layers;
        walk(new DataView(octets.buffer, octets.byteOffset, octets.length), 0, octets.length, rowOf(i).linkType, addresses, layers);
        if (layers.outcome === outcomes.UDP || layers.outcome === outcomes.TCP) each(own[i]!, octets, rowOf(i).linkType);
      });
    }
  }
}

/** @param scale packets there are for one of the sample */
function seenIn({ types }: Pair, scale: number): readonly SeenPayloadType[] {
  return [...types].sort((a, b) => b[1] - a[1]).map(([payloadType, packets]) => unannounced(payloadType, Math.round(packets * scale)));
}
