package podium.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.engine.decide.Answer;
import podium.protocol.codec.PlainCodec;
import podium.protocol.event.Entry;
import podium.protocol.event.Event;
import podium.protocol.event.Source;
import podium.protocol.event.TrialEntry;
import podium.protocol.event.TrialStatus;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.id.ExperimentId;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;
import podium.protocol.request.Action;

/** What is still asked of trials that ended is answered as before they did. */
final class EndedTrialsTest {
  private static final TrialId TRIAL = new TrialId("e-1.1");

  private final Given given = new Given();

  @Test
  void trialThatEnded_reportsThatComeAgain_areAnsweredByWhatWasCounted() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i1", "cpu:0");
    given.report("w", "i1", Given.started("e-1.1", 1));
    given.report("w", "i1", Given.ended("e-1.1", 1, 2, Outcome.FAILED_INFRASTRUCTURE));
    given.after(Duration.ofHours(1));
    given.report("w", "i1", Given.started("e-1.1", 2));
    given.report("w", "i1", Given.epoch("e-1.1", 2, 2, 1));
    given.report("w", "i1", Given.ended("e-1.1", 2, 3, Outcome.SUCCEEDED));

    Trial ended = given.state.trial(TRIAL).orElseThrow();
    assertThat(ended.status()).isEqualTo(TrialStatus.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(given.report("w", "i1", Given.started("e-1.1", 1)).answer())
        .as("of the first attempt")
        .isEqualTo(new Answer.Repeat(3));
    assertThat(given.report("w", "i1", Given.epoch("e-1.1", 2, 2, 1)).answer())
        .isEqualTo(new Answer.Repeat(4));
    assertThat(given.report("w", "i1", Given.epoch("e-1.1", 2, 9, 2)).fact())
        .get()
        .isInstanceOf(Event.ReportFenced.class);
    assertThat(given.report("w", "i1", Given.epoch("e-1.1", 2, 9, 2)).answer())
        .as("it was fenced before")
        .isEqualTo(new Answer.Fenced());
    assertThat(given.report("x", "i9", Given.started("e-1.1", 1)).fact())
        .as("somebody who held it never")
        .isPresent();
    assertThat(given.cancel("e-1.1")).get().isInstanceOf(Event.RequestRejected.class);
    assertThat(given.state.counts()).isEqualTo(Map.of("SUCCEEDED", 1L));
  }

  @Test
  void trialThatEnded_keepsNothingElse() {
    given.submit(Given.spec("e", 0, "resnet18"));
    given.worker("w", "i1", "cpu:0");
    given.report("w", "i1", Given.started("e-1.1", 1));
    given.report("w", "i1", Given.epoch("e-1.1", 1, 2, 1));
    given.report("w", "i1", Given.ended("e-1.1", 1, 3, Outcome.SUCCEEDED));
    assertThat(given.state.trials.open()).isEmpty();
    assertThat(given.state.trial(TRIAL).orElseThrow().checkpoints()).isEqualTo(Checkpoints.NONE);
    assertThat(given.state.trial(new TrialId("e-1.2"))).isEmpty();
    assertThat(given.state.trial(new TrialId("f-1.1"))).isEmpty();
  }

  @Test
  void trialOfASearch_thatEndedAndIsTriedAgain_trainsWhatItsFactSays() {
    ExperimentSpec spec = Given.searching("e", 2);
    ExperimentId id = new ExperimentId("e-1");
    Map<String, Object> other = Map.of("model", "resnet18", "learningRate", 0.0123);
    List<TrialEntry> trials =
        List.of(
            new TrialEntry(id.trial(1), other),
            new TrialEntry(id.trial(2), spec.assignments().get(1)));
    given.fold(new Event.ExperimentAccepted(new Source("podium.requests", 1, 0), id, spec, trials));
    given.cancel("e-1");
    assertThat(given.state.trials.open()).isEmpty();
    SchedulerState restored = restored();
    assertThat(restored.snapshot()).isEqualTo(given.state.snapshot());

    Event retry =
        new Event.RequestAccepted(
            new Source("podium.requests", 1, 1),
            Optional.empty(),
            new Action.Retry("e-1", true),
            List.of(id),
            List.of(TRIAL));
    Fold.apply(restored, Entry.of(1, "log", 9, "", given.now(), retry));

    assertThat(restored.trial(TRIAL).orElseThrow().spec().recipe().learningRate())
        .isEqualTo(0.0123);
    assertThat(restored.trial(TRIAL).orElseThrow().status()).isEqualTo(TrialStatus.QUEUED);
  }

  private SchedulerState restored() {
    byte[] json = PlainCodec.encode(Memory.of(given.state));
    return PlainCodec.decode(json, Memory.class).restored();
  }

  @Test
  void search_accepted_hasTheTrialsThatAreDrawn() {
    given.submit(Given.searching("e", 3));
    assertThat(
            given.last(Event.ExperimentAccepted.class).trials().stream()
                .map(TrialEntry::assignment))
        .containsExactlyElementsOf(Given.searching("e", 3).assignments());
  }

  @Test
  void experiment_whoseTrialsAreNotNumberedFromOne_cannotBe() {
    ExperimentId id = new ExperimentId("e-1");
    Source source = new Source("podium.requests", 0, 0);
    List<TrialEntry> one = List.of(new TrialEntry(id.trial(1), Map.of("model", "resnet18")));
    List<TrialEntry> two = List.of(new TrialEntry(id.trial(2), Map.of("model", "resnet18")));
    assertThat(Legality.against(given.state, accepted(source, id, one))).isEmpty();
    assertThat(Legality.against(given.state, accepted(source, id, two)))
        .contains("the trials of e-1 are not numbered from 1");
  }

  private static Event accepted(Source source, ExperimentId id, List<TrialEntry> trials) {
    return new Event.ExperimentAccepted(source, id, Given.spec("e", 0, "resnet18"), trials);
  }
}
