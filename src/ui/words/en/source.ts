/** Words of what a source could not say: times, addresses, and headers that are made up. */
export const source = {
  under: (step: string) => `under ${step}`,
  coarse: (step: string) => `The times of this source are known to ${step} only, so durations are too.`,
  noTime: 'The text gives no time: the order is known, and no moment or duration.',
  standIn: 'The text named no address: this one, kept for examples (RFC 5737), stands for it.',
  standInMark: 'not in the text',
  space: ' ',
  line: (line: string) => `Line ${line} of the text.`,
  lines: (first: string, last: string) => `Lines ${first} to ${last} of the text.`,
  rtpdump: (number: string, at: string) => `Packet ${number} of the rtpdump file, at octet ${at}.`,
  headers: {
    datagram: 'IP and UDP headers are made up.',
    tags: 'Its ends and transport are as the text says; there were no packets.',
    none: '',
  } as Readonly<Record<string, string>>,
  clocks: {
    exact: '',
    seconds: 'Its time is known to the second.',
    none: 'The text gives it no time; it stands in its order.',
  } as Readonly<Record<string, string>>,
  ends: {
    source: 'No sender was named: 192.0.2.1 or 192.0.2.2 stands for it (RFC 5737).',
    destination: 'No receiver was named: 192.0.2.1 or 192.0.2.2 stands for it (RFC 5737).',
    both: 'Neither sender nor receiver was named: 192.0.2.1 and 192.0.2.2 stand for them (RFC 5737).',
  },
};
