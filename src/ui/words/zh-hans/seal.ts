/** 加密媒体的用语。 */
import type { seal as english } from '../en/seal.ts';

export const seal: typeof english = {
  mark: 'SRTP',
  opened: 'SRTP，已解密',
  sealed: 'SRTP，未解密',
  band: { opened: (codec) => `SRTP ${codec}，已解密`, sealed: (codec) => `SRTP ${codec}，未解密`, pending: (codec) => `SRTP ${codec}` },
  partly: 'SRTP，部分解密',
  openedBy: {
    sdes: (suite, frame) => `${suite}，密钥来自第 ${frame} 帧的 SDP`,
    leg: (suite, frame) => `${suite}，密钥来自该呼叫另一支路第 ${frame} 帧的 SDP`,
    dtls: (suite, frame) => `${suite}，密钥来自第 ${frame} 帧的 DTLS 握手与密钥日志`,
    hand: (suite) => `${suite}，手工输入的密钥`,
    zrtp: (suite, frame) => `第 ${frame} 帧 ZRTP 接管之前为明文（${suite}）；之后的无法解开`,
  },
  clear: (clear, all) => `${all} 个包中 ${clear} 个为明文`,
  authenticated: (fit, looked) => `${looked} 个包中 ${fit} 个通过认证`,
  first: (fit, looked) => `前 ${looked} 个包中 ${fit} 个通过认证`,
  keys: (count) => `先后使用 ${count} 个密钥`,
  notes: '加密媒体',
  streams: (count) => `${count} 个流：`,
  some: (opened, all) => `${all} 个加密流中已解密 ${opened} 个。`,
  typeKey: '输入密钥…',
  isSealed: '已加密？输入密钥…',
  suite: '套件',
  key: '密钥与盐',
  try: '尝试',
  keyHelp: '“inline:” 之后的 Base64、十六进制数字，或整行 a=crypto。它只留在内存中直到抓包关闭，不会出现在链接或文件里。',
  answers: {
    opened: '合适：已解密。',
    noKey: '这不是该套件的密钥：长度不对，或既非 Base64 也非十六进制。',
    fitsNothing: '这是一个密钥，但没有包能用它通过认证。',
    trying: '正在尝试…',
  },
  pending: '已加密；抓包读完后会查找密钥。',
  missing: {
    sdesKey: '已加密，而抓包中该呼叫的 SDP 没有密钥。带有密钥（a=crypto）的信令可以解开它。',
    keyLog: (random, frame) =>
      `DTLS-SRTP，握手在第 ${frame} 帧。要解开它，请把浏览器或服务器的密钥日志文件（SSLKEYLOGFILE）与抓包一起拖入；其中须有 client random ${random}。`,
    otherKeyLog: (random, frame) =>
      `DTLS-SRTP，握手在第 ${frame} 帧。所给的密钥日志中没有它：缺少 client random ${random} 的那一行。日志可能出自其他程序或其他日期。`,
    handshake: 'DTLS-SRTP，而协商密钥的握手不在抓包中。请在呼叫开始前抓包；还需要密钥日志。',
    answer: (frame) => `DTLS-SRTP，但第 ${frame} 帧的握手只抓到一半。需要 ClientHello 与 ServerHello 两者，以及密钥日志。`,
    profile: (frame) => `第 ${frame} 帧的 DTLS 握手没有协商 SRTP 密钥。`,
    zrtp: 'ZRTP：密钥由两部话机在通话中商定，只有它们知道。没有文件能找回密钥；只能求助于话机自己的录音或日志。',
    mikey: (frame) => `密钥由 MIKEY（第 ${frame} 帧的 a=key-mgmt）商定。可以识别，但此处不能解开。`,
    suite: (suite) => `使用 ${suite} 加密，此处无法解开。`,
    parameter: (suite) => `使用 ${suite} 加密，其会话参数此处不支持。`,
    key: (suite) => `SDP 中的密钥不是 ${suite} 的密钥。`,
    authentication: (looked) => `已知的密钥都不合适：${looked} 个包无一通过认证。可能缺少后来的 SDP 或握手，或代理重新加密了它们。`,
  },
};
