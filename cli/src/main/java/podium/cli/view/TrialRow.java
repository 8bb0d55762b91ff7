package podium.cli.view;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import podium.protocol.event.ForkedFrom;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.TrialSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.EpochResult;
import podium.protocol.report.Score;
import podium.protocol.report.Start;

/**
 * A trial as the log tells of it so far.
 *
 * @param forkedFrom with what it begins; absent where it begins afresh
 * @param place worker and slot of the last attempt; empty before the first
 * @param otherDataThan the trial with which its experiment began to train, if that was on other
 *     data
 * @param results epochs that count, by number; those superseded by a later attempt are gone
 * @param reason why it is where it is, in words
 */
public record TrialRow(
    TrialId trial,
    ExperimentId experiment,
    TrialSpec spec,
    Map<String, Object> assignment,
    Optional<ForkedFrom> forkedFrom,
    TrialStatus status,
    int attempts,
    String place,
    Optional<Start> start,
    Optional<TrialId> otherDataThan,
    java.util.SortedMap<Integer, EpochResult> results,
    String reason) {

  /** Epochs completed, those of what it begins with among them. */
  public int epoch() {
    return results.isEmpty() ? forkedFrom.map(ForkedFrom::epoch).orElse(0) : results.lastKey();
  }

  /** Epochs wanted. */
  public int epochs() {
    return spec.recipe().epochs();
  }

  /** Seconds of the epochs that count. */
  public double seconds() {
    return all().stream().mapToDouble(EpochResult::seconds).sum();
  }

  /** The share of correct test images in the best epoch; of equals the first is the best. */
  public Optional<Double> bestTestAccuracy() {
    return all().stream()
        .filter(result -> result.deciding().isPresent())
        .reduce((best, next) -> deciding(next) > deciding(best) ? next : best)
        .flatMap(EpochResult::test)
        .map(Score::accuracy);
  }

  private static double deciding(EpochResult result) {
    return result.deciding().map(Score::accuracy).orElse(Double.NEGATIVE_INFINITY);
  }

  /** The share of correct training images in the last epoch. */
  public Optional<Double> trainAccuracy() {
    return all().stream().reduce((before, last) -> last).map(last -> last.train().accuracy());
  }

  /** Everything of the assignment but the model, such as {@code learningRate=0.1}. */
  public String variant() {
    return variantBut("");
  }

  /** The same without another value, such as the seed. */
  String variantBut(String name) {
    return assignment.entrySet().stream()
        .filter(entry -> !entry.getKey().equals("model") && !entry.getKey().equals(name))
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(java.util.stream.Collectors.joining(" "));
  }

  /** That it was trained on other data than its experiment began with, in words; else empty. */
  public String otherData() {
    return otherDataThan.map(trial -> "other data than " + trial + " began with").orElse("");
  }

  private Collection<EpochResult> all() {
    return results.values();
  }

  TrialRow is(TrialStatus changed, String why) {
    return new TrialRow(
        trial,
        experiment,
        spec,
        assignment,
        forkedFrom,
        changed,
        attempts,
        place,
        start,
        otherDataThan,
        results,
        why);
  }

  TrialRow placed(int attempt, String where, String why) {
    return new TrialRow(
        trial,
        experiment,
        spec,
        assignment,
        forkedFrom,
        TrialStatus.RUNNING,
        attempt,
        where,
        start,
        otherDataThan,
        results,
        why);
  }

  TrialRow started(Start found, Optional<TrialId> elsewhere) {
    return new TrialRow(
        trial,
        experiment,
        spec,
        assignment,
        forkedFrom,
        status,
        attempts,
        place,
        Optional.of(found),
        elsewhere,
        results,
        reason);
  }

  /** With one more epoch; older points at the same or a later epoch no longer count. */
  TrialRow with(EpochResult result) {
    java.util.TreeMap<Integer, EpochResult> copy =
        new java.util.TreeMap<>(results.headMap(result.epoch()));
    copy.put(result.epoch(), result);
    return new TrialRow(
        trial,
        experiment,
        spec,
        assignment,
        forkedFrom,
        status,
        attempts,
        place,
        start,
        otherDataThan,
        java.util.Collections.unmodifiableSortedMap(copy),
        reason);
  }
}
