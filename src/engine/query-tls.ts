/** TLS connections as rows: what they agreed on, and whether they were opened or why not. */
import type { Page, Paged } from '../contract/common.ts';
import type { TlsConnectionRow } from '../contract/tls.ts';
import { suiteName } from '../crypto/tls-suite.ts';
import { tlsVersionName } from '../wire/tls-names.ts';
import type { Session } from './session.ts';
import type { TlsConnection } from './tls-connection.ts';
import type { Tables } from './tables.ts';
import { whyClosed } from './tls-why.ts';

const MOST_ROWS = 1000;

export function tlsConnections({ tables, revision }: Session, closed: boolean, page: Page): Paged<TlsConnectionRow> {
  const { connections } = tables.tls;
  const wanted = closed ? connections.filter(({ state }) => state !== 'opened' && state !== 'handshake') : connections;
  const rows = wanted.slice(page.offset, page.offset + Math.min(page.limit, MOST_ROWS)).map((connection) => tlsRow(tables, connection));
  return { rows, total: wanted.length, revision };
}

export function tlsRow(tables: Tables, connection: TlsConnection): TlsConnectionRow {
  const { client, server, clientSide, version } = connection;
  const [near, far] = clientSide === 1 ? [connection.destination, connection.source] : [connection.source, connection.destination];
  return {
    connection: connection.number,
    client: tables.endpoint(near),
    server: tables.endpoint(far),
    first: tables.place(connection.first),
    version: version === undefined ? undefined : tlsVersionName(version),
    suite: server === undefined ? undefined : suiteName(server.suite),
    serverName: client?.serverName,
    protocol: server?.protocols[0],
    state: whyClosed(tables.secrets, connection),
    secretsGiven: tables.secrets.secretCount,
    resumed: connection.resumed,
    earlyRecords: connection.early,
    records: connection.records,
    openedRecords: connection.opened,
    clientRandom: client === undefined ? undefined : hexadecimal(client.random),
  };
}

function hexadecimal(octets: Uint8Array): string {
  let text = '';
  for (const octet of octets) text += octet.toString(16).padStart(2, '0');
  return text;
}
