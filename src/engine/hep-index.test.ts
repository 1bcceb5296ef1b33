/** Correlation ids of capture agents: a Call-ID, or another word for the call; bounded. */
import { expect, test } from 'vitest';
import { endpoint } from '../../test/forge/address.ts';
import { hep3 } from '../../test/forge/hep.ts';
import { octetsOf } from '../../test/forge/octets.ts';
import { limits } from '../base/limits.ts';
import { createMessageFields } from '../calls/message-fields.ts';
import { HepHeader, readHep } from '../wire/hep.ts';
import { HepIndex } from './hep-index.ts';
import { Tables } from './tables.ts';

const [from, to] = [endpoint('192.0.2.10:5060'), endpoint('198.51.100.7:5060')];

/** One message of the call "own", and packets with other correlation ids. */
function heard(tables: Tables, correlation: string, note: boolean): number {
  const octets = hep3(from, to, 'x', { correlation });
  const [view, hep, index] = [new DataView(octets.buffer), new HepHeader(), new HepIndex(tables)];
  readHep(view, 0, octets.length, octets.length, hep);
  if (note) {
    const id = octetsOf('own');
    const end = tables.endpoints.id(1, 5060, 0);
    const message = tables.messages.push({
      ...createMessageFields(),
      call: tables.calls.row(id, 0, id.length),
      packet: 0,
      time: 0,
      source: end,
      destination: end,
    });
    index.note(view, octets, hep, { source: 1, destination: 2, sender: 3 }, message);
  }
  return index.callOf(octets, hep);
}

test('a correlation id leads to the call whose message had it, or whose Call-ID it is', () => {
  const tables = new Tables(false, () => undefined);
  expect(heard(tables, 'x-1', false)).toBe(-1);
  expect([heard(tables, 'x-1', true), heard(tables, 'own', true), heard(tables, 'x-2', false)]).toEqual([0, 0, -1]);
  expect(tables.hepCalls.size).toBe(1);
});

test('limit.hepCorrelations: what is beyond is said, and found no more', () => {
  const tables = new Tables(false, () => undefined);
  for (let i = 0; i < limits.hepCorrelations; i++) tables.hepCalls.set(-1 - i, 0);
  expect(heard(tables, 'one too many', true)).toBe(-1);
  expect(tables.diagnostics.counts().map(({ code }) => code)).toEqual(['limit.hepCorrelations']);
});
