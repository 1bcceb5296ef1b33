/** 信令规则的文字（semantics 8.1）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { signallingFindings as en } from '../../en/findings/signalling.ts';

export const signallingFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'ACK-MISSING': {
    title: '应答从未得到确认',
    sentence: (f) =>
      f('dropped') === '1'
        ? `应答发送了 ${f('copies')} 次，始终没有 ACK；被叫一侧放弃并结束了呼叫，即“32 秒掉线”。`
        : `应答在 ${f('waited', 1)} 秒内发送了 ${f('copies')} 次，没有 ACK。`,
    causes: ['ACK 发往无法到达的地址：NAT 之后的私有 Contact 或 Record-Route。', '具有 SIP 感知的路由器（ALG）改写或丢弃了 ACK。', '代理没有添加或没有遵循 Record-Route。'],
    help: '对 INVITE 的 2xx 被重复发送而没有 ACK。64·T1（32 秒）之后，其发送者会结束呼叫。',
  },
  'AUTH-LOOP': {
    title: '凭据一再被拒绝',
    sentence: (f) => `服务器要求了 ${f('challenges')} 次凭据。`,
    causes: ['密码、用户名或域（realm）不正确。', '凭据中的 URI 与被请求的不一致（途中被改写）。', '服务器对每个请求都更换 nonce。'],
    help: '多次质询（401 或 407），且并非因为 nonce 过期。',
  },
  'PDD-HIGH': {
    title: '主叫等待过久',
    sentence: (f) => `主叫等待了 ${f('delay', 1)} 秒才得到对端的第一个反应。`,
    causes: ['缓慢或失败的路由被逐一尝试。', 'DNS 查询超时。', '重叠拨号在等待更多号码。'],
    help: '拨号后延迟：从第一个 INVITE 到振铃或最终应答（不含 100，不含质询）。',
  },
};
