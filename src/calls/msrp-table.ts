/**
 * MSRP requests and responses (RFC 4975), and the sessions that SDP announced: a=path names a session-id, and every request names those of
 * both ends (section 6). One row is one chunk or one answer on one hop. Bounded by limits.msrpUnits and limits.msrpPaths.
 */
import type { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import type { AddressId, CallIndex, MessageIndex, Nanoseconds, PacketIndex } from '../base/units.ts';
import type { EndpointId } from './endpoint-table.ts';

export interface MsrpUnit {
  readonly packet: PacketIndex;
  readonly time: Nanoseconds;
  readonly source: EndpointId;
  readonly destination: EndpointId;
  readonly transaction: string;
  /** "" of a response */
  readonly method: string;
  /** 0 of a request */
  readonly status: number;
  readonly comment: string;
  readonly messageId: string;
  /** session-ids of the two ends */
  readonly to: string;
  readonly from: string;
  /** Byte-Range, octets from 1; -1 for what it does not say */
  readonly first: number;
  readonly total: number;
  readonly flag: string;
  readonly contentType: string;
  readonly wantsSuccess: boolean;
  readonly failure: 'yes' | 'no' | 'partial';
  /** of a REPORT: the status it reports, 0 none */
  readonly reported: number;
  /** offset of its first octet in the packet or the arena, -1 when it was not kept; its body is [bodyAt, bodyAt + bodyLength) from there */
  readonly textAt: number;
  /** octets that can be read from there: to its end, or to where it was no longer kept */
  readonly textLength: number;
  readonly inArena: boolean;
  readonly bodyAt: number;
  readonly bodyLength: number;
  /** octets of the body as sent: more than bodyLength when the rest was not kept */
  readonly sent: number;
}

/** What one a=path said. */
export interface MsrpPath {
  readonly call: CallIndex;
  readonly message: MessageIndex;
  /** 1 the caller's, 2 the callee's, 0 unknown */
  readonly side: number;
  /** name of the file to be sent (RFC 5547), "" for none */
  readonly file: string;
}

/** calls that one session-id may belong to: the legs of one conversation */
const MOST_LEGS = 16;

export class MsrpTable {
  readonly units: MsrpUnit[] = [];
  readonly #diagnostics: DiagnosticLog;
  readonly #paths = new Map<string, MsrpPath[]>();
  readonly #sessionsOf = new Map<CallIndex, Set<string>>();
  readonly #unitsOf = new Map<string, number[]>();
  /** address times 65536 plus port of every announced end */
  readonly #ends = new Set<number>();

  constructor(diagnostics: DiagnosticLog) {
    this.#diagnostics = diagnostics;
  }

  /** Notes an m-line with a=path. @param address of its connection, -1 when it is a name */
  announce(path: string, said: MsrpPath, address: AddressId, port: number): void {
    if (address >= 0 && port > 0) this.#ends.add(address * 65_536 + port);
    for (const session of sessionIds(path)) {
      const known = this.#paths.get(session);
      if (known === undefined) {
        if (this.#paths.size >= limits.msrpPaths) return this.#diagnostics.report('limit.msrpPaths');
        this.#paths.set(session, [said]);
      } else if (known.length < MOST_LEGS && !known.some(({ call, side }) => call === said.call && side === said.side)) known.push(said);
      const sessions = this.#sessionsOf.get(said.call);
      if (sessions === undefined) this.#sessionsOf.set(said.call, new Set([session]));
      else sessions.add(session);
    }
  }

  /** Was this end announced to take MSRP? */
  isAnnounced(address: AddressId, port: number): boolean {
    return this.#ends.size > 0 && this.#ends.has(address * 65_536 + port);
  }

  /** The row of a request or response, or -1 when there are too many. */
  add(unit: MsrpUnit): number {
    if (this.units.length >= limits.msrpUnits) {
      this.#diagnostics.report('limit.msrpUnits', unit.packet);
      return -1;
    }
    const row = this.units.push(unit) - 1;
    for (const session of new Set([unit.to, unit.from])) {
      if (session === '') continue;
      const rows = this.#unitsOf.get(session);
      if (rows === undefined) this.#unitsOf.set(session, [row]);
      else rows.push(row);
    }
    return row;
  }

  /** Rows of the sessions that a call announced, rising. */
  ofCall(call: CallIndex): readonly number[] {
    const sessions = this.#sessionsOf.get(call);
    if (sessions === undefined || this.units.length === 0) return [];
    const rows = new Set<number>();
    for (const session of sessions) for (const row of this.#unitsOf.get(session) ?? []) rows.add(row);
    return [...rows].sort((a, b) => a - b);
  }

  /** What the call said of a session, undefined when it said nothing. */
  path(session: string, call: CallIndex): MsrpPath | undefined {
    return this.#paths.get(session)?.find((path) => path.call === call);
  }

  /** The first call that announced one of a row's sessions, or -1. */
  callOf(row: number): CallIndex {
    const unit = this.units[row];
    return unit === undefined ? -1 : ((this.#paths.get(unit.to)?.[0] ?? this.#paths.get(unit.from)?.[0])?.call ?? -1);
  }
}

/** Session-ids of every URI of a path: relays first, the end last. */
function sessionIds(path: string): string[] {
  return path
    .trim()
    .split(/\s+/, 16)
    .map((uri) => /^msrps?:\/\/[^/]*\/([^;]+)/i.exec(uri)?.[1] ?? '')
    .filter((session) => session !== '');
}
