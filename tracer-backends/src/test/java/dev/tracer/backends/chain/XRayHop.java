// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The Tracer Authors
package dev.tracer.backends.chain;

import com.amazonaws.xray.AWSXRayRecorder;
import com.amazonaws.xray.AWSXRayRecorderBuilder;
import com.amazonaws.xray.emitters.Emitter;
import com.amazonaws.xray.entities.Entity;
import com.amazonaws.xray.entities.Segment;
import com.amazonaws.xray.entities.Subsegment;
import com.amazonaws.xray.entities.TraceHeader;
import com.amazonaws.xray.strategy.sampling.AllSamplingStrategy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The SDK of AWS X-Ray; does with the header what its servlet filter and HTTP client do. */
final class XRayHop implements Hop {
  /** Of one request: they come one after another. */
  private final List<String> recorded = new CopyOnWriteArrayList<>();

  private final AWSXRayRecorder recorder =
      AWSXRayRecorderBuilder.standard()
          .withSamplingStrategy(new AllSamplingStrategy())
          .withEmitter(new Recorded())
          .build();

  @Override
  public Report serve(Map<String, String> received, Next next) throws Exception {
    recorded.clear();
    TraceHeader remote = TraceHeader.fromString(received.get(TraceHeader.HEADER_KEY));
    Segment segment =
        remote.getSampled() == TraceHeader.SampleDecision.SAMPLED
            ? recorder.beginSegment("serve", remote.getRootTraceId(), remote.getParentId())
            : recorder.beginNoOpSegment(remote.getRootTraceId());
    Subsegment call = recorder.beginSubsegment("call");
    next.call(Map.of(TraceHeader.HEADER_KEY, TraceHeader.fromEntity(call).toString()));
    recorder.endSubsegment();
    recorder.endSegment();
    return new Report(
        segment.getTraceId().toString(),
        segment.getId(),
        remote.getParentId(),
        call.getId(),
        segment.isSampled(),
        String.join(" ", recorded));
  }

  private final class Recorded extends Emitter {
    @Override
    public boolean sendSegment(Segment segment) {
      add(segment, segment.getParentId());
      for (Subsegment subsegment : segment.getSubsegmentsCopy()) {
        add(subsegment, segment.getId());
      }
      return true;
    }

    private void add(Entity entity, String parentId) {
      recorded.add(entity.getId() + '<' + parentId);
    }

    @Override
    public boolean sendSubsegment(Subsegment subsegment) {
      throw new AssertionError("a segment with one subsegment goes as a whole");
    }
  }
}
