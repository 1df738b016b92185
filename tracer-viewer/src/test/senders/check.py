# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Tracer Authors
"""Checks that the viewer has the trace that send.js and send.py send, whole: check.py <viewer> <trace id> <service>"""

import json
import sys
import urllib.request

viewer, trace_id, service = sys.argv[1:]
with urllib.request.urlopen(f"{viewer}/api/traces/{trace_id}?format=json") as answer:
    trace = json.load(answer)


def expect(what, actual, expected):
    if actual != expected:
        sys.exit(f"{service}: {what} is {actual!r}, not {expected!r}")


def attributes(owner):
    return {a["key"]: next(iter(a["value"].values())) for a in owner.get("attributes", [])}


spans = {s["name"]: s for rs in trace["resourceSpans"] for ss in rs["scopeSpans"] for s in ss["spans"]}
resources = [attributes(rs["resource"]) for rs in trace["resourceSpans"]]
scopes = [ss["scope"] for rs in trace["resourceSpans"] for ss in rs["scopeSpans"]]
expect("the names", sorted(spans), ["child", "root", "second"])
expect("the services", {r["service.name"] for r in resources}, {service})
expect("the scopes", {(s["name"], s["version"]) for s in scopes}, {("senders", "1.0")})
root, child, second = spans["root"], spans["child"], spans["second"]
expect("the root's parent", root.get("parentSpanId", ""), "")
for span in (child, second):
    expect("a parent", span["parentSpanId"], root["spanId"])
    # Node's SDK knows the starts to the millisecond only
    expect("starting within the parent", int(root["startTimeUnixNano"]) <= int(span["startTimeUnixNano"]) + 1_000_000, True)
    expect("ending within the parent", int(span["endTimeUnixNano"]) <= int(root["endTimeUnixNano"]) + 1_000_000, True)
expect("the kinds", [s["kind"] for s in (root, child, second)], [2, 3, 1])
given = attributes(root)
expect("text", given["text"], "grüße")
expect("number", given["number"], "42")
expect("half", given["half"], 0.5)
expect("yes", given["yes"], True)
expect("list", [v["intValue"] for v in given["list"]["values"]], ["1", "2"])
expect("the status", child["status"], {"code": 2, "message": "broken"})
expect("the event", [(e["name"], attributes(e)) for e in child["events"]], [("tick", {"n": "1"})])
link = child["links"][0]
expect("the link", (link["traceId"], link["spanId"], attributes(link)), (trace_id, root["spanId"], {"why": "test"}))
print(f"{service}: whole")
