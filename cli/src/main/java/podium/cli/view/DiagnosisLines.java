package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import podium.engine.audit.Cause;
import podium.engine.audit.Diagnosis;
import podium.engine.audit.Diagnosis.Break;
import podium.engine.audit.Diagnosis.Cost;
import podium.engine.audit.Diagnosis.Places;
import podium.engine.audit.Diagnosis.Term;
import podium.engine.log.LogCursor;
import podium.protocol.id.TrialId;

/** What a log holds and what of it is damaged, for people. Immutable. */
public final class DiagnosisLines {
  private static final int MOST_TRIALS = 20;

  private final Diagnosis diagnosis;
  private final Optional<DoctorRequests> requests;

  /**
   * What was found.
   *
   * @param requests the topic beside it; empty where there is none, or another one
   */
  public DiagnosisLines(Diagnosis diagnosis, Optional<DoctorRequests> requests) {
    this.diagnosis = diagnosis;
    this.requests = requests;
  }

  /** Whether it can be relied on to its end. */
  public boolean whole() {
    return diagnosis.breaks().isEmpty()
        && diagnosis.notUnderstood().isEmpty()
        && requests.map(DoctorRequests::lacking).orElse(0L) == 0;
  }

  /** All of it; the last line says whether the log is whole. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    terms(lines);
    voided(lines);
    notUnderstood(lines);
    diagnosis.breaks().forEach(broken -> lines.add(told(broken)));
    cost(lines);
    lines.add(
        requests
            .map(DoctorRequests::line)
            .orElse("Requests: not compared; the topic that the facts are about is not at hand"));
    List<String> advice = advice();
    if (!advice.isEmpty()) {
      lines.add("");
      lines.add("What to do");
      advice.forEach(line -> lines.add("  " + line));
    }
    lines.add("");
    lines.add(verdict());
    return lines;
  }

  /** What to do about it; nothing where it is whole. */
  public List<String> advice() {
    List<String> advice = new ArrayList<>();
    diagnosis
        .voided()
        .keySet()
        .forEach(cause -> advice.add("%s: %s.".formatted(cause.meaning(), cause.advice())));
    if (!diagnosis.notUnderstood().isEmpty()) {
      advice.add(
          "Records of a later version: use that version of podium; this one must not reign.");
    }
    if (requests.map(DoctorRequests::lacking).orElse(0L) > 0) {
      advice.add("Publish the requests that have no fact once more.");
    }
    return advice;
  }

  private String verdict() {
    LogCursor.Place place = diagnosis.place();
    long entries = diagnosis.terms().stream().mapToLong(Term::entries).sum();
    return "%s: %d records count, %d void, %d not understood; whether the facts are sound says podium audit"
        .formatted(
            whole() ? "The log is whole" : "The log is damaged",
            entries,
            place.voided(),
            place.notUnderstood());
  }

  private void terms(List<String> lines) {
    lines.add("Terms (%d)".formatted(diagnosis.terms().size()));
    Table table = new Table(">term", ">format", ">from", ">to", ">records", "since", "scheduler");
    for (Term term : diagnosis.terms()) {
      table.row(
          term.term(),
          term.format(),
          term.from(),
          term.to(),
          term.entries(),
          term.since(),
          term.incarnation());
    }
    if (!diagnosis.terms().isEmpty()) {
      lines.addAll(table.lines());
    }
    lines.add("");
  }

  private void voided(List<String> lines) {
    if (diagnosis.voided().isEmpty()) {
      return;
    }
    lines.add("Records that do not count (%d)".formatted(diagnosis.place().voided()));
    Table table = new Table("why", ">records", ">first", ">last");
    for (Map.Entry<Cause, Places> entry : diagnosis.voided().entrySet()) {
      Places places = entry.getValue();
      table.row(entry.getKey().meaning(), places.count(), places.first(), places.last());
    }
    lines.addAll(table.lines());
    lines.add("");
  }

  private void notUnderstood(List<String> lines) {
    if (diagnosis.notUnderstood().isEmpty()) {
      return;
    }
    lines.add("Records of a later version (%d)".formatted(diagnosis.place().notUnderstood()));
    Table table = new Table("type", ">records", ">first", ">last");
    diagnosis
        .notUnderstood()
        .forEach((type, places) -> table.row(type, places.count(), places.first(), places.last()));
    lines.addAll(table.lines());
    lines.add("");
  }

  private static String told(Break broken) {
    return ("Broken at offset %d: its prev is %s, the head of the log is %s; that record and %d"
            + " after it do not count, up to the next term after term %d")
        .formatted(
            broken.offset(),
            broken.found().isEmpty() ? "missing" : broken.found(),
            broken.expected(),
            broken.voided() - 1,
            broken.term());
  }

  private void cost(List<String> lines) {
    Cost cost = diagnosis.cost();
    if (cost.epochs() + cost.ends() == 0) {
      lines.add("Cost: nothing; whatever records that do not count reported counted elsewhere");
      return;
    }
    List<String> some = cost.trials().stream().limit(MOST_TRIALS).map(TrialId::value).toList();
    lines.add(
        "Cost: %d epochs and %d ends of attempts that count nowhere, of %s%s"
            .formatted(
                cost.epochs(),
                cost.ends(),
                String.join(", ", some),
                cost.trials().size() > some.size()
                    ? " and %d more trials".formatted(cost.trials().size() - some.size())
                    : ""));
  }
}
