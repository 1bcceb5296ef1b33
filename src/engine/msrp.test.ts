/** MSRP through the whole engine: chunks, responses, reports, relays, sessions of SDP, lost octets and what lies. */
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { frame as ethernet } from '../../test/forge/frames.ts';
import { far, near, ok, okBack, send, sendBack, tellChat, type Course, type Sent } from '../../test/forge/chat-story.ts';
import { frame, handshake } from '../../test/forge/websocket.ts';
import { msrpPath, msrpRequest, msrpResponse } from '../../test/forge/msrp.ts';
import { octetsOf } from '../../test/forge/octets.ts';
import { createStory } from '../../test/forge/story.ts';
import { createTcp } from '../../test/forge/tcp.ts';
import { writePcap } from '../../test/forge/pcap.ts';
import { openOctets } from '../../test/open-octets.ts';
import { limits } from '../base/limits.ts';
import type { Chat } from '../contract/chat.ts';
import type { Engine } from './engine.ts';

async function told(sent: readonly Sent[], course?: Course): Promise<{ readonly engine: Engine; readonly chat: Chat }> {
  const story = createStory();
  tellChat(story, sent, course);
  const { engine } = await openOctets([{ name: 'chat.pcap', octets: story.capture() }]);
  return { engine, chat: (await engine.chat(0)) ?? { call: 0, messages: [], omitted: 0, revision: 0 } };
}

const codes = (engine: Engine): string[] => engine.diagnostics().map(({ code }) => code);
const brief = ({ messages }: Chat): unknown[] =>
  messages.map(({ method, direction, text, size, chunks, state }) => [method, direction, text, size, chunks, state]);

describe('messages', () => {
  test('one each way, answered; the packets are the call’s, and MSRP', async () => {
    const { engine, chat } = await told([
      send({ transaction: 'd93kswow', body: 'Hi, I’m Alice!' }),
      ok('d93kswow'),
      sendBack({ transaction: 'dkei38sd', body: 'Hi!' }),
      okBack('dkei38sd'),
    ]);
    expect(brief(chat)).toEqual([
      ['SEND', 'toCallee', 'Hi, I’m Alice!', 16, 1, 'accepted'],
      ['SEND', 'toCaller', 'Hi!', 3, 1, 'accepted'],
    ]);
    expect(chat.messages[0]!.responseTime).toBeCloseTo(20);
    expect(engine.overview().accounting.kinds.msrp).toBe(4);
    expect(codes(engine)).toEqual([]);
    const rows = await engine.packets({ kinds: ['msrp'] }, { offset: 0, limit: 10 });
    expect(rows.rows.map(({ protocol, info }) => [protocol, info.replace(/^\d+ → \d+ /, '')])).toEqual([
      ['MSRP', 'SEND d93kswow 1-16/16 text/plain'],
      ['MSRP', '200 OK d93kswow'],
      ['MSRP', 'SEND dkei38sd 1-3/3 text/plain'],
      ['MSRP', '200 OK dkei38sd'],
    ]);
    expect((await engine.call(0))?.chatUnits).toBe(4);
    const accepts = { types: ['message/cpim', 'text/plain', 'text/html'], file: false };
    // declared by what it takes, not by the "*" where codecs stand
    const [line] = (await engine.call(0))!.media;
    expect([line!.caller!.codecs, line!.caller!.messages, line!.callee!.messages]).toEqual([[], accepts, accepts]);
    const detail = await engine.packet(6);
    expect([detail?.call, detail?.fields[0]?.at(-1)?.children?.map(({ name }) => name)]).toEqual([
      0,
      ['Request-Line', 'To-Path', 'From-Path', 'Message-ID', 'Byte-Range', 'Content-Type', 'Body', 'End-line'],
    ]);
    const ladder = await engine.ladder([0]);
    expect(ladder.rows.flatMap((row) => (row.kind === 'chat' ? [[row.text, ladder.lanes[row.fromLane]?.address, row.state]] : []))).toEqual([
      ['Hi, I’m Alice!', '192.0.2.10', 'accepted'],
      ['Hi!', '192.0.2.20', 'accepted'],
    ]);
  });

  test('in segments of every size, several in one', async () => {
    for (const size of [1, 5, 33, 100, 1460]) {
      const both = new Uint8Array([...send({ transaction: 'aaaa', body: 'first\r\n-------bbbb$\r\nline' })[1], ...send({ transaction: 'bbbb', body: '' })[1]]);
      const { engine, chat } = await told([
        ['client', both, size],
        ['server', new Uint8Array([...ok('aaaa')[1], ...ok('bbbb')[1]]), size],
      ]);
      expect([size, brief(chat), codes(engine)]).toEqual([
        size,
        [
          ['SEND', 'toCallee', 'first\r\n-------bbbb$\r\nline', 25, 1, 'accepted'],
          ['SEND', 'toCallee', '', 0, 1, 'accepted'],
        ],
        [],
      ]);
    }
  });

  test('chunks are joined by Message-ID and Byte-Range, other messages between them', async () => {
    const { chat } = await told([
      send({ transaction: 'c001', messageId: 'long', body: 'abcd', range: '1-4/10', flag: '+' }),
      send({ transaction: 'x001', messageId: 'short', body: 'between' }),
      ok('c001'),
      send({ transaction: 'c002', messageId: 'long', body: 'efghij', range: '5-*/10' }),
      ok('x001'),
      ok('c002'),
      ['server', msrpRequest(far, near, { transaction: 'r001', method: 'REPORT', messageId: 'long', range: '1-10/10', headers: [['Status', '000 200 OK']] })],
    ]);
    expect(brief(chat)).toEqual([
      ['SEND', 'toCallee', 'abcdefghij', 10, 2, 'delivered'],
      ['SEND', 'toCallee', 'between', 7, 1, 'accepted'],
    ]);
  });

  test('what becomes of a message', async () => {
    const { chat } = await told([
      send({ transaction: 't481', body: 'a' }),
      ok('t481', 481, 'No session'),
      send({ transaction: 'tno0', body: 'b', headers: [['Failure-Report', 'no']] }),
      send({ transaction: 'tgone', body: 'c' }),
      send({ transaction: 'tquit', body: 'dd', range: '1-2/9', flag: '#' }),
      ok('tquit'),
      send({ transaction: 'tmore', body: 'ee', range: '1-2/9', flag: '+' }),
      ok('tmore'),
      send({ transaction: 'trep', body: 'f', headers: [['Success-Report', 'yes']] }),
      ok('trep'),
      ['server', msrpRequest(far, near, { transaction: 'r408', method: 'REPORT', messageId: 'm-trep', headers: [['Status', '000 408 Timeout']] })],
      send({ transaction: 'auth', method: 'AUTH' }),
      ok('auth', 401, 'Unauthorized'),
    ]);
    expect(chat.messages.map(({ method, state, status, reason }) => [method, state, status, reason])).toEqual([
      ['SEND', 'failed', 481, 'No session'],
      ['SEND', 'sent', 0, ''],
      ['SEND', 'unanswered', 0, ''],
      ['SEND', 'abandoned', 0, 'OK'],
      ['SEND', 'incomplete', 0, 'OK'],
      ['SEND', 'failed', 408, ''],
      ['AUTH', 'failed', 401, 'Unauthorized'],
    ]);
    const early = await told([send({ transaction: 'late', body: 'x' })], { until: 5000 });
    expect(early.chat.messages[0]?.state).toBe('open');
  });

  test('a wrapped message says who wrote it; a file has its name', async () => {
    const cpim =
      'From: <sip:alice@example.com>\r\nTo: <sip:bob@example.com>\r\nDateTime: 2024-05-01T10:00:00Z\r\n\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nwrapped text';
    const { chat } = await told(
      [
        send({ transaction: 'cpim', contentType: 'message/cpim', body: cpim }),
        send({ transaction: 'file', contentType: 'image/png', body: new Uint8Array(3000).fill(7) }),
      ],
      {
        lines: ['a=file-selector:name:"holiday.png" type:image/png size:3000'],
      },
    );
    expect(chat.messages.map(({ contentType, text, wrapped, file, size }) => [contentType, text, wrapped?.from, file, size])).toEqual([
      ['text/plain', 'wrapped text', '<sip:alice@example.com>', 'holiday.png', cpim.length],
      ['image/png', undefined, undefined, 'holiday.png', 3000],
    ]);
  });

  test('as messages of a WebSocket', async () => {
    const story = createStory();
    tellChat(story, []);
    const over = createTcp(endpoint('192.0.2.10:40000'), endpoint('192.0.2.20:80'));
    const { request, response } = handshake('', 'msrp');
    story.packets(300, [...over.open(), ...over.send('client', request), ...over.send('server', response)]);
    story.packets(310, over.send('client', frame(send({ transaction: 'webs', body: 'over the web' })[1], { mask: 0x01020304, opcode: 2 })));
    story.packets(320, over.send('server', frame(ok('webs')[1])));
    const { engine } = await openOctets([{ name: 'web.pcap', octets: story.capture() }]);
    expect((await engine.chat(0))?.messages.map(({ text, state }) => [text, state])).toEqual([['over the web', 'accepted']]);
  });

  test('one message over a relay is one message with two hops', async () => {
    const story = createStory();
    tellChat(story, []);
    const relay = endpoint('192.0.2.30:2855');
    const up = createTcp(near.at, relay);
    const down = createTcp(relay, far.at);
    story.packets(
      300,
      up.send('client', msrpRequest(near, far, { transaction: 'hop1', messageId: 'one', body: 'over a relay', via: ['msrp://192.0.2.30:2855/r;tcp'] })),
    );
    story.packets(310, up.send('server', msrpResponse(far, near, 'hop1')));
    story.packets(320, down.send('client', msrpRequest(near, far, { transaction: 'hop2', messageId: 'one', body: 'over a relay' })));
    story.packets(330, down.send('server', msrpResponse(far, near, 'hop2', 413, 'Stop')));
    const { engine } = await openOctets([{ name: 'relay.pcap', octets: story.capture() }]);
    expect((await engine.chat(0))?.messages.map(({ text, hops, state, status }) => [text, hops, state, status])).toEqual([['over a relay', 2, 'failed', 413]]);
  });
});

describe('what is missing or lies', () => {
  test('without its beginning the connection is known by its announced end', async () => {
    const { chat } = await told([['client', octetsOf('the end of something\r\n-------zzzz$\r\n')], send({ transaction: 'next', body: 'after it' })], {});
    expect(brief(chat)).toEqual([['SEND', 'toCallee', 'after it', 8, 1, 'unanswered']]);
  });

  test('behind a gap reading goes on; what was under way is shown as far as it came', async () => {
    const first = send({ transaction: 'gone', body: 'x'.repeat(3000) })[1];
    const { engine, chat } = await told([['client', first, 1000], send({ transaction: 'next', body: 'after it' })], { lost: [2] });
    expect(chat.messages.map(({ size, seen, state }) => [size, seen > 1000 && seen < 3000, state])).toEqual([
      [3000, true, 'unanswered'],
      [8, false, 'unanswered'],
    ]);
    expect(codes(engine)).toContain('tcp.gap');
  });

  test('marked: a range that is none, an end-line that never comes', async () => {
    const { engine } = await told([
      send({ transaction: 'good', body: 'good' }),
      send({ transaction: 'rng0', body: 'a', range: 'some-of/it' }),
      [
        'client',
        octetsOf(
          `MSRP endl SEND\r\nTo-Path: ${msrpPath(far)}\r\nFrom-Path: ${msrpPath(near)}\r\nContent-Type: text/plain\r\n\r\nno end line at all, however long one waits\r\n`,
        ),
      ],
    ]);
    expect(codes(engine).sort()).toEqual(['msrp.byte-range', 'msrp.cut']);
  });

  test('a chunk above the limit is shown as far as it goes', async () => {
    const tcp = createTcp(near.at, far.at);
    const huge = tcp.send(
      'client',
      send({ transaction: 'huge', body: new Uint8Array(limits.msrpChunk + 70_000).fill(0x61), contentType: 'application/octet-stream' })[1],
      60_000,
    );
    const more = tcp.send('client', send({ transaction: 'next', body: 'after it' })[1]);
    const octets = writePcap([...huge, ...more].map((packet, i) => ({ octets: ethernet(packet), time: BigInt(i) * 1000n })));
    const { engine } = await openOctets([{ name: 'huge.pcap', octets }]);
    expect(codes(engine)).toEqual(expect.arrayContaining(['limit.msrpChunk', 'limit.msrpKept']));
    expect((await engine.packets({ kinds: ['msrp'] }, { offset: 0, limit: 1000 })).rows.at(-1)?.info).toContain('SEND next');
  });
});
