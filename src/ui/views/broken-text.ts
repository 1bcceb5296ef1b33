/** Where a capture is damaged, in a sentence that says which octets are counted: those of the file, of packed data, or of what came out of it. */
import type { CaptureFacts } from '../../contract/overview.ts';
import { formatNumber } from '../parts/format.ts';
import { diagnosticsWords } from '../words/diagnostics-words.ts';

type Broken = Pick<CaptureFacts, 'brokenAt' | 'brokenCode' | 'packedAt' | 'compression'>;

const unpacking: ReadonlySet<string> = new Set(['gzip', 'unpack']);

/** The damage is of the packing, or counted in what came out of it. */
export function isPackedBroken({ brokenAt, brokenCode = '', compression }: Broken): boolean {
  return brokenAt !== undefined && (compression !== undefined || unpacking.has(brokenCode.split('.')[0]!));
}

export function brokenText(capture: Broken): string {
  const w = diagnosticsWords();
  const { brokenAt, brokenCode = '', packedAt, compression } = capture;
  if (brokenAt === undefined) return w.truncated;
  if (!isPackedBroken(capture)) return w.broken(formatNumber(brokenAt));
  const out = formatNumber(brokenAt);
  if (brokenCode.endsWith('.checksum') && compression !== undefined) return w.checkFails(out);
  if (packedAt === undefined) return w.brokenUnpacked(out);
  // a text or an rtpdump is not packed: its own octets are the file's
  if (compression === undefined) return w.madeBroken(formatNumber(packedAt.from));
  return brokenCode.endsWith('.truncated')
    ? w.endsPacked(formatNumber(packedAt.to), out)
    : w.brokenPacked(formatNumber(packedAt.from), formatNumber(packedAt.to), out);
}
