package podium.dashboard.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import podium.engine.decide.Admission;
import podium.engine.forecast.Cost;
import podium.engine.forecast.Forecasts;
import podium.engine.state.SchedulerState;
import podium.protocol.codec.MalformedMessageException;
import podium.protocol.codec.RequestFile;
import podium.protocol.event.Forecast;
import podium.protocol.event.TrialEntry;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Fault;
import podium.protocol.id.ExperimentId;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/**
 * What would become of requests if they were sent now. Immutable.
 *
 * @param parts one for each document of the text
 */
public record Draft(List<Part> parts) {
  public Draft {
    parts = List.copyOf(parts);
  }

  /** Looks at texts; thread-safe. */
  public interface Desk {
    /** What would become of a text of YAML or JSON. */
    Draft look(String text);
  }

  /**
   * Something that is wrong.
   *
   * @param path of the field; empty for the whole
   * @param place in the text, such as {@code line 7}; empty where it has none
   */
  public record Wrong(String path, String place, String text) {}

  /**
   * One request.
   *
   * @param json to send; empty where it cannot be read
   * @param trials that it makes; nothing where that is not known, or where it makes none
   * @param expected when it would be over
   * @param slotMillis that slots would be kept busy
   */
  public record Part(
      String json,
      List<Wrong> faults,
      OptionalLong trials,
      Optional<Forecast> expected,
      OptionalLong slotMillis) {
    public Part {
      faults = List.copyOf(faults);
    }

    private static Part wrong(String json, List<Wrong> faults) {
      return new Part(json, faults, OptionalLong.empty(), Optional.empty(), OptionalLong.empty());
    }
  }

  /** Of a text, in the eyes of a scheduler's state where that is known. */
  static Draft of(String text, Optional<SchedulerState> state, Instant now) {
    try {
      return new Draft(
          RequestFile.read(text, List.of()).parts().stream()
              .map(part -> part(part, state, now))
              .toList());
    } catch (MalformedMessageException e) {
      return new Draft(
          List.of(Part.wrong("", List.of(new Wrong("", "", String.valueOf(e.getMessage()))))));
    }
  }

  private static Part part(RequestFile.Part read, Optional<SchedulerState> state, Instant now) {
    Optional<Catalog> catalog = state.map(SchedulerState::catalog);
    return switch (read.reading()) {
      case Reading.Refused refused -> {
        List<Fault> faults = new ArrayList<>(refused.faults());
        catalog.ifPresent(it -> faults.addAll(Admission.reasonsAgainst(refused.needs(), it)));
        yield Part.wrong(read.json(), wrong(read, faults));
      }
      case Reading.Understood understood ->
          switch (understood.request()) {
            case Request.Act act -> Part.wrong(read.json(), List.of());
            case Request.Submit submit -> submit(read, submit.spec(), state, now);
          };
    };
  }

  private static Part submit(
      RequestFile.Part read, ExperimentSpec given, Optional<SchedulerState> known, Instant now) {
    if (known.isEmpty()) {
      return new Part(
          read.json(),
          List.of(),
          OptionalLong.of(given.trialCount()),
          Optional.empty(),
          OptionalLong.empty());
    }
    SchedulerState state = known.get();
    List<Fault> faults = Admission.reasonsAgainst(given, state.catalog());
    if (!faults.isEmpty()) {
      return Part.wrong(read.json(), wrong(read, faults));
    }
    ExperimentSpec spec = Admission.canonical(given, state.catalog());
    List<Map<String, Object>> assignments = spec.assignments();
    Optional<String> full = Admission.tooMany(state, assignments.size());
    if (full.isPresent()) {
      return Part.wrong(read.json(), List.of(new Wrong("", "", full.get())));
    }
    ExperimentId id =
        ExperimentId.of(spec.experiment(), state.experimentsNamed(spec.experiment()) + 1);
    List<TrialEntry> entries =
        IntStream.range(0, assignments.size())
            .mapToObj(i -> new TrialEntry(id.trial(i + 1), assignments.get(i)))
            .toList();
    return new Part(
        read.json(),
        List.of(),
        OptionalLong.of(spec.trialCount()),
        Forecasts.of(state, now, id, spec, entries),
        spec.search().learns() ? OptionalLong.empty() : Cost.slotMillis(state, spec, assignments));
  }

  private static List<Wrong> wrong(RequestFile.Part read, List<Fault> faults) {
    return faults.stream()
        .map(fault -> new Wrong(fault.path(), read.place(fault).orElse(""), fault.text()))
        .distinct()
        .toList();
  }
}
