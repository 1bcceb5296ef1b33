/**
 * The Content-Security-Policy of every build, in one place: the meta tag of both outputs, the header file for hosts
 * that read one, and the browser tests all take it from here. Why each directive is as it is:
 * docs/decisions/0002-nothing-leaves.md
 */

/** What may be named differently by an output; everything else is the same everywhere. */
export interface PolicySources {
  readonly script: string;
  readonly style: string;
  readonly connect: string;
  readonly manifest: string;
  readonly worker: string;
  readonly font: string;
  readonly image: string;
}

/** Any static host: own files only. */
export const hosted: PolicySources = {
  script: "'self'",
  style: "'self'",
  connect: "'self'",
  manifest: "'self'",
  worker: "blob: 'self'",
  font: "'self'",
  image: "'self' blob: data:",
};

/** One file opened from disk: nothing but what stands in it. `script` and `style` are hashes. */
export function single(script: readonly string[], style: readonly string[]): PolicySources {
  return {
    script: script.join(' ') || "'none'",
    style: style.join(' ') || "'none'",
    connect: "'none'",
    manifest: "'none'",
    worker: 'blob:',
    font: "'none'",
    image: 'blob: data:',
  };
}

export function policy(sources: PolicySources): string {
  return [
    "default-src 'none'",
    `script-src ${sources.script}`,
    `style-src ${sources.style}`,
    `img-src ${sources.image}`,
    `font-src ${sources.font}`,
    'media-src blob:',
    `worker-src ${sources.worker}`,
    `connect-src ${sources.connect}`,
    `manifest-src ${sources.manifest}`,
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html app-worker',
  ].join('; ');
}

/** Headers say the same, and the few things a meta tag cannot. */
export const headers: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${policy(hosted)}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), bluetooth=(), payment=()',
};

/** `_headers` as several static hosts read it. The service worker fetches its own files, so it may not have connect-src 'none'. */
export function headersFile(): string {
  const lines = (of: Readonly<Record<string, string>>): string =>
    Object.entries(of)
      .map(([name, value]) => `  ${name}: ${value}\n`)
      .join('');
  return `/*\n${lines(headers)}/assets/*\n${lines({ 'Cache-Control': 'public, max-age=31536000, immutable' })}/sw.js\n${lines({ 'Cache-Control': 'no-cache' })}`;
}
