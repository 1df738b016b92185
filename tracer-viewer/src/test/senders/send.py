# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The Tracer Authors
"""Sends one trace of three spans with OpenTelemetry's SDK for Python: send.py <endpoint> none|gzip"""

import sys

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

endpoint, compression = sys.argv[1:]
exporter = OTLPSpanExporter(endpoint=endpoint + "/v1/traces", compression=Compression(compression))
provider = TracerProvider(resource=Resource.create({"service.name": "python-" + compression}))
provider.add_span_processor(BatchSpanProcessor(exporter))
tracer = provider.get_tracer("senders", "1.0")
attributes = {"text": "grüße", "number": 42, "half": 0.5, "yes": True, "list": [1, 2]}
with tracer.start_as_current_span("root", kind=trace.SpanKind.SERVER, attributes=attributes) as root:
    link = trace.Link(root.get_span_context(), {"why": "test"})
    with tracer.start_as_current_span("child", kind=trace.SpanKind.CLIENT, links=[link]) as child:
        child.add_event("tick", {"n": 1})
        child.set_status(trace.Status(trace.StatusCode.ERROR, "broken"))
    tracer.start_span("second").end()
provider.shutdown()
print(format(root.get_span_context().trace_id, "032x"))
