/** What an MSRP line is for, by the MIME types it takes (RFC 4975 section 8.6) and the file it offers (RFC 5547). */

/** types that are text, or wrap it: a=accept-types names the wrapper, and what is in it may be named elsewhere */
const TEXT = /^(text\/|message\/(cpim|imdn)|application\/im-iscomposing)/i;

export function msrpKind(types: readonly string[], file: boolean): 'text' | 'files' | 'both' | 'file' | 'unsaid' {
  if (file) return 'file';
  if (types.length === 0) return 'unsaid';
  const any = types.some((type) => type === '*' || type === '*/*');
  const text = types.some((type) => TEXT.test(type));
  const files = types.some((type) => type !== '*' && type !== '*/*' && !TEXT.test(type));
  return any || (text && files) ? 'both' : text ? 'text' : 'files';
}
