/** Words of the rules about signalling (semantics 8.1). */
import type { FindingTexts } from '../../finding-text.ts';
import { times } from '../counted.ts';

export const signallingFindings = {
  'SIP-NORESP': {
    title: 'Nobody answers a request',
    sentence: (f) => `${f('method')} was sent ${f('copies')} times to ${f('destination')} and no response came.`,
    causes: [
      'The destination is down, or does not listen on this port.',
      'A firewall drops the request or the response.',
      'The NAT binding is gone: the response goes nowhere.',
    ],
    help: 'A request sent twice or more without any response until the capture ends.',
  },
  'ACK-MISSING': {
    title: 'Answer never acknowledged',
    sentence: (f) =>
      f('dropped') === '1'
        ? `The answer was sent ${f('copies')} times and no ACK came; the callee’s side gave up and ended the call: the “32-second drop”.`
        : `The answer was sent ${f('copies')} times within ${f('waited', 1)} s without an ACK.`,
    causes: [
      'The ACK goes to an address that cannot be reached: a private Contact or Record-Route behind NAT.',
      'A SIP-aware router (ALG) rewrites or drops the ACK.',
      'A proxy does not add or follow Record-Route.',
    ],
    help: 'A 2xx to an INVITE is repeated and no ACK follows. After 64·T1 (32 s) its sender ends the call.',
  },
  'PRACK-MISSING': {
    title: 'Reliable ringing never acknowledged',
    sentence: (f) => `A reliable ${f('status')} was sent ${f('copies')} times within ${f('waited', 1)} s and no PRACK came.`,
    causes: [
      'A proxy or firewall between them drops PRACK.',
      'The caller announces 100rel but does not do it.',
      'The Contact of the response cannot be reached.',
    ],
    help: 'A provisional response with RSeq is repeated and no PRACK follows; the call fails after 32 s.',
  },
  'CALL-5XX': {
    title: 'A server failed',
    sentence: (f) => `The call ended with ${f('status')}${f('cause') === '0' ? '' : `, cause ${f('cause')}`}.`,
    causes: [
      '503: a server or trunk is overloaded or out of service.',
      '504 or 408 behind it: the next server did not answer in time.',
      '500: an error inside the server; 580: resources were not available.',
    ],
    help: 'The final response is 500 to 599.',
  },
  'CALL-488': {
    title: 'Nothing of the offer is acceptable',
    sentence: (f) =>
      f('fatal') === '1' ? `The call was refused with ${f('status')}.` : `A change of the call was refused with ${f('status')}; the call went on as before.`,
    causes: [
      'The two sides have no codec in common.',
      'One side insists on SRTP, or does not know it.',
      'T.38 or video is offered to a side that has neither.',
    ],
    help: 'An INVITE or UPDATE was refused with 488, 606 or 415. Compare offer and what the other side offers in its own calls.',
  },
  'AUTH-LOOP': {
    title: 'Credentials refused again and again',
    sentence: (f) =>
      f('kind') === 'same'
        ? 'The server refused the credentials and asked again with the nonce they were made with: the nonce was good, the answer was not.'
        : `The server asked for credentials ${f('challenges')} times without accepting any.`,
    causes: [
      'Wrong password, user name or realm.',
      'The URI in the credentials is not the one that was asked for (rewritten on the way).',
      'The server changes its nonce at every request.',
    ],
    help: 'Several challenges (401 or 407) in a row, with no success between them, that were not because of a stale nonce; or credentials refused while the nonce stayed the same.',
  },
  'SE-TIMEOUT': {
    title: 'The session timer ran out',
    sentence: (f) => `The call was ended ${f('after')} s after the last refresh; ${f('expires')} s had been agreed.`,
    causes: [
      'The side that should refresh does not, or its re-INVITE or UPDATE is lost.',
      'A proxy or ALG removes Session-Expires on one side.',
      'The refresh is refused.',
    ],
    help: 'A BYE shortly before the session interval ends, and no refresh since it was agreed (typical: drops after 15 or 30 minutes).',
  },
  LOOP: {
    title: 'The request goes round in circles',
    sentence: (f) =>
      f('status') === '0'
        ? `The same INVITE went over one hop ${f('passes')} times, each time with more Vias.`
        : `A server answered ${f('status')}: it had seen the request before, or too many hops.`,
    causes: [
      'Two servers route the number to each other.',
      'A forwarding leads back to the one who forwards.',
      'A dial plan has no route and falls back to where the call came from.',
    ],
    help: 'A 482 or 483, or one request over one hop three times with ever more Vias.',
  },
  'PDD-HIGH': {
    title: 'The caller waits long',
    sentence: (f) =>
      `The caller waited ${f('delay', 1)} s for the first sign of the far end${f('client') === '0' ? '' : `; ${f('client', 1)} s of it passed before the client sent credentials or tried again`}.`,
    causes: ['Slow or failed routes tried one after the other.', 'DNS look-ups that time out.', 'Overlap dialling that waits for more digits.'],
    help: 'Post-dial delay: from the first INVITE to ringing or a final answer (not 100, not a challenge).',
  },
  'CALL-403': {
    title: 'The call is not allowed',
    sentence: () => 'The server understood the call and refused it with 403.',
    causes: [
      'The number or the caller is barred.',
      'The address of the caller is not authorised on this trunk.',
      'The calling number is not one of the account’s.',
    ],
    help: 'The final response is 403.',
  },
  'CALL-4XX-NUM': {
    title: 'No such number',
    sentence: (f) => `The call ended with ${f('status')}: the number is unknown or incomplete.`,
    causes: [
      'The format of the number: missing or doubled prefix, + against 00.',
      'The number is not provisioned, or no longer.',
      'The account is not registered: some servers say 404 then.',
    ],
    help: 'The final response is 404, 410, 484 or 604.',
  },
  'AUTH-FAIL': {
    title: 'Authentication failed',
    sentence: (f) =>
      f('refused') === '1'
        ? `${f('method')} with credentials was refused with ${f('status')}.`
        : `${f('method')} was challenged with ${f('status')}, and the client did not try again.`,
    causes: ['The account is disabled, or the password is wrong.', 'The client has no credentials for this realm.', 'The challenge never reached the client.'],
    help: 'A 403 to a request with credentials, or a challenge after which nothing came for 32 s.',
  },
  'BYE-NORESP': {
    title: 'Nobody answers the BYE',
    sentence: (f) => `BYE was sent ${f('copies')} times to ${f('destination')} and no response came within ${f('waited', 1)} s.`,
    causes: [
      'The other side has gone already, or its NAT binding has.',
      'The route set leads to a server that does not know the call.',
      'Billing may go on at the other side.',
    ],
    help: 'A BYE is repeated and never answered.',
  },
  'BYE-MISSING': {
    title: 'The call never ended',
    sentence: (f) => `Sound stopped in both directions ${f('silent')} s before the capture ends, and there is no BYE.`,
    causes: [
      'The BYE was lost, or went another way than this capture sees.',
      'An endpoint crashed or lost its network.',
      'A NAT or firewall closed its bindings.',
    ],
    help: 'An answered call whose media ended in both directions long before the capture did.',
  },
  'CANCEL-NO487': {
    title: 'Cancelled, but never ended',
    sentence: (f) => `The CANCEL was accepted, and the INVITE got no final response within ${f('waited')} s.`,
    causes: ['The callee goes on ringing: it ignored the CANCEL.', 'The 487 was lost, or sent to another address.'],
    help: 'A CANCEL answered with 200 and no 487 (or other final response) to its INVITE within 64·T1.',
  },
  'ACK-LATE': {
    title: 'The ACK came late',
    sentence: (f) => `The answer was acknowledged after ${f('delay', 1)} s.`,
    causes: [
      'The caller’s device or a server between is slow.',
      'Earlier copies of the answer or the ACK were lost.',
      'The offer of another leg is waited for (third-party call control).',
    ],
    help: 'From the 2xx to its ACK. Until then the callee may not hear, and the caller may miss the greeting.',
  },
  'SIP-RETX-REQ': {
    title: 'Requests sent again',
    sentence: (f) =>
      `${f('method')} was sent again ${times(f('again'))}, ${/^[-−]/.test(f('interval')) ? 'when is not known' : `${f('again') === '1' ? '' : 'the first time '}after ${f('interval')} ms`}${f('offSchedule') === '1' ? ', off the schedule of RFC 3261' : ''}.`,
    causes: ['Packets are lost on the way there or back.', 'The server is slow or overloaded.', 'Off schedule: the client’s timers are its own.'],
    help: 'A request repeated over UDP. The schedule is 0.5, 1.5, 3.5, 7.5 s after the first copy.',
  },
  'SIP-RETX-RESP': {
    title: 'Final response sent again',
    sentence: (f) => `${f('status')} to ${f('method')} was sent again ${times(f('again'))}${f('acknowledged') === '1' ? ' before the ACK came' : ''}.`,
    causes: ['The response is lost on its way.', 'The ACK is lost, or goes to the wrong place.', 'The request was repeated, and each copy is answered.'],
    help: 'A final response repeated twice or more.',
  },
  'XFER-FAIL': {
    title: 'Transfer failed',
    sentence: (f) => {
      if (f('kind') === 'refused') return `The REFER was refused with ${f('status')}.`;
      if (f('kind') === 'failed') return `The target of the transfer answered ${f('status')}.`;
      if (f('kind') === 'back') return 'The REFER was accepted, no NOTIFY said how the transfer ended, and whoever asked for it took the call back.';
      if (f('kind') === 'silent') return 'The REFER was accepted, and no NOTIFY ever said what became of the transfer.';
      return 'NOTIFY told that the target was being called, and none ever how it ended.';
    },
    causes: [
      'The target is busy, wrong, or may not be called.',
      'The server does not support REFER.',
      'NOTIFY was lost, goes another way, or the transferee forgot it.',
    ],
    help: 'A REFER refused, or a NOTIFY whose sipfrag reports a failure and no success after it; or no final NOTIFY: taken back, none within 32 s, or only provisional ones for 3 min while the call went on.',
  },
  GLARE: {
    title: 'Both sides changed the call at once',
    sentence: (f) => (f('retried') === '1' ? 'One side was told 491 and tried again.' : 'One side was told 491 and did not try again.'),
    causes: ['Simultaneous re-INVITE or UPDATE: hold, session refresh or codec change from both sides.', 'A server and a phone both refresh the session.'],
    help: 'A 491. It should be tried again after 2.1 to 4 s by the owner of the Call-ID, within 2 s by the other.',
  },
  'ACK-MISMATCH': {
    title: 'The ACK does not fit',
    sentence: (f) =>
      f('reused') === '1'
        ? `The ACK to ${f('status')} has the branch of the INVITE; it should have a new one.`
        : `The ACK to ${f('status')} has a branch of its own; it should have that of the INVITE.`,
    causes: ['A stack that does not keep to RFC 3261.', 'A proxy that forwards statelessly may drop such an ACK.'],
    help: 'An ACK to a 2xx is a transaction of its own; one to a failure belongs to that of the INVITE.',
  },
  'CSEQ-ORDER': {
    title: 'CSeq numbers out of order',
    sentence: (f) => `${f('method')} has CSeq ${f('after')} after ${f('methodBefore')} with ${f('before')}.`,
    causes: ['A stack that counts wrong.', 'A server in the path puts requests of its own into the dialog.', 'Two devices share one dialog.'],
    help: 'Within a dialog the numbers of each side must rise, and a number belongs to one request. Receivers answer 500 otherwise.',
  },
  'BRANCH-REUSE': {
    title: 'Branch used twice, or of an old kind',
    sentence: (f) =>
      f('reused') === '1'
        ? `${f('method')} has the same branch as ${f('methodBefore')} before it.`
        : `The branch of ${f('method')} does not begin with z9hG4bK.`,
    causes: ['A stack of the time of RFC 2543.', 'A stack that makes branches wrong: its requests may be taken for copies.'],
    help: 'A branch names one transaction everywhere and begins with z9hG4bK.',
  },
  'TAG-CHANGE': {
    title: 'Tags missing or changed',
    sentence: (f) => (f('missing') === '1' ? `The ${f('status')} has no To-tag.` : `${f('method')} comes with another From-tag than the dialog has.`),
    causes: ['A stack that does not keep to RFC 3261.', 'A server in the middle that rewrites tags on one side alone; 481 follows.'],
    help: 'A final response to an INVITE without To-tag, or a request in the only dialog with another From-tag.',
  },
  'CL-MISMATCH': {
    title: 'Content-Length is wrong',
    sentence: (f) =>
      f('more') === '1' ? 'Content-Length announces more than the message has.' : 'The body is longer than Content-Length says; the rest is ignored.',
    causes: ['The message was cut on the way.', 'An ALG changed the body and not the length.', 'The sender counts wrong.'],
    help: 'Content-Length and the octets behind the headers, padding left out. Datagrams cut by the capture do not count.',
  },
  'SIP-100-LATE': {
    title: 'The 100 came late',
    sentence: (f) => `The INVITE was sent again because ${f('status')} took ${f('delay')} ms.`,
    causes: ['The next server waits for something before it answers.', 'A long way, or a slow one.'],
    help: 'A server should send 100 within 200 ms, so that the INVITE is not repeated.',
  },
  'SETUP-ROUTEHUNT': {
    title: 'Other routes were tried first',
    sentence: (f) => `${f('failed')} next hops failed before one took the call.`,
    causes: ['A route or trunk is out of order and still in use.', 'The order of the routes is not the best.'],
    help: 'A node got a failure and sent the INVITE elsewhere, until it was answered.',
  },
  'CANCEL-RACE': {
    title: 'Answered while being cancelled',
    sentence: (f) => `The answer came ${f('apart')} ms after the CANCEL${f('ended') === '1' ? ', and the call was ended with BYE' : ''}.`,
    causes: ['The callee picked up at the same moment.'],
    help: 'A 2xx after the CANCEL: the caller must acknowledge it and send BYE.',
  },
  'BYE-CROSS': {
    title: 'Both hung up at once',
    sentence: (f) => `The two BYE are ${f('apart')} ms apart.`,
    causes: ['Two people, or two timers, at the same moment.'],
    help: 'A BYE from each side of a dialog within a short time.',
  },
  'BYE-481': {
    title: 'BYE for an unknown call',
    sentence: () => 'The BYE was answered with 481: the other side does not know the dialog.',
    causes: ['The call had been ended already.', 'Tags or Call-ID were changed on the way, or a fork’s other branch is meant.', 'The server was restarted.'],
    help: 'A 481 to a BYE. The call is over all the same.',
  },
  'SE-422': {
    title: 'Session interval too small',
    sentence: (f) =>
      f('retried') === '1'
        ? 'The interval was too small; the request was sent again with another.'
        : 'The interval was too small, and the request was not sent again.',
    causes: ['Session-Expires of one side is below Min-SE of the other.'],
    help: 'A 422; its Min-SE says what is accepted.',
  },
  'METHOD-NOTALLOWED': {
    title: 'Method or extension not supported',
    sentence: (f) => `${f('method')} was answered with ${f('status')}.`,
    causes: ['The other side does not know this method (see its Allow).', 'An extension was required that it does not have (see Unsupported).'],
    help: 'A 405, 420, 421 or 501.',
  },
} as const satisfies FindingTexts;
