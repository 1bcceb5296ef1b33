/**
 * A sign that this worker lives: a Web Lock that it holds as long as it does. When the browser ends the worker without a
 * word (it closed itself, or memory ran out), the lock falls to the page, which waits for it (app/life-watch.ts).
 */

let held: Promise<string> | undefined;
/** keeps what never resolves from being collected */
const holders: unknown[] = [];

/** Name of the lock this worker holds; '' where there are no locks: pages from a file or without https. */
export function lifeLock(): Promise<string> {
  held ??= new Promise((resolve) => {
    if (!('locks' in navigator)) return resolve('');
    const name = `sipglass-${[...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join('-')}`;
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise((end) => holders.push(end));
      })
      .catch(() => resolve(''));
  });
  return held;
}
