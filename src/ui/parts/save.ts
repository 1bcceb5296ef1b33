/** Gives the person a file to keep. Nothing is uploaded: the file is an object of this page. */

export function saveBlob(name: string, blob: Blob): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export function saveText(name: string, text: string, type = 'text/plain;charset=utf-8'): void {
  saveBlob(name, new Blob([text], { type }));
}

/** A name every file system takes, from any text. */
export function fileNameOf(text: string): string {
  const safe = text.replace(/[^\p{L}\p{N}@+._-]+/gu, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 80);
  return safe === '' ? 'sipglass' : safe;
}
