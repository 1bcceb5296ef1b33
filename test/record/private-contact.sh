#!/bin/bash
# Alice's phone is behind a router that translates addresses and says so nowhere: Contact and SDP name 192.168.1.50. Bob
# answers and hangs up four seconds later; his BYE goes to 192.168.1.50, where no road leads, until he gives up after 32 s.
# His provider drops such packets without a word. Captured at Bob's phone.
. "$(dirname "$0")/lab.sh"
switch; host bob 203.0.113.20/24; host provider 203.0.113.1/24; host home 203.0.113.5/24; space alice
cable home lan alice eth0
ip -n "${lab}home" addr add 192.168.1.1/24 dev lan; ip -n "${lab}alice" addr add 192.168.1.50/24 dev eth0
ip -n "${lab}alice" route add default via 192.168.1.1; ip -n "${lab}bob" route add default via 203.0.113.1
in_space home sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
in_space home iptables-legacy -t nat -A POSTROUTING -o eth0 -j MASQUERADE
in_space provider iptables-legacy -A INPUT -j DROP
tone "$tmp/425.wav" 425; tone "$tmp/850.wav" 850
phone alice alice 192.168.1.50 PCMA/8000/1 "aufile,$tmp/425.wav"
phone bob bob 203.0.113.20 PCMA/8000/1 "aufile,$tmp/850.wav"
sleep 1; capture bob eth0
tell alice dial sip:bob@203.0.113.20; sleep 1
tell bob accept; sleep 4
tell bob hangup; sleep 33
stop_capture
pack_recorded private-contact
