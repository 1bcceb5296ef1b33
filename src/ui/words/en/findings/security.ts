/** Words of the rules about security (semantics 8.1). */
import type { FindingTexts } from '../../finding-text.ts';

export const securityFindings = {
  'SEC-SCAN': {
    title: 'Somebody scans for accounts',
    sentence: (f) =>
      `${f('source')} tried ${f('attempts')} times, for ${f('users')} accounts on ${f('servers')} servers${f('tool') === '' ? '' : ` (${f('tool')})`}.`,
    causes: ['A scanner from the internet: block its address.', 'A dialler or a test of one’s own that asks for many numbers.'],
    help: 'A user agent of a known scanner, or many accounts or servers asked within a minute with hardly any success.',
  },
  'SEC-BRUTE': {
    title: 'Passwords are guessed',
    sentence: (f) => `${f('source')} had credentials refused ${f('failures')} times within a minute, for ${f('users')} accounts.`,
    causes: ['An attacker tries passwords: block the address.', 'A device with an old password that tries without pause.'],
    help: 'Ten or more refused credentials of one address within a minute.',
  },
  'SEC-FLOOD': {
    title: 'A flood of requests',
    sentence: (f) => `${f('source')} sent ${f('rate')} new requests within a second (usually ${f('usual')}); ${f('successes')} of them succeeded.`,
    causes: ['An attack, or a scanner at full speed.', 'A peer that tries again without pause.', 'A load test.'],
    help: 'Fifty or more new INVITE or OPTIONS of one address within a second, with hardly any success or ten times its usual rate.',
  },
  'SEC-FRAUD': {
    title: 'Somebody looks for free calls',
    sentence: (f) =>
      Number(f('prefixes').replace(/\D/g, '')) > 1
        ? `${f('source')} tried ${f('calls')} calls in vain, one number (…${f('number')}) under ${f('prefixes')} prefixes.`
        : `${f('source')} tried ${f('calls')} calls in vain, to ${f('countries')} countries or regions.`,
    causes: ['Toll fraud: somebody looks for the prefix that dials out.', 'A dial plan that tries several forms of a number.'],
    help: 'Failed calls of one address within ten minutes: one number under several prefixes, or many international prefixes.',
  },
  'SEC-CLEAR': {
    title: 'Media keys in the clear',
    sentence: () => 'The keys of SRTP (a=crypto) go over unencrypted signalling.',
    causes: ['Signalling without TLS.', 'The capture was taken behind a proxy that ends TLS.'],
    help: 'a=crypto in a message over UDP or TCP: whoever reads it can decrypt the media.',
  },
  'AUTH-WEAK': {
    title: 'Weak authentication',
    sentence: (f) =>
      f('basic') === '1'
        ? 'The server asks for Basic credentials: the password goes in the clear.'
        : 'The server asks for MD5 without qop: no protection against replay.',
    causes: ['An old or careless configuration; SHA-256 with qop=auth is better (RFC 8760).'],
    help: 'A challenge with Basic, or Digest with MD5 and no qop.',
  },
} as const satisfies FindingTexts;
