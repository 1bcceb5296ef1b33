/** Parts of a SIP, SIPS or tel URI as text, for tables (RFC 3261 section 19.1, RFC 3966). Tolerant; never throws. */

/** The user part, percent-escapes left as they are; the number of a tel URI; undefined when there is none. */
export function userOf(uri: string): string | undefined {
  const colon = uri.indexOf(':');
  if (colon < 0) return undefined;
  const rest = uri.slice(colon + 1);
  if (uri.slice(0, colon).toLowerCase() === 'tel') return rest.split(';', 1)[0] || undefined;
  const at = rest.indexOf('@');
  if (at < 0) return undefined;
  const user = rest.slice(0, at);
  const secret = user.indexOf(':');
  return (secret < 0 ? user : user.slice(0, secret)) || undefined;
}

/** Host (and port) of a URI, or the whole text when it has none. */
export function hostOf(uri: string): string {
  const colon = uri.indexOf(':');
  const rest = colon < 0 ? uri : uri.slice(colon + 1);
  const at = rest.indexOf('@');
  return (at < 0 ? rest : rest.slice(at + 1)).split(/[;?>]/, 1)[0] ?? '';
}

/** What a table shows of a party: the user part, else the host. */
export function partyOf(uri: string): string {
  return userOf(uri) ?? hostOf(uri);
}
