/** T.38 forged octet by octet: both editions of the fields, loss repaired by secondaries and parity, T.30 phases and outcomes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editionHint, parseIfp, type IfpEdition } from './ifp.ts';
import { inspectUdptl } from './inspect-t38.ts';
import { commandOf, frameName, identificationOf } from './t30.ts';
import { readFax, type T30Session } from './t30-session.ts';
import { orderDirection, type FaxPacket } from './udptl-recovery.ts';
import { parseUdptl } from './udptl.ts';

type Octets = readonly number[];

function indicator(value: number): Octets {
  return [value << 1];
}

/** A data message of fields [type, octets]. */
function data(type: number, fields: readonly (readonly [number, Octets])[], edition: IfpEdition = '1998'): Octets {
  const out = [0xc0 | (type << 1), fields.length];
  for (const [field, octets] of fields) {
    out.push((octets.length > 0 ? 0x80 : 0) | (edition === '1998' ? field << 4 : field << 3));
    if (octets.length > 0) out.push((octets.length - 1) >> 8, (octets.length - 1) & 0xff, ...octets);
  }
  return out;
}

function open(ifp: Octets): Octets {
  return ifp.length < 128 ? [ifp.length, ...ifp] : [0x80 | (ifp.length >> 8), ifp.length & 0xff, ...ifp];
}

/** UDPTL packets of these messages, each with so many of those before it again. */
function redundant(messages: readonly Octets[], depth: number, first = 0): FaxPacket[] {
  return messages.map((message, i) => {
    const again = messages.slice(Math.max(0, i - depth), i).reverse();
    const sequence = (first + i) & 0xffff;
    const octets = Uint8Array.from([sequence >> 8, sequence & 0xff, ...open(message), 0, again.length, ...again.flatMap(open)]);
    return { packet: i, time: i * 30e6, octets };
  });
}

function withParity(messages: readonly Octets[], span: number, entries: number): FaxPacket[] {
  return messages.map((message, i) => {
    const parities = Array.from({ length: i >= span * entries ? entries : 0 }, (_, m) => {
      const covered = Array.from({ length: span }, (_unused, j) => messages[i + m - (j + 1) * entries]!);
      const sum = new Array<number>(Math.max(...covered.map((one) => one.length))).fill(0);
      for (const one of covered) for (const [at, octet] of one.entries()) sum[at]! ^= octet;
      return sum;
    });
    const octets = Uint8Array.from([i >> 8, i & 0xff, ...open(message), 0x80, 1, span, parities.length, ...parities.flatMap(open)]);
    return { packet: i, time: i * 30e6, octets };
  });
}

/** An HDLC frame as its octets one by one, then the frame check. */
function hdlc(frame: Octets, edition: IfpEdition = '1998', check = 2): Octets[] {
  return [indicator(3), ...frame.map((octet) => data(0, [[0, [octet]]], edition)), data(0, [[check, []]], edition), data(0, [[1, []]], edition)];
}

const DIS = [0xff, 0xc8, 0x01, 0x00, 0x77, 0x13, 0x20];
const CSI = [0xff, 0xc0, 0x02, ...[...'0987654321'].map((digit) => mirrored(digit.charCodeAt(0))), ...new Array<number>(10).fill(mirrored(0x20))];
const DCS = [0xff, 0xc8, 0x41, 0x00, 0x46, 0x13, 0x00];
const frame = (code: number): Octets => [0xff, 0xc8, code];

function mirrored(octet: number): number {
  let result = 0;
  for (let bit = 0; bit < 8; bit++) result |= ((octet >> bit) & 1) << (7 - bit);
  return result;
}

/** Both ends' messages in turn, so that the order of times is the order written. */
function conversation(
  turns: readonly (readonly ['caller' | 'callee', readonly Octets[]])[],
  lose: (direction: number, sequence: number) => boolean = () => false,
): T30Session {
  const all: [Octets[], Octets[]] = [[], []];
  const times: [number[], number[]] = [[], []];
  let now = 0;
  for (const [who, messages] of turns)
    for (const message of messages) {
      const side = who === 'caller' ? 0 : 1;
      all[side].push(message);
      times[side].push((now += 30e6));
    }
  return readFax(
    all.map((messages, side) =>
      redundant(messages, 2)
        .map((packet, i) => ({ ...packet, time: times[side]![i]! }))
        .filter((_, i) => !lose(side, i)),
    ),
  );
}

const page = [indicator(15), ...Array.from({ length: 6 }, () => data(8, [[6, [0, 1, 2, 3, 4, 5]]])), data(8, [[7, []]])];
const opening = [
  ['caller', [indicator(1), indicator(0)]],
  ['callee', [indicator(2), ...hdlc(CSI), ...hdlc(DIS)]],
  ['caller', [...hdlc(DCS), ...page]],
  ['callee', hdlc(frame(0x21))],
] as const;

describe('UDPTL', () => {
  it('recovers as deep as packets repeat', () => {
    const sent = Array.from({ length: 12 }, (_, i) => data(8, [[6, [i, i]]]));
    const order = (lost: readonly number[]): ReturnType<typeof orderDirection> => orderDirection(redundant(sent, 3).filter((_, i) => !lost.includes(i)));
    expect(order([])).toMatchObject({ packets: 12, recovered: 0, lost: 0, depthOffered: 3, depthUsed: 0, isFec: false });
    expect(order([4, 5])).toMatchObject({ recovered: 2, lost: 0, depthUsed: 2 });
    expect(order([4, 5, 6, 7])).toMatchObject({ recovered: 3, lost: 1, depthUsed: 3, lossRuns: [[4, 1]] });
    expect(order([4, 5]).messages.map(({ octets }) => [...octets])).toEqual(sent.map((one) => [...one]));
  });

  it('repairs by parity, one repair making the next possible', () => {
    const sent = Array.from({ length: 24 }, (_, i) => data(8, [[6, [i, 255 - i, i * 3]]]));
    for (const [span, entries] of [
      [3, 1],
      [3, 3],
      [4, 2],
    ] as const) {
      const whole = withParity(sent, span, entries);
      expect(orderDirection(whole)).toMatchObject({ recovered: 0, lost: 0, isFec: true, depthOffered: entries });
      const repaired = orderDirection(whole.filter((_, i) => i !== 10));
      expect(repaired).toMatchObject({ recovered: 1, lost: 0 });
      expect([...repaired.messages[10]!.octets.subarray(0, sent[10]!.length)]).toEqual([...sent[10]!]);
    }
    expect(orderDirection(withParity(sent, 3, 3).filter((_, i) => i < 9 || i > 11))).toMatchObject({ recovered: 3, lost: 0 });
  });

  it('counts repeats, goes over the wrap, and tells another session from loss', () => {
    const sent = Array.from({ length: 6 }, () => indicator(0));
    const wrapped = redundant(sent, 0, 0xfffd);
    expect(orderDirection(wrapped)).toMatchObject({ lost: 0, repeats: 0 });
    expect(orderDirection([...wrapped, ...wrapped])).toMatchObject({ packets: 12, repeats: 6, lost: 0 });
    expect(orderDirection([...redundant(sent, 0), ...redundant(sent, 0, 9000)])).toMatchObject({ lost: 0 });
  });
});

describe('IFP', () => {
  it('tells the two editions by their padding', () => {
    for (const edition of ['1998', 'corrected'] as const) {
      const octets = Uint8Array.from(data(0, [[1, []]], edition));
      const view = new DataView(octets.buffer);
      expect(parseIfp(view, 0, octets.length, edition)!.fields[0]!.type).toBe(1);
      expect(editionHint(view, 0, octets.length)).toBe(edition === '1998' ? 0 : 1);
    }
    const turns = (edition: IfpEdition): T30Session => readFax([redundant([...hdlc(DIS, edition)], 1)]);
    expect(turns('1998')).toMatchObject({ edition: '1998', steps: [{ name: 'DIS' }] });
    expect(turns('corrected')).toMatchObject({ edition: 'corrected', steps: [{ name: 'DIS' }] });
  });
});

describe('T.30', () => {
  it('names frames and reads what they command', () => {
    expect(
      [DIS, DCS, CSI, frame(0x31), frame(0xb1), [0xff, 0xc8, 0x81], [0xff, 0xc8, 0x7d, 0x74], frame(0x5f), [0xff]].map((one) =>
        frameName(Uint8Array.from(one)),
      ),
    ).toEqual(['DIS', 'DCS', 'CSI', 'MCF', 'MCF', 'DTC', 'PPS-EOP', 'DCN', '?']);
    expect(commandOf(Uint8Array.from(DCS))).toEqual({ speed: 14400, modulation: 'V.17', isFine: true, is2d: false, ecm: false });
    expect(commandOf(Uint8Array.from([...DCS.slice(0, 6), 0x20]))!.ecm).toBe(true);
    expect(identificationOf(Uint8Array.from(CSI))).toBe('1234567890');
  });

  it('tells a fax of two pages from its first tone to its release', () => {
    const fax = conversation([
      ...opening,
      ['caller', [...page, ...hdlc(frame(0x72))]],
      ['callee', hdlc(frame(0x31))],
      ['caller', [...page, ...hdlc(frame(0x74))]],
      ['callee', hdlc(frame(0x31))],
      ['caller', hdlc(frame(0x5f))],
    ]);
    expect(fax.steps.map(({ phase, name }) => `${phase} ${name}`)).toEqual(
      'A CNG,A CED,B CSI,B DIS,B DCS,B TCF,B CFR,C page,D MPS,D MCF,C page,D EOP,D MCF,E DCN'.split(','),
    );
    expect(fax).toMatchObject({ outcome: 'complete', pages: 2, badPages: 0, called: '1234567890', sender: 0, command: { speed: 14400 } });
    expect(fax.steps.find(({ kind }) => kind === 'page')).toMatchObject({ octets: 36, carrier: 'v17-14400', direction: 0 });
  });

  it('reads the same through losses that redundancy covers', () => {
    const turns = [...opening, ['caller', [...page, ...hdlc(frame(0x74))]], ['callee', hdlc(frame(0x31))]] as const;
    const lossy = conversation(turns, (_, sequence) => sequence % 3 === 1 && sequence < 20);
    expect(lossy.steps.map(({ name }) => name)).toEqual(conversation(turns).steps.map(({ name }) => name));
    expect(lossy.directions.every(({ lost }) => lost === 0)).toBe(true);
    expect(lossy.outcome).toBe('confirmed');
  });

  it.each<readonly [string, Parameters<typeof conversation>[0]]>([
    ['unconfirmed', [...opening, ['caller', [...page, ...hdlc(frame(0x74))]]]],
    ['disconnected', [...opening, ['caller', [...page, ...hdlc(frame(0x74)), ...hdlc(frame(0x5f))]]]],
    ['pageRejected', [...opening, ['caller', [...page, ...hdlc(frame(0x74))]], ['callee', hdlc(frame(0x32))]]],
    ['trainingFailed', [...opening.slice(0, 3), ...[0, 1, 2].map((): readonly ['callee', readonly Octets[]] => ['callee', hdlc(frame(0x22))])]],
    ['noNegotiation', opening.slice(0, 2)],
    ['incomplete', opening],
  ])('ends as %s', (outcome, turns) => {
    expect(conversation(turns).outcome).toBe(outcome);
  });

  it('takes a page with error correction as frames', () => {
    const fcd = [0xff, 0xc0, 0x60, 0, 1, 2, 3];
    const image = [
      indicator(14),
      ...[0, 1, 2].map(() =>
        data(8, [
          [0, fcd],
          [2, []],
        ]),
      ),
      data(8, [
        [0, [0xff, 0xc0, 0x61]],
        [4, []],
      ]),
    ];
    const fax = conversation([
      ...opening,
      ['caller', [...image, ...hdlc([0xff, 0xc8, 0x7d, 0x74, 0, 0, 2])]],
      ['callee', hdlc(frame(0x31))],
      ['caller', hdlc(frame(0x5f))],
    ]);
    expect(fax.steps.find(({ kind }) => kind === 'page')).toMatchObject({ frames: 4, octets: 24 });
    expect(fax).toMatchObject({ outcome: 'complete', pages: 1 });
  });

  it('marks a frame whose check failed and does not believe it', () => {
    const fax = conversation([...opening, ['caller', [...page, ...hdlc(frame(0x74))]], ['callee', hdlc(frame(0x31), '1998', 3)]]);
    expect(fax.steps.at(-1)).toMatchObject({ name: 'MCF', isBad: true });
    expect(fax.outcome).toBe('unconfirmed');
  });
});

describe('any octets', () => {
  it('read without throwing, alike whatever surrounds them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (octets) => {
        const answers = [0x00, 0xff].map((fill) => {
          const surrounded = new Uint8Array(octets.length + 40).fill(fill);
          surrounded.set(octets, 20);
          const view = new DataView(surrounded.buffer);
          const at = 20;
          const end = 20 + octets.length;
          return JSON.stringify([
            parseUdptl(view, at, end),
            parseIfp(view, at, end, '1998'),
            parseIfp(view, at, end, 'corrected'),
            inspectUdptl(view, at, end),
          ]);
        });
        expect(answers[0]).toBe(answers[1]);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 30 }), (all) => {
        const packets = all.map((octets, packet) => ({ packet, time: packet, octets }));
        expect(readFax([packets, packets]).directions).toHaveLength(2);
      }),
    );
  });
});
