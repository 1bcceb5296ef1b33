/**
 * The only door to code that starts by address: one Trusted Types policy, `app-worker`, that lets a blob of our own and
 * our own service worker pass, and refuses everything else. The page's policy names it; a second one cannot be made.
 */
interface ScriptAddressPolicy {
  createScriptURL(address: string): string;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL: (address: string) => string }): ScriptAddressPolicy;
}

/** Where the service worker stands: beside the page. */
export function offlineAddress(): string {
  return new URL('sw.js', document.baseURI).href;
}

function checked(address: string): string {
  if (address.startsWith('blob:') || address === offlineAddress()) return address;
  throw new TypeError('Only the own worker and the own service worker start by address');
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: ScriptAddressPolicy = factory ? factory.createPolicy('app-worker', { createScriptURL: checked }) : { createScriptURL: checked };

/** The address as the platform wants it; typed as text because the DOM types know no TrustedScriptURL yet. */
export function scriptAddress(address: string): string {
  return policy.createScriptURL(address);
}
