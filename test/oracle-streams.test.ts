/**
 * WebSocket and MSRP against tshark 4.0: the same forged conversations, in segments of several sizes, give the same SIP messages in the same
 * frames, and the same MSRP requests and responses. Skipped, and says so, where tshark is absent.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { near, far, ok, okBack, send, sendBack, tellChat, type Sent } from './forge/chat-story.ts';
import { endpoint } from './forge/address.ts';
import { msrpRequest } from './forge/msrp.ts';
import { alice, bob } from './forge/plain-call.ts';
import { audio } from './forge/sdp.ts';
import { createCall } from './forge/sip.ts';
import { createStory, type Story } from './forge/story.ts';
import { createTcp } from './forge/tcp.ts';
import { createDeflater, frame, handshake } from './forge/websocket.ts';
import { openOctets } from './open-octets.ts';
import { tsharkVersion } from './oracle/rtcp.ts';

const version = tsharkVersion();
if (version === undefined) console.warn('\n!!! tshark is absent: WebSocket and MSRP are held against written expectations only.\n');
const place = mkdtempSync(join(tmpdir(), 'streams-'));
afterAll(() => rmSync(place, { recursive: true }));

/** Rows of these fields of every frame that has the first of them. */
function fields(octets: Uint8Array, filter: string, names: readonly string[], occurrence: 'a' | 'f'): string[][] {
  const file = join(place, 'story.pcap');
  writeFileSync(file, octets);
  const asked = names.flatMap((name) => ['-e', name]);
  const text = execFileSync('tshark', ['-n', '-r', file, '-Y', filter, '-T', 'fields', '-E', `occurrence=${occurrence}`, '-E', 'aggregator=;', ...asked], {
    encoding: 'utf8',
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'));
}

function tellWebSocket(story: Story, segment: number, deflates: boolean): void {
  const call = createCall({ ...alice, transport: 'WS' }, { ...bob, transport: 'WS' });
  const tcp = createTcp(endpoint('192.0.2.10:40000'), endpoint('192.0.2.20:80'));
  const { request, response } = handshake(deflates ? 'permessage-deflate' : '');
  const [up, down] = [createDeflater(true), createDeflater(true)];
  const pack = (octets: Uint8Array, deflate: (message: Uint8Array) => Uint8Array, mask?: number): Uint8Array =>
    frame(deflates ? deflate(octets) : octets, { ...(deflates ? { reserved: 4 } : {}), ...(mask === undefined ? {} : { mask }) });
  const invite = call.invite({ sdp: audio(endpoint('192.0.2.10:4000')) });
  const answer = call.respond(invite, 200, { sdp: audio(endpoint('192.0.2.20:6000')) });
  const bye = call.bye();
  story.packets(0, [...tcp.open(), ...tcp.send('client', request), ...tcp.send('server', response)]);
  story.packets(10, tcp.send('client', pack(invite.octets, up, 0x01020304), segment));
  story.packets(
    20,
    tcp.send('server', new Uint8Array([...pack(call.respond(invite, 100).octets, down), ...pack(call.respond(invite, 180).octets, down)]), segment),
  );
  story.packets(30, tcp.send('server', pack(answer.octets, down), segment));
  story.packets(
    40,
    tcp.send('client', new Uint8Array([...frame('', { opcode: 9, mask: 7 }), ...pack(call.acknowledge(answer).octets, up, 0xfffefdfc)]), segment),
  );
  story.packets(50, tcp.send('client', pack(bye.octets, up, 0), segment));
  story.packets(60, tcp.send('server', pack(call.respond(bye, 200).octets, down), segment));
  story.packets(70, tcp.close('client'));
}

test.skipIf(version === undefined)('SIP over WebSocket: the same messages in the same frames', async () => {
  for (const [segment, deflates] of [
    [1460, false],
    [97, false],
    [1460, true],
    [97, true],
  ] as const) {
    const story = createStory();
    tellWebSocket(story, segment, deflates);
    const octets = story.capture();
    const theirs = fields(octets, 'sip', ['frame.number', 'sip.Call-ID', 'sip.CSeq'], 'a').flatMap(([number, ids, cseqs]) =>
      ids!.split(';').map((id, i) => [Number(number), id, cseqs!.split(';')[i]]),
    );
    const { engine } = await openOctets([{ name: 'story.pcap', octets }]);
    const ours = await Promise.all(
      Array.from({ length: engine.overview().counts.messages }, async (_, message) => {
        const detail = (await engine.message(message))!;
        const value = (name: string): string | undefined => detail.headers.find(({ canonical }) => canonical === name)?.value;
        return [detail.place.frame, value('Call-ID'), value('CSeq')];
      }),
    );
    expect(ours.length).toBe(7);
    expect([segment, deflates, ours]).toEqual([segment, deflates, theirs]);
  }
});

test.skipIf(version === undefined)('MSRP: the same requests and responses, the same transactions', async () => {
  const long = 'x'.repeat(5000);
  const sent: Sent[] = [
    send({ transaction: 'd93kswow', body: 'Hi, I am Alice' }),
    ok('d93kswow'),
    sendBack({ transaction: 'dkei38sd', body: 'Hi!', contentType: 'text/html' }),
    okBack('dkei38sd'),
    send({ transaction: 'chunk001', messageId: 'long', body: long.slice(0, 2048), range: '1-2048/5000', flag: '+' }),
    send({ transaction: 'chunk002', messageId: 'long', body: long.slice(2048), range: '2049-5000/5000' }),
    ok('chunk001'),
    ok('chunk002', 481, 'No session'),
    [
      'server',
      msrpRequest(far, near, { transaction: 'report01', method: 'REPORT', messageId: 'long', range: '1-5000/5000', headers: [['Status', '000 200 OK']] }),
    ],
  ];
  const story = createStory();
  tellChat(story, sent);
  const octets = story.capture();
  // tshark has the transaction id twice, in the first line and the end-line
  const theirs = fields(octets, 'msrp', ['frame.number', 'msrp.transaction.id', 'msrp.method', 'msrp.status.code', 'msrp.byte.range'], 'f');
  const { engine } = await openOctets([{ name: 'story.pcap', octets }]);
  const rows = (await engine.packets({ kinds: ['msrp'] }, { offset: 0, limit: 100 })).rows;
  const details = await Promise.all(rows.map(({ packet }) => engine.packet(packet)));
  const ours = details.flatMap((detail) =>
    (detail?.fields.flat() ?? [])
      .filter(({ key, children }) => key === 'msrp' && children !== undefined && children.at(-1)?.key === 'msrp.end.line')
      .map((field) => {
        const value = (key: string): string => field.children?.find((one) => one.key === key)?.value ?? '';
        const [, transaction, what] = value('msrp.first').split(' ');
        const isResponse = /^\d/.test(what!);
        return [String(detail!.place.frame), transaction, isResponse ? '' : what, isResponse ? what : '', value('msrp.Byte-Range')];
      }),
  );
  expect(ours.length).toBe(sent.length);
  expect(ours).toEqual(theirs);
});
