#!/bin/bash
# One call, three Call-IDs: two Kamailios in a row hide what is behind them (topoh with mask_callid). At the first, rtpengine
# also relays the sound and writes its own SDP; the second leaves the SDP alone. Two baresip phones, captured on the switch.
. "$(dirname "$0")/lab.sh"
switch; host one 192.0.2.1/24; host two 192.0.2.2/24; host alice 192.0.2.10/24; host bob 192.0.2.20/24
start one rtpengine --interface=192.0.2.1 --listen-ng=127.0.0.1:2223 --port-min=30000 --port-max=30100 --table=-1 --foreground --log-stderr --log-level=4 --pidfile="$tmp/re.pid" > "$tmp/rtpengine.log" 2>&1
sleep 1
# hiding KEY ADDRESS: the lines that make a Kamailio hide with its own key behind its own address
hiding() { printf '%s\n' 'loadmodule "topoh.so"' "modparam(\"topoh\", \"mask_key\", \"$1\")" "modparam(\"topoh\", \"mask_ip\", \"$2\")" 'modparam("topoh", "mask_callid", 1)' 'modparam("topoh", "callid_prefix", "'"${3:-}"'")'; }
NEXT=192.0.2.2 proxy one 192.0.2.1 hiding.cfg "#!define WITH_RELAY
loadmodule \"rtpengine.so\"
modparam(\"rtpengine\", \"rtpengine_sock\", \"udp:127.0.0.1:2223\")
$(hiding OneKey 192.0.2.1 one-)"
NEXT=192.0.2.20 proxy two 192.0.2.2 hiding.cfg "$(hiding OtherKey 192.0.2.2 two-)"
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850
phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/425.wav"
phone bob bob 192.0.2.20 PCMA/8000/1 "aufile,$tmp/850.wav"
sleep 1; capture switch br0
tell alice dial sip:bob@192.0.2.1; sleep 1.5
tell bob accept; sleep 3
tell alice hangup; sleep 0.7
stop_capture
pack_recorded three-legs
