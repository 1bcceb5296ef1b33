/**
 * Notices a worker that the browser ended without a word. Where there are Web Locks the worker holds one and the page waits
 * for the same: it gets it at the moment the worker is gone. Elsewhere (a page from a file) the worker is asked now and then.
 */

/** Milliseconds between two questions, and how many of those an answer may be late: a worker may be busy for long. */
const PERIOD = 10_000;
const LATE = 4;

/** Calls back once when the worker is gone. @param lock what the worker's lifeLock() said @returns ends watching */
export function watchLife(lock: string, ask: () => Promise<unknown>, gone: () => void): () => void {
  if (lock === '' || typeof navigator === 'undefined' || !('locks' in navigator)) return askNowAndThen(ask, gone);
  const watch = new AbortController();
  let stopAsking: (() => void) | undefined;
  navigator.locks
    .request(lock, { signal: watch.signal }, () => gone())
    .catch(() => {
      if (!watch.signal.aborted) stopAsking = askNowAndThen(ask, gone);
    });
  return () => {
    watch.abort();
    stopAsking?.();
  };
}

/** Periods are counted, not the time: a computer that slept wakes to a timer first and to answers later. */
function askNowAndThen(ask: () => Promise<unknown>, gone: () => void): () => void {
  let waited = -1;
  const timer = setInterval(() => {
    if (waited < 0) {
      waited = 0;
      const answered = (): void => {
        waited = -1;
      };
      ask().then(answered, answered);
    } else if (++waited === LATE) {
      clearInterval(timer);
      gone();
    }
  }, PERIOD);
  return () => clearInterval(timer);
}
