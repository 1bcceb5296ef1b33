/** The files of a drop or a paste, folders walked. A folder is read entry by entry; hidden files are left out. */

/** files taken from one drop at most; more is a mistake of aim */
const FILES = 2000;
const DEPTH = 16;

function fileOf(entry: FileSystemFileEntry): Promise<File | undefined> {
  return new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
}

function some(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}

async function walk(entry: FileSystemEntry, depth: number, found: File[]): Promise<void> {
  if (found.length >= FILES || depth > DEPTH || (depth > 0 && entry.name.startsWith('.'))) return;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file !== undefined) found.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (let entries = await some(reader); entries.length > 0; entries = await some(reader)) {
    for (const inner of entries) await walk(inner, depth + 1, found);
  }
}

export interface Dropped {
  readonly files: readonly File[];
  /** name of the first folder, when there was one */
  readonly folder: string | undefined;
}

/** Must be called within the event: the transfer is empty afterwards. */
export async function droppedFiles(transfer: DataTransfer): Promise<Dropped> {
  const entries: FileSystemEntry[] = [];
  const plain: File[] = [];
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    if (entry !== null && entry.isDirectory) entries.push(entry);
    else if (file !== null) plain.push(file);
  }
  const found: File[] = [...plain];
  for (const entry of entries) await walk(entry, 0, found);
  return { files: found.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)), folder: entries[0]?.name };
}
