/** Counts what the page has asked of any server since it was loaded, so that the promise on the start page can be seen. */
import { Signal } from './signal.ts';

/** addresses asked for since the load event, oldest first, at most a thousand */
export const requests: Signal<readonly string[]> = new Signal<readonly string[]>([]);

/** Begins to watch; once, from main.ts. */
export function watchRequests(): void {
  const begin = (): void => {
    const since = performance.now();
    new PerformanceObserver((list) => {
      const names = list
        .getEntries()
        .filter((entry) => entry.startTime >= since && /^https?:/.test(entry.name))
        .map((entry) => entry.name);
      if (names.length > 0) requests.value = [...requests.value, ...names].slice(0, 1000);
    }).observe({ type: 'resource', buffered: true });
  };
  if (document.readyState === 'complete') begin();
  else addEventListener('load', () => setTimeout(begin), { once: true });
}
