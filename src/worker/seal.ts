/**
 * Takes every way out of this worker away before the first octet of a capture is read. The page's policy already binds a
 * blob worker; this is the second lock, for browsers and hosts where the first one fails (docs/decisions/0002).
 */

const waysOut = [
  'fetch',
  'XMLHttpRequest',
  'WebSocket',
  'WebSocketStream',
  'EventSource',
  'WebTransport',
  'BroadcastChannel',
  'importScripts',
  'indexedDB',
  'caches',
  'Worker',
  'SharedWorker',
  'RTCPeerConnection',
  'Notification',
] as const;

/** Deletes the ways out from the global and its prototypes; what cannot be deleted is shadowed by undefined. */
export function seal(scope: object): void {
  for (const name of waysOut) {
    for (let owner: object | null = scope; owner !== null; owner = Object.getPrototypeOf(owner) as object | null) {
      if (Object.prototype.hasOwnProperty.call(owner, name)) Reflect.deleteProperty(owner, name);
    }
    if (name in scope) Object.defineProperty(scope, name, { value: undefined, writable: false, configurable: false });
  }
}
