/**
 * Records small captures of SIP over TLS with OpenSSL's own client and server, one connection for each way records are sealed: versions 1.0 to 1.3, every cipher family,
 * encrypt-then-MAC or not, resumption by identifier and by ticket, key updates, early data. A proxy between the two writes down what passes, as TCP segments.
 * Writes <name>.pcap, <name>.keylog and sent.json (what was sent, by Call-ID) into test/tls-fixtures.
 *
 *   node test/record/tls.mjs [name …]          needs openssl 3 in the path
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const out = resolve(import.meta.dirname, '../tls-fixtures');
const scratch = mkdtempSync(join(tmpdir(), 'tls-'));
const EPOCH = 1_700_000_000;
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const cbc = (name) => ['-cipher', `${name}:@SECLEVEL=0`];

writeFileSync(join(scratch, 'unbound.cnf'), 'openssl_conf = a\n[a]\nssl_conf = b\n[b]\nsystem_default = c\n[c]\nOptions = -ExtendedMasterSecret\n');

/** by file: connections in order; `more` goes to both ends */
const files = {
  tls10: [
    { name: 'tls10-aes128-sha', more: ['-tls1', ...cbc('ECDHE-ECDSA-AES128-SHA')] },
    { name: 'tls10-aes256-sha-no-etm', more: ['-tls1', ...cbc('ECDHE-ECDSA-AES256-SHA')], client: ['-no_etm'] },
  ],
  tls11: [
    { name: 'tls11-aes128-sha', more: ['-tls1_1', ...cbc('ECDHE-ECDSA-AES128-SHA')] },
    { name: 'tls11-aes256-sha-no-etm', more: ['-tls1_1', ...cbc('ECDHE-ECDSA-AES256-SHA')], client: ['-no_etm'] },
  ],
  'tls12-aead': [
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-AES128-CCM',
    'ECDHE-ECDSA-AES256-CCM8',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
  ].map((suite) => ({ name: suite.toLowerCase(), more: ['-tls1_2', ...cbc(suite)] })),
  'tls12-cbc': [
    { name: 'aes128-sha256', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-AES128-SHA256')] },
    { name: 'aes256-sha384', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-AES256-SHA384')] },
    { name: 'aes128-sha256-no-etm', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-AES128-SHA256')], client: ['-no_etm'] },
    { name: 'aes256-sha384-no-etm', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-AES256-SHA384')], client: ['-no_etm'] },
    { name: 'null-sha', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-NULL-SHA')] },
    { name: 'camellia', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-CAMELLIA128-SHA256')] },
  ],
  tls13: [
    ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256'].map(
      (suite) => ({
        name: suite.toLowerCase(),
        more: ['-tls1_3', '-ciphersuites', suite],
      }),
    ),
    { name: 'key-update', more: ['-tls1_3'], update: true },
    { name: 'padded', more: ['-tls1_3', '-record_padding', '256'] },
  ],
  'tls13-resumed': [
    { name: 'tls13-first', more: ['-tls1_3'], server: ['-early_data'], client: ['-sess_out', join(scratch, '13')], group: 'early' },
    { name: 'tls13-again', more: ['-tls1_3'], client: ['-sess_in', join(scratch, '13'), '-sess_out', join(scratch, '13b')], group: 'early' },
    { name: 'tls13-early', more: ['-tls1_3'], client: ['-sess_in', join(scratch, '13b')], group: 'early', early: true },
  ],
  rsa: [
    {
      name: 'rsa-first-id',
      more: ['-tls1_2', ...cbc('AES128-GCM-SHA256')],
      server: ['-no_ticket'],
      client: ['-no_ticket', '-sess_out', join(scratch, 'id')],
      rsa: true,
      group: 'id',
    },
    { name: 'rsa-again-id', more: ['-tls1_2', ...cbc('AES128-GCM-SHA256')], client: ['-no_ticket', '-sess_in', join(scratch, 'id')], rsa: true, group: 'id' },
    { name: 'rsa-first-ticket', more: ['-tls1_2', ...cbc('AES256-SHA256')], client: ['-sess_out', join(scratch, 'ticket')], rsa: true, group: 'ticket' },
    { name: 'rsa-again-ticket', more: ['-tls1_2', ...cbc('AES256-SHA256')], client: ['-sess_in', join(scratch, 'ticket')], rsa: true, group: 'ticket' },
    { name: 'rsa-tls10', more: ['-tls1', ...cbc('AES128-SHA')], rsa: true },
    { name: 'rsa-no-ems', more: ['-tls1_2', ...cbc('AES128-CCM')], rsa: true, unbound: true },
  ],
  wss: [{ name: 'wss', more: ['-tls1_3'], port: 443, websocket: true }],
  'no-key': [{ name: 'no-key', more: ['-tls1_2', ...cbc('ECDHE-ECDSA-AES128-GCM-SHA256')], secret: true }],
};

const request = (name, number) =>
  [
    `OPTIONS sip:bob@example.com SIP/2.0`,
    `Via: SIP/2.0/TLS 192.0.2.10:40000;branch=z9hG4bK-${name}-${number}`,
    'Max-Forwards: 70',
    'From: <sip:alice@example.com>;tag=a',
    'To: <sip:bob@example.com>',
    `Call-ID: ${name}@example.com`,
    `CSeq: ${number} OPTIONS`,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
const response = (name, number) =>
  request(name, number)
    .replace(/^.*\r\n/, 'SIP/2.0 200 OK\r\n')
    .replace('To: <sip:bob@example.com>', 'To: <sip:bob@example.com>;tag=b');

/** An unfragmented text frame (RFC 6455 section 5.2). */
function frame(message, isMasked) {
  const payload = Buffer.from(message);
  const mask = isMasked ? Buffer.from([1, 2, 3, 4]) : Buffer.alloc(0);
  const head = Buffer.from([0x81, (isMasked ? 0x80 : 0) | 126, payload.length >> 8, payload.length & 255]);
  return Buffer.concat([head, mask, isMasked ? payload.map((octet, i) => octet ^ mask[i & 3]) : payload]);
}

/** What stands in front of SIP over WebSocket (RFC 7118 section 4). */
const upgrade = {
  request:
    'GET / HTTP/1.1\r\nHost: sip.example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
  response:
    'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: sip\r\n\r\n',
};

const segments = [];
const sent = existsSync(join(out, 'sent.json')) ? JSON.parse(readFileSync(join(out, 'sent.json'), 'utf8')) : {};

/** Listens on a free port and writes down what passes on to `target`. */
function recorder(target, flow) {
  return new Promise((listening) => {
    const server = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      const pass = (from, to, isClient) => {
        from.on('data', (octets) => {
          segments.push({ flow, isClient, octets, time: performance.now() });
          to.write(octets);
        });
        from.on('end', () => {
          segments.push({ flow, isClient, octets: Buffer.alloc(0), fin: true, time: performance.now() });
          to.end();
        });
        from.on('error', () => to.destroy());
      };
      pass(near, far, true);
      pass(far, near, false);
    }).listen(0, '127.0.0.1', () => listening(server));
  });
}

let port = 20_000 + (process.pid % 20_000);
let flow = 0;
const servers = new Map();

function startServer(connection) {
  const known = servers.get(connection.group);
  if (connection.group !== undefined && known !== undefined) return known;
  const accept = ++port;
  const kind = connection.rsa ? 'rsa' : 'ec';
  const certificate = ['-cert', join(out, `${kind}-cert.pem`), '-key', join(out, `${kind}-key.pem`)];
  const child = spawn('openssl', ['s_server', '-accept', String(accept), '-quiet', ...certificate, ...connection.more, ...(connection.server ?? [])]);
  child.stderr.on('data', (text) => String(text).includes('rror') && console.error(connection.name, String(text)));
  const server = { child, accept };
  if (connection.group !== undefined) servers.set(connection.group, server);
  return server;
}

async function record(connection, keylog) {
  const { name, more, client = [], early, update } = connection;
  const server = startServer(connection);
  await pause(300);
  const proxy = await recorder(server.accept, ++flow);
  const messages = [request(name, 1), response(name, 1), request(name, 2), response(name, 2)];
  const extra = [];
  if (early) {
    writeFileSync(join(scratch, 'early'), request(name, 0));
    extra.push('-early_data', join(scratch, 'early'));
  }
  const log = connection.secret ? [] : ['-keylogfile', keylog];
  const commands = update ? [] : ['-nocommands'];
  const env = connection.unbound ? { ...process.env, OPENSSL_CONF: join(scratch, 'unbound.cnf') } : process.env;
  const target = `127.0.0.1:${proxy.address().port}`;
  const child = spawn('openssl', ['s_client', '-connect', target, '-servername', 'sip.example.com', ...commands, ...log, ...more, ...client, ...extra], {
    env,
  });
  child.stderr.on('data', (text) => String(text).includes(':error:') && console.error(name, String(text)));
  await pause(400);
  const { websocket } = connection;
  const wrap = (message, isClient) => (websocket ? frame(message, isClient) : message);
  if (websocket) {
    child.stdin.write(upgrade.request);
    await pause(120);
    server.child.stdin.write(upgrade.response);
    await pause(120);
  }
  child.stdin.write(wrap(messages[0], true));
  await pause(120);
  server.child.stdin.write(wrap(messages[1], false));
  await pause(120);
  if (update) {
    child.stdin.write('K\n');
    await pause(150);
  }
  child.stdin.write(wrap(messages[2], true));
  await pause(120);
  server.child.stdin.write(wrap(messages[3], false));
  await pause(200);
  child.stdin.end();
  await pause(150);
  child.kill();
  if (connection.group === undefined) server.child.kill();
  await pause(100);
  proxy.close();
  sent[name] = messages.map((message) => createHash('sha256').update(message).digest('hex'));
}

/** RFC 1071, of octets [at, end) and a number before them. */
function checksum(frame, at, end, sum = 0) {
  for (let i = at; i < end; i += 2) sum += i + 1 < end ? frame.readUInt16BE(i) : frame[i] << 8;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

function pcap(port) {
  const parts = [Buffer.from('d4c3b2a1020004000000000000000000ffff000001000000', 'hex')];
  const begin = segments[0].time;
  const next = new Map();
  const add = (flow, isClient, flags, octets, time) => {
    const key = `${flow}${isClient}`;
    const other = `${flow}${!isClient}`;
    const frame = Buffer.alloc(54 + octets.length);
    frame.write('020000000001020000000002', 'hex');
    frame.writeUInt16BE(0x0800, 12);
    frame.set([0x45, 0], 14);
    frame.writeUInt16BE(40 + octets.length, 16);
    frame.set([0x40, 0, 64, 6], 20);
    frame.set(isClient ? [192, 0, 2, 10, 192, 0, 2, 20] : [192, 0, 2, 20, 192, 0, 2, 10], 26);
    frame.writeUInt16BE(checksum(frame, 14, 34), 24);
    frame.writeUInt16BE(isClient ? 40_000 + flow : port, 34);
    frame.writeUInt16BE(isClient ? port : 40_000 + flow, 36);
    frame.writeUInt32BE(next.get(key) ?? 1000, 38);
    frame.writeUInt32BE(next.get(other) ?? 1000, 42);
    frame.set([0x50, flags, 0xff, 0xff], 46);
    frame.set(octets, 54);
    // addresses, protocol and length go in front (RFC 9293 section 3.1)
    frame.writeUInt16BE(checksum(frame, 26, frame.length, 6 + 20 + octets.length), 50);
    next.set(key, (next.get(key) ?? 1000) + octets.length + (flags & 3 ? 1 : 0));
    const header = Buffer.alloc(16);
    const microseconds = Math.round((time - begin) * 1000);
    header.writeUInt32LE(EPOCH + Math.floor(microseconds / 1e6), 0);
    header.writeUInt32LE(microseconds % 1_000_000, 4);
    header.writeUInt32LE(frame.length, 8);
    header.writeUInt32LE(frame.length, 12);
    parts.push(header, frame);
  };
  const known = new Set();
  for (const { flow, isClient, octets, fin, time } of segments) {
    if (!known.has(flow)) {
      known.add(flow);
      add(flow, true, 0x02, Buffer.alloc(0), time);
      add(flow, false, 0x12, Buffer.alloc(0), time);
    }
    if (fin) add(flow, isClient, 0x11, Buffer.alloc(0), time);
    for (let at = 0; at < octets.length; at += 1400) add(flow, isClient, 0x18, octets.subarray(at, at + 1400), time);
  }
  return Buffer.concat(parts);
}

const wanted = process.argv.slice(2);
for (const [file, connections] of Object.entries(files)) {
  if (wanted.length > 0 && !wanted.includes(file)) continue;
  segments.length = 0;
  const keylog = join(scratch, `${file}.keylog`);
  for (const connection of connections) await record(connection, keylog);
  for (const { child } of servers.values()) child.kill();
  servers.clear();
  const octets = pcap(connections[0].port ?? 5061);
  writeFileSync(join(out, `${file}.pcap`), octets);
  if (existsSync(keylog)) writeFileSync(join(out, `${file}.keylog`), readFileSync(keylog));
  console.log(file, connections.length, 'connections', octets.length, 'octets');
}
writeFileSync(join(out, 'sent.json'), `${JSON.stringify(sent, undefined, 2)}\n`);
rmSync(scratch, { recursive: true });
