/** SIP over WebSocket (RFC 7118) through the whole engine: handshake, frames, compression, lost octets, and what lies. */
import { describe, expect, test } from 'vitest';
import { limits } from '../base/limits.ts';
import { endpoint } from '../../test/forge/address.ts';
import { octetsOf } from '../../test/forge/octets.ts';
import { writePcap } from '../../test/forge/pcap.ts';
import { createTcp, type Side } from '../../test/forge/tcp.ts';
import { frame as ethernet } from '../../test/forge/frames.ts';
import { clientMask, createDeflater, frame, handshake, type FrameOptions } from '../../test/forge/websocket.ts';
import { openOctets } from '../../test/open-octets.ts';
import type { Engine } from './engine.ts';

const client = endpoint('192.0.2.10:40000');
const server = endpoint('192.0.2.20:8080');
const mask = clientMask;

const options = (id: string, body = ''): string =>
  `OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/WS df7jal23ls0d.invalid;branch=z9hG4bK${id}\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:b@example.com>\r\nCall-ID: ${id}\r\nCSeq: 1 OPTIONS\r\n${body === '' ? '' : 'Content-Type: text/plain\r\n'}\r\n${body}`;
const answer = (id: string): string => options(id).replace('OPTIONS sip:b@example.com SIP/2.0', 'SIP/2.0 200 OK');

type Sent = readonly [side: Side, octets: Uint8Array, segment?: number];

/** A conversation told to the engine; `lost` are numbers of the data segments that were not captured. */
async function tell(sent: readonly Sent[], { withStart = true, lost = [] as readonly number[] } = {}): Promise<Engine> {
  const tcp = createTcp(client, server);
  const opening = tcp.open();
  const data = sent.flatMap(([side, octets, segment]) => tcp.send(side, octets, segment));
  const packets = [...(withStart ? opening : []), ...data.filter((_, i) => !lost.includes(i)), ...tcp.close('client')];
  const octets = writePcap(packets.map((packet, i) => ({ octets: ethernet(packet), time: BigInt(i) * 2_000_000n })));
  const { engine } = await openOctets([{ name: 'websocket.pcap', octets }]);
  return engine;
}

const upgraded = (extensions = '', protocol = 'sip'): Sent[] => {
  const { request, response } = handshake(extensions, protocol);
  return [
    ['client', request],
    ['server', response],
  ];
};
const fromClient = (text: Uint8Array | string, more: FrameOptions = {}): Sent => ['client', frame(text, { mask, ...more })];
const fromServer = (text: Uint8Array | string, more: FrameOptions = {}): Sent => ['server', frame(text, more)];
const ids = (engine: Engine): string[] =>
  engine
    .dialogs({ text: '', states: [], methods: [], sort: { column: 'start', descending: false } }, { offset: 0, limit: 100 })
    .rows.map(({ callId }) => callId);
const codes = (engine: Engine): string[] =>
  engine
    .diagnostics()
    .map(({ code }) => code)
    .filter((code) => code !== 'capture.no-voip');
const messages = (engine: Engine): number => engine.overview().counts.messages;

describe('messages', () => {
  test('one message of each side, by its transport; kinds of packets', async () => {
    const engine = await tell([...upgraded(), fromClient(options('one')), fromServer(answer('one')), fromClient('\r\n\r\n'), fromServer('', { opcode: 9 })]);
    expect([messages(engine), ids(engine), codes(engine)]).toEqual([2, ['one'], []]);
    const message = await engine.message(0);
    expect([message?.transport, message?.text]).toEqual(['ws', options('one')]);
    expect((await engine.packets({ kinds: [] }, { offset: 0, limit: 20 })).rows.map(({ protocol }) => protocol)).toEqual([
      'TCP',
      'TCP',
      'TCP',
      'HTTP',
      'HTTP',
      'SIP',
      'SIP',
      'WebSocket',
      'WebSocket',
      'TCP',
      'TCP',
      'TCP',
    ]);
  });

  test('in segments of every size, also with several frames in one', async () => {
    for (const segment of [1, 2, 3, 7, 64, 200, 1460]) {
      const both = new Uint8Array([...frame(options('a'), { mask }), ...frame(options('b', 'x'.repeat(300)), { mask, opcode: 2 })]);
      const { request, response } = handshake();
      const engine = await tell([
        ['client', request, segment],
        ['server', new Uint8Array([...response, ...frame(answer('c'))]), segment],
        ['client', both, segment],
        ['server', new Uint8Array([...frame(answer('a')), ...frame(answer('b'))]), segment],
      ]);
      expect([segment, messages(engine), ids(engine).sort(), codes(engine)]).toEqual([segment, 5, ['a', 'b', 'c'], []]);
    }
  });

  test('fragments with control frames between them', async () => {
    const text = options('parts');
    const engine = await tell([
      ...upgraded(),
      fromClient(text.slice(0, 50), { final: false }),
      fromClient('are you there?', { opcode: 9 }),
      fromClient(text.slice(50, 51), { opcode: 0, final: false }),
      fromClient('', { opcode: 0, final: false }),
      fromClient(text.slice(51), { opcode: 0 }),
    ]);
    expect([messages(engine), codes(engine)]).toEqual([1, []]);
    expect((await engine.message(0))?.text).toBe(text);
    const detail = await engine.packet(9);
    expect(detail?.octets.map(({ name, from }) => [name, from.length])).toEqual([
      ['packet', 1],
      ['websocket', 4],
    ]);
  });

  test('another subprotocol is let go, and HTTP without upgrade too', async () => {
    const engine = await tell([...upgraded('', 'chat'), fromClient('{"hello":1}'), fromServer('x'.repeat(70_000)), fromServer(answer('late'))]);
    expect([messages(engine), codes(engine)]).toEqual([0, []]);
    const plain = await tell([
      ['client', octetsOf('GET / HTTP/1.1\r\nHost: a\r\n\r\n')],
      ['server', octetsOf(`HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n${options('body')}`)],
    ]);
    expect(messages(plain)).toBe(0);
  });

  test('a refused upgrade is asked for again; a proxy connects first', async () => {
    const { request, response } = handshake();
    const engine = await tell([
      ['client', octetsOf('CONNECT ws.example.com:80 HTTP/1.1\r\nHost: ws.example.com\r\n\r\n')],
      ['server', octetsOf('HTTP/1.1 200 Connection established\r\n\r\n')],
      ['client', request],
      ['server', octetsOf('HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic\r\nContent-Length: 2\r\n\r\nno')],
      ['client', request],
      ['server', response],
      fromClient(options('again')),
      fromServer(answer('again')),
    ]);
    expect([messages(engine), codes(engine)]).toEqual([2, []]);
  });
});

describe('compression', () => {
  for (const [name, keeps, bits] of [
    ['context taken over', true, 15],
    ['no context takeover', false, 15],
    ['a window of 512 octets', true, 9],
  ] as const)
    test(name, async () => {
      const extensions = `permessage-deflate${keeps ? '' : '; client_no_context_takeover; server_no_context_takeover'}; server_max_window_bits=${bits}`;
      const [up, down] = [createDeflater(keeps, bits), createDeflater(keeps, bits)];
      const sent: Sent[] = upgraded(extensions);
      for (let i = 0; i < 40; i++)
        sent.push(
          fromClient(up(options(`c${i}`, 'word '.repeat(i * 90))), { reserved: 4 }),
          i % 7 === 3 ? fromServer(answer(`c${i}`)) : fromServer(down(answer(`c${i}`)), { reserved: 4 }),
        );
      const engine = await tell(sent);
      expect([messages(engine), codes(engine)]).toEqual([80, []]);
      expect((await engine.message(70))?.text).toBe(options('c35', 'word '.repeat(35 * 90)));
    });

  test('in fragments, with the bit on the first alone; upgrade not captured', async () => {
    const deflated = createDeflater(true)(options('squeezed'));
    const engine = await tell(
      [fromClient(deflated.slice(0, 200), { reserved: 4, final: false }), fromClient(deflated.slice(200), { opcode: 0 }), fromClient(options('plain'))],
      { withStart: false },
    );
    expect([messages(engine), codes(engine)]).toEqual([2, []]);
  });

  test('what cannot be unpacked is marked: damage, and a bit nobody agreed on', async () => {
    const damaged = await tell([...upgraded('permessage-deflate'), fromClient(options('first')), fromClient(new Uint8Array(40).fill(0xff), { reserved: 4 })]);
    expect([messages(damaged), codes(damaged)]).toEqual([1, ['websocket.deflate']]);
    const refused = await tell([...upgraded(), fromClient(options('first')), fromClient(createDeflater(false)(options('x')), { reserved: 4 })]);
    expect([messages(refused), codes(refused)]).toEqual([1, ['websocket.reserved']]);
  });

  test('bombs: a message above the limit, and too many octets of too few', async () => {
    const bomb = createDeflater(false)('\r\n'.repeat(4_000_000));
    const one = await tell([...upgraded('permessage-deflate'), fromClient(options('first')), fromClient(bomb, { reserved: 4 }), fromClient(options('behind'))]);
    expect([messages(one), codes(one)]).toEqual([2, ['limit.sipMessageLength']]);
    const small = createDeflater(false)(' '.repeat(1_000_000));
    const many = await tell([
      ...upgraded('permessage-deflate'),
      fromClient(options('first')),
      ...Array.from({ length: 20 }, () => fromClient(small, { reserved: 4 })),
      fromClient(options('behind')),
    ]);
    expect([messages(many), codes(many)]).toEqual([2, ['limit.decompressionRatio']]);
  });

  test('no more than so many inflaters', async () => {
    const deflated = createDeflater(false)(options('x'));
    const flows = Array.from({ length: limits.streamInflaters + 1 }, (_, i) => {
      const tcp = createTcp(endpoint(`192.0.2.10:${10_000 + i}`), server);
      const { request, response } = handshake('permessage-deflate');
      return [...tcp.open(), ...tcp.send('client', request), ...tcp.send('server', response), ...tcp.send('client', frame(deflated, { mask, reserved: 4 }))];
    });
    const octets = writePcap(flows.flat().map((packet, i) => ({ octets: ethernet(packet), time: BigInt(i) * 1000n })));
    const { engine } = await openOctets([{ name: 'many.pcap', octets }]);
    expect([messages(engine), codes(engine)]).toEqual([limits.streamInflaters, ['limit.streamInflaters']]);
  });
});

describe('without the beginning, and with gaps', () => {
  test('frames are known by SIP behind the mask, or by control frames and the other side', async () => {
    const engine = await tell([fromServer('', { opcode: 9 }), fromClient('', { opcode: 10 }), fromServer(answer('late')), fromClient(options('late'))], {
      withStart: false,
    });
    expect([messages(engine), codes(engine)]).toEqual([2, []]);
  });

  test('behind a gap reading goes on at the next frame with SIP; what was under way is shown as far as it came', async () => {
    const long = options('long', 'y'.repeat(4000));
    const engine = await tell([...upgraded(), ['client', frame(long, { mask }), 1000], fromClient(options('next')), fromServer(answer('next'))], { lost: [4] });
    expect(ids(engine).sort()).toEqual(['long', 'next']);
    expect(codes(engine)).toContain('tcp.gap');
  });
});

describe('what breaks the standard is marked, and reading goes on', () => {
  const shown: Readonly<Record<string, readonly Sent[]>> = {
    'websocket.cut': [fromClient(options('a')), fromClient(options('b'), { length: 3000 })],
    'websocket.reserved': [fromClient(options('a'), { opcode: 7 }), fromClient(options('b'))],
    'websocket.length': [fromClient(options('a'), { length: 2n ** 63n - 1n }), fromClient(options('b'))],
    'websocket.fragments': [fromClient(options('a'), { opcode: 0 }), fromClient('', { opcode: 9, final: false }), fromClient(options('b'))],
    'websocket.mask': [fromServer(answer('a'), { mask }), ['client', frame(options('b'))]],
  };
  for (const [code, sent] of Object.entries(shown))
    test(code, async () => {
      const engine = await tell([...upgraded(), ...sent]);
      expect(codes(engine)).toContain(code);
      expect(ids(engine)).toContain('b');
    });

  test('lengths of 64 bits are exact or infinite, never negative or small', async () => {
    for (const length of [2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, 4_294_967_296n + 10n]) {
      const engine = await tell([...upgraded(), fromClient(options('a'), { length }), fromClient('z'.repeat(500)), fromClient(options('b'))]);
      expect([length, ids(engine).sort(), codes(engine)]).toEqual([length, ['a', 'b'], ['websocket.length']]);
    }
  });
});

test('the inspector opens handshake and frames, and shows what was behind a mask', async () => {
  const engine = await tell([
    ...upgraded(),
    fromClient(options('x')),
    fromClient('hello there'),
    fromServer(new Uint8Array([3, 0xe8, 0x62, 0x79, 0x65]), { opcode: 8 }),
  ]);
  const tree = async (packet: number): Promise<string[]> =>
    ((await engine.packet(packet))?.fields.flat() ?? []).flatMap((field) => [
      `${field.name}: ${field.value ?? ''}`,
      ...(field.children ?? []).map((child) => `  ${child.name}: ${child.value ?? ''}`),
    ]);
  expect(await tree(3)).toContain('  Sec-WebSocket-Protocol: sip');
  expect(await tree(4)).toContain('Hypertext Transfer Protocol: HTTP/1.1 101 Switching Protocols');
  const sip = await tree(5);
  expect(sip).toContain('  Masking-key: 0x37fa213d');
  expect(sip).toContain('  FIN: 1');
  expect(sip).toContain('Session Initiation Protocol: OPTIONS sip:b@example.com SIP/2.0');
  const text = await engine.packet(6);
  expect(text?.octets.map(({ name, octets }) => [name, octets.length])[1]).toEqual(['websocket', 11]);
  expect(await tree(7)).toContain('  Status code: 1000');
});

test('a proxy asked a thousand times on one connection: the stream is let go, what else was captured is read', async () => {
  const asked = (head: string): Uint8Array => octetsOf(head.repeat(3200));
  for (const more of [
    [['client', asked('CONNECT x HTTP/1.1\n\n'), 64_000]],
    [
      ['client', octetsOf('CONNECT x HTTP/1.1\n\n')],
      ['server', asked('HTTP/1.1 200\n\n'), 64_000],
    ],
  ] as Sent[][]) {
    const engine = await tell(more);
    expect((await engine.packets({ kinds: [] }, { offset: 0, limit: 20 })).rows.length).toBeGreaterThan(4);
    expect(codes(engine)).toContain('limit.streamPrefaces');
  }
});
