package podium.cli.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import podium.engine.decide.Admission;
import podium.protocol.codec.RequestFile;
import podium.protocol.experiment.Catalog;
import podium.protocol.experiment.Fault;
import podium.protocol.request.Request;
import podium.protocol.request.Request.Reading;

/** A file of requests, with everything that is wrong with it. Immutable. */
public final class ExperimentFile {
  private final List<RequestFile.Part> parts;

  private ExperimentFile(RequestFile file) {
    this.parts = file.parts();
  }

  /**
   * Reads the file's bytes, YAML or JSON, with {@code path=value} settings laid over each of its
   * documents.
   *
   * @throws podium.protocol.codec.MalformedMessageException when it cannot be read at all
   */
  public static ExperimentFile read(byte[] bytes, List<String> settings) {
    return new ExperimentFile(RequestFile.read(bytes, settings));
  }

  /** The JSON of each document, to publish. */
  public List<String> requests() {
    return parts.stream().map(RequestFile.Part::json).toList();
  }

  /** What to call one of the documents, counted from 0. */
  public String name(int part) {
    return parts.size() == 1 ? "the experiment" : "document " + (part + 1);
  }

  /**
   * Everything wrong with it, each with its place in the file.
   *
   * @param offered what the scheduler admits experiments by, where that is known
   */
  public List<String> faults(Optional<Catalog> offered) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      RequestFile.Part part = parts.get(i);
      String document = parts.size() == 1 ? "" : "document " + (i + 1);
      all.addAll(
          refusal(part.reading(), offered)
              .told(List.of(), fault -> placed(document, part.place(fault), fault)));
    }
    return all;
  }

  /** The reading as a refusal, which may have no fault. */
  private static Reading.Refused refusal(Reading reading, Optional<Catalog> offered) {
    List<Fault> faults = new ArrayList<>();
    int more = 0;
    switch (reading) {
      case Reading.Refused refused -> {
        faults.addAll(refused.faults());
        more = refused.more();
        offered.ifPresent(
            catalog -> faults.addAll(Admission.reasonsAgainst(refused.needs(), catalog)));
      }
      case Reading.Understood understood -> {
        switch (understood.request()) {
          case Request.Submit submit ->
              offered.ifPresent(
                  catalog -> faults.addAll(Admission.reasonsAgainst(submit.spec(), catalog)));
          case Request.Act act -> {}
        }
      }
    }
    return new Reading.Refused(faults, more, Request.Needs.NONE);
  }

  private static String placed(String document, Optional<String> place, Fault fault) {
    String before =
        place.map(at -> document.isEmpty() ? at : document + ", " + at).orElse(document);
    return before.isEmpty() ? fault.text() : before + ": " + fault.text();
  }
}
