/** 信令规则的文字（semantics 8.1）。 */
import type { FindingTexts } from '../../finding-text.ts';
import type { signallingFindings as en } from '../../en/findings/signalling.ts';

export const signallingFindings: Readonly<Record<keyof typeof en, FindingTexts[string]>> = {
  'SIP-NORESP': {
    title: '请求无人响应',
    sentence: (f) => `${f('method')} 向 ${f('destination')} 发送了 ${f('copies')} 次，没有任何响应。`,
    causes: ['目的地停机，或未在该端口监听。', '防火墙丢弃了请求或响应。', 'NAT 绑定已失效，响应无处可去。'],
    help: '请求发送两次或以上，直到捕获结束都没有响应。',
  },
  'ACK-MISSING': {
    title: '应答从未得到确认',
    sentence: (f) =>
      f('dropped') === '1'
        ? `应答发送了 ${f('copies')} 次，始终没有 ACK；被叫一侧放弃并结束了呼叫，即“32 秒掉线”。`
        : `应答在 ${f('waited', 1)} 秒内发送了 ${f('copies')} 次，没有 ACK。`,
    causes: [
      'ACK 发往无法到达的地址：NAT 之后的私有 Contact 或 Record-Route。',
      '具有 SIP 感知的路由器（ALG）改写或丢弃了 ACK。',
      '代理没有添加或没有遵循 Record-Route。',
    ],
    help: '对 INVITE 的 2xx 被重复发送而没有 ACK。64·T1（32 秒）之后，其发送者会结束呼叫。',
  },
  'PRACK-MISSING': {
    title: '可靠的临时响应未得到确认',
    sentence: (f) => `可靠的 ${f('status')} 在 ${f('waited', 1)} 秒内发送了 ${f('copies')} 次，没有 PRACK。`,
    causes: ['途中的代理或防火墙丢弃了 PRACK。', '主叫声明支持 100rel 却没有实现。', '响应的 Contact 无法到达。'],
    help: '带 RSeq 的临时响应被重复发送而没有 PRACK；32 秒后呼叫失败。',
  },
  'CALL-5XX': {
    title: '服务器失败',
    sentence: (f) => `呼叫以 ${f('status')} 结束${f('cause') === '0' ? '' : `，原因 ${f('cause')}`}。`,
    causes: ['503：服务器或中继过载或停止服务。', '504：下一级服务器没有及时应答。', '500：服务器内部错误；580：资源不可用。'],
    help: '最终响应为 500 至 599。',
  },
  'CALL-488': {
    title: '提议的内容均不可接受',
    sentence: (f) => (f('fatal') === '1' ? `呼叫被 ${f('status')} 拒绝。` : `对呼叫的更改被 ${f('status')} 拒绝；呼叫照旧继续。`),
    causes: ['双方没有共同的编解码器。', '一方坚持使用 SRTP，或不支持 SRTP。', '向不支持的一方提议了 T.38 或视频。'],
    help: 'INVITE 或 UPDATE 被 488、606 或 415 拒绝。请比较提议与对方在其自身呼叫中的提议。',
  },
  'AUTH-LOOP': {
    title: '凭据一再被拒绝',
    sentence: (f) =>
      f('kind') === 'same'
        ? '服务器拒绝了凭据，并用生成凭据所用的同一 nonce 再次质询：nonce 有效，应答不对。'
        : `服务器要求了 ${f('challenges')} 次凭据，一次都没有接受。`,
    causes: ['密码、用户名或域（realm）不正确。', '凭据中的 URI 与被请求的不一致（途中被改写）。', '服务器对每个请求都更换 nonce。'],
    help: '连续多次质询（401 或 407），其间没有成功，且并非因为 nonce 过期；或 nonce 未变而凭据被拒绝。',
  },
  'SE-TIMEOUT': {
    title: '会话定时器到期',
    sentence: (f) => `呼叫在最后一次刷新后 ${f('after')} 秒结束；约定的间隔为 ${f('expires')} 秒。`,
    causes: ['负责刷新的一方没有刷新，或其 re-INVITE、UPDATE 丢失。', '代理或 ALG 在一侧去掉了 Session-Expires。', '刷新被拒绝。'],
    help: '在会话间隔结束前不久出现 BYE，且约定之后没有刷新（典型现象：15 或 30 分钟后掉线）。',
  },
  LOOP: {
    title: '请求在绕圈',
    sentence: (f) =>
      f('status') === '0' ? `同一个 INVITE 经过同一跳 ${f('passes')} 次，每次 Via 都更多。` : `服务器应答 ${f('status')}：它见过此请求，或跳数过多。`,
    causes: ['两台服务器互相把该号码路由给对方。', '呼叫转移又回到转移者自己。', '拨号计划没有路由，退回到呼叫的来处。'],
    help: '出现 482 或 483，或同一请求三次经过同一跳且 Via 不断增多。',
  },
  'PDD-HIGH': {
    title: '主叫等待过久',
    sentence: (f) =>
      `主叫等待了 ${f('delay', 1)} 秒才得到对端的第一个反应${f('client') === '0' ? '' : `；其中 ${f('client', 1)} 秒花在客户端发送凭据或重试之前`}。`,
    causes: ['缓慢或失败的路由被逐一尝试。', 'DNS 查询超时。', '重叠拨号在等待更多号码。'],
    help: '拨号后延迟：从第一个 INVITE 到振铃或最终应答（不含 100，不含质询）。',
  },
  'CALL-403': {
    title: '呼叫不被允许',
    sentence: () => '服务器理解该呼叫，并以 403 拒绝。',
    causes: ['该号码或主叫被限制。', '主叫的地址未在此中继上获得授权。', '主叫号码不属于该账号。'],
    help: '最终响应为 403。',
  },
  'CALL-4XX-NUM': {
    title: '号码不存在',
    sentence: (f) => `呼叫以 ${f('status')} 结束：号码未知或不完整。`,
    causes: ['号码格式：缺少或重复前缀，+ 与 00 混用。', '号码未开通，或已注销。', '账号没有注册：有些服务器此时应答 404。'],
    help: '最终响应为 404、410、484 或 604。',
  },
  'AUTH-FAIL': {
    title: '认证失败',
    sentence: (f) => (f('refused') === '1' ? `带凭据的 ${f('method')} 被 ${f('status')} 拒绝。` : `${f('method')} 收到质询 ${f('status')}，客户端没有再试。`),
    causes: ['账号被停用，或密码错误。', '客户端没有此域（realm）的凭据。', '质询没有到达客户端。'],
    help: '对带凭据的请求应答 403，或质询后 32 秒内没有任何动作。',
  },
  'BYE-NORESP': {
    title: 'BYE 无人响应',
    sentence: (f) => `BYE 向 ${f('destination')} 发送了 ${f('copies')} 次，${f('waited', 1)} 秒内没有响应。`,
    causes: ['对方已经离开，或其 NAT 绑定已失效。', '路由集指向一台不认识该呼叫的服务器。', '对方可能仍在计费。'],
    help: 'BYE 被重复发送而从未得到应答。',
  },
  'BYE-MISSING': {
    title: '呼叫没有结束',
    sentence: (f) => `捕获结束前 ${f('silent')} 秒，双向声音都已停止，但没有 BYE。`,
    causes: ['BYE 丢失，或走了此捕获看不到的路径。', '某个端点崩溃或断网。', 'NAT 或防火墙关闭了绑定。'],
    help: '已应答的呼叫，双向媒体在捕获结束前很久就已停止。',
  },
  'CANCEL-NO487': {
    title: '已取消，却没有结束',
    sentence: (f) => `CANCEL 被接受，但 INVITE 在 ${f('waited')} 秒内没有最终响应。`,
    causes: ['被叫继续振铃：它忽略了 CANCEL。', '487 丢失，或发往了别的地址。'],
    help: 'CANCEL 得到 200，而其 INVITE 在 64·T1 内没有 487（或其他最终响应）。',
  },
  'ACK-LATE': {
    title: 'ACK 迟到',
    sentence: (f) => `应答在 ${f('delay', 1)} 秒后才得到确认。`,
    causes: ['主叫设备或中间服务器反应慢。', '应答或 ACK 的前几份丢失了。', '在等待另一段呼叫的提议（第三方呼叫控制）。'],
    help: '从 2xx 到其 ACK。在此之前被叫可能听不到声音，主叫可能错过问候语。',
  },
  'SIP-RETX-REQ': {
    title: '请求重传',
    sentence: (f) =>
      `${f('method')} 重传了 ${f('again')} 次，${/^[-−]/.test(f('interval')) ? '时刻未知' : `首次在 ${f('interval')} 毫秒之后`}${f('offSchedule') === '1' ? '，与 RFC 3261 的时间表不符' : ''}。`,
    causes: ['去程或回程有丢包。', '服务器反应慢或过载。', '与时间表不符：客户端使用自己的定时器。'],
    help: '请求在 UDP 上被重复发送。时间表为首份之后 0.5、1.5、3.5、7.5 秒。',
  },
  'SIP-RETX-RESP': {
    title: '最终响应重传',
    sentence: (f) => `对 ${f('method')} 的 ${f('status')} 重传了 ${f('again')} 次${f('acknowledged') === '1' ? '，之后才有 ACK' : ''}。`,
    causes: ['响应在途中丢失。', 'ACK 丢失，或去了错误的地方。', '请求被重传，每一份都得到了应答。'],
    help: '最终响应被重复发送两次或以上。',
  },
  'XFER-FAIL': {
    title: '转接失败',
    sentence: (f) => {
      if (f('kind') === 'refused') return `REFER 被 ${f('status')} 拒绝。`;
      if (f('kind') === 'failed') return `转接目标应答 ${f('status')}。`;
      if (f('kind') === 'back') return 'REFER 已被接受，但没有 NOTIFY 说明转接结果，发起方又取回了呼叫。';
      if (f('kind') === 'silent') return 'REFER 已被接受，但始终没有 NOTIFY 说明转接的进展。';
      return 'NOTIFY 只说明正在呼叫目标，始终没有说明结果。';
    },
    causes: ['目标忙、号码错误或不允许呼叫。', '服务器不支持 REFER。', 'NOTIFY 丢失、走了别的路径，或被转接方没有发送。'],
    help: 'REFER 被拒绝，或 NOTIFY 的 sipfrag 报告失败且之后没有成功；或没有最终 NOTIFY：呼叫被取回、32 s 内毫无通知，或呼叫仍在而 3 min 内只有临时状态。',
  },
  GLARE: {
    title: '双方同时更改呼叫',
    sentence: (f) => (f('retried') === '1' ? '一方收到 491，随后重试。' : '一方收到 491，没有重试。'),
    causes: ['双方同时发出 re-INVITE 或 UPDATE：保持、会话刷新或更换编解码器。', '服务器与话机都在刷新会话。'],
    help: '出现 491。Call-ID 的所有者应在 2.1 至 4 秒后重试，另一方在 2 秒内重试。',
  },
  'ACK-MISMATCH': {
    title: 'ACK 不匹配',
    sentence: (f) =>
      f('reused') === '1'
        ? `对 ${f('status')} 的 ACK 使用了 INVITE 的 branch；它应有新的 branch。`
        : `对 ${f('status')} 的 ACK 使用了自己的 branch；它应使用 INVITE 的 branch。`,
    causes: ['不遵循 RFC 3261 的协议栈。', '无状态转发的代理可能丢弃这样的 ACK。'],
    help: '对 2xx 的 ACK 是独立的事务；对失败响应的 ACK 属于 INVITE 的事务。',
  },
  'CSEQ-ORDER': {
    title: 'CSeq 序号错乱',
    sentence: (f) => `${f('methodBefore')} 的 CSeq 为 ${f('before')}，其后的 ${f('method')} 却为 ${f('after')}。`,
    causes: ['协议栈计数错误。', '路径中的服务器在对话中插入了自己的请求。', '两台设备共用一个对话。'],
    help: '在一个对话中，每一方的序号必须递增，且每个序号只属于一个请求；否则接收方会应答 500。',
  },
  'BRANCH-REUSE': {
    title: 'branch 重复使用或为旧式',
    sentence: (f) =>
      f('reused') === '1' ? `${f('method')} 与之前的 ${f('methodBefore')} 使用相同的 branch。` : `${f('method')} 的 branch 不以 z9hG4bK 开头。`,
    causes: ['RFC 2543 时代的协议栈。', '协议栈生成 branch 有误：其请求可能被当作重传。'],
    help: 'branch 全局标识一个事务，并以 z9hG4bK 开头。',
  },
  'TAG-CHANGE': {
    title: '标签缺失或改变',
    sentence: (f) => (f('missing') === '1' ? `${f('status')} 没有 To 标签。` : `${f('method')} 的 From 标签与对话不同。`),
    causes: ['不遵循 RFC 3261 的协议栈。', '中间服务器只在一侧改写标签；随后会出现 481。'],
    help: '对 INVITE 的最终响应没有 To 标签，或唯一对话中的请求换了 From 标签。',
  },
  'CL-MISMATCH': {
    title: 'Content-Length 不正确',
    sentence: (f) => (f('more') === '1' ? 'Content-Length 声明的长度超过消息实际所有。' : '消息体比 Content-Length 所说的长；多余部分被忽略。'),
    causes: ['消息在途中被截断。', 'ALG 改了消息体却没有改长度。', '发送方计算错误。'],
    help: 'Content-Length 与头部之后的字节数相比（不计填充）。被捕获截断的数据报不计。',
  },
  'SIP-100-LATE': {
    title: '100 响应迟到',
    sentence: (f) => `因为 ${f('status')} 用了 ${f('delay')} 毫秒，INVITE 被重传。`,
    causes: ['下一级服务器先等待别的事才应答。', '路途远或慢。'],
    help: '服务器应在 200 毫秒内发送 100，以免 INVITE 被重传。',
  },
  'SETUP-ROUTEHUNT': {
    title: '先尝试了其他路由',
    sentence: (f) => `${f('failed')} 个下一跳失败之后，才有一个接受了呼叫。`,
    causes: ['某条路由或中继已故障却仍在使用。', '路由的次序不是最佳。'],
    help: '某个节点收到失败后把 INVITE 发往别处，直到得到应答。',
  },
  'CANCEL-RACE': {
    title: '取消的同时被接听',
    sentence: (f) => `应答在 CANCEL 之后 ${f('apart')} 毫秒到达${f('ended') === '1' ? '，呼叫随后以 BYE 结束' : ''}。`,
    causes: ['被叫恰好在同一时刻接听。'],
    help: 'CANCEL 之后出现 2xx：主叫必须确认并发送 BYE。',
  },
  'BYE-CROSS': {
    title: '双方同时挂断',
    sentence: (f) => `两个 BYE 相隔 ${f('apart')} 毫秒。`,
    causes: ['两个人或两个定时器恰好同时动作。'],
    help: '短时间内对话双方各发出一个 BYE。',
  },
  'BYE-481': {
    title: 'BYE 所指的呼叫未知',
    sentence: () => 'BYE 得到 481：对方不认识该对话。',
    causes: ['呼叫此前已经结束。', '标签或 Call-ID 在途中被改，或指的是分叉的另一分支。', '服务器重新启动过。'],
    help: '对 BYE 应答 481。呼叫仍然已经结束。',
  },
  'SE-422': {
    title: '会话间隔过小',
    sentence: (f) => (f('retried') === '1' ? '间隔过小；请求以另一个间隔重新发送。' : '间隔过小，请求没有重新发送。'),
    causes: ['一方的 Session-Expires 小于另一方的 Min-SE。'],
    help: '出现 422；其 Min-SE 说明可接受的值。',
  },
  'METHOD-NOTALLOWED': {
    title: '方法或扩展不受支持',
    sentence: (f) => `${f('method')} 得到 ${f('status')}。`,
    causes: ['对方不认识此方法（见其 Allow）。', '要求了对方没有的扩展（见 Unsupported）。'],
    help: '出现 405、420、421 或 501。',
  },
};
