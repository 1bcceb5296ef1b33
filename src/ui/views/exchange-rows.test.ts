/** Rows of offers and answers: what is kept, which way, what changed. */
import { expect, test } from 'vitest';
import type { ExchangeSide, MediaExchange } from '../../contract/call-detail.ts';
import { exchanges as word } from '../words/en/exchanges.ts';
import { exchangeRows } from './exchange-rows.ts';

const side = (port: number, direction: ExchangeSide['direction'] = 'sendrecv', change: Partial<ExchangeSide> = {}): ExchangeSide => ({
  endpoint: { address: '10.0.0.1', port },
  direction,
  codecs: [],
  ptime: 20,
  encrypted: false,
  message: 0,
  keys: '',
  fax: '',
  ...change,
});
const message = { message: 0, place: { packet: 0, capture: 0, frame: 1 }, time: 0, title: 'INVITE' };
const exchange = (
  caller: ExchangeSide | undefined,
  callee: ExchangeSide | undefined,
  outcome: MediaExchange['outcome'] = 'answered',
  kept = ['PCMA/8000'],
): MediaExchange => ({
  by: 'caller',
  outcome,
  offer: message,
  answer: message,
  refusal: undefined,
  lines: [{ index: 0, media: 'audio', protocol: 'RTP/AVP', kept, caller, callee }],
});

test('hold and resume: direction and sides change, and change back', () => {
  const rows = exchangeRows(
    [exchange(side(4000), side(5000)), exchange(side(4000, 'sendonly'), side(5000, 'recvonly')), exchange(side(4000), side(5000))],
    0,
    word,
  );
  expect(rows.map((row) => row.cells.direction)).toEqual([word.arrows.both, word.arrows.toCallee, word.arrows.both]);
  expect(rows.map((row) => [...row.changed])).toEqual([[], ['direction', 'caller'], ['direction', 'caller']]);
  expect(rows[1]!.cells.caller).toBe('10.0.0.1:4000 · 20.0 ms · hold');
});

test('a refused offer is compared, and nothing with it', () => {
  const rows = exchangeRows([exchange(side(4000), side(5000)), exchange(side(4002), undefined, 'refused'), exchange(side(4000), side(5000))], 0, word);
  expect(rows.map((row) => [...row.changed])).toEqual([[], ['caller'], []]);
});

test('fax, keys, a refused line, nothing in common', () => {
  const fax = side(4000, 'sendrecv', { fax: '14400 bit/s', ptime: undefined });
  expect(exchangeRows([exchange(fax, fax)], 0, word)[0]!.cells.caller).toBe('10.0.0.1:4000 · 14400 bit/s');
  expect(exchangeRows([exchange(side(4000, 'sendrecv', { keys: 'X' }), side(0))], 0, word)[0]!.cells).toMatchObject({ kept: word.portZero, keys: 'X' });
  expect(exchangeRows([exchange(side(4000), side(5000), 'answered', [])], 0, word)[0]!.cells.kept).toBe(word.unkept);
  expect(exchangeRows([exchange(side(4000), side(5000))], 1, word)).toEqual([]);
});
