/**
 * What can be wrong with a SIP message, as bits of one integer: the scanner sets them, the tables keep them, and
 * `problemCodes()` turns them into diagnostic codes. Every bit names the rule of RFC 3261 that is broken.
 */

export const Problem = {
  startLineWhitespace: 0x1,
  version: 0x2,
  statusCode: 0x4,
  requestUri: 0x8,
  method: 0x10,
  lineEnding: 0x20,
  headerWithoutColon: 0x40,
  headerName: 0x80,
  foldWithoutHeader: 0x100,
  headerEndMissing: 0x200,
  missingCallId: 0x400,
  missingFrom: 0x800,
  missingTo: 0x1000,
  missingCseq: 0x2000,
  missingVia: 0x4000,
  duplicateHeader: 0x8000,
  cseqMalformed: 0x10000,
  cseqRange: 0x20000,
  cseqMethod: 0x40000,
  contentLengthMalformed: 0x80000,
  contentLengthTooLarge: 0x100000,
  contentLengthTooSmall: 0x200000,
  contentLengthMissing: 0x400000,
  nameAddr: 0x800000,
  via: 0x1000000,
  number: 0x2000000,
  leadingLines: 0x4000000,
  multipartBoundary: 0x8000000,
  lengthLimit: 0x10000000,
  startLineOctet: 0x20000000,
  date: 0x40000000,
} as const;

interface ProblemKind {
  readonly bit: number;
  readonly code: string;
  readonly reference: string;
}

export const problemKinds: readonly ProblemKind[] = [
  { bit: Problem.startLineWhitespace, code: 'sip.start-line-whitespace', reference: 'RFC 3261 section 7.1' },
  { bit: Problem.version, code: 'sip.version', reference: 'RFC 3261 section 7.1' },
  { bit: Problem.statusCode, code: 'sip.status-code', reference: 'RFC 3261 section 7.2' },
  { bit: Problem.requestUri, code: 'sip.request-uri', reference: 'RFC 3261 section 7.1' },
  { bit: Problem.method, code: 'sip.method', reference: 'RFC 3261 section 7.1' },
  { bit: Problem.lineEnding, code: 'sip.line-ending', reference: 'RFC 3261 section 7' },
  { bit: Problem.headerWithoutColon, code: 'sip.header-without-colon', reference: 'RFC 3261 section 7.3.1' },
  { bit: Problem.headerName, code: 'sip.header-name', reference: 'RFC 3261 section 7.3.1' },
  { bit: Problem.foldWithoutHeader, code: 'sip.fold-without-header', reference: 'RFC 3261 section 7.3.1' },
  { bit: Problem.headerEndMissing, code: 'sip.header-end-missing', reference: 'RFC 3261 section 7' },
  { bit: Problem.missingCallId, code: 'sip.missing-call-id', reference: 'RFC 3261 section 8.1.1' },
  { bit: Problem.missingFrom, code: 'sip.missing-from', reference: 'RFC 3261 section 8.1.1' },
  { bit: Problem.missingTo, code: 'sip.missing-to', reference: 'RFC 3261 section 8.1.1' },
  { bit: Problem.missingCseq, code: 'sip.missing-cseq', reference: 'RFC 3261 section 8.1.1' },
  { bit: Problem.missingVia, code: 'sip.missing-via', reference: 'RFC 3261 section 8.1.1' },
  { bit: Problem.duplicateHeader, code: 'sip.duplicate-header', reference: 'RFC 3261 section 7.3.1' },
  { bit: Problem.cseqMalformed, code: 'sip.cseq-malformed', reference: 'RFC 3261 section 20.16' },
  { bit: Problem.cseqRange, code: 'sip.cseq-range', reference: 'RFC 3261 section 8.1.1.5' },
  { bit: Problem.cseqMethod, code: 'sip.cseq-method', reference: 'RFC 3261 section 8.1.1.5' },
  { bit: Problem.contentLengthMalformed, code: 'sip.content-length-malformed', reference: 'RFC 3261 section 20.14' },
  { bit: Problem.contentLengthTooLarge, code: 'sip.content-length-too-large', reference: 'RFC 3261 section 18.3' },
  { bit: Problem.contentLengthTooSmall, code: 'sip.content-length-too-small', reference: 'RFC 3261 section 18.3' },
  { bit: Problem.contentLengthMissing, code: 'sip.content-length-missing', reference: 'RFC 3261 section 18.3' },
  { bit: Problem.nameAddr, code: 'sip.name-addr', reference: 'RFC 3261 section 20.10' },
  { bit: Problem.via, code: 'sip.via', reference: 'RFC 3261 section 20.42' },
  { bit: Problem.number, code: 'sip.number', reference: 'RFC 3261 section 25.1' },
  { bit: Problem.leadingLines, code: 'sip.leading-lines', reference: 'RFC 3261 section 7.5' },
  { bit: Problem.multipartBoundary, code: 'sip.multipart-boundary', reference: 'RFC 2046 section 5.1.1' },
  { bit: Problem.lengthLimit, code: 'limit.sipMessageLength', reference: '' },
  { bit: Problem.startLineOctet, code: 'sip.start-line-octet', reference: 'RFC 3261 section 25.1' },
  { bit: Problem.date, code: 'sip.date', reference: 'RFC 3261 section 20.17' },
];

/** Not a fault by itself: empty lines before a start line are to be ignored (RFC 3261 section 7.5), but tshark hides such datagrams. */
export const harmless: number = Problem.leadingLines;

/** The diagnostic codes of a problem bitset, in the order of the table. */
export function problemCodes(problems: number): string[] {
  const codes: string[] = [];
  if (problems === 0) return codes;
  for (const kind of problemKinds) if ((problems & kind.bit) !== 0) codes.push(kind.code);
  return codes;
}
