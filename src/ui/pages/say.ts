/** A short message at the foot of the page, and saving what the engine built, told in a sentence. */
import type { Session } from '../../app/session.ts';
import { formatOctets } from '../parts/format.ts';
import { nameBeside, saveFile } from '../parts/save-file.ts';
import { words } from '../words/words.ts';

export function say(from: HTMLElement, text: string, tone: 'plain' | 'ok' | 'error' = 'plain'): void {
  from.dispatchEvent(new CustomEvent('sg-toast', { detail: { text, tone }, bubbles: true, composed: true }));
}

/** Saves a Blob under a name beside the capture's, and says so; says as well when it could not be built. */
export async function saveBuilt(from: HTMLElement, session: Session, suffix: string, build: () => Promise<Blob>): Promise<void> {
  const name = nameBeside(session.overview.value?.captures[0]?.name, suffix);
  try {
    const blob = await build();
    saveFile(blob, name);
    say(from, words().calls.exported(name, formatOctets(blob.size)), 'ok');
  } catch {
    say(from, words().calls.exportFailed, 'error');
  }
}
