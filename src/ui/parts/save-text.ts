/** Text as a file, and a file name from any text. */
import { saveFile } from './save-file.ts';

export function saveText(name: string, text: string, type = 'text/plain;charset=utf-8'): void {
  saveFile(new Blob([text], { type }), name);
}

/** A name every file system takes, from any text. */
export function fileNameOf(text: string): string {
  const safe = text
    .replace(/[^\p{L}\p{N}@+._-]+/gu, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 80);
  return safe === '' ? 'sipglass' : safe;
}
