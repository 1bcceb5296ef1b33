/** 注册规则的文字（semantics 8.1）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { registrationFindings as en } from '../../en/findings/registration.ts';

export const registrationFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'REG-FLAP': {
    title: '注册反复变化',
    sentence: (f) =>
      f('interval') === '0'
        ? `${f('aor')} 在十分钟内注销 ${f('cycles')} 次，更换 Contact ${f('changes')} 次。`
        : `${f('aor')} 每 ${f('interval', 1)} 秒刷新一次，而授予的时间为 ${f('granted')} 秒。`,
    causes: ['NAT 不断更换端口或地址。', '网络或设备不稳定。', '两台设备争用一个账号。', '设备被设置为过于频繁地刷新。'],
    help: '十分钟内三次或以上注销或更换 Contact，或刷新远早于所需。',
  },
  'REG-EXPIRE': {
    title: '注册曾经过期',
    sentence: (f) => `${f('aor')} 在注册过期 ${f('late', 1)} 秒后才重新注册${f('times') === '1' ? '' : `；共发生 ${f('times')} 次`}。`,
    causes: ['设备刷新过晚，或曾经关机。', '刷新丢失，或质询未果。', '注册服务器授予的时间少于设备的预期。'],
    help: '授予的时间与下一次成功之间有空隙：其间对此账号的呼叫会失败。',
  },
  'REG-MULTI': {
    title: '一个账号有多台设备',
    sentence: (f) => `注册服务器列出 ${f('count')} 个 Contact，其中有 ${f('first')} 和 ${f('second')}。`,
    causes: ['有意使用多台设备：来电会同时振铃。', '从未清除的旧绑定。'],
    help: '对 REGISTER 的 200 中有多个 Contact。',
  },
};
