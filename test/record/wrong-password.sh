#!/bin/bash
# baresip registers with Kamailio with a password that is wrong.
. "$(dirname "$0")/lab.sh"
switch; host registrar 192.0.2.1/24; host carol 192.0.2.30/24
proxy registrar 192.0.2.1 registrar.cfg
capture registrar eth0
DOMAIN=192.0.2.1 REGINT=60 phone carol carol 192.0.2.30 PCMU/8000/1 ausine,440 ";auth_pass=sesame"
sleep 4
stop_capture
pack wrong-password.pcap pcap
