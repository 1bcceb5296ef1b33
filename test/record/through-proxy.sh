#!/bin/bash
# Two baresip phones register with Kamailio and call through it; rtpengine relays the sound, so every stream is seen twice.
# Captured at the proxy: both hops of the signalling, four streams of Opus.
. "$(dirname "$0")/lab.sh"
switch; host proxy 192.0.2.1/24; host alice 192.0.2.10/24; host bob 192.0.2.20/24
start proxy rtpengine --interface=192.0.2.1 --listen-ng=127.0.0.1:2223 --port-min=30000 --port-max=30100 --table=-1 --foreground --log-stderr --log-level=4 --pidfile="$tmp/re.pid" > "$tmp/rtpengine.log" 2>&1
sleep 1
proxy proxy 192.0.2.1 media-relay.cfg 'loadmodule "rtpengine.so"'
speech "$tmp/alice.wav" 48000 2 30 en-gb "Hello Bob, this call goes through our new proxy. Does it sound well?"
speech "$tmp/bob.wav" 48000 2 30 en-gb+f4 "Hello Alice, it does. Every word arrives twice in the capture."
capture proxy eth0
opus="opus_bitrate 24000"
DOMAIN=192.0.2.1 REGINT=600 phone alice alice 192.0.2.10 opus/48000/2 "aufile,$tmp/alice.wav" "" $'module opus.so\nopus_bitrate 24000'
DOMAIN=192.0.2.1 REGINT=600 phone bob bob 192.0.2.20 opus/48000/2 "aufile,$tmp/bob.wav" "" $'module opus.so\nopus_bitrate 24000'
sleep 2
tell alice dial sip:bob@192.0.2.1; sleep 2
tell bob accept; sleep 4.5
tell bob hangup; sleep 0.7
stop_capture
pack through-proxy.pcapng pcapng
