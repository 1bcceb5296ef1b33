/**
 * TLS handshakes on the way of SIP that failed, for the rule that tells of them: begun and never ended, or refused by an alert that only keys let see. Looked at
 * once, when all was read. Alerts in the clear are noted as they come (network-index.ts).
 */
import { Transport } from '../calls/endpoint-table.ts';
import type { Tables } from './tables.ts';
import type { TlsConnection } from './tls-connection.ts';

const SIPS_PORT = 5061;
/** nanoseconds without a record before the capture ends: nobody's handshake takes so long */
const SILENCE = 10e9;

export function noteFailedHandshakes(tables: Tables): void {
  const { packets, tls, network } = tables;
  if (tls.connections.length === 0) return;
  const end = packets.time(packets.length - 1);
  for (const connection of tls.connections) {
    const { alert, first, last } = connection;
    if (connection.client === undefined || first < 0 || !carriesSip(tables, connection)) continue;
    const [client, server] = connection.clientSide === 0 ? [connection.source, connection.destination] : [connection.destination, connection.source];
    if (alert?.wasSealed === true) {
      const [from, to] = alert.side === connection.clientSide ? [client, server] : [server, client];
      network.noteAlert(from, to, alert.description, alert.packet, packets.time(alert.packet));
    }
    if (alert !== undefined || connection.isComplete || !connection.isTwofold) continue;
    if (!connection.isEnded && end - packets.time(last) < SILENCE) continue;
    network.noteOpenHandshake(client, server, connection.server !== undefined, first, packets.time(first));
  }
}

/** On the port of SIP over TLS, asked for as SIP (ALPN, RFC 7301), or to a server that SIP was read from over TLS in another connection. */
export function carriesSip({ endpoints }: Tables, { source, destination, clientSide, client }: TlsConnection): boolean {
  if (client?.protocols.some((name) => name.startsWith('sip')) === true) return true;
  const servers = clientSide < 0 ? [source, destination] : [clientSide === 0 ? destination : source];
  return servers.some((server) => {
    const [address, port] = [endpoints.address(server), endpoints.port(server)];
    return port === SIPS_PORT || endpoints.find(address, port, Transport.tls) >= 0 || endpoints.find(address, port, Transport.wss) >= 0;
  });
}
