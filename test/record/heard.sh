#!/bin/bash
# A call over a link that loses 3 % of the media and delays it by 30 to 110 ms, together with the sound that was put in:
# heard.pcap.gz and heard.wav.gz, for the test that compares what was sent with what is played.
. "$(dirname "$0")/lab.sh"
samples=${SAMPLES:-$here/../recorded}
space link; space alice; space bob
cable link to-alice alice eth0; cable link to-bob bob eth0
ip -n "${lab}alice" addr add 192.0.2.10/24 dev eth0; ip -n "${lab}bob" addr add 192.0.2.20/24 dev eth0
start link python3 "$here/impair.py" to-alice to-bob --loss 3 --delay 30 --jitter 80 --seed 7 --seconds 60
speech "$tmp/alice.wav" 8000 1 16 en-gb "Good morning Bob. I read to you what stands on the sheet: seven crates of apples, three of pears, and one of plums, all of them on the early train. The driver asks who pays for the ice. Please write the number down and call him back before noon."
speech "$tmp/bob.wav" 8000 1 16 en-gb+f4 "Good morning Alice. I am writing it down."
phone alice alice 192.0.2.10 PCMU/8000/1 "aufile,$tmp/alice.wav"
phone bob bob 192.0.2.20 PCMU/8000/1 "aufile,$tmp/bob.wav"
sleep 1.5; capture bob eth0
tell alice dial sip:bob@192.0.2.20; sleep 1
tell bob accept; sleep 14
tell alice hangup; sleep 0.5
stop_capture
pack heard.pcap nsecpcap
cp "$tmp/alice.wav" "$samples/heard.wav"
gzip -9nf "$samples/heard.pcap" "$samples/heard.wav"
