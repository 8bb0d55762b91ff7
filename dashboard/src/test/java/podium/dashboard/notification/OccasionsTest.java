package podium.dashboard.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import podium.dashboard.Story;
import podium.engine.log.LogCursor;
import podium.engine.log.Reading;
import podium.protocol.event.Event;
import podium.protocol.event.Reason;
import podium.protocol.event.Source;
import podium.protocol.event.TrialStatus;
import podium.protocol.id.TrialId;
import podium.protocol.report.Outcome;

/** What is worth telling of a log, and what is not. */
final class OccasionsTest {
  private final Story story = new Story().term().worker(Story.WORKER, 40);
  private Occasions occasions = new Occasions("log");

  private List<Notification> told() {
    occasions = new Occasions("log");
    LogCursor cursor = new LogCursor();
    List<Notification> all = new ArrayList<>();
    for (int offset = 0; offset < story.log().size(); offset++) {
      if (cursor.read(offset, story.log().get(offset)) instanceof Reading.Counted counted) {
        all.addAll(occasions.take(offset, counted.entry()));
      }
    }
    return all;
  }

  private List<String> texts() {
    return told().stream().map(Notification::text).toList();
  }

  private void experiment(String name, String... models) {
    story.experiment(name, 1, "ada", List.of((Object[]) models), 5);
  }

  private void succeeds(String trial, double accuracy) {
    story.placed(trial, 1, "cuda:0").started(trial, 1, 0, 7);
    story.epoch(trial, 1, 1, accuracy, 2).succeeded(trial, 1);
  }

  private void fails(String trial) {
    story.placed(trial, 1, "cuda:0").attemptEnded(trial, 1, Outcome.FAILED_CODE, "no such layer");
    story.event(
        new Event.TrialEnded(
            new TrialId(trial), TrialStatus.FAILED, new Reason.Said("no such layer")));
  }

  @Test
  void experiment_whoseLastTrialEnds_isToldOnce_withWhatBecameOfAll() {
    experiment("mine", "resnet18", "vgg16", "alexnet");
    succeeds("mine-1.1", 0.5);
    fails("mine-1.2");
    assertThat(told()).extracting(Notification::kind).containsExactly(Kind.TRIAL_FAILED);
    story.cancelled("mine-1.3");
    List<Notification> all = told();
    assertThat(all)
        .extracting(Notification::kind)
        .containsExactly(Kind.TRIAL_FAILED, Kind.EXPERIMENT_ENDED);
    assertThat(all.getLast().text())
        .isEqualTo("mine-1 is over: 1 succeeded, 1 failed, 1 cancelled");
    assertThat(all.getLast().offset()).isEqualTo(story.log().size() - 1);
    assertThat(all.getFirst().text()).isEqualTo("mine-1.2 failed: no such layer");
    assertThat(all.getFirst().id())
        .isEqualTo("log-%d-trial-failed-mine-1.2".formatted(all.getFirst().offset()));
  }

  @Test
  void experiment_ofWhichATrialIsTriedAgain_isOverAgain() {
    experiment("mine", "resnet18");
    fails("mine-1.1");
    story.event(
        new Event.TrialRequeued(
            new TrialId("mine-1.1"), new Reason.Said("retry"), Optional.empty()));
    succeeds("mine-1.1", 0.5);
    assertThat(texts())
        .containsExactly(
            "mine-1.1 failed: no such layer",
            "mine-1 is over: 1 failed",
            "mine-1 is over: 1 succeeded");
  }

  @Test
  void best_isToldWhenATrialSucceedsWithMoreThanTheOthersOfItsName() {
    experiment("mine", "resnet18", "vgg16", "alexnet", "googlenet");
    succeeds("mine-1.1", 0.5);
    succeeds("mine-1.2", 0.5);
    succeeds("mine-1.3", 0.625);
    succeeds("mine-1.4", 0.6);
    assertThat(told().stream().filter(it -> it.kind() == Kind.NEW_BEST))
        .extracting(Notification::text)
        .containsExactly(
            "mine-1.3 is the best of its experiment: 62.50 % on the test images, 50.00 % before");
  }

  @Test
  void best_ofAnEpochThatWasLost_countsNot() {
    experiment("mine", "resnet18", "vgg16");
    succeeds("mine-1.1", 0.5);
    story.placed("mine-1.2", 1, "cuda:0").started("mine-1.2", 1, 0, 7);
    story.epoch("mine-1.2", 1, 1, 0.25, 2).epoch("mine-1.2", 1, 2, 0.75, 2);
    story.lost("mine-1.2", 1);
    story.event(
        new Event.TrialRestarted(new TrialId("mine-1.2"), 1, new Reason.Said("nobody sees it")));
    story.placed("mine-1.2", 2, "cuda:0").started("mine-1.2", 2, 1, 7);
    story.epoch("mine-1.2", 2, 2, 0.375, 2).succeeded("mine-1.2", 2);
    assertThat(told()).extracting(Notification::kind).containsExactly(Kind.EXPERIMENT_ENDED);
  }

  @Test
  void failures_ofOneExperiment_areToldOneByOneUpToALimit() {
    experiment("mine", IntStream.range(0, 30).mapToObj(i -> "model" + i).toArray(String[]::new));
    for (int number = 1; number <= 30; number++) {
      fails("mine-1." + number);
    }
    List<String> all = texts();
    assertThat(all).hasSize(Occasions.MOST_FAILURES + 1);
    assertThat(all.get(Occasions.MOST_FAILURES - 1))
        .contains("further ones are not told one by one");
    assertThat(all.getLast()).isEqualTo("mine-1 is over: 30 failed");
  }

  @Test
  void silence_isOfRunningTrials_sinceTheirLastSign() {
    experiment("mine", "resnet18", "vgg16");
    story.placed("mine-1.1", 1, "cuda:0").started("mine-1.1", 1, 0, 7);
    story.epoch("mine-1.1", 1, 1, 0.25, 2);
    int sign = story.log().size() - 1;
    story.placed("mine-1.2", 1, "cuda:1");
    told();
    Instant begin = occasions.silent(Instant.MAX, Duration.ZERO).getFirst().time();
    assertThat(occasions.silent(begin.plusSeconds(59), Duration.ofMinutes(1))).isEmpty();
    List<Notification> silent =
        occasions.silent(begin.plus(Duration.ofHours(3)), Duration.ofMinutes(1));
    assertThat(silent).extracting(Notification::kind).containsOnly(Kind.TRIAL_SILENT);
    assertThat(silent)
        .anySatisfy(
            it -> {
              assertThat(it.id()).isEqualTo("log-%d-trial-silent-mine-1.1".formatted(sign));
              assertThat(it.text())
                  .isEqualTo("mine-1.1 on anvil has not been heard for more than 1 min");
            });
    story.epoch("mine-1.1", 1, 2, 0.25, 2).succeeded("mine-1.1", 1).lost("mine-1.2", 1);
    told();
    assertThat(occasions.silent(Instant.MAX, Duration.ZERO)).isEmpty();
  }

  @Test
  void cancelOfAWholeExperiment_ofWhichTrialsWereStillToCome_endsIt() {
    experiment("mine", "resnet18", "vgg16");
    succeeds("mine-1.1", 0.5);
    story.event(
        new Event.CancelAccepted(
            new Source("podium.requests", 0, 9),
            Optional.empty(),
            "mine-1",
            List.of(new TrialId("mine-1.2"))));
    assertThat(told()).isEmpty();
    story.cancelled("mine-1.2");
    assertThat(texts()).containsExactly("mine-1 is over: 1 succeeded, 1 cancelled");
  }

  @Test
  void everyNotification_hasAnIdOfItsOwn_andTheSameWhenTheLogIsReadAgain() {
    experiment("mine", "resnet18", "vgg16", "alexnet");
    experiment("other", "resnet18", "vgg16");
    succeeds("mine-1.1", 0.5);
    succeeds("mine-1.2", 0.6);
    succeeds("mine-1.3", 0.7);
    fails("other-1.1");
    fails("other-1.2");
    List<Notification> first = told();
    Set<String> ids = new HashSet<>(first.stream().map(Notification::id).toList());
    assertThat(ids).hasSize(first.size());
    assertThat(told()).isEqualTo(first);
  }
}
