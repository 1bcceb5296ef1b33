/**
 * Secrets that stand behind what they open (draft-ietf-opsawg-pcapng section 4.7): a live capture writes them as they become known, a merged one has them
 * wherever a file began. When reading has shown that some would have opened more, the captures are read once again with all of them from the start, so
 * that the answers are those of a capture that begins with them.
 */
import type { OpenOptions, RecognisedFiles } from './open.ts';
import { RereadSource } from './reread-source.ts';
import type { Session } from './session.ts';

/** A connection stayed closed, in all or in part, for want of a secret that came later. */
export function secretsCameLate({ tables }: Session, { signal }: Pick<OpenOptions, 'signal'>): boolean {
  const { secrets, diagnostics } = tables;
  return secrets.cameLate && !signal.aborted && !diagnostics.counts().some(({ code }) => code === 'limit.memory');
}

/** The same files, to be read from their beginnings: what came out of a decompressor was kept. */
export function anew(files: RecognisedFiles): RecognisedFiles {
  const recognised = files.recognised.map((one) => (one.decompressed === undefined ? one : { ...one, source: new RereadSource(one.source), isKept: true }));
  return { ...files, recognised };
}
