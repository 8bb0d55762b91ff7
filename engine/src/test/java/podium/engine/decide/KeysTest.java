package podium.engine.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.engine.Given;
import podium.protocol.event.Event;
import podium.protocol.experiment.Device;
import podium.protocol.experiment.ExperimentSpec;
import podium.protocol.experiment.Recipe;
import podium.protocol.id.ExperimentId;

/** A key makes an equal request a repeat, and nothing else. */
final class KeysTest {
  private static final Optional<String> KEY = Optional.of("vision");

  private final Given given = new Given();

  private static ExperimentSpec spec(String name, int priority, Object... models) {
    return Given.spec(name, KEY, priority, Device.ANY, models);
  }

  private String refused(Optional<Event> fact) {
    assertThat(fact.orElseThrow()).isInstanceOf(Event.RequestRejected.class);
    return String.join("\n", given.last(Event.RequestRejected.class).reasons());
  }

  private void assertRepeatOf(String first, Optional<Event> fact) {
    assertThat(fact.orElseThrow())
        .isInstanceOfSatisfying(
            Event.RequestDuplicate.class, duplicate -> assertThat(duplicate.of()).isEqualTo(first));
  }

  @Test
  void sameKey_equalContent_isARepeat() {
    given.submit(spec("mine", 0, "resnet18"));
    assertRepeatOf("mine-1", given.submit(spec("mine", 0, "resnet18")));
    assertThat(given.all(Event.ExperimentAccepted.class)).hasSize(1);
  }

  @Test
  void sameKey_modelWithItsDefaultOptionWritten_isARepeat() {
    given.submit(spec("mine", 0, "mobilenet_v2"));
    assertRepeatOf("mine-1", given.submit(spec("mine", 0, "mobilenet_v2(widthMultiplier=1.0)")));
  }

  @Test
  void sameKey_otherContent_isRefusedNamingBothAndWhatDiffers() {
    given.submit(spec("mine", 0, "resnet18"));
    assertThat(refused(given.submit(spec("other", 3, "vgg16"))))
        .contains(
            "the key vision belongs to mine-1",
            "podium.requests, partition 0, offset 1",
            "experiment is other, was mine",
            "priority is 3, was 0",
            "matrix.model is [\"vgg16\"], was [\"resnet18\"]",
            "a key of its own");
    assertThat(given.all(Event.ExperimentAccepted.class)).hasSize(1);
    assertRepeatOf("mine-1", given.submit(spec("mine", 0, "resnet18")));
  }

  @Test
  void sameKey_manyDifferences_tenAreToldAndTheNumberOfOthers() {
    ExperimentSpec first = spec("mine", 0, "resnet18");
    given.submit(first);
    Recipe recipe =
        first
            .recipe()
            .with("epochs", 3L)
            .with("batchSize", 7L)
            .with("learningRate", 0.5)
            .with("momentum", 0.1)
            .with("weightDecay", 0.1)
            .with("labelSmoothing", 0.1)
            .with("clipNorm", 1.0)
            .with("warmupEpochs", 1L)
            .with("stepEpochs", 1L)
            .with("stepFactor", 0.2)
            .with("cropPadding", 4L);
    ExperimentSpec other =
        new ExperimentSpec(
            "mine",
            KEY,
            "digits",
            Map.of("model", List.of("resnet18")),
            recipe,
            "none",
            first.resources(),
            9,
            "",
            first.limits(),
            List.of());
    String reason = refused(given.submit(other));
    assertThat(reason).contains("; ... and 2 more. Only an equal request is a repeat");
    assertThat(reason.split(" is [^;]+, was ", -1)).hasSize(11);
  }

  @Test
  void sameKey_afterARefusedRequest_belongsToTheFirstThatIsFollowed() {
    given.submit(spec("mine", 0, "nobody"));
    given.submit(spec("other", 0, "resnet18"));
    assertThat(given.last(Event.ExperimentAccepted.class).experiment())
        .isEqualTo(new ExperimentId("other-1"));
    assertThat(refused(given.submit(spec("mine", 0, "resnet18")))).contains("belongs to other-1");
  }

  @Test
  void sameKey_cancels_equalTargetIsARepeatAndOtherTargetIsRefused() {
    given.submit(Given.spec("mine", 0, "resnet18", "vgg16"));
    given.cancel(KEY, "mine-1.1");
    assertRepeatOf("mine-1.1", given.cancel(KEY, "mine-1.1"));
    assertThat(refused(given.cancel(KEY, "mine-1.2")))
        .contains("the key vision belongs to the request to cancel mine-1.1", "target is mine-1.2");
    assertThat(given.all(Event.CancelAccepted.class)).hasSize(1);
  }

  @Test
  void sameKey_cancelAfterSubmitAndTheOtherWayRound_areRefused() {
    given.submit(spec("mine", 0, "resnet18"));
    assertThat(refused(given.cancel(KEY, "mine-1"))).contains("request is cancel, was submit");
    Optional<String> other = Optional.of("other");
    given.cancel(other, "mine-1");
    assertThat(refused(given.submit(Given.spec("b", other, 0, Device.ANY, "vgg16"))))
        .contains("request is submit, was cancel");
  }

  @Test
  void sameKey_afterAFoldOfTheLog_isJudgedAlike() {
    given.submit(spec("mine", 0, "resnet18"));
    Given recovered = new Given();
    IntStream.range(0, given.events.size()).forEach(i -> recovered.fold(given.events.get(i)));
    recovered.request(new podium.protocol.request.Request.Reading.Refused(List.of()));
    recovered.submit(spec("mine", 0, "resnet18"));
    recovered.submit(spec("mine", 1, "resnet18"));
    assertThat(recovered.all(Event.RequestDuplicate.class)).hasSize(1);
    assertThat(recovered.last(Event.RequestRejected.class).reasons().getFirst())
        .contains("priority is 1, was 0");
  }
}
