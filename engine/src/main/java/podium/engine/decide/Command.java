package podium.engine.decide;

import java.time.Duration;
import java.util.List;
import podium.protocol.event.Holding;
import podium.protocol.event.Slot;
import podium.protocol.event.Source;
import podium.protocol.experiment.Catalog;
import podium.protocol.id.NodeAddress;
import podium.protocol.id.TrialId;
import podium.protocol.report.Report;
import podium.protocol.request.Request.Reading;

/** What the world asks the scheduler to decide. */
public sealed interface Command {

  /** What was read of the requests topic, or can no longer be read. */
  sealed interface OfRequests extends Command {}

  /** A record of the requests topic, read as far as it can be. */
  record TakeRequest(Source source, Reading reading, Raw raw) implements OfRequests {}

  /** The bytes of a request, as much as a rejection quotes. */
  record Raw(String quote, int bytes, String sha256) {}

  /** Requests from {@code from} up to {@code to} are gone from Kafka. */
  record MissRequests(String topic, int partition, long from, long to) implements OfRequests {}

  /** A worker offers its slots. */
  record Register(
      String worker,
      String incarnation,
      String host,
      List<Slot> slots,
      Catalog catalog,
      String checkpointHome,
      List<Holding> holds,
      NodeAddress address,
      int keepEvery)
      implements Command {}

  /** A worker was heard. */
  record Hear(String worker, String incarnation) implements Command {}

  /** A worker has been silent. */
  record Silence(String worker, String incarnation, Duration silence) implements Command {}

  /** A worker says that it is about to stop. */
  record Leaving(String worker, String incarnation) implements Command {}

  /** An attempt of which nothing was heard for that long, though its worker lives. */
  record Quiet(TrialId trial, int attempt, Duration quiet) implements Command {}

  /** A worker says that an attempt is on none of its slots. */
  record Free(String worker, String incarnation, TrialId trial, int attempt) implements Command {}

  /** A worker says that it stops. */
  record Leave(String worker, String incarnation) implements Command {}

  /** A worker's report of an attempt that it held under {@code holder}. */
  record TakeReport(String worker, String holder, Report report) implements Command {}
}
