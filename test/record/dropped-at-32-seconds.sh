#!/bin/bash
# A SIPp at the office answers with a Contact of its private network. Alice's baresip sends the ACK there, as it must, and
# it is lost on the way. The office repeats its 200 for 32 seconds, then hangs up on a call that both sides could hear.
# Captured at the office. Alice says one sentence and listens; the office speaks for four seconds, then sends comfort noise.
. "$(dirname "$0")/lab.sh"
switch; host alice 203.0.113.10/24; host office 203.0.113.20/24; host provider 203.0.113.1/24
ip -n "${lab}alice" route add default via 203.0.113.1
in_space provider iptables-legacy -A INPUT -j DROP
speech "$tmp/alice.wav" 8000 1 60 en-gb "Hello, this is Alice. I would like to place an order."
speech "$tmp/office.wav" 8000 1 30 en-gb+f4 "Good morning, all our lines are busy. Please hold the line."
python3 "$here/voice.py" "$tmp/office.wav" "$tmp/office.pcap" --seconds 4 --comfort-noise 31.5
uas office 203.0.113.20 uas-unreachable.xml -mp 6000
phone alice alice 203.0.113.10 PCMU/8000/1 "aufile,$tmp/alice.wav"
sleep 1; capture office eth0
tell alice dial sip:bob@203.0.113.20; sleep 34.5
stop_capture
pack dropped-at-32-seconds.pcap pcap; gzip -9nf "$samples/dropped-at-32-seconds.pcap"
