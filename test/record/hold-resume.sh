#!/bin/bash
# Alice calls Bob, puts him on hold for three seconds, takes him back. Comments mark the two re-INVITEs.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
speech "$tmp/alice.wav" 8000 1 30 en-gb "Hello Bob. One moment please. There I am again, sorry to keep you waiting."
speech "$tmp/bob.wav" 8000 1 30 en-gb+f4 "Hello Alice, I can wait. No problem at all. Now I hear you again."
phone alice alice 192.0.2.10 PCMA/8000/1,PCMU/8000/1 "aufile,$tmp/alice.wav"
phone bob bob 192.0.2.20 PCMA/8000/1,PCMU/8000/1 "aufile,$tmp/bob.wav"
sleep 1; capture alice eth0
tell alice dial sip:bob@192.0.2.20; sleep 1.2
tell bob accept; sleep 1.7
tell alice hold; sleep 2.8
tell alice resume; sleep 1.7
tell alice hangup; sleep 0.5
stop_capture
invite='sip.Method == "INVITE" && ip.src == 192.0.2.10'
pack hold-resume.pcapng pcapng -a "$(frame "$invite" 2):Alice presses hold: the offer says a=sendonly" -a "$(frame "$invite" 3):Alice takes Bob back: the offer says a=sendrecv again"
