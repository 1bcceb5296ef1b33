/** Any messages in any order: nothing throws, sums hold, work is bounded. And what a message costs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { callStates } from '../contract/calls.ts';
import { CallTable } from './call-table.ts';
import { DialogSummarizer } from './dialog-summary.ts';
import { EndpointTable } from './endpoint-table.ts';
import { createMessageFields, Flag } from './message-fields.ts';
import { MessageTable } from './message-table.ts';
import { buildLadder } from './ladder.ts';
import { negotiate } from './offer-answer.ts';
import { Registrations } from './registrations.ts';
import { CallSummarizer } from './summary.ts';

const small = (most: number): fc.Arbitrary<number> => fc.integer({ min: 0, max: most });
const message = fc.record({
  time: fc.oneof(
    small(40).map((seconds) => seconds * 1e9),
    fc.integer({ min: -5e10, max: 5e11 }),
  ),
  source: small(3),
  destination: small(3),
  method: small(17),
  status: fc.oneof(fc.constant(0), fc.constantFrom(100, 180, 183, 199, 200, 202, 301, 401, 407, 408, 481, 486, 487, 503, 603, 700, 65535, 1)),
  cseqNumber: fc.oneof(small(3), fc.constant(0xffffffff)),
  branch: small(3),
  fromTag: small(3),
  toTag: small(3),
  flags: fc.integer({ min: 0, max: 0xffff }).map((bits) => bits & ~(Flag.retransmission | Flag.captureDuplicate)),
  viaCount: small(3),
  call: small(1),
});

function fill(rows: readonly (typeof message extends fc.Arbitrary<infer T> ? T : never)[]): MessageTable {
  const calls = new CallTable();
  const table = new MessageTable(calls, new EndpointTable());
  const endpoints = [0, 1, 2, 3].map((n) => table.endpoints.id(0x0a000000 + (n >> 1), 5060 + n, n === 3 ? 1 : 0));
  calls.row(new Uint8Array([1]), 0, 1);
  calls.row(new Uint8Array([2]), 0, 1);
  const fields = createMessageFields();
  for (const row of rows) {
    Object.assign(fields, row, { cseqMethod: row.method, source: endpoints[row.source], destination: endpoints[row.destination] });
    table.push(fields);
  }
  return table;
}

test('random messages', () => {
  const summarizer = new CallSummarizer();
  const dialogs = new DialogSummarizer();
  fc.assert(
    fc.property(fc.array(message, { minLength: 1, maxLength: 60 }), (rows) => {
      const table = fill(rows);
      const registrations = new Registrations(table);
      for (let call = 0; call < 2; call++) {
        const count = table.calls.count.at(call);
        const own = rows.filter((row) => row.call === call);
        expect(count).toBe(own.length);
        if (count === 0) continue;
        if (table.calls.hasInvite(call)) {
          const summary = summarizer.summarize(table, call, 60e9);
          expect(callStates[summary.state]).toBeDefined();
          for (const time of [summary.pdd, summary.ringTime, summary.setupTime, summary.talkTime, summary.disconnect, summary.trying])
            expect(time === undefined || time >= 0).toBe(true);
          expect(summarizer.transactions.count).toBeLessThanOrEqual(count);
          for (let dialog = 0; dialog < summarizer.dialogs.count; dialog++) expect(callStates[summarizer.dialogState(dialog, summary)]).toBeDefined();
          negotiate(summarizer.chain, summarizer.transactions, summarizer.leg, () => undefined);
        } else expect(dialogs.summarize(table, call, 60e9).state).toBeLessThan(5);
        registrations.read(call);
        const original = Array.from({ length: table.length }, (_, at) => table.original(at));
        for (let at = 0; at < table.length; at++) expect(original[at]!).toBeLessThan(at);
      }
      registrations.conclude(60e9);
      expect(buildLadder(table, [0, 1], []).rows.length).toBe(rows.length);
    }),
    { numRuns: 1500 },
  );
});

test('a flood under one Call-ID costs linear time', () => {
  const cost = (count: number): number => {
    const calls = new CallTable();
    const table = new MessageTable(calls, new EndpointTable());
    const a = table.endpoints.id(1, 5060, 0);
    calls.row(new Uint8Array([1]), 0, 1);
    const fields = createMessageFields();
    const began = performance.now();
    for (let n = 0; n < count; n++) {
      Object.assign(fields, {
        call: 0,
        source: table.endpoints.id(n, 5060, 0),
        destination: a,
        method: n % 3 === 0 ? 1 : 2,
        cseqMethod: 1,
        cseqNumber: n % 7,
        branch: n % 11,
        fromTag: n,
        toTag: n * 7,
        status: n % 5 === 0 ? 200 : 0,
        time: n * 1000,
      });
      table.push(fields);
    }
    new CallSummarizer().summarize(table, 0, count * 1000);
    buildLadder(table, [0], [], undefined, 1000);
    return performance.now() - began;
  };
  cost(20_000);
  const [once, four] = [cost(20_000), cost(80_000)];
  expect(four / once).toBeLessThan(12);
});
