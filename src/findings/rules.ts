/** All rules, in the order in which the page lists them. A rule's number is its place here. */
import { mediaRules } from './media-rules.ts';
import type { CallRule, CaptureRule, DialogRule, MessagesRule, Rule } from './rule.ts';
import { signallingRules } from './signalling-rules.ts';

export const rules: readonly Rule[] = [...signallingRules, ...mediaRules];

export const callRules: readonly CallRule[] = rules.filter((rule) => rule.scope === 'call');
export const dialogRules: readonly DialogRule[] = rules.filter((rule) => rule.scope === 'dialog');
export const messagesRules: readonly MessagesRule[] = rules.filter((rule) => rule.scope === 'messages');
export const captureRules: readonly CaptureRule[] = rules.filter((rule) => rule.scope === 'capture');
