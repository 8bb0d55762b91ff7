package podium.dashboard;

import java.time.Instant;
import java.util.List;
import podium.protocol.event.Event;

/** A log with something for every page. */
public final class Tale {
  /** What a page must show as text. */
  public static final String ATTACK = "<img src=x onerror=document.title='broken'>";

  private Tale() {}

  /** The four models of the first report, one still training, and an experiment of an attacker. */
  public static Story told() {
    Story told =
        new Story()
            .at(Instant.now().minusSeconds(120))
            .term()
            .worker(Story.WORKER, 4)
            .worker("bench", 1)
            .experiment(
                "four-models", 1, "ada", List.of("alexnet", "vgg16", "googlenet", "resnet18"), 10);
    teach(told, 1, 0.704, 1.7, 57_044_810);
    teach(told, 2, 0.7066, 12.9, 134_301_514);
    teach(told, 3, 0.8246, 2.6, 5_610_154);
    told.placed("four-models-1.4", 1, "cuda:3").started("four-models-1.4", 1, 0, 11_181_642);
    for (int epoch = 1; epoch <= 6; epoch++) {
      told.epoch("four-models-1.4", 1, epoch, 0.1 + 0.1 * epoch, 1.7);
    }
    return told.suspected("bench")
        .worker("spare", 2)
        .event(new Event.WorkerLeft("spare", Story.WORKER_INCARNATION))
        .experiment("attack", 1, ATTACK, List.of("resnet18"), 3)
        .experiment("mixed", 1, "ada", List.of("vgg11", "resnet34", "resnet50"), 3)
        .placed("mixed-1.1", 1, "cuda:1")
        .started("mixed-1.1", 1, 0, 11, Scene.data("1a2b3c4d", ATTACK, "tested on val/"))
        .epoch("mixed-1.1", 1, 1, 0.01, 900)
        .placed("mixed-1.2", 1, "cuda:2")
        .started("mixed-1.2", 1, 0, 11, Scene.data("9f8e7d6c"))
        .epoch("mixed-1.2", 1, 1, 0.02, 900)
        .placed("mixed-1.3", 1, "cuda:0")
        .rejected(ATTACK, "not JSON: " + ATTACK)
        .event(new Event.WorkerRecovered(ATTACK, "i"));
  }

  private static void teach(Story told, int number, double best, double seconds, long parameters) {
    String trial = "four-models-1." + number;
    told.placed(trial, 1, "cuda:" + (number - 1)).started(trial, 1, 0, parameters);
    for (int epoch = 1; epoch <= 10; epoch++) {
      told.epoch(trial, 1, epoch, best * (1 - Math.exp(-0.6 * epoch)), seconds);
    }
    told.succeeded(trial, 1);
  }
}
