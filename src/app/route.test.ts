import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRoute, linkFingerprint, parseRoute, views, type Route } from './route.ts';

test('a place survives the hash', () => {
  const place: Route = {
    view: 'call',
    callIds: ['a84b4c76e66710@pc33.atlanta.example.com', '通话 "<script>"\u0000'],
    frame: 12,
    capture: 1,
    streams: [0, 7],
    text: 'bob & <alice> #1',
    states: ['BUSY', 'NO_ACK'],
    problems: ['oneWay'],
    kinds: ['notDecoded'],
    reason: 'link.unsupported',
    diagnostic: 'udp.length-below-header',
    sort: { column: 'start', descending: true },
    from: 1_000_000,
    to: 2_000_000,
    tab: 'media',
    time: 'relative',
    profile: 'rfc3550',
    show: ['sdp', 'media'],
    fingerprint: '1a2b3c4d5e6f.001122334455',
  };
  expect(parseRoute(formatRoute(place))).toEqual(place);
});

test('each view has its own hash, and nonsense is the start', () => {
  for (const view of views) expect(parseRoute(formatRoute({ view }))).toEqual({ view });
  for (const hash of ['', '#', '#/', '#/nowhere', '#calls/../../x', '#/__proto__', '#/constructor?id=x']) expect(parseRoute(hash)).toEqual({ view: 'start' });
});

test('any Call-ID and any text survive', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }), fc.string({ minLength: 1, maxLength: 300 }), (callId, text) => {
      const back = parseRoute(formatRoute({ view: 'call', callIds: [callId], text }));
      expect(back.callIds).toEqual([callId.toWellFormed()]);
      expect(back.text).toBe(text.toWellFormed());
    }),
  );
});

test('hostile hashes: nothing throws, every value is of its kind, and formatting settles', () => {
  const names = [
    'id',
    'frame',
    'in',
    'stream',
    'q',
    'states',
    'problems',
    'kinds',
    'reason',
    'sort',
    'from',
    'to',
    'tab',
    'time',
    'show',
    'of',
    '__proto__',
    'constructor',
  ];
  const values = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom('%', '%E0%A4%A', '-1', '1e308', 'NaN', '<img src=x onerror=alert(1)>', 'javascript:alert(1)', '%00', '-', '--', ',,,', '9'.repeat(40)),
  );
  const hashes = fc
    .tuple(fc.constantFrom(...views, 'x', '__proto__'), fc.array(fc.tuple(fc.constantFrom(...names), values), { maxLength: 8 }), fc.boolean())
    .map(
      ([view, pairs, encode]) => `#/${view}?${pairs.map(([name, value]) => `${name}=${encode ? encodeURIComponent(value.toWellFormed()) : value}`).join('&')}`,
    );
  fc.assert(
    fc.property(fc.oneof(hashes, fc.string({ unit: 'binary', maxLength: 400 })), (hash) => {
      const route = parseRoute(hash);
      expect(views).toContain(route.view);
      for (const number of [route.frame, route.capture, route.from, route.to, ...(route.streams ?? [])])
        if (number !== undefined) expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
      for (const item of [...(route.states ?? []), ...(route.show ?? []), route.tab ?? 'x', route.sort?.column ?? 'x'])
        expect(item).toMatch(/^[\w.:+-]{1,64}$/);
      expect((route.text ?? '').length).toBeLessThanOrEqual(500);
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
    { numRuns: 10_000 },
  );
});

test('the link fingerprint names every capture and nothing else', () => {
  expect(linkFingerprint([{ fingerprint: '1A2B3C4D5E6F7788' }, { fingerprint: 'ffffffffffffffff' }])).toBe('1a2b3c4d5e6f.ffffffffffff');
  expect(linkFingerprint([])).toBeUndefined();
  expect(linkFingerprint([{ fingerprint: 'not hex' }])).toBeUndefined();
});
