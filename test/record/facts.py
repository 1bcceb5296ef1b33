#!/usr/bin/env python3
"""Writes ../samples-expected.json: what tshark sees in each sample, and what the story of the sample is (below, by hand).
Run it after a sample was recorded again. Needs tshark 4.0 and capinfos.   facts.py"""
import json, pathlib, subprocess

here = pathlib.Path(__file__).resolve().parent
samples = here / "../../public/samples"

# by hand: what a person who reads the ladder concludes. `calls` and `dialogs` in the order of their first message.
# A list of states means that any of them is right. `problems` must be among the marks of the call; an empty list means none.
stories = {
    "clean-call.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller", "problems": []}]},
    "registration.pcap": {"dialogs": [{"state": "OK"}], "bindings": [{"aor": "sip:alice@192.0.2.1", "state": "DEREGISTERED", "refreshes": 2, "challenges": 4}]},
    "wrong-password.pcap": {"dialogs": [{"state": "FAILED"}], "bindings": [{"aor": "sip:carol@192.0.2.1", "state": "FAILED", "challenges": 16}]},
    "busy.pcap": {"calls": [{"state": "BUSY", "finalStatus": 486, "q850": 17}] * 2},
    "cancelled.pcapng": {"calls": [{"state": "CANCELLED", "finalStatus": 487, "endedBy": "caller"}]},
    "no-answer.pcapng": {"calls": [{"state": "NO_ANSWER", "finalStatus": 408}]},
    "codec-mismatch.pcap": {"calls": [{"state": "REJECTED", "finalStatus": 488}]},
    "redirected.pcap": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller"}]},
    "hold-resume.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller", "holds": [{"by": "caller"}], "problems": []}]},
    "digits.pcap.gz": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller", "problems": []}]},
    "loss-and-jitter.pcap": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller", "problems": ["loss"]}]},
    "one-way-audio.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller", "problems": ["natAddress"]}]},
    "dropped-at-32-seconds.pcap.gz": {"calls": [{"state": "NO_ACK", "finalStatus": 200, "endedBy": "callee", "problems": ["noAck", "retransmissions"]}]},
    "through-proxy.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "callee"}], "dialogs": [{"state": "OK"}, {"state": "OK"}],
                             "bindings": [{"aor": "sip:alice@192.0.2.1", "state": "REGISTERED", "challenges": 0}, {"aor": "sip:bob@192.0.2.1", "state": "REGISTERED", "challenges": 0}]},
    "tcp-call.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "callee"}]},
    "sealed-call.pcapng": {"calls": [{"state": "COMPLETED", "finalStatus": 200, "endedBy": "caller"}]},
}


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def rows(path, filter, *fields):
    options = [part for field in fields for part in ("-e", field)]
    text = run("tshark", "-r", str(path), "-Y", filter, "-T", "fields", "-E", "occurrence=f", *options)
    return [line.split("\t") for line in text.splitlines()]


def count(path, filter):
    return len(rows(path, filter, "frame.number"))


def messages(path):
    found = []
    fields = ("frame.number", "frame.time_epoch", "ip.src", "ip.dst", "udp.srcport", "udp.dstport", "tcp.srcport", "tcp.dstport", "sip.Method", "sip.Status-Code",
              "sip.CSeq", "sip.Call-ID", "sip.resend-original", "sdp.version", "sip.from.tag", "frame.protocols")
    for frame, time, source, destination, us, ud, ts, td, method, status, cseq, call, resend, sdp, tag, layers in rows(path, "sip", *fields):
        found.append({"frame": int(frame), "time": time, "src": f"{source}:{us or ts}", "dst": f"{destination}:{ud or td}", "transport": "udp" if us else "tls" if ":tls:" in layers else "tcp",
                      "method": method or None, "status": int(status) if status else None, "cseq": cseq, "callId": call, "sdp": bool(sdp), "fromTag": tag})
    return found


def milliseconds(later, earlier):
    (a, b), (c, d) = later.split("."), earlier.split(".")
    return ((int(a) * 10**9 + int(b)) - (int(c) * 10**9 + int(d))) / 10**6


def repeats(chain):
    """UDP messages that were seen before: same way, same start, same CSeq. No sample mirrors packets, so each is a retransmission."""
    seen, found = {}, []
    for each in chain:
        key = (each["src"], each["dst"], each["method"], each["status"], each["cseq"])
        if each["method"] != "ACK" and key in seen: found.append([each["frame"], seen[key]])
        seen.setdefault(key, each["frame"])
    return found


def times(chain):
    """semantics 5.6 from the hop of the first INVITE, milliseconds"""
    first = chain[0]
    back = [each for each in chain if each["dst"] == first["src"] and each["status"] and each["cseq"].endswith("INVITE") and each["fromTag"] == first["fromTag"]]
    answer = [each for each in back if each["status"] >= 101 and each["status"] not in (401, 407)]
    ok = [each for each in back if 200 <= each["status"] < 300]
    bye = [each for each in chain if each["method"] == "BYE"]
    out = {"pdd": milliseconds(answer[0]["time"], first["time"]) if answer else None}
    ringing = [each for each in back if 180 <= each["status"] < 190]
    picked = [each for each in chain if each["method"] == "CANCEL" and each["src"] == first["src"]] + [each for each in back if each["status"] >= 200 and ringing and each["frame"] > ringing[0]["frame"]]
    out["ringTime"] = milliseconds(min(picked, key=lambda each: each["frame"])["time"], ringing[0]["time"]) if ringing and picked else None
    out["setupTime"] = milliseconds(ok[0]["time"], first["time"]) if ok else None
    out["talkTime"] = milliseconds(bye[0]["time"], ok[0]["time"]) if ok and bye else None
    return out


def streams(path):
    found = []
    for line in run("tshark", "-r", str(path), "-q", "-z", "rtp,streams").splitlines():
        parts = line.split()
        if len(parts) < 10 or not parts[0][0].isdigit(): continue
        start, end, source, source_port, destination, destination_port, ssrc, *rest = parts
        problem = rest[-1] == "X"
        if problem: rest = rest[:-1]
        numbers = rest[-9:]
        names = " ".join(rest[:-9])
        found.append({"src": f"{source}:{source_port}", "dst": f"{destination}:{destination_port}", "ssrc": ssrc.lower(), "payloads": names, "packets": int(numbers[0]), "lost": int(numbers[1]),
                      "lostPercent": float(numbers[2].strip("()%")), "minDelta": numbers[3], "meanDelta": numbers[4], "maxDelta": numbers[5],
                      "minJitter": numbers[6], "meanJitter": numbers[7], "maxJitter": numbers[8], "problem": problem})
    return found[::-1]


def comments(path):
    return [{"frame": int(frame), "text": text} for frame, text in rows(path, "frame.comment", "frame.number", "frame.comment")]


def facts(path, story):
    chains = {}
    for each in messages(path): chains.setdefault(each["callId"], []).append(each)
    out = {"packets": count(path, "frame"), "sip": count(path, "sip"), "rtp": count(path, "rtp && !icmp"), "rtcp": count(path, "(rtcp || srtcp) && !icmp"), "icmp": count(path, "icmp"), "calls": [], "dialogs": []}
    told = {"calls": list(story.get("calls", [])), "dialogs": list(story.get("dialogs", []))}
    for call_id, chain in chains.items():
        kind = "calls" if any(each["method"] == "INVITE" for each in chain) else "dialogs"
        row = {"callId": call_id, **told[kind].pop(0), "retransmissions": repeats(chain)}
        if kind == "calls": row.update(times(chain))
        else: row["method"] = chain[0]["method"]
        row["messages"] = [{key: each[key] for key in ("frame", "src", "dst", "transport", "method", "status", "cseq", "sdp")} for each in chain]
        out[kind].append(row)
    assert not told["calls"] and not told["dialogs"], path
    out["bindings"] = story.get("bindings", [])
    out["streams"] = streams(path)
    out["comments"] = comments(path)
    return out


def main():
    whole = {name: facts(samples / name, story) for name, story in stories.items()}
    lines = json.dumps(whole, indent=1, ensure_ascii=False)
    (here / "../samples-expected.json").write_text(compact(lines) + "\n")


def compact(text):
    """objects without lists or objects inside on one line"""
    import re
    return re.sub(r"[\[{]\n\s+[^\[\]{}]*?\n\s*[\]}]", lambda found: re.sub(r"\n\s+", " ", found.group(0)), text)


main()
