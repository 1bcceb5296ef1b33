/**
 * Starts the decoding worker from a blob, in every build: a worker loaded by URL would not be bound by the policy in the
 * page's meta tag, one from a blob is. Import this file dynamically; it carries the whole worker as text.
 */
import source from 'virtual:capture-worker';
import { scriptAddress } from './script-address.ts';

export function startWorker(): Worker {
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  try {
    return new Worker(scriptAddress(address), { name: 'capture' });
  } finally {
    // The worker has its script as soon as it is made; the address itself is not needed for longer than a moment.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
