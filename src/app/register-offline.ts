/**
 * Makes the address open without a network: registers the service worker once the page is quiet, and tells the page when
 * a newer version waits. Nothing changes under the user's hands: the new version takes over when they say so.
 */
import { offline } from 'virtual:build';
import { offlineAddress, scriptAddress } from './script-address.ts';

/** `apply` puts the waiting version in charge and loads the page anew; an open capture must be chosen again after it. */
export type UpdateListener = (apply: () => void) => void;

/** Does nothing where there is no service worker: opened from disk, an insecure host, while developing. */
export function registerOffline(onUpdate: UpdateListener): void {
  if (!offline || !isSecureContext || !('serviceWorker' in navigator) || !location.protocol.startsWith('http')) return;
  const start = (): void => {
    navigator.serviceWorker.register(scriptAddress(offlineAddress())).then(
      (registration) => watch(registration, onUpdate),
      () => undefined, // No offline use then: a private window, a full disk, a host that refuses. The page works without.
    );
  };
  if (document.readyState === 'complete') start();
  else addEventListener('load', start, { once: true });
}

function watch(registration: ServiceWorkerRegistration, onUpdate: UpdateListener): void {
  const offer = (waiting: ServiceWorker | null): void => {
    if (waiting === null || navigator.serviceWorker.controller === null) return;
    onUpdate(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
      waiting.postMessage('take-over');
    });
  };
  offer(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const installing = registration.installing;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(installing);
    });
  });
}
