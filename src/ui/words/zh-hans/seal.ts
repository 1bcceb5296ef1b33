/** 加密媒体的用语。 */
import type { seal as english } from '../en/seal.ts';

export const seal: typeof english = {
  mark: 'SRTP',
  opened: 'SRTP，已解密',
  sealed: 'SRTP，未解密',
  band: { opened: (codec) => `SRTP ${codec}，已解密`, sealed: (codec) => `SRTP ${codec}，未解密`, pending: (codec) => `SRTP ${codec}` },
  openedBy: (suite, frame) => `${suite}，密钥来自第 ${frame} 帧的 SDP`,
  authenticated: (fit, looked) => `${looked} 个包中 ${fit} 个通过认证`,
  first: (fit, looked) => `前 ${looked} 个包中 ${fit} 个通过认证`,
  keys: (count) => `先后使用 ${count} 个密钥`,
  pending: '已加密；抓包读完后会查找密钥。',
  missing: {
    sdesKey: '已加密，而抓包中该呼叫的 SDP 没有密钥。带有密钥（a=crypto）的信令可以解开它。',
    keyLog: 'DTLS-SRTP：密钥日志可以解开它。目前还不能读取 DTLS 的密钥日志。',
    suite: (suite) => `使用 ${suite} 加密，此处无法解开。`,
    parameter: (suite) => `使用 ${suite} 加密，其会话参数此处不支持。`,
    key: (suite) => `SDP 中的密钥不是 ${suite} 的密钥。`,
    authentication: (looked) => `该呼叫 SDP 中没有合适的密钥：${looked} 个包无一通过认证。可能缺少后来的 SDP，或代理重新加密了它们。`,
  },
};
