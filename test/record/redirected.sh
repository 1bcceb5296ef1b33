#!/bin/bash
# Bob's desk phone answers 302 and names his mobile; Alice calls there. SIPp in all three roles.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host desk 192.0.2.20/24; host mobile 192.0.2.40/24
speech "$tmp/alice.wav" 8000 1 10 en-gb "Hello Bob, I thought you were at your desk."
speech "$tmp/bob.wav" 8000 1 10 en-gb+f4 "Hello Alice, I am on my way home."
python3 "$here/voice.py" "$tmp/alice.wav" "$tmp/alice.pcap" --law a --seconds 2.5 --ssrc 0xA11CE001
python3 "$here/voice.py" "$tmp/bob.wav" "$tmp/bob.pcap" --law a --seconds 2.5 --ssrc 0xB0B00001
uas desk 192.0.2.20 uas-moved.xml; uas mobile 192.0.2.40 uas-answers.xml -mp 6000
capture alice eth0
uac alice 192.0.2.10 192.0.2.20 uac-redirected.xml -mp 7000 -cid_str "redirected-%u@192.0.2.10"
stop_capture
pack redirected.pcap pcap
