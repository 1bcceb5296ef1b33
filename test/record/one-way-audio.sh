#!/bin/bash
# Alice sits behind a router that translates addresses and knows nothing of SIP: her SDP names 192.168.1.50. Bob hears her;
# what he sends goes to an address the Internet does not route, and a router on the way says so. Captured at Bob's phone.
. "$(dirname "$0")/lab.sh"
switch; host bob 203.0.113.20/24; host provider 203.0.113.1/24; host home 203.0.113.5/24; space alice
cable home lan alice eth0
ip -n "${lab}home" addr add 192.168.1.1/24 dev lan; ip -n "${lab}alice" addr add 192.168.1.50/24 dev eth0
ip -n "${lab}alice" route add default via 192.168.1.1; ip -n "${lab}bob" route add default via 203.0.113.1
in_space home sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'; in_space provider sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
in_space home iptables-legacy -t nat -A POSTROUTING -o eth0 -j MASQUERADE
# the provider's router: private addresses go nowhere, and it says so at most once a second
in_space provider iptables-legacy -A FORWARD -d 192.168.0.0/16 -m limit --limit 1/s --limit-burst 1 -j REJECT --reject-with icmp-host-unreachable
in_space provider iptables-legacy -A FORWARD -d 192.168.0.0/16 -j DROP
in_space provider sh -c 'cd /proc/sys/net/ipv4; echo 0 > icmp_ratelimit; echo 0 > conf/all/send_redirects; echo 0 > conf/eth0/send_redirects'
ip -n "${lab}provider" route add default via 203.0.113.254
speech "$tmp/alice.wav" 8000 1 30 en-gb "Hello? Hello Bob? I can not hear you. Are you there?"
speech "$tmp/bob.wav" 8000 1 30 en-gb+f4 "Hello Alice, I hear you very well. Do you not hear me?"
phone alice alice 192.168.1.50 PCMA/8000/1,PCMU/8000/1 "aufile,$tmp/alice.wav"
phone bob bob 203.0.113.20 PCMA/8000/1,PCMU/8000/1 "aufile,$tmp/bob.wav"
sleep 1.5; capture bob eth0
tell alice dial sip:bob@203.0.113.20; sleep 1.5
tell bob accept; sleep 6.1
tell alice hangup; sleep 0.5
stop_capture
pack one-way-audio.pcapng pcapng -a "$(frame sip 1):The packet comes from 203.0.113.5, its SDP asks for sound at 192.168.1.50" -a "$(frame "icmp && rtp" 1):A router says that nobody is there: this is what Bob sent"
