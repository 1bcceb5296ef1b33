#!/bin/bash
# Two baresip phones; the link between them loses 3 % of the media and delays it unevenly (impair.py). Captured at Bob's
# phone, in nanoseconds: what comes from Alice has crossed the link, what goes to her has not.
. "$(dirname "$0")/lab.sh"
space link; space alice; space bob
cable link to-alice alice eth0; cable link to-bob bob eth0
ip -n "${lab}alice" addr add 192.0.2.10/24 dev eth0; ip -n "${lab}bob" addr add 192.0.2.20/24 dev eth0
start link python3 "$here/impair.py" to-alice to-bob --loss 3 --burst 2 --delay 40 --jitter 20 --reorder 1 --seed 3 --seconds 40
speech "$tmp/alice.wav" 8000 1 30 en-gb "Hello Bob, I am calling from the train. You sound as if you were under water. Can you understand me?"
speech "$tmp/bob.wav" 8000 1 30 en-gb+f4 "Hello Alice, every now and then a syllable is missing. Let us talk again later."
phone alice alice 192.0.2.10 PCMU/8000/1,PCMA/8000/1 "aufile,$tmp/alice.wav"
phone bob bob 192.0.2.20 PCMU/8000/1,PCMA/8000/1 "aufile,$tmp/bob.wav"
sleep 1.5; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 1
tell bob accept; sleep 6.2
tell alice hangup; sleep 0.5
stop_capture
pack loss-and-jitter.pcap nsecpcap
