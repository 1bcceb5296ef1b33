/**
 * Every header field we know: its spelling, compact form, where it is defined, whether commas join several values in it
 * (RFC 3261 section 7.3.1), and how its value is built, for the inspector. Names match in any case; unknown ones are text.
 */
import { extensionHeaders } from './header-extensions.ts';

/** How a value is built; inspect-value.ts has one reader for each. */
export type HeaderForm =
  | 'text'
  | 'number'
  | 'tokens'
  | 'address'
  | 'uris'
  | 'via'
  | 'cseq'
  | 'rack'
  | 'authentication'
  | 'parameters'
  | 'valueAndParameters'
  | 'callIdAndParameters'
  | 'date'
  | 'warning'
  | 'retryAfter';

export interface HeaderName {
  readonly name: string;
  /** one lower-case letter */
  readonly compact: string | undefined;
  readonly reference: string;
  /** several values may stand in one header, joined by commas */
  readonly isList: boolean;
  readonly form: HeaderForm;
}

/** name, section of RFC 3261, form, and "list" and the compact letter where they apply */
export type HeaderRow = readonly [name: string, reference: string, form: HeaderForm, ...more: readonly string[]];

const coreHeaders: readonly HeaderRow[] = [
  ['Accept', '20.1', 'valueAndParameters', 'list'],
  ['Accept-Encoding', '20.2', 'valueAndParameters', 'list'],
  ['Accept-Language', '20.3', 'valueAndParameters', 'list'],
  ['Alert-Info', '20.4', 'uris', 'list'],
  ['Allow', '20.5', 'tokens', 'list'],
  ['Authentication-Info', '20.6', 'parameters', 'list'],
  ['Authorization', '20.7', 'authentication'],
  ['Call-ID', '20.8', 'text', 'i'],
  ['Call-Info', '20.9', 'uris', 'list'],
  ['Contact', '20.10', 'address', 'list', 'm'],
  ['Content-Disposition', '20.11', 'valueAndParameters'],
  ['Content-Encoding', '20.12', 'tokens', 'list', 'e'],
  ['Content-Language', '20.13', 'tokens', 'list'],
  ['Content-Length', '20.14', 'number', 'l'],
  ['Content-Type', '20.15', 'valueAndParameters', 'c'],
  ['CSeq', '20.16', 'cseq'],
  ['Date', '20.17', 'date'],
  ['Error-Info', '20.18', 'uris', 'list'],
  ['Expires', '20.19', 'number'],
  ['From', '20.20', 'address', 'f'],
  ['In-Reply-To', '20.21', 'tokens', 'list'],
  ['Max-Forwards', '20.22', 'number'],
  ['Min-Expires', '20.23', 'number'],
  ['MIME-Version', '20.24', 'text'],
  ['Organization', '20.25', 'text'],
  ['Priority', '20.26', 'text'],
  ['Proxy-Authenticate', '20.27', 'authentication'],
  ['Proxy-Authorization', '20.28', 'authentication'],
  ['Proxy-Require', '20.29', 'tokens', 'list'],
  ['Record-Route', '20.30', 'address', 'list'],
  ['Reply-To', '20.31', 'address'],
  ['Require', '20.32', 'tokens', 'list'],
  ['Retry-After', '20.33', 'retryAfter'],
  ['Route', '20.34', 'address', 'list'],
  ['Server', '20.35', 'text'],
  ['Subject', '20.36', 'text', 's'],
  ['Supported', '20.37', 'tokens', 'list', 'k'],
  ['Timestamp', '20.38', 'text'],
  ['To', '20.39', 'address', 't'],
  ['Unsupported', '20.40', 'tokens', 'list'],
  ['User-Agent', '20.41', 'text'],
  ['Via', '20.42', 'via', 'list', 'v'],
  ['Warning', '20.43', 'warning', 'list'],
  ['WWW-Authenticate', '20.44', 'authentication'],
];

function headerOf(row: HeaderRow, isCore: boolean): HeaderName {
  const [name, reference, form, ...more] = row;
  return {
    name,
    reference: isCore ? `RFC 3261 section ${reference}` : reference,
    form,
    isList: more.includes('list'),
    compact: more.find((word) => word.length === 1),
  };
}

/** All of them, RFC 3261 first. */
export const headerNames: readonly HeaderName[] = [...coreHeaders.map((row) => headerOf(row, true)), ...extensionHeaders.map((row) => headerOf(row, false))];

const byName: ReadonlyMap<string, HeaderName> = new Map(headerNames.map((header) => [header.name.toLowerCase(), header]));
const byCompact: ReadonlyMap<string, HeaderName> = new Map(
  headerNames.filter((header) => header.compact !== undefined).map((header) => [header.compact!, header]),
);

/** The header of a name as it stands in a message, long or compact, in any case; undefined when unknown. */
export function headerNamed(name: string): HeaderName | undefined {
  const lower = name.toLowerCase();
  return lower.length === 1 ? byCompact.get(lower) : byName.get(lower);
}
