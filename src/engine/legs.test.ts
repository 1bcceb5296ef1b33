import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { party, tellBridged, type BridgedOptions, type Leg } from '../../test/forge/bridged-call.ts';
import { writeCapture } from '../../test/forge/capture.ts';
import { createRandom } from '../../test/forge/random.ts';
import { audio } from '../../test/forge/sdp.ts';
import { createStory, type Story } from '../../test/forge/story.ts';
import { openOctets } from '../../test/open-octets.ts';
import { Bit, legEvidence, links, reasonsOf, scoreOf } from '../calls/legs/evidence.ts';
import type { CallRow } from '../contract/calls.ts';
import { legEvidenceKinds, type LegFamily } from '../contract/legs.ts';
import type { Engine } from './engine.ts';

const everything = { text: '', states: [], problems: [], sort: { column: 'index', descending: false } } as const;

async function opened(teller: (story: Story) => void): Promise<Engine> {
  const story = createStory({});
  teller(story);
  return (await openOctets([{ name: 'a.pcap', octets: writeCapture(story.told(), { format: 'pcap', linkType: 1 }) }])).engine;
}

function rows(engine: Engine): readonly CallRow[] {
  return engine.calls(everything, { offset: 0, limit: 1000 }).rows;
}

/** Call-IDs of the family of the first call. */
async function family(engine: Engine, call = 0): Promise<LegFamily> {
  return (await engine.legs(rows(engine)[call]!.call))!;
}

const named = (one: LegFamily): string[] => one.members.map(({ row }) => row.callId);
const reasons = (one: LegFamily, link = 0): Record<string, number> => Object.fromEntries(one.links[link]!.reasons.map(({ kind, points }) => [kind, points]));

const phone = party('4930111111', '192.0.2.10');
const box = party('4930222222', '192.0.2.50');
const second = party('4930222222', '192.0.2.60');
const far = party('4930222222', '192.0.2.20');
/** the box as sender of its own leg: the caller's number at the box's address */
const as = (user: string, at: { readonly at: { readonly address: string } }) => party(user, at.at.address);

function twoLegs(change: Partial<Leg> = {}, first: Partial<Leg> = {}): Leg[] {
  return [
    { from: party('alice', '192.0.2.10'), to: party('100', '192.0.2.50'), callId: 'a1', ...first },
    { from: party('proxy', '192.0.2.50'), to: party('bob', '192.0.2.20'), callId: 'b1', ...change },
  ];
}

const linked: readonly (readonly [string, Leg[], string, BridgedOptions?])[] = [
  ['X-Call-ID', twoLegs({ headers: [['X-Call-ID', 'a1']] }), 'xCallId'],
  ['X-CID, in angle brackets', twoLegs({ headers: [['X-CID', ' <a1>']] }), 'xCid'],
  ['X-CallID', twoLegs({ headers: [['X-CallID', 'a1']] }), 'xCallid'],
  ['X-Orig-Call-ID', twoLegs({ headers: [['x-orig-call-id', 'a1']] }), 'xOrigCallId'],
  ['In-Reply-To, one of several', twoLegs({ headers: [['In-Reply-To', 'other, a1']] }), 'inReplyTo'],
  [
    'P-Charging-Vector',
    twoLegs({ headers: [['P-Charging-Vector', 'icid-value="ic-77";orig-ioi=x']] }, { headers: [['P-Charging-Vector', 'icid-value=ic-77;orig-ioi=y']] }),
    'chargingVector',
  ],
  [
    'Session-ID of RFC 7329',
    twoLegs({ headers: [['Session-ID', 'f81d4fae7dec11d0a76500a0c91e6bf6']] }, { headers: [['Session-ID', 'f81d4fae7dec11d0a76500a0c91e6bf6']] }),
    'sessionId',
  ],
  [
    'Session-ID of RFC 7989, the nil one ignored',
    twoLegs(
      { headers: [['Session-ID', 'ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000']] },
      { headers: [['Session-ID', 'ab30317f1a784dc48ff824d0d3715d86;remote=00000000000000000000000000000000']] },
    ),
    'sessionId',
  ],
  ['Call-ID with an ending', twoLegs({ callId: '9f8e7d6c5b4a39281706_b2b-1' }, { callId: '9f8e7d6c5b4a39281706' }), 'callId'],
  ['Call-ID with a beginning', twoLegs({ callId: 'B2B.9f8e7d6c5b4a39281706@box' }, { callId: '9f8e7d6c5b4a39281706@phone' }), 'callId'],
  ['Call-ID at another host', twoLegs({ callId: '9f8e7d6c5b4a39281706@box' }, { callId: '9f8e7d6c5b4a39281706@phone' }), 'callId'],
  ['Call-IDs with an ending each', twoLegs({ callId: '9f8e7d6c5b4a39281706-leg2' }, { callId: '9f8e7d6c5b4a39281706-leg1' }), 'callId'],
  ['origin of the offer', twoLegs({ origin: 'phone 3977112' }, { origin: 'phone 3977112' }), 'origin'],
  ['media endpoint of the offer', twoLegs({ media: endpoint('192.0.2.10:4444') }, { media: endpoint('192.0.2.10:4444') }), 'mediaEndpoint'],
  ['fingerprint', twoLegs({ lines: ['a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF'] }, { lines: ['a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF'] }), 'fingerprint'],
  ['ice-ufrag', twoLegs({ lines: ['a=ice-ufrag:8hhY'] }, { lines: ['a=ice-ufrag:8hhY'] }), 'iceUfrag'],
  [
    'crypto key',
    twoLegs(
      { lines: ['a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abcdefghijklmnopqrstuvwxyz'] },
      { lines: ['a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:abcdefghijklmnopqrstuvwxyz'] },
    ),
    'crypto',
  ],
  [
    'users, in another spelling',
    [
      { from: party('+4930111111', '192.0.2.10'), to: party('030222222', '192.0.2.50'), callId: 'a1' },
      { from: party('004930111111', '192.0.2.50'), to: party('+4930222222', '192.0.2.20'), callId: 'b1' },
    ],
    'users',
  ],
  [
    'users, on a busy line',
    [
      { from: phone, to: box, callId: 'a1' },
      { from: as('4930111111', box), to: far, callId: 'b1' },
    ],
    'users',
    { status: 486 },
  ],
];

describe('two legs', () => {
  test.each(linked.map(([name, legs, kind, options]) => ({ name, legs, kind, options })))('$name', async ({ legs, kind, options }) => {
    const engine = await opened((story) => tellBridged(story, 0, legs, options));
    const found = await family(engine);
    expect(named(found)).toEqual(legs.map(({ callId }) => callId));
    expect(found.members.map(({ depth }) => depth)).toEqual([0, 1]);
    expect(reasons(found)[kind]).toBeGreaterThan(0);
    expect(found.links[0]!.gap).toBeCloseTo(20, 3);
    expect(rows(engine).map((row) => [row.legs, row.legDepth])).toEqual([
      [1, 0],
      [1, 1],
    ]);
  });

  test('P-Asserted-Identity adds a point', async () => {
    const legs: Leg[] = [
      { from: party('alice', '192.0.2.10'), to: box, callId: 'a1', origin: 'phone 3977112' },
      {
        from: party('anonymous', '192.0.2.50'),
        to: far,
        callId: 'b1',
        origin: 'phone 3977112',
        headers: [['P-Asserted-Identity', '"A" <sip:ALICE@forge.example>, <tel:+4930999>']],
      },
    ];
    expect(reasons(await family(await opened((story) => tellBridged(story, 0, legs))))).toMatchObject({
      origin: 4,
      identity: 1,
      ringing: 1,
      outcome: 1,
      bye: 0,
    });
  });
});

describe('more legs', () => {
  test('three in a row, in their order, whichever is asked for', async () => {
    const legs: Leg[] = [
      { from: phone, to: box, callId: 'a1' },
      { from: as('4930111111', box), to: second, callId: 'b1' },
      { from: as('4930111111', second), to: far, callId: 'c1' },
    ];
    const engine = await opened((story) => tellBridged(story, 0, legs));
    for (const call of [0, 1, 2]) {
      const found = await family(engine, call);
      expect(found.members.map(({ row, depth }) => [row.callId, depth])).toEqual([
        ['a1', 0],
        ['b1', 1],
        ['c1', 2],
      ]);
      expect(found.links.map(({ from, to }) => [from, to])).toEqual([
        [0, 1],
        [1, 2],
      ]);
    }
  });

  test('three in a row that pass the same offer on: the last is made of the second', async () => {
    const shared = { origin: 'phone 3977112', media: endpoint('192.0.2.10:4000') };
    const legs: Leg[] = [
      { from: phone, to: box, callId: 'a1', ...shared },
      { from: party('proxy', '192.0.2.50'), to: second, callId: 'b1', ...shared },
      { from: as('4930111111', second), to: far, callId: 'c1', ...shared, headers: [['P-Asserted-Identity', '<sip:4930111111@x>']] },
    ];
    const found = await family(await opened((story) => tellBridged(story, 0, legs)));
    expect(found.links.map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test('fork-out: two phones of one called party', async () => {
    const engine = await opened((story) => {
      tellBridged(story, 0, [
        { from: phone, to: box, callId: 'a1' },
        { from: as('4930111111', box), to: far, callId: 'b1' },
      ]);
      tellBridged(story, 25, [{ from: as('4930111111', box), to: party('4930222222', '192.0.2.21'), callId: 'b2' }], {
        status: 487,
        ringing: 200,
        answered: 985,
      });
    });
    const found = await family(engine);
    expect(named(found)).toEqual(['a1', 'b1']);
    // the second phone is told by a header, since it was cancelled and nothing came back from it
    const told = await opened((story) => {
      tellBridged(story, 0, [
        { from: phone, to: box, callId: 'a1' },
        { from: as('4930111111', box), to: far, callId: 'b1' },
      ]);
      tellBridged(story, 25, [{ from: as('4930111111', box), to: party('4930222222', '192.0.2.21'), callId: 'b2', headers: [['X-CID', 'a1']] }], {
        status: 487,
      });
    });
    expect(named(await family(told))).toEqual(['a1', 'b1', 'b2']);
    expect((await family(told)).links.every(({ from }) => from === 0)).toBe(true);
  });

  test('families stand together in the list when asked to', async () => {
    const engine = await opened((story) => {
      tellBridged(
        story,
        0,
        [
          { from: phone, to: box, callId: 'a1' },
          { from: as('4930111111', box), to: far, callId: 'b1' },
        ],
        { pause: 100 },
      );
      tellBridged(story, 50, [{ from: party('x', '192.0.2.11'), to: party('y', '192.0.2.51'), callId: 'x1' }]);
    });
    expect(rows(engine).map(({ callId }) => callId)).toEqual(['a1', 'x1', 'b1']);
    const together = engine.calls({ ...everything, families: true }, { offset: 0, limit: 9 });
    expect(together.rows.map(({ callId }) => callId)).toEqual(['a1', 'b1', 'x1']);
    expect(engine.calls({ ...everything, families: true, text: 'b1' }, { offset: 0, limit: 9 }).total).toBe(1);
  });
});

const apart: readonly (readonly [string, (story: Story) => void])[] = [
  [
    'the same two users, one call after the other',
    (story) => {
      tellBridged(story, 0, [{ from: phone, to: box, callId: 'a1' }], { ended: 1500 });
      tellBridged(story, 1600, [{ from: phone, to: box, callId: 'a2' }]);
    },
  ],
  [
    'the same two users at once, from one phone',
    (story) => {
      tellBridged(story, 0, [{ from: phone, to: box, callId: 'a1' }]);
      tellBridged(story, 10, [{ from: phone, to: box, callId: 'a2' }]);
    },
  ],
  [
    'called back by the box long after',
    (story) => {
      tellBridged(story, 0, [{ from: phone, to: box, callId: 'a1' }], { ended: 9000 });
      tellBridged(story, 4000, [{ from: as('4930111111', box), to: far, callId: 'b1' }], { ringing: 300, answered: 2000, ended: 4000 });
    },
  ],
  [
    'the same media port, used again later',
    (story) => {
      tellBridged(
        story,
        0,
        twoLegs()
          .slice(0, 1)
          .map((leg) => ({ ...leg, media: endpoint('192.0.2.10:4444') })),
        { ended: 2000 },
      );
      tellBridged(story, 3000, [{ ...twoLegs()[1]!, media: endpoint('192.0.2.10:4444') }]);
    },
  ],
  [
    'Call-IDs that begin alike',
    (story) => {
      tellBridged(story, 0, twoLegs({ callId: '550e8400-e29b-41d4-a716-446655440000' }, { callId: '550e8400-e29b-41d4-a716-000000000000' }));
    },
  ],
  [
    'a short counter before @',
    (story) => {
      tellBridged(story, 0, twoLegs({ callId: '1-13128@box' }, { callId: '1-13128@phone' }));
    },
  ],
  [
    'an answer from the certificate that calls elsewhere',
    (story) => {
      const lines = ['a=fingerprint:sha-256 AA:BB:CC:DD:EE:FF'];
      tellBridged(story, 0, [{ ...twoLegs()[0]!, callId: 'a1' }]);
      tellBridged(story, 30, [{ from: party('alice', '192.0.2.10'), to: party('200', '192.0.2.50'), callId: 'a2', lines }]);
      tellBridged(story, 60, [{ from: party('alice', '192.0.2.10'), to: party('300', '192.0.2.50'), callId: 'a3', lines }]);
    },
  ],
  ['nothing but time and path', (story) => void tellBridged(story, 0, twoLegs())],
  [
    'a nil Session-ID',
    (story) => void tellBridged(story, 0, twoLegs({ headers: [['Session-ID', '0'.repeat(32)]] }, { headers: [['Session-ID', '0'.repeat(32)]] })),
  ],
];

describe('no legs', () => {
  test.each(apart)('%s', async (_name, teller) => {
    const engine = await opened(teller);
    expect(rows(engine).filter(({ legs }) => legs > 0)).toEqual([]);
  });

  test('two hundred calls alike of a generator', async () => {
    const engine = await opened((story) => {
      for (let i = 0; i < 200; i++)
        tellBridged(
          story,
          i * 35,
          [
            {
              from: party('sipp', '192.0.2.10'),
              to: party('service', '192.0.2.50'),
              callId: `${i}-4711@192.0.2.10`,
              media: endpoint('192.0.2.10:6000'),
              origin: 'user1 53655765',
            },
          ],
          { ended: 3000 },
        );
    });
    expect(rows(engine)).toHaveLength(200);
    expect(rows(engine).filter(({ legs }) => legs > 0)).toEqual([]);
  });

  test('a hundred calls of other people through one box: each leg to its own', async () => {
    const random = createRandom(7);
    const engine = await opened((story) => {
      for (let i = 0; i < 100; i++) {
        const caller = String(4_930_000_000 + i * 7919);
        const callee = String(4_940_000_000 + i * 104_729);
        const legs = [
          { from: party(caller, `198.51.100.${i + 1}`), to: party(callee, '192.0.2.50'), callId: `a${i}` },
          { from: party(caller, '192.0.2.50'), to: party(callee, `203.0.113.${i + 1}`), callId: `b${i}` },
        ];
        tellBridged(story, i * 15 + Math.round(random.around(5)), legs);
      }
    });
    for (const row of rows(engine)) {
      const found = (await engine.legs(row.call))!;
      expect(named(found)).toEqual([`a${row.callId.slice(1)}`, `b${row.callId.slice(1)}`]);
    }
  });
});

describe('media of two legs', () => {
  /** noise: no packet is like another */
  const payload = (seed: number) => (index: number) => {
    const random = createRandom(seed * 100_003 + index + 1);
    return Uint8Array.from({ length: 160 }, () => Math.floor(Math.abs(random.around(127))) & 0xff);
  };
  const bridge = (story: Story, second: { readonly sequence: number; readonly timestamp: number; readonly seed: number; readonly lost?: number[] }): void => {
    const legs = twoLegs(
      { media: endpoint('192.0.2.50:7000'), callee: endpoint('192.0.2.20:8000') },
      { media: endpoint('192.0.2.10:4000'), callee: endpoint('192.0.2.50:7002') },
    );
    tellBridged(story, 0, legs);
    story.rtp(1100, endpoint('192.0.2.10:4000'), endpoint('192.0.2.50:7002'), {
      count: 200,
      ssrc: 1,
      firstSequence: 31_000,
      firstTimestamp: 987_654_321,
      payload: payload(1),
      lost: [50, 51],
    });
    story.rtp(1112, endpoint('192.0.2.50:7000'), endpoint('192.0.2.20:8000'), {
      count: 200,
      ssrc: 2,
      firstSequence: second.sequence,
      firstTimestamp: second.timestamp,
      payload: payload(second.seed),
      lost: [50, 51, ...(second.lost ?? [])],
    });
  };

  test('the same numbers: linked, with what the box added and who lost what', async () => {
    const engine = await opened((story) => bridge(story, { sequence: 31_000, timestamp: 987_654_321, seed: 9, lost: [70, 71, 72] }));
    const found = await family(engine);
    expect(reasons(found)).toMatchObject({ rtpNumbers: 5 });
    const media = await engine.legMedia(0);
    expect(media).toMatchObject([
      { direction: 'toCallee', by: 'numbers', matched: 195, missing: 3, transcoded: false, first: { call: 0, codec: 'PCMU' }, second: { call: 1 } },
    ]);
    expect(media[0]!.delay).toBeCloseTo(12, 3);
    expect([media[0]!.first.loss, media[0]!.second.loss]).toEqual([expect.closeTo(1, 1), expect.closeTo(2.5, 1)]);
  });

  test('the same sound under other numbers: found when the call is opened', async () => {
    const engine = await opened((story) => bridge(story, { sequence: 5, timestamp: 77, seed: 1 }));
    const found = await family(engine);
    expect(reasons(found)).toMatchObject({ rtpPayload: 5 });
    const media = await engine.legMedia(1);
    expect(media[0]).toMatchObject({ by: 'payload', missing: undefined });
    expect(media[0]!.delay).toBeCloseTo(12, 3);
    expect(rows(engine).map(({ legs }) => legs)).toEqual([1, 1]);
  });

  test('other sound under other numbers: two calls', async () => {
    const engine = await opened((story) => bridge(story, { sequence: 5, timestamp: 77, seed: 2 }));
    expect(named(await family(engine))).toEqual(['a1']);
  });
});

describe('a person', () => {
  test('links by hand, and takes it back', async () => {
    const engine = await opened((story) => void tellBridged(story, 0, twoLegs()));
    const revision = engine.overview().revision;
    engine.pinLeg(1, 0, true);
    const found = await family(engine);
    expect([named(found), found.links[0]!.pinned, reasons(found)]).toEqual([['a1', 'b1'], true, { pinned: 100 }]);
    expect(engine.overview().revision).toBeGreaterThan(revision);
    engine.pinLeg(0, 1, false);
    expect(named(await family(engine))).toEqual(['a1']);
    engine.pinLeg(0, 99, true);
    engine.cutLeg(0, 0, true);
  });

  test('cuts a link, and takes it back', async () => {
    const engine = await opened((story) => void tellBridged(story, 0, twoLegs({ headers: [['X-CID', 'a1']] })));
    engine.cutLeg(0, 1, true);
    const found = await family(engine);
    expect([named(found), found.cuts.map(({ other }) => other.callId)]).toEqual([['a1'], ['b1']]);
    engine.cutLeg(0, 1, false);
    expect(named(await family(engine))).toEqual(['a1', 'b1']);
  });

  test('names a header of their own, and takes it back; what was pinned stays', async () => {
    const engine = await opened((story) => {
      tellBridged(story, 0, twoLegs({ headers: [['X-Acme-Original', '"a1"']] }));
      tellBridged(story, 40, [{ from: party('x', '192.0.2.11'), to: party('y', '192.0.2.51'), callId: 'x1' }]);
    });
    engine.pinLeg(0, 2, true);
    await engine.chooseLegHeader(' x-ACME-original ');
    const found = await family(engine);
    expect([named(found), found.header]).toEqual([['a1', 'b1', 'x1'], 'x-acme-original']);
    expect(reasons(found)).toMatchObject({ ownHeader: 6 });
    await engine.chooseLegHeader('');
    expect(named(await family(engine))).toEqual(['a1', 'x1']);
    await engine.chooseLegHeader('not a header: no');
    expect((await family(engine)).header).toBe('');
  });
});

test('a header of their own in a later INVITE, on the next hop or with credentials, links as well', async () => {
  const engine = await opened((story) => {
    const calls = tellBridged(story, 0, twoLegs());
    story.sip(30, calls[1]!.invite({ headers: [['X-Acme-Original', 'a1']], sdp: audio(endpoint('192.0.2.50:20002')) }));
  });
  expect(named(await family(engine))).toEqual(['a1']);
  await engine.chooseLegHeader('X-Acme-Original');
  expect(named(await family(engine))).toEqual(['a1', 'b1']);
});

test('Replaces and Refer-To are told beside the legs, and link nothing', async () => {
  const engine = await opened((story) => {
    const calls = tellBridged(story, 0, twoLegs().slice(0, 1), { ended: 9000 });
    tellBridged(story, 1000, [{ from: party('alice', '192.0.2.10'), to: party('carol', '192.0.2.30'), callId: 'c@1' }]);
    story.sip(2000, calls[0]!.request('REFER', { headers: [['Refer-To', '<sip:carol@192.0.2.30?Replaces=c%401%3Bto-tag%3Dx%3Bfrom-tag%3Dy>']] }));
    tellBridged(story, 2500, [
      { from: party('bob', '192.0.2.50'), to: party('carol', '192.0.2.30'), callId: 'd1', headers: [['Replaces', 'c@1;to-tag=x;from-tag=y']] },
    ]);
  });
  const found = await family(engine, 1);
  expect(named(found)).toEqual(['c@1']);
  expect(found.transfers.map(({ link, other }) => [other.callId, link.reasons.map(({ kind }) => kind)])).toEqual([
    ['a1', ['referTo']],
    ['d1', ['replaces']],
  ]);
});

test('no call, no family', async () => {
  const engine = await opened((story) => void tellBridged(story, 0, twoLegs()));
  for (const call of [-1, 2, 0.5, Number.NaN]) expect(await engine.legs(call)).toBeUndefined();
});

describe('evidence', () => {
  test('words of the contract are those of the floor', () => expect(legEvidenceKinds).toEqual(legEvidence));

  test('never by users alone', () => {
    expect(scoreOf(Bit.users | Bit.soon | Bit.identity)).toBe(5);
    expect(links(Bit.users | Bit.soon | Bit.identity)).toBe(false);
    expect(links(Bit.users | Bit.soon | Bit.ringing)).toBe(true);
  });

  test('what says the same counts once', () => {
    expect(scoreOf(Bit.origin | Bit.mediaEndpoint)).toBe(4);
    expect(scoreOf(Bit.ringing | Bit.outcome | Bit.bye)).toBe(2);
    expect(reasonsOf(Bit.origin | Bit.mediaEndpoint).map(({ points }) => points)).toEqual([4, 0]);
  });
});

async function openShared(name: string): Promise<Engine | undefined> {
  const path = new URL(`../../../shared/captures/${name}`, import.meta.url);
  if (!existsSync(path)) {
    console.warn(`\n!!! NOT COMPARED: ../shared/captures/${name} is not there\n`);
    return undefined;
  }
  return (await openOctets([{ name, octets: new Uint8Array(readFileSync(path)) }])).engine;
}

describe('captures of others', () => {
  test('the two Call-IDs of a call through Asterisk are one family', async () => {
    const engine = await openShared('goffinet_sip_captures/sip-2phones-B2BUA-Asterisk.pcapng');
    if (engine === undefined) return;
    expect(rows(engine).map(({ legs, legDepth }) => [legs, legDepth])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    const found = await family(engine, 1);
    expect(reasons(found)).toEqual({ mediaEndpoint: 4, ringing: 1, outcome: 1, bye: 0 });
  });

  test('none of 771 calls of a generator is linked', async () => {
    const engine = await openShared('goffinet_sip_captures/uac-uas-scenario-sipp.pcapng');
    if (engine === undefined) return;
    expect(rows(engine)).toHaveLength(771);
    expect(rows(engine).filter(({ legs }) => legs > 0)).toEqual([]);
  });
});
