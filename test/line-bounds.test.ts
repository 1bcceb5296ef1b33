/** Looking for the end of a line never leaves the octets asked about: else every small segment of a large window would cost the whole window. */
import { expect, test } from 'vitest';
import { findHeaderEnd, findStartLine, nextLine } from '../src/sip/framing-search.ts';
import { findHeadEnd, inspect as inspectHead } from '../src/wire/http-head.ts';
import { findEnd, findMsrp, readMsrp } from '../src/wire/msrp.ts';
import { octetsOf } from './forge/octets.ts';

const WINDOW = 8_388_608;
const PIECE = 64;
const ROUNDS = 1500;
const text = octetsOf('MSRP abcd SEND or any other text without the end of its line, so '.slice(0, PIECE));

const asked: readonly (readonly [string, (octets: Uint8Array, at: number, end: number) => unknown])[] = [
  ['findMsrp', (octets, at, end) => findMsrp(octets, at + 1, end)],
  ['findEnd', (octets, at, end) => findEnd(octets, at, at, end)],
  ['readMsrp', (octets, at, end) => readMsrp(octets, at, end)],
  ['findHeadEnd', (octets, at, end) => findHeadEnd(octets, at, end)],
  ['inspect an HTTP head', (octets, at, end) => inspectHead(octets, at, end)],
  ['findStartLine', (octets, at, end) => findStartLine(octets, at + 4, end)],
  ['findHeaderEnd', (octets, at, end) => findHeaderEnd(octets, at, end)],
  ['nextLine', (octets, at, end) => nextLine(octets, at, end)],
];

function milliseconds(octets: Uint8Array, at: number, ask: (octets: Uint8Array, at: number, end: number) => unknown): number {
  const begun = performance.now();
  for (let i = 0; i < ROUNDS; i++) ask(octets, at, at + PIECE);
  return performance.now() - begun;
}

test.each(asked)('%s costs what is asked about, not what lies behind it', (_name, ask) => {
  const window = new Uint8Array(WINDOW).fill(0x20);
  window.set(text, 32);
  const alone = window.slice(0, 32 + PIECE);
  expect(ask(window, 32, 32 + PIECE)).toEqual(ask(alone, 32, 32 + PIECE));
  const small = milliseconds(alone, 32, ask);
  expect(milliseconds(window, 32, ask)).toBeLessThan(10 * small + 50);
});
