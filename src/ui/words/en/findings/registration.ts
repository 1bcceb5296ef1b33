/** Words of the rules about registration (semantics 8.1). */
import type { FindingTexts } from '../../finding-text.ts';
import { times } from '../counted.ts';

export const registrationFindings = {
  'REG-FLAP': {
    title: 'Registration comes and goes',
    sentence: (f) =>
      f('interval') === '0'
        ? `${f('aor')} ${[f('cycles') === '0' ? '' : `was unregistered ${times(f('cycles'))}`, f('changes') === '0' ? '' : `changed its Contact ${times(f('changes'))}`].filter((part) => part !== '').join(' and ')} within ten minutes.`
        : `${f('aor')} refreshes every ${f('interval', 1)} s though ${f('granted')} s are granted.`,
    causes: [
      'The NAT changes its port or address again and again.',
      'The network or the device is unstable.',
      'Two devices fight over one account.',
      'The device is told to refresh far too often.',
    ],
    help: 'Three or more deregistrations or new Contacts within ten minutes, or refreshes far earlier than needed.',
  },
  'REG-EXPIRE': {
    title: 'Registration had run out',
    sentence: (f) =>
      `${f('aor')} registered anew ${f('late', 1)} s after its registration had run out${f('times') === '1' ? '' : `; this happened ${f('times')} times`}.`,
    causes: [
      'The device refreshes too late, or was off.',
      'Refreshes were lost or challenged in vain.',
      'The registrar granted less than the device counts on.',
    ],
    help: 'A gap between the granted time and the next success: calls to this account fail meanwhile.',
  },
  'REG-MULTI': {
    title: 'Several devices under one account',
    sentence: (f) => `The registrar lists ${f('count')} Contacts, ${f('first')} and ${f('second')} among them.`,
    causes: ['Several devices on purpose: calls ring on all of them.', 'Old bindings that were never removed.'],
    help: 'A 200 to REGISTER with more than one Contact.',
  },
} as const satisfies FindingTexts;
