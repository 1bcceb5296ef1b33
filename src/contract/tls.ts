/** What is known of TLS connections: what they agreed on, and whether they were opened. Text from hellos is shown as text only. */
import type { Endpoint, PacketPlace } from './common.ts';

/**
 * `opened`: its records are read. `handshake`: nothing encrypted was seen. Otherwise why it stays closed: no key fits its session; a key was found
 * and opens nothing; the capture begins in its middle; only one direction was captured; a suite or version that is not opened here.
 */
export const tlsStates = ['handshake', 'opened', 'no-key', 'wrong-key', 'mid-connection', 'one-direction', 'suite', 'version'] as const;
export type TlsState = (typeof tlsStates)[number];

export interface TlsConnectionRow {
  readonly connection: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly first: PacketPlace;
  /** "TLS 1.2"; undefined before the server chose */
  readonly version: string | undefined;
  /** as IANA writes it */
  readonly suite: string | undefined;
  /** the name the client asked for */
  readonly serverName: string | undefined;
  /** chosen application protocol (ALPN) */
  readonly protocol: string | undefined;
  readonly state: TlsState;
  /** a session that was agreed on before goes on */
  readonly resumed: boolean;
  /** data that the client sent before the handshake ended (RFC 8446 section 2.3) */
  readonly earlyRecords: number;
  readonly records: number;
  readonly openedRecords: number;
  /** the client's random, in hexadecimal: what the line of a key log begins with */
  readonly clientRandom: string | undefined;
}
