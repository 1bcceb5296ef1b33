/**
 * Decimal text of a double as C's printf("%.*f") writes it: the exact binary value rounded half to even. JavaScript's
 * toFixed picks the larger neighbour on an exact tie (0.0625 gives 0.063 where C gives 0.062), so whatever must equal
 * Wireshark's digits goes through here.
 */

/** `value` with `digits` decimals (0 to 100), like C's "%.*f": "-0.000" for what rounds to zero from below, "inf", "-inf", "nan". */
export function formatFixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const negative = value < 0 || Object.is(value, -0);
  const text = formatMagnitude(negative ? -value : value, digits);
  return negative ? `-${text}` : text;
}

/** toFixed rounds the exact binary value, so only a tie needs us: there the even neighbour is the one that ends in an even digit. */
function formatMagnitude(value: number, digits: number): string {
  // toFixed turns to exponents at 1e21; every such double is an integer
  if (value >= 1e21) return BigInt(value).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  const larger = value.toFixed(digits);
  if (!isTie(value, digits)) return larger;
  const last = larger.charCodeAt(larger.length - 1);
  return (last & 1) === 1 ? larger.slice(0, -1) + String.fromCharCode(last - 1) : larger;
}

/**
 * True when value lies half way between two decimals of `digits` places: value = k / (2 · 10^digits) with k odd. As a
 * binary fraction in lowest terms such a value has exactly digits + 1 places, so scaling by 2^(digits + 1), which is
 * exact, gives an odd integer.
 */
function isTie(value: number, digits: number): boolean {
  return (value * 2 ** (digits + 1)) % 2 === 1;
}
