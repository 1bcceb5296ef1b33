/** NTP time (RFC 5905 section 6) as text. */

/** ISO text with milliseconds, of the era that began in 1900; what counts from a sender's start as seconds. */
export function ntpText(seconds: number, fraction: number): string {
  const milliseconds = Math.round((fraction / 4294967296) * 1000);
  if (seconds < 0x80000000) return `${(seconds + milliseconds / 1000).toFixed(3)} s`;
  return new Date((seconds - 2208988800) * 1000 + milliseconds).toISOString();
}
