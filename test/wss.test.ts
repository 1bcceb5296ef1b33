/**
 * SIP over WebSocket over TLS (RFC 7118, transport WSS): sealed here by Node's own OpenSSL, opened with the key log it gives. The chain is
 * TLS, HTTP upgrade, frames, SIP; with compression, and MSRP beside it.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { expect, test } from 'vitest';
import { endpoint } from './forge/address.ts';
import { alice, bob } from './forge/plain-call.ts';
import { audio } from './forge/sdp.ts';
import { createCall } from './forge/sip.ts';
import { createStory } from './forge/story.ts';
import { createTcp, type Side } from './forge/tcp.ts';
import { createDeflater, frame, handshake } from './forge/websocket.ts';
import { openOctets } from './open-octets.ts';

const fixture = (name: string): Buffer => readFileSync(resolve(import.meta.dirname, 'tls-fixtures', name));
const secureContext = createSecureContext({ cert: fixture('ec-cert.pem'), key: fixture('ec-key.pem') });

/** Two ends of a wire; what passes is written down. */
function wire(passed: [Side, Uint8Array][]): { readonly client: Duplex; readonly server: Duplex } {
  const end = (side: Side, other: () => Duplex): Duplex =>
    new Duplex({
      read: () => undefined,
      write: (octets: Buffer, _, done) => {
        passed.push([side, new Uint8Array(octets)]);
        other().push(octets);
        done();
      },
    });
  const client: Duplex = end('client', () => server);
  const server: Duplex = end('server', () => client);
  return { client, server };
}

/** What passes when these are said in turn over TLS of one version, and the key log. */
async function sealed(version: 'TLSv1.2' | 'TLSv1.3', said: readonly (readonly [Side, Uint8Array])[]): Promise<{ passed: [Side, Uint8Array][]; keys: string }> {
  const passed: [Side, Uint8Array][] = [];
  const ends = wire(passed);
  const server = new TLSSocket(ends.server, { isServer: true, secureContext, minVersion: version, maxVersion: version });
  const client = connect({ socket: ends.client, rejectUnauthorized: false, minVersion: version, maxVersion: version });
  let keys = '';
  client.on('keylog', (line: Buffer) => (keys += line.toString()));
  await Promise.all([new Promise((done) => client.once('secureConnect', done)), new Promise((done) => server.once('secure', done))]);
  for (const [side, octets] of said) {
    const [from, to] = side === 'client' ? [client, server] : [server, client];
    let came = 0;
    const all = new Promise<void>((done) => {
      const count = (piece: Buffer): void => {
        came += piece.length;
        if (came < octets.length) return;
        to.off('data', count);
        done();
      };
      to.on('data', count);
    });
    from.write(octets);
    await all;
  }
  client.destroy();
  server.destroy();
  return { passed, keys };
}

test.each(['TLSv1.2', 'TLSv1.3'] as const)('SIP over secure WebSocket, %s', async (version) => {
  const call = createCall({ ...alice, transport: 'WSS' }, { ...bob, transport: 'WSS' });
  const { request, response } = handshake('permessage-deflate');
  const deflate = createDeflater(true);
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const answer = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  const { passed, keys } = await sealed(version, [
    ['client', request],
    ['server', response],
    ['client', frame(invite.octets, { mask: 0x01020304 })],
    ['server', frame(deflate(call.respond(invite, 180).octets), { reserved: 4 })],
    ['server', frame(deflate(answer.octets), { reserved: 4 })],
    ['client', frame(call.acknowledge(answer).octets, { mask: 5 })],
  ]);
  const story = createStory();
  const tcp = createTcp(endpoint('192.0.2.10:40000'), endpoint('192.0.2.20:443'));
  story.packets(0, [...tcp.open(), ...passed.flatMap(([side, octets]) => tcp.send(side, octets, 600))]);
  const { engine } = await openOctets([
    { name: 'wss.pcap', octets: story.capture() },
    { name: 'wss.keys', octets: new TextEncoder().encode(keys) },
  ]);
  const messages = await Promise.all(Array.from({ length: engine.overview().counts.messages }, (_, message) => engine.message(message)));
  expect(messages.map((message) => [message?.transport, message?.startLine.method ?? message?.startLine.status])).toEqual([
    ['wss', 'INVITE'],
    ['wss', 180],
    ['wss', 200],
    ['wss', 'ACK'],
  ]);
  const invitation = await engine.packet(engine.messagesOf(messages[0]!.place.packet).length > 0 ? messages[0]!.place.packet : -1);
  const opened = invitation?.octets.map(({ name }, i) => [name, invitation.fields[i]?.map((field) => field.name)]);
  expect(opened).toContainEqual(['decrypted', ['opened record', 'WebSocket']]);
  expect(opened).toContainEqual(['websocket', ['Session Initiation Protocol']]);
  const withoutKeys = await openOctets([{ name: 'wss.pcap', octets: story.capture() }]);
  expect(withoutKeys.engine.overview().counts.messages).toBe(0);
});
