import { expect, test } from 'vitest';
import {
  formatDate,
  formatDuration,
  formatEndpoint,
  formatMoment,
  formatMs,
  formatNumber,
  formatOctets,
  formatPercent,
  formatRelative,
  formatTime,
  setClock,
} from './format.ts';

test('moments in UTC, cut and never rounded', () => {
  setClock({ zone: 'utc', mode: 'clock', epoch: '1795221017780363993' });
  expect(formatTime(0)).toBe('00:30:17.780');
  expect(formatTime(0, 9)).toBe('00:30:17.780363993');
  expect(formatTime(219_636_007)).toBe('00:30:18.000');
  expect(formatTime(219_636_006)).toBe('00:30:17.999');
  expect(formatTime(-780_363_994)).toBe('00:30:16.999');
  expect(formatDate(0)).toBe('2026-11-21');
  expect(formatMoment(0)).toBe('00:30:17.780');
  setClock({ zone: 'utc', mode: 'date', epoch: '1795221017780363993' });
  expect(formatMoment(0)).toBe('2026-11-21 00:30:17.780');
  setClock({ zone: 'utc', mode: 'relative', epoch: '1795221017780363993' });
  expect(formatMoment(1_234_567_890)).toBe('1.234');
  expect(formatRelative(-1_500_000_000)).toBe('−1.500');
  setClock({ zone: 'utc', mode: 'clock', epoch: 'nonsense' });
  expect(formatTime(0)).toBe('00:00:00.000');
});

test('lengths of time', () => {
  expect([0, 420, 7000, 42_100, 59_949, 59_950, 725_000, 3_725_000].map(formatDuration)).toEqual([
    '0 ms',
    '420 ms',
    '7.0 s',
    '42.1 s',
    '59.9 s',
    '1:00',
    '12:05',
    '1:02:05',
  ]);
  expect([undefined, Number.NaN].map(formatDuration)).toEqual(['–', '–']);
  expect([0.412, 8.2, 81.23, 812.4, 999.6, 6012].map(formatMs)).toEqual(['0.412 ms', '8.20 ms', '81.2 ms', '812 ms', '1.00 s', '6.01 s']);
});

test('numbers, shares, octets, endpoints', () => {
  expect(formatNumber(1_234_567)).toBe('1,234,567');
  expect(formatPercent(12.34)).toBe('12.3 %');
  expect([0, 999, 4300, 999_499, 1_024_000_000].map(formatOctets)).toEqual(['0 B', '999 B', '4.30 kB', '999 kB', '1.02 GB']);
  expect(formatEndpoint({ address: '2001:db8::1', port: 5060 })).toBe('[2001:db8::1]:5060');
  expect(formatEndpoint({ address: '192.0.2.1', port: 0 })).toBe('192.0.2.1');
});
