/** The Date header (RFC 3261 section 20.17): "Sat, 13 Nov 2010 23:29:00 GMT" as seconds since 1970. Never reads outside [at, end). */

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Seconds since 1970, or NaN when it is not written like that. */
export function readDate(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && octets[i] !== 0x2c) i++;
  i = skip(octets, i + 1, end);
  const day = digits(octets, i, end);
  i = skip(octets, i + (day > 9 || octets[i] === 0x30 ? 2 : 1), end);
  if (!(day >= 1 && day <= 31) || i + 17 > end) return NaN;
  const month = MONTHS.indexOf(String.fromCharCode(octets[i]! | 0x20, octets[i + 1]! | 0x20, octets[i + 2]! | 0x20));
  const century = digits(octets, i + 4, i + 6);
  const year = century * 100 + digits(octets, i + 6, i + 8);
  const hour = digits(octets, i + 9, i + 11);
  const minute = digits(octets, i + 12, i + 14);
  const second = digits(octets, i + 15, i + 17);
  if (month < 0 || !(year >= 1970 && year <= 9999 && hour < 24 && minute < 60 && second <= 60)) return NaN;
  return Date.UTC(year, month, day, hour, minute, second) / 1000;
}

/** The number of up to two digits at `at`, or NaN. */
function digits(octets: Uint8Array, at: number, end: number): number {
  let value = NaN;
  for (let i = at; i < Math.min(end, at + 2) && octets[i]! >= 0x30 && octets[i]! <= 0x39; i++) value = (value === value ? value * 10 : 0) + octets[i]! - 0x30;
  return value;
}

function skip(octets: Uint8Array, at: number, end: number): number {
  let i = at;
  while (i < end && (octets[i] === 0x20 || octets[i] === 0x09)) i++;
  return i;
}
