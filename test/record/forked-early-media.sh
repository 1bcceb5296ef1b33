#!/bin/bash
# Kamailio rings Bob's two phones at once. Both sing before they are answered (183 with SDP, sound); Bob takes the call on the
# mobile, and the desk phone is cancelled. SIPp plays both phones, baresip is Alice; captured on the switch.
. "$(dirname "$0")/lab.sh"
switch; host proxy 192.0.2.1/24; host alice 192.0.2.10/24; host desk 192.0.2.20/24; host mobile 192.0.2.40/24
proxy proxy 192.0.2.1 fork.cfg 'loadmodule "corex.so"'
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850; tone "$tmp/1275.wav" 1275
python3 "$here/voice.py" "$tmp/850.wav" "$tmp/desk.pcap" --law a --seconds 2.6 --ssrc 0xDE5C0001
python3 "$here/voice.py" "$tmp/1275.wav" "$tmp/mobile.pcap" --law a --seconds 6 --ssrc 0x40B11E01
uas desk 192.0.2.20 uas-early-cancelled.xml -mp 6000; uas mobile 192.0.2.40 uas-early-answers.xml -mp 6100
phone alice alice 192.0.2.10 PCMA/8000/1 "aufile,$tmp/425.wav"
sleep 1; capture switch br0
tell alice dial sip:bob@192.0.2.1; sleep 5.2
tell alice hangup; sleep 0.6
stop_capture
pack_recorded forked-early-media
