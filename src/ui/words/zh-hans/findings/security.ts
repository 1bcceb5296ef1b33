/** 安全规则的文字（semantics 8.1）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { securityFindings as en } from '../../en/findings/security.ts';

export const securityFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'SEC-SCAN': {
    title: '有人在扫描账号',
    sentence: (f) =>
      `${f('source')} 尝试了 ${f('attempts')} 次，涉及 ${f('servers')} 台服务器上的 ${f('users')} 个账号${f('tool') === '' ? '' : `（${f('tool')}）`}。`,
    causes: ['来自互联网的扫描器：请封锁其地址。', '自己的拨号器或测试，请求了大量号码。'],
    help: '已知扫描器的用户代理，或一分钟内探测大量账号或服务器而几乎没有成功。',
  },
  'SEC-BRUTE': {
    title: '有人在猜密码',
    sentence: (f) => `${f('source')} 的凭据在一分钟内被拒绝 ${f('failures')} 次，涉及 ${f('users')} 个账号。`,
    causes: ['攻击者在尝试密码：请封锁该地址。', '使用旧密码的设备在不停地尝试。'],
    help: '同一地址一分钟内有十次或以上凭据被拒绝。',
  },
  'SEC-FLOOD': {
    title: '请求泛洪',
    sentence: (f) => `${f('source')} 在一秒内发出 ${f('rate')} 个新请求（通常 ${f('usual')} 个）；其中 ${f('successes')} 个成功。`,
    causes: ['攻击，或全速运行的扫描器。', '对端不停地重试。', '负载测试。'],
    help: '同一地址一秒内有五十个或以上新的 INVITE 或 OPTIONS，且几乎没有成功，或达到其平常速率的十倍。',
  },
  'SEC-FRAUD': {
    title: '有人在寻找免费通话',
    sentence: (f) =>
      Number(f('prefixes').replace(/\D/g, '')) > 1
        ? `${f('source')} 尝试了 ${f('calls')} 次呼叫均未成功，同一号码（…${f('number')}）用了 ${f('prefixes')} 种前缀。`
        : `${f('source')} 尝试了 ${f('calls')} 次呼叫均未成功，发往 ${f('countries')} 个国家或地区。`,
    causes: ['话费欺诈：有人在寻找能拨出的前缀。', '拨号计划尝试同一号码的多种写法。'],
    help: '同一地址十分钟内的失败呼叫：同一号码使用多种前缀，或多种国际前缀。',
  },
  'SEC-CLEAR': {
    title: '媒体密钥以明文传送',
    sentence: () => 'SRTP 的密钥（a=crypto）通过未加密的信令传送。',
    causes: ['信令没有使用 TLS。', '抓包点位于终结 TLS 的代理之后。'],
    help: 'UDP 或 TCP 消息中的 a=crypto：读到它的人都能解密媒体。',
  },
  'AUTH-WEAK': {
    title: '认证强度弱',
    sentence: (f) => (f('basic') === '1' ? '服务器要求 Basic 凭据：密码以明文传送。' : '服务器要求不带 qop 的 MD5：不能防止重放。'),
    causes: ['陈旧或疏忽的配置；带 qop=auth 的 SHA-256 更好（RFC 8760）。'],
    help: '质询使用 Basic，或使用不带 qop 的 MD5 摘要。',
  },
};
