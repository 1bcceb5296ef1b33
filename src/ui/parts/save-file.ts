/** Hands a Blob to the person as a file. The address is taken back once the browser has had time to read it. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** "trunk-2.pcapng.gz" and "calls.csv" make "trunk-2-calls.csv": what a file saved from a capture is called. */
export function nameBeside(capture: string | undefined, suffix: string): string {
  const stem = (capture ?? 'capture')
    .replace(/(\.(pcapng|pcap|cap|gz|pcap-ng))+$/i, '')
    .replace(/[\\/:*?"<>|\p{Cc}]+/gu, '-')
    .slice(0, 80);
  return `${stem === '' ? 'capture' : stem}-${suffix}`;
}
