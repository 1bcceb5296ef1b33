#!/bin/bash
# Two baresip phones on one network: Alice calls Bob, Bob answers after two seconds, both speak G.711, Alice hangs up.
. "$(dirname "$0")/lab.sh"
switch; host alice 192.0.2.10/24; host bob 192.0.2.20/24
speech "$tmp/alice.wav" 8000 1 30 en-gb "Hello Bob, this is Alice. Can you hear me? The line sounds perfectly clear from here."
speech "$tmp/bob.wav" 8000 1 30 en-gb+f4 "Hello Alice, yes, I hear you very well. Thank you for calling, good bye."
phone alice alice 192.0.2.10 PCMU/8000/1,PCMA/8000/1 "aufile,$tmp/alice.wav"
phone bob bob 192.0.2.20 PCMA/8000/1,PCMU/8000/1 "aufile,$tmp/bob.wav"
sleep 1; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 2
tell bob accept; sleep 6.2
tell alice hangup; sleep 0.5
stop_capture
pack clean-call.pcapng pcapng
