/** What is known of TLS connections: what they agreed on, and whether they were opened. Text from hellos is shown as text only. */
import type { Endpoint, PacketPlace } from './common.ts';

/**
 * `opened`: its records are read. `handshake`: nothing encrypted was seen. Otherwise why it stays closed: no key was given at all; key logs were, and none has a line
 * for its session; the private key that was given is not this server's; it is of no use, since the session's keys are agreed on with ephemeral ones (ECDHE, DHE, TLS 1.3);
 * it would have opened the handshake that agreed on the session, which is not in the capture; a key was found and opens nothing; the capture begins in its
 * middle; only one direction was captured; a suite or version that is not opened here.
 */
export const tlsStates = [
  'handshake',
  'opened',
  'no-key',
  'other-key-log',
  'other-private-key',
  'ephemeral',
  'first-handshake',
  'wrong-key',
  'mid-connection',
  'one-direction',
  'suite',
  'version',
] as const;
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
  /** secrets of key logs that were given or came with the captures, for whatever session */
  readonly secretsGiven: number;
  /** a session that was agreed on before goes on */
  readonly resumed: boolean;
  /** data that the client sent before the handshake ended (RFC 8446 section 2.3) */
  readonly earlyRecords: number;
  readonly records: number;
  readonly openedRecords: number;
  /** the client's random, in hexadecimal: what the line of a key log begins with */
  readonly clientRandom: string | undefined;
}
