/**
 * Flows as each source (a file, or an interface of one) saw them: RTP by addresses, ports and SSRC, the rest by addresses, ports and
 * protocol. Ids count from 0 over all sources; beyond limits.pointFlows new ones of a source become one.
 */
import { int32Column, uint32Column, uint8Column, type Column } from '../../base/column.ts';
import { limits } from '../../base/limits.ts';
import type { AddressId } from '../../base/units.ts';
import { KeyTable } from '../../rtp/key-table.ts';

/** of the one flow of a source that takes in what comes when there are too many */
const OVERFLOW = 0xffffffff;

export const FlowKind = { other: 0, rtp: 1, tcp: 2, fragment: 3 } as const;

interface Keys {
  readonly rtp: KeyTable;
  readonly other: KeyTable;
  /** by id of the key table: the flow */
  readonly rtpFlow: number[];
  readonly otherFlow: number[];
}

export class SurveyFlows {
  readonly source: Column<Int32Array> = int32Column();
  readonly kind: Column<Uint8Array> = uint8Column();
  readonly from: Column<Uint32Array> = uint32Column();
  readonly to: Column<Uint32Array> = uint32Column();
  readonly ports: Column<Uint32Array> = uint32Column();
  /** SSRC of RTP, else the protocol */
  readonly mark: Column<Uint32Array> = uint32Column();
  /** time to live of its first packet */
  readonly ttl: Column<Uint8Array> = uint8Column();
  /** 1: a packet of it looked like SIP */
  readonly sip: Column<Uint8Array> = uint8Column();
  readonly packets: Column<Uint32Array> = uint32Column();
  readonly #keys: Keys[] = [];
  readonly #most: number;
  /** packets whose flow was not told apart any more */
  omitted = 0;

  /** @param most flows told apart */
  constructor(most: number = limits.pointFlows) {
    this.#most = most;
  }

  get count(): number {
    return this.source.length;
  }

  /** The flow of a packet, opened when new. @param ports source << 16 | destination, unsigned */
  flow(source: number, kind: number, from: AddressId, to: AddressId, ports: number, mark: number, ttl: number): number {
    const isRtp = kind === FlowKind.rtp;
    const keys = this.#of(source);
    const known = this.#find(keys, isRtp, from, to, ports, mark);
    if (known >= 0) return known;
    if (this.count >= this.#most && mark !== OVERFLOW) {
      this.omitted++;
      return this.flow(source, kind === FlowKind.tcp ? kind : FlowKind.other, 0, 0, 0, OVERFLOW, ttl);
    }
    const flow = this.source.push(source);
    this.kind.push(kind);
    this.from.push(from);
    this.to.push(to);
    this.ports.push(ports);
    this.mark.push(mark);
    this.ttl.push(ttl);
    this.sip.push(0);
    this.packets.push(0);
    (isRtp ? keys.rtpFlow : keys.otherFlow)[(isRtp ? keys.rtp : keys.other).add(from, to, ports, mark)] = flow;
    return flow;
  }

  /** The RTP flow of a source, -1 when the survey saw none. */
  findRtp(source: number, from: AddressId, to: AddressId, ports: number, ssrc: number): number {
    const keys = this.#keys[source];
    return keys === undefined ? -1 : this.#find(keys, true, from, to, ports, ssrc);
  }

  /** Both are one flow by what stands in their packets, at whatever source. */
  isSame(one: number, other: number): boolean {
    return (
      this.from.values[one] === this.from.values[other] &&
      this.to.values[one] === this.to.values[other] &&
      this.ports.values[one] === this.ports.values[other] &&
      this.mark.values[one] === this.mark.values[other]
    );
  }

  #of(source: number): Keys {
    return (this.#keys[source] ??= { rtp: new KeyTable(64), other: new KeyTable(64), rtpFlow: [], otherFlow: [] });
  }

  #find(keys: Keys, isRtp: boolean, from: number, to: number, ports: number, mark: number): number {
    const id = (isRtp ? keys.rtp : keys.other).find(from, to, ports, mark);
    return id < 0 ? -1 : (isRtp ? keys.rtpFlow : keys.otherFlow)[id]!;
  }
}
