/** Whether an address, as text, means something only where it is: RFC 1918, 6598, 4193, link-local, loopback. Names are not private. */
export function isPrivateAddress(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare.includes(':')) return bare === '::1' || /^f[cd][0-9a-f]{2}:|^fe[89ab][0-9a-f]:/.test(bare);
  return (
    /^\d{1,3}(?:\.\d{1,3}){3}$/.test(bare) && /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(bare)
  );
}
