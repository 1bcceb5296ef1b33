/** Hostile files whose expectation we do not meet, and why. An entry that no longer differs fails the test. */
export const known: ReadonlyMap<string, { readonly differs: string; readonly reason: string }> = new Map([
  ['erf.pcap', { differs: 'reason unsupported-format, not not-a-capture', reason: 'we name the format (Endace ERF), which is a capture we do not read' }],
  ['zip.pcap', { differs: 'reason archive-damaged, not unsupported-format', reason: 'we read ZIP: behind this header is only damage' }],
  ['comp-zstd.pcap', { differs: 'reason decompress-error, not unsupported-compression', reason: 'we read zstd: behind this signature there is only damage' }],
  ['comp-xz.pcap', { differs: 'reason decompress-error, not unsupported-compression', reason: 'we read xz: behind this signature there is only damage' }],
  ['comp-bzip2.pcap', { differs: 'reason decompress-error, not unsupported-compression', reason: 'we read bzip2: behind this signature there is only damage' }],
  ['comp-lz4.pcap', { differs: 'reason decompress-error, not unsupported-compression', reason: 'we read lz4: behind this signature there is only damage' }],
  [
    'rtp-gap-bomb.pcap',
    {
      differs: 'no diagnostic for rtp-timing',
      reason: 'the stream counts the jump (timestampJumps); findings about timing are not built yet, and neither is audio',
    },
  ],
]);
