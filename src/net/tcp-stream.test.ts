import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { octetsOf } from '../../test/forge/octets.ts';
import { createTcp, tcpFlags } from '../../test/forge/tcp.ts';
import { DiagnosticLog } from '../base/diagnostic.ts';
import { limits } from '../base/limits.ts';
import { AddressTable } from './address.ts';
import { createLayers } from './layers.ts';
import type { TcpFlow } from './tcp-flow.ts';
import { TcpStreams } from './tcp-stream.ts';
import { walk } from './walk.ts';

const [client, server] = [endpoint('192.0.2.10:49152'), endpoint('198.51.100.7:5060')];

/** Every flow as text: octets as they came, "<n>" for a gap of n octets, "." where it ended. */
class Bench {
  readonly log = new DiagnosticLog();
  readonly streams = new TcpStreams(this.log);
  readonly texts: string[] = [];
  readonly packets: number[] = [];
  readonly flows: TcpFlow[] = [];
  readonly #addresses = new AddressTable();
  readonly #layers = createLayers();
  #packet = 0;
  #time = 0;
  onData: (flow: TcpFlow) => void = () => undefined;
  readonly sink = {
    data: (flow: TcpFlow, octets: Uint8Array, at: number, end: number, packet: number): void => {
      this.#add(flow, new TextDecoder().decode(octets.subarray(at, end)));
      this.packets.push(packet);
      this.onData(flow);
    },
    gap: (flow: TcpFlow, length: number): void => this.#add(flow, `<${length}>`),
    ended: (flow: TcpFlow): void => this.#add(flow, '.'),
  };

  feed(packets: readonly Uint8Array[], milliseconds = 1, captured = Infinity): this {
    for (const packet of packets) {
      walk(new DataView(packet.buffer, packet.byteOffset), 0, Math.min(packet.length, captured), 101, this.#addresses, this.#layers);
      this.streams.segment(this.#layers, packet, this.#packet++, (this.#time += milliseconds * 1e6), this.sink);
    }
    return this;
  }

  get codes(): Record<string, number> {
    return Object.fromEntries(this.log.counts().map(({ code, count }) => [code, count]));
  }

  #add(flow: TcpFlow, text: string): void {
    this.flows[flow.number] = flow;
    this.texts[flow.number] = (this.texts[flow.number] ?? '') + text;
  }
}

const conversation = (clientSequence?: number): ReturnType<typeof createTcp> =>
  createTcp(client, server, clientSequence === undefined ? {} : { clientSequence });

describe('in order', () => {
  test('both directions, from SYN to FIN, without a copy', () => {
    const tcp = conversation();
    const open = tcp.open();
    const bench = new Bench();
    const segments = tcp.send('client', octetsOf('hello world'), 4);
    let direct = 0;
    const plain = bench.sink.data;
    bench.sink.data = (flow, octets, at, end, packet) => {
      if (segments.includes(octets)) direct++;
      plain(flow, octets, at, end, packet);
    };
    bench.feed([...open, ...segments, ...tcp.send('server', octetsOf('hi')), ...tcp.close('client')]);
    expect(bench.texts).toEqual(['hello world.', 'hi.']);
    expect([direct, bench.codes, bench.packets.slice(0, 3)]).toEqual([3, {}, [3, 4, 5]]);
    expect(bench.flows.map((flow) => [flow.sourcePort, flow.destinationPort])).toEqual([
      [49_152, 5060],
      [5060, 49_152],
    ]);
  });

  test('sequence numbers wrap', () => {
    const tcp = conversation(0xfffffff0);
    expect(new Bench().feed([...tcp.open(), ...tcp.send('client', octetsOf('x'.repeat(100)), 9)]).texts).toEqual(['x'.repeat(100)]);
  });

  test('a missing beginning takes the first data seen', () => {
    const tcp = conversation();
    const [, second, third] = tcp.send('client', octetsOf('abcdef'), 2);
    expect(new Bench().feed([tcp.acknowledge('client'), second!, third!]).texts).toEqual(['cdef']);
  });

  test('data on SYN and on FIN', () => {
    const tcp = conversation();
    const bench = new Bench().feed([
      tcp.segmentAt('client', -1, octetsOf('ab'), tcpFlags.syn),
      tcp.segmentAt('client', 2, octetsOf('cd'), tcpFlags.fin | tcpFlags.acknowledge),
    ]);
    expect(bench.texts).toEqual(['abcd.']);
  });
});

describe('out of order', () => {
  test('every order of four segments gives the same octets', () => {
    const tcp = conversation();
    const open = tcp.open();
    const segments = tcp.send('client', octetsOf('aabbccdd'), 2);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        const bench = new Bench().feed([...open, ...order.map((i) => segments[i]!)]);
        expect(bench.texts).toEqual(['aabbccdd']);
        expect([bench.codes, bench.streams.held]).toEqual([{}, 0]);
        const places = order.map((i, place) => [i, place + 3] as const).sort((a, b) => a[0] - b[0]);
        expect(bench.packets).toEqual(places.map(([, place]) => place));
      }),
    );
  });

  test('retransmissions, whole and joined differently, do not double', () => {
    const tcp = conversation();
    const bench = new Bench().feed(tcp.open());
    bench.feed([
      tcp.segmentAt('client', 0, octetsOf('abcd')),
      tcp.segmentAt('client', 0, octetsOf('abcd')),
      tcp.segmentAt('client', 2, octetsOf('cdef')),
      tcp.segmentAt('client', 0, octetsOf('ab')),
    ]);
    expect(bench.texts).toEqual(['abcdef']);
    expect(bench.codes).toEqual({ 'tcp.retransmission': 3 });
  });

  test('what came first stands, and a difference is reported: delivered and held', () => {
    const tcp = conversation();
    const bench = new Bench().feed(tcp.open());
    bench.feed([tcp.segmentAt('client', 0, octetsOf('abcd')), tcp.segmentAt('client', 0, octetsOf('aXXd'))]);
    bench.feed([tcp.segmentAt('client', 6, octetsOf('gh')), tcp.segmentAt('client', 6, octetsOf('GH')), tcp.segmentAt('client', 4, octetsOf('efXYij'))]);
    expect(bench.texts).toEqual(['abcdefghij']);
    expect(bench.codes).toEqual({ 'tcp.retransmission-differs': 3 });
  });

  test('a keep-alive of one octet before the window is nothing', () => {
    const tcp = conversation();
    const bench = new Bench().feed([
      ...tcp.open(),
      tcp.segmentAt('client', 0, octetsOf('abcd')),
      tcp.segmentAt('client', 3, new Uint8Array(1)),
      tcp.segmentAt('client', 4, octetsOf('ef')),
    ]);
    expect([bench.texts, bench.codes]).toEqual([['abcdef'], {}]);
  });
});

describe('gaps', () => {
  test('are given up when the capture ends', () => {
    const tcp = conversation();
    const bench = new Bench().feed([
      ...tcp.open(),
      tcp.segmentAt('client', 0, octetsOf('ab')),
      tcp.segmentAt('client', 5, octetsOf('fg')),
      tcp.segmentAt('client', 9, octetsOf('jk')),
    ]);
    expect(bench.texts).toEqual(['ab']);
    bench.streams.flush(bench.sink);
    expect([bench.texts, bench.codes, bench.streams.held]).toEqual([['ab<3>fg<2>jk.', '.'], { 'tcp.gap': 2 }, 0]);
  });

  test('are given up a second after the other side acknowledged them', () => {
    const tcp = conversation();
    const bench = new Bench().feed([...tcp.open(), ...tcp.send('client', octetsOf('ab'))]);
    tcp.send('client', octetsOf('lost'));
    bench.feed([...tcp.send('client', octetsOf('gh')), tcp.acknowledge('server')]);
    expect(bench.texts).toEqual(['ab']);
    bench.feed(tcp.send('client', octetsOf('ij')), 1500);
    expect(bench.texts).toEqual(['ab<4>ghij']);
  });

  test('are given up when too much waits behind them', () => {
    const tcp = conversation();
    const bench = new Bench().feed([...tcp.open(), tcp.segmentAt('client', 0, octetsOf('a'))]);
    const segment = new Uint8Array(60_000).fill(0x62);
    for (let i = 0; i < 40; i++) bench.feed([tcp.segmentAt('client', 200 + i * 60_000, segment)]);
    expect(bench.texts[0]!.slice(0, 6)).toBe('a<199>');
    expect(bench.texts[0]!.length).toBe(6 + 40 * 60_000);
    expect(bench.codes).toEqual({ 'limit.streamGap': 1, 'tcp.gap': 1 });
  });

  test('over all flows stay within the memory limit', () => {
    const bench = new Bench();
    const segment = new Uint8Array(60_000).fill(0x62);
    for (let i = 0; i < 1300; i++) {
      const tcp = createTcp({ ...client, port: 1000 + i }, server);
      bench.feed([...tcp.open(), tcp.segmentAt('client', 10, segment)]);
      expect(bench.streams.held).toBeLessThanOrEqual(limits.streamOctets);
    }
    expect(bench.codes['limit.streamOctets']).toBeGreaterThan(0);
    bench.streams.flush(bench.sink);
    expect(bench.streams.held).toBe(0);
  });

  test('a segment that the capture cut: what is there, then a gap', () => {
    const tcp = conversation();
    const bench = new Bench()
      .feed(tcp.open())
      .feed(tcp.send('client', octetsOf('abcdefgh')), 1, 43)
      .feed(tcp.send('client', octetsOf('ij')));
    expect([bench.texts, bench.codes]).toEqual([['abc<5>ij'], { 'tcp.segment-cut': 1 }]);
  });
});

describe('ports used again', () => {
  test('after RST, with another start number: another flow', () => {
    const [one, two] = [conversation(), conversation(900_000)];
    const bench = new Bench().feed([
      ...one.open(),
      ...one.send('client', octetsOf('half a mess')),
      one.reset('client'),
      ...two.open(),
      ...two.send('client', octetsOf('BYE')),
    ]);
    expect(bench.texts.filter((text) => text !== undefined)).toEqual(['half a mess.', '.', 'BYE'].filter((text) => text !== '.'));
  });

  test('without RST or FIN', () => {
    const [one, two] = [conversation(), conversation(900_000)];
    const bench = new Bench().feed([...one.open(), ...one.send('client', octetsOf('one')), ...two.open(), ...two.send('client', octetsOf('two'))]);
    expect(bench.texts.filter((text) => text !== undefined && text !== '.')).toEqual(['one.', 'two']);
  });

  test('a repeated SYN is the same connection', () => {
    const tcp = conversation();
    const open = tcp.open();
    expect(new Bench().feed([...open, ...tcp.send('client', octetsOf('ab')), open[0]!, ...tcp.send('client', octetsOf('cd'))]).texts).toEqual(['abcd']);
  });
});

test('an ignored flow costs nothing more; the other direction goes on', () => {
  const tcp = conversation();
  const bench = new Bench();
  bench.onData = (flow) => {
    if (flow.number === 0) bench.streams.ignore(flow);
  };
  bench.feed([
    ...tcp.open(),
    tcp.segmentAt('client', 5, octetsOf('late')),
    ...tcp.send('client', octetsOf('ab')),
    ...tcp.send('client', octetsOf('cd')),
    ...tcp.send('server', octetsOf('ok')),
  ]);
  bench.streams.flush(bench.sink);
  expect([bench.texts, bench.streams.held]).toEqual([['ab', 'ok.'], 0]);
});

test('half open flows stay within the limit: the oldest end', () => {
  const bench = new Bench();
  const count = limits.streamFlows + 1000;
  const packet = conversation().segmentAt('client', 0, octetsOf('a'));
  for (let i = 0; i < count; i++) {
    packet.set([10, i >> 16, (i >> 8) & 255, i & 255], 12);
    bench.feed([packet]);
  }
  expect(bench.codes['limit.streamFlows']).toBeGreaterThan(1000);
  expect([bench.texts[0], bench.texts[count - 1]]).toEqual(['a.', 'a']);
});

test('any segments: no throw, nothing twice, memory given back', () => {
  const data = octetsOf('abcdefghijklmnopqrstuvwxyz');
  const segment = fc.tuple(fc.nat(25), fc.nat(26), fc.constantFrom(24, 24, 24, 2, 17, 4), fc.boolean());
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 40 }), (list) => {
      const tcp = conversation(0xfffffff5);
      const bench = new Bench().feed(tcp.open());
      for (const [at, length, flags, mine] of list) bench.feed([tcp.segmentAt(mine ? 'client' : 'server', at, data.slice(at, at + length), flags)], 300);
      bench.streams.flush(bench.sink);
      expect(bench.streams.held).toBe(0);
      for (const text of bench.texts) expect(text ?? '').toMatch(/^[a-z]*(<-?\d+>[a-z]*)*\.?$/);
    }),
    { numRuns: 500 },
  );
});

test('octets of one connection in any pieces, order and repetition are the octets sent', () => {
  const data = octetsOf(Array.from({ length: 300 }, (_, i) => String.fromCharCode(97 + ((i * 7) % 26))).join(''));
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(299), fc.integer({ min: 1, max: 60 })), { maxLength: 60 }), (extra) => {
      const tcp = conversation(0xffffffc0);
      const bench = new Bench().feed(tcp.open());
      for (const [at, length] of extra) bench.feed([tcp.segmentAt('client', at, data.slice(at, at + length))]);
      for (let at = 280; at >= 0; at -= 20) bench.feed([tcp.segmentAt('client', at, data.slice(at, at + 20))]);
      expect(bench.texts).toEqual([new TextDecoder().decode(data)]);
      expect(Object.keys(bench.codes).filter((code) => code !== 'tcp.retransmission')).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
