/**
 * One key for each way a payload is called: the encoding names of rtpmap (any case), and the short names of static types that
 * Wireshark and our lists print.
 */

const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['G711U', 'PCMU'],
  ['G711A', 'PCMA'],
  ['G721', 'G726-32'],
  ['DVI4 8K', 'DVI4'],
  ['DVI4 11K', 'DVI4/11025'],
  ['DVI4 16K', 'DVI4/16000'],
  ['DVI4 22K', 'DVI4/22050'],
  ['16-BIT AUDIO, STEREO', 'L16/44100/2'],
  ['16-BIT AUDIO, MONAURAL', 'L16/44100'],
  ['COMFORT NOISE', 'CN'],
  ['CN(OLD)', 'CN'],
]);

/** What a name stands for: the encoding name in capitals, and the rate and channels where the name fixes them (else 0). */
export interface NamedPayload {
  readonly key: string;
  readonly clockRate: number;
  readonly channels: number;
}

export function namedPayload(name: string): NamedPayload {
  const upper = name.trim().toUpperCase();
  const [key = '', clockRate = '0', channels = '0'] = (SHORT_NAMES.get(upper) ?? upper).split('/');
  return { key, clockRate: Number(clockRate) || 0, channels: Number(channels) || 0 };
}
