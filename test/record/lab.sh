# The laboratory: network namespaces, softphones, SIPp, capture and packing. Sourced by the scripts beside it.
# Everything it makes carries $lab in its name and goes away when the script ends.
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
samples=${SAMPLES:-$here/../../public/samples}
lab=sg$$
tmp=$(mktemp -d)
pids=()

finish() {
  for pid in "${pids[@]:-}"; do [ -z "$pid" ] || kill "$pid" 2>/dev/null || :; done
  sleep 0.4
  for pid in "${pids[@]:-}"; do [ -z "$pid" ] || kill -9 "$pid" 2>/dev/null || :; done
  for space in $(ip netns list | awk '{print $1}' | grep "^$lab" || :); do ip netns del "$space"; done
  if [ -n "${KEEP:-}" ]; then echo "kept $tmp"; else rm -rf "$tmp"; fi
}
trap finish EXIT

# before everything else on this machine: the jitter in a sample shall be the story's, not the recorder's
in_space() { local space=$lab$1; shift; ip netns exec "$space" nice -n -15 "$@"; }
# the same, in the background, until the script ends. Not a background in_space: that would be a shell whose death ends nothing.
start() { local space=$lab$1; shift; ip netns exec "$space" nice -n -15 "$@" & pids+=($!); }
space() { ip netns add "$lab$1"; ip -n "$lab$1" link set lo up; }

# cable SPACE_A IF_A SPACE_B IF_B: a virtual cable; offloads off, so that the capture shows what a wire would
cable() {
  ip -n "$lab$1" link add name "$2" type veth peer name "$4" netns "$lab$3"
  ip -n "$lab$1" link set "$2" up; ip -n "$lab$3" link set "$4" up
  in_space "$1" ethtool -K "$2" tx off rx off tso off gso off gro off >/dev/null
  in_space "$3" ethtool -K "$4" tx off rx off tso off gso off gro off >/dev/null
}

# host SPACE ADDRESS/LENGTH...: a machine with eth0 on the switch
host() {
  local name=$1; shift
  space "$name"; cable switch "to-$name" "$name" eth0
  ip -n "${lab}switch" link set "to-$name" master br0
  for address in "$@"; do ip -n "$lab$name" addr add "$address" dev eth0; done
}
switch() { space switch; ip -n "${lab}switch" link add name br0 type bridge; ip -n "${lab}switch" link set br0 up; }

# speech FILE.wav RATE CHANNELS SECONDS VOICE "text": spoken words, exactly SECONDS long
speech() {
  espeak-ng -v "$5" -s 150 -w "$tmp/raw.wav" "$6"
  sox -V1 -R -q "$tmp/raw.wav" -r "$2" -c "$3" -b 16 "$tmp/short.wav" gain -3
  sox -V1 -R -q "$tmp/short.wav" "$1" pad 0 30 trim 0 "$4"
}

# tone FILE.wav HERTZ: a hum for recordings that are packed; it repeats every few packets and takes little room
tone() { sox -V1 -R -q -n -r 8000 -c 1 -b 16 "$1" synth 60 sine "$2" gain -12; }

# pack_recorded NAME: the recording for test/recorded.test.ts, gzipped pcap; prints what it holds
pack_recorded() { samples=${SAMPLES:-$here/../recorded}; pack "$1.pcap" pcap; gzip -9nf "$samples/$1.pcap"; ls -l "$samples/$1.pcap.gz" | awk '{print $5}'; }

# phone SPACE USER ADDRESS CODECS SOUND [account parameters] [config lines]: baresip, commanded with `tell`
phone() {
  local name=$1 user=$2 address=$3 codecs=$4 sound=$5 account=${6:-} lines=${7:-}
  mkdir -p "$tmp/$name"
  cat > "$tmp/$name/config" <<C
poll_method epoll
sip_listen $address:${PORT:-5060}
call_max_calls 4
audio_source $sound
audio_player aubridge,none
audio_alert aubridge,none
rtp_ports ${RTP_PORTS:-10000-10100}
rtcp_mux no
module_path /usr/lib/baresip/modules
module g711.so
module g722.so
module opus.so
module aufile.so
module ausine.so
module aubridge.so
module_app account.so
module_app menu.so
module_app ctrl_tcp.so
ctrl_tcp_listen 127.0.0.1:4444
net_interface eth0
$lines
C
  : > "$tmp/$name/contacts"
  echo "\"${user^}\" <sip:$user@${DOMAIN:-$address}${URI_PARAMETERS:-}>;regint=${REGINT:-0};audio_codecs=$codecs$account" > "$tmp/$name/accounts"
  start "$name" baresip -f "$tmp/$name" -t 60 > "$tmp/$name.log" 2>&1 < /dev/null
}

# tell SPACE command parameters: dial, accept, hold, resume, hangup, quit ...
tell() {
  local name=$1; shift
  in_space "$name" python3 - "$@" <<'P'
import json, socket, sys
command, *parameters = sys.argv[1:]
text = json.dumps({"command": command, "params": " ".join(parameters), "token": "t"})
line = socket.create_connection(("127.0.0.1", 4444), 3)
line.sendall(f"{len(text)}:{text},".encode())
line.settimeout(0.3)
try: line.recv(2000)
except OSError: pass
P
}

# linphone SPACE USER ADDRESS SOUND: linphonec, for what baresip does not do (Replaces); PCMA alone; commanded with `say`
linphone() {
  local name=$1 user=$2 address=$3 sound=$4 index=0 codec
  # it learns its own address from the way to the Internet
  ip -n "$lab$name" route add default dev eth0
  mkdir -p "$tmp/$name/.local/share/linphone" "$tmp/$name/.config/linphone"; mkfifo "$tmp/$name.in"
  { printf '%s\n' "[sip]" "sip_port=5060" "contact=\"${user^}\" <sip:$user@$address>" "media_encryption=none" "use_ipv6=0" \
      "[rtp]" "audio_rtp_port=7078" "[lime]" "enabled=0" "[net]" "dns_srv_enabled=0" "[misc]" "version_check_url_root="
    for codec in PCMA:1 PCMU:0 opus:0 speex:0 G722:0 GSM:0 iLBC:0; do
      printf '%s\n' "[audio_codec_$index]" "mime=${codec%:*}" "rate=$([ ${codec%:*} = opus ] && echo 48000 || echo 8000)" \
        "channels=$([ ${codec%:*} = opus ] && echo 2 || echo 1)" "enabled=${codec#*:}"; index=$((index + 1)); done; } > "$tmp/$name/rc"
  # open for both ways, so that neither side waits for the other
  exec {feed}<>"$tmp/$name.in"
  HOME=$tmp/$name ip netns exec "$lab$name" nice -n -15 linphonec -c "$tmp/$name/rc" < "$tmp/$name.in" > "$tmp/$name.log" 2>&1 & pids+=($!)
  sleep 0.7; say "$name" "soundcard use files"; say "$name" "play $sound"
}
say() { echo "$2" > "$tmp/$1.in"; sleep 0.1; }

# capture SPACE INTERFACE [filter] [tcpdump options]: into $tmp/raw.pcap, nanoseconds
capture() {
  local name=$1 interface=$2 filter=${3:-udp or tcp or icmp}; shift 3 || shift $#
  start "$name" tcpdump -q -U -i "$interface" --time-stamp-precision=nano "$@" -w "$tmp/raw.pcap" "($filter) and not (host 127.0.0.1)" 2>"$tmp/tcpdump.log"
  dump=${pids[-1]}
  sleep 0.7
}
# tcpdump on "any" sleeps until the next packet before it sees a signal; everything is on disk already (-U)
stop_capture() { sleep 0.5; kill "$dump"; sleep 0.4; kill -9 "$dump" 2>/dev/null || :; }

# pack NAME FORMAT [editcap options]: the sample, as pcap, nsecpcap or pcapng; prints what it holds
pack() {
  local name=$1 format=$2; shift 2
  editcap -F "$format" "$@" "$tmp/raw.pcap" "$tmp/$name"
  mkdir -p "$samples"; cp "$tmp/$name" "$samples/$name"
  ls -l "$samples/$name" | awk '{print $5, $9}' | sed "s#$samples/##"
  tshark -r "$samples/$name" -Y sip -T fields -e frame.number -e frame.time_relative -e ip.src -e ip.dst -e sip.Method -e sip.Status-Code -e sip.CSeq 2>/dev/null || :
  tshark -r "$samples/$name" -q -z rtp,streams 2>/dev/null || :
}

# frame FILTER [nth]: number of the nth frame that matches, for comments
frame() { tshark -r "$tmp/raw.pcap" -Y "$1" -T fields -e frame.number 2>/dev/null | sed -n "${2:-1}p"; }

# kamailio SPACE ADDRESS ROUTES.cfg [lines before the routes]: a proxy; tm and what goes with it are loaded
proxy() {
  local name=$1 address=$2 routes=$3 lines=${4:-}
  { cat <<C
debug=0
log_stderror=yes
children=1
auto_aliases=no
disable_tcp=yes
listen=udp:$address:5060
mpath="/usr/lib/x86_64-linux-gnu/kamailio/modules/"
loadmodule "tm.so"
loadmodule "sl.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "siputils.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "auth.so"
$lines
C
    sed "s/NEXT/${NEXT:-}/" "$here/$routes"; } > "$tmp/$name.cfg"
  start "$name" kamailio -DD -E -f "$tmp/$name.cfg" -P "$tmp/$name.pid" -Y "$tmp" > "$tmp/$name.log" 2>&1
  sleep 2
}

# uas SPACE ADDRESS SCENARIO [sipp options] and uac SPACE ADDRESS TARGET SCENARIO [sipp options]
uas() { local name=$1 address=$2 scenario=$3; shift 3
  (cd "$tmp"; exec ip netns exec "$lab$name" sipp -sf "$here/$scenario" -i "$address" -p 5060 -mi "$address" -nostdin "$@" >"$tmp/$name.log" 2>&1) & pids+=($!); sleep 0.5; }
uac() { local name=$1 address=$2 target=$3 scenario=$4; shift 4
  (cd "$tmp"; ip netns exec "$lab$name" timeout 90 sipp -sf "$here/$scenario" "$target" -i "$address" -p 5060 -mi "$address" -m 1 -nostdin "$@" >"$tmp/$name.log" 2>&1) || { tail -5 "$tmp/$name.log"; return 1; }; }
