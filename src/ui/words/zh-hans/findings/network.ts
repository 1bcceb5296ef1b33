/** SIP 之下网络规则的文字：NAT、分片、连接（semantics 8.1）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { networkFindings as en } from '../../en/findings/network.ts';

const unreachable: Readonly<Record<string, string>> = {
  network: '网络不可达',
  host: '主机不可达',
  port: '该处无人监听',
  protocol: '该处不使用此协议',
  prohibited: '被过滤器禁止',
};

export const networkFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'ICMP-UNREACH': {
    title: '网络拒绝了数据包',
    sentence: (f) =>
      `${f('by')} 报告发往 ${f('to')} 端口 ${f('port')} 的${f('media') === '1' ? '媒体' : ' SIP '}：${unreachable[f('what')] ?? f('what')}（${f('count')} 个 ICMP 错误）。`,
    causes: ['服务停机，或监听在别的端口。', '防火墙拒绝了数据包。', '端点关闭了媒体端口，或从未打开。'],
    help: '引用 SIP 消息、或引用通话期间媒体的 ICMP 错误。',
  },
  'UDP-FRAG-LOST': {
    title: '消息丢失了部分分片',
    sentence: (f) => `从 ${f('from')} 到 ${f('to')} 的一条 SIP 消息始终不完整。`,
    causes: ['防火墙或 NAT 丢弃了没有端口号的分片。', '丢包。', '请使用 TCP，或缩小消息：减少编解码器和头部。'],
    help: '首个分片是一条 SIP 消息的开头，其余分片没有到齐。',
  },
  'UDP-FRAG': {
    title: '消息对 UDP 来说过长',
    sentence: (f) => `${f('count')} 条消息过长（首条为 ${f('what')}，最长 ${f('longest')} 字节）；其中 ${f('fragmented')} 条被分片。`,
    causes: ['编解码器、候选地址或头部过多。', '达到此长度时客户端应改用 TCP（RFC 3261 第 18.1.1 节）。'],
    help: 'UDP 上的 SIP 消息与 MTU 相差不足 200 字节，或被 IP 分片。',
  },
  'TCP-RESET': {
    title: '通话期间连接中断',
    sentence: (f) => `通话进行中，到 ${f('address')} 的连接被${f('reset') === '1' ? '重置' : '关闭'}。`,
    causes: ['防火墙或 NAT 的空闲超时：缺少保活。', '服务器重新启动。', '代理关闭了它认为未使用的连接。'],
    help: '承载该呼叫的 TCP 连接在呼叫结束之前出现 RST 或 FIN。',
  },
  'MSRP-FAIL': {
    title: '消息未送达',
    sentence: (f) => {
      const first = f('status') === '0' ? '30 秒内没有应答' : `被以 ${f('status')} 拒绝`;
      return `${f('sent')} 条 MSRP 消息中有 ${f('count')} 条未送达：${first}${f('status') !== '0' && f('unanswered') !== '0' ? `，${f('unanswered')} 条始终无应答` : ''}。`;
    },
    causes: [
      '481：接收方不知道这个会话：路径在途中被改写，或会话已结束。',
      '无应答：连接已断开，或中继找不到去路。',
      '413：接收方中止了传输；415：接收方不接受这种内容类型。',
    ],
    help: 'MSRP 的 SEND 被下一跳或 REPORT 拒绝，或 30 秒内没有应答。',
  },
  'TLS-ALERT': {
    title: 'TLS 失败',
    sentence: (f) => {
      const times = f('count') === '1' ? '' : `，共 ${f('count')} 次`;
      if (f('kind') === 'silent') return `${f('from')} 开始了与 ${f('to')} 的 TLS 握手，但没有得到应答${times}。`;
      if (f('kind') === 'open') return `${f('from')} 与 ${f('to')} 的 TLS 握手已开始但从未完成${times}。`;
      return `${f('from')} 终止了与 ${f('to')} 的握手：${f('alert')}${times}。`;
    },
    causes: [
      '证书已过期、未知或属于别的名称。',
      '双方没有共同的版本或密码套件。',
      '该处不认识所请求的服务器名称。',
      '没有警报时：防火墙丢弃大数据包或 TLS，或服务器过载。',
    ],
    help: '端口 5061 上的致命 TLS 警报，或从未完成的握手（端口 5061，或与承载 SIP over TLS 或安全 WebSocket 的服务器之间）。有密钥时也能看到加密记录中的警报。',
  },
  'DNS-FAIL': {
    title: '域名未找到',
    sentence: (f) => `查询 ${f('name')}（${f('type')}）失败：${f('code')}，共查询 ${f('asked')} 次。`,
    causes: ['域名错误，或缺少记录。', 'DNS 服务器停机或无法到达。'],
    help: '某个 SIP 域或服务器的查询无一成功。其间呼叫会等待或失败。',
  },
  'CONTACT-PRIVATE': {
    title: 'Contact 中有私有地址',
    sentence: (f) => `来自公网地址 ${f('address')} 的消息带有私有的 Contact。`,
    causes: ['客户端位于 NAT 之后，不知道自己的公网地址。', '服务器须按数据包的来处应答（NAT 穿越），否则后续请求会丢失。'],
    help: '对话的后续请求（ACK、BYE、re-INVITE）都发往 Contact。',
  },
  'ALG-REWRITE': {
    title: '路由器改写了 SIP',
    sentence: (f) =>
      `${f('signs')} 个迹象：${[
        f('sdp') === '1' ? 'c= 为公网而 o= 为私有' : '',
        f('length') === '1' ? '消息体长度不正确' : '',
        f('via') === '1' ? 'Via 为私有而 Contact 不是' : '',
        f('changed') === '1' ? '消息在两跳之间发生变化' : '',
      ]
        .filter((sign) => sign !== '')
        .join('，')}。`,
    causes: ['路由器中的 SIP ALG：请将其关闭。', '通过 STUN 得知公网地址的客户端也可能出现其中一些迹象。'],
    help: '两个或以上迹象表明消息中的地址在途中被改动。',
  },
  'VIA-NORPORT': {
    title: '响应找不到回来的路',
    sentence: (f) => (f('lost') === '1' ? '客户端位于 NAT 之后且没有请求 rport；没有看到响应。' : '客户端位于 NAT 之后且没有请求 rport；响应去了别的端口。'),
    causes: ['在客户端启用 rport（RFC 3581）。', '或让服务器按请求的来处应答（force_rport）。'],
    help: '来自公网地址的请求带有私有 Via 且没有 rport，响应丢失或去了别处。',
  },
  'VIA-NAT': {
    title: '客户端位于 NAT 之后',
    sentence: (f) => `服务器看到的请求来处与其 Via 不同（${f('address')}）。`,
    causes: ['客户端与服务器之间有 NAT：只要使用 rport 就不是故障。'],
    help: '响应的 Via 中 received 或 rport 与客户端所写不同。',
  },
  'TIME-SKEW': {
    title: '时钟不一致',
    sentence: (f) => `${f('address')} 的时钟比捕获${f('ahead') === '1' ? '快' : '慢'} ${f('seconds')} 秒。`,
    causes: ['设备没有时间服务器。', '抓包机器的时钟有误，或捕获的时间被改过。'],
    help: 'Date 头与数据包时间相比。',
  },
  'SIP-TRUNC': {
    title: '消息被捕获截断',
    sentence: (f) => `捕获中有 ${f('count')} 条消息不完整。`,
    causes: ['抓包的截取长度过小：请使用 -s 0 抓包。'],
    help: '捕获到的字节少于发送的字节。对此呼叫的判断可能不完整。',
  },
};
