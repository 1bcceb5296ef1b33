/** Keys that mean the same everywhere, as commands of the shell. A key typed into a field is text, and nothing else. */

function typesText(target: EventTarget | undefined): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range'].includes(target.type))
  );
}

/** The command a key stands for, or undefined when it is not the shell's. */
export function shellKey(event: KeyboardEvent): string | undefined {
  if (event.defaultPrevented) return undefined;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && !event.shiftKey) {
    if (event.key.toLowerCase() === 'o') return 'open';
    if (event.key.toLowerCase() === 'k') return 'find';
    return undefined;
  }
  if (command || event.altKey || typesText(event.composedPath()[0])) return undefined;
  if (event.key === '/') return 'filter';
  if (event.key === '?') return 'keys';
  if (event.key === 'Escape') return 'back';
  return /^[1-8]$/.test(event.key) ? event.key : undefined;
}
