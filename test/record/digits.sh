#!/bin/bash
# Digits by all three ways. Alice's baresip sends 1 and 2 as RTP events; her sound holds the keys 7 and 8, as from a telephone
# held to the microphone; Bob is a SIPp that presses 3 by SIP INFO. Nobody speaks: silence takes little room when packed.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
key() { sox -V1 -R -q -n -r 8000 -c 1 -b 16 "$1" synth 0.12 sine "$2" sine "$3" remix 1,2 gain -n -9; }
rest() { sox -V1 -R -q -n -r 8000 -c 1 -b 16 "$1" trim 0 "$2"; }
key "$tmp/7.wav" 852 1209; key "$tmp/8.wav" 852 1336
rest "$tmp/before.wav" 4; rest "$tmp/between.wav" 0.3; rest "$tmp/after.wav" 30
sox -V1 -R -q "$tmp/before.wav" "$tmp/7.wav" "$tmp/between.wav" "$tmp/8.wav" "$tmp/after.wav" "$tmp/alice.wav"
python3 "$here/voice.py" "$tmp/after.wav" "$tmp/bob.pcap" --seconds 7.2 --ssrc 0xB0B00002
uas bob 192.0.2.20 uas-digits.xml -mp 6000
phone alice alice 192.0.2.10 PCMU/8000/1 "aufile,$tmp/alice.wav"
sleep 1; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 1.9
tell alice sndcode 1; sleep 0.5; tell alice sndcode 2; sleep 4.9
tell alice hangup; sleep 0.5
stop_capture
pack digits.pcap pcap; gzip -9nf "$samples/digits.pcap"; ls -l "$samples/digits.pcap.gz" | awk '{print $5}'
