package podium.engine.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import podium.protocol.Text;

/** What people and strangers write. */
final class Requests {
  private static final List<String> OWNERS = List.of("ada", "bob");
  private static final List<String> NAMES = List.of("e", "f", "g");

  private static final List<String> NONSENSE =
      List.of(
          "",
          "{",
          "null",
          "[]",
          "{\"request\":\"submit\"}",
          "{\"request\":\"submit\",\"experiment\":\"../evil\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}",
          "{\"request\":\"submit\",\"experiment\":\"e\",\"dataset\":\"nowhere\",\"matrix\":{\"model\":[\"resnet18\"]}}",
          "{\"request\":\"explode\"}");

  private static final List<String> FORGED =
      List.of(
          "",
          "{}",
          "not even JSON",
          "{\"request\":\"submit\",\"experiment\":\"e\",\"dataset\":\"digits\",\"matrix\":{\"model\":[\"resnet18\"]}}",
          "{\"format\":2,\"term\":9223372036854775807,\"incarnation\":\"evil\",\"index\":0,\"prev\":\"\",\"type\":\"SchedulerStarted\",\"time\":\"2026-11-24T12:00:00Z\",\"event\":{}}",
          "{\"format\":2,\"term\":1,\"incarnation\":\"evil\",\"index\":5,\"prev\":\"\",\"type\":\"TrialEnded\",\"time\":\"2026-11-24T12:00:00Z\",\"event\":{}}");

  private static final List<String> STOPPING =
      List.of(
          "",
          "",
          "",
          "",
          ",\"stopping\":{\"rule\":\"median\",\"minTrials\":1}",
          ",\"stopping\":{\"rule\":\"asha\",\"eta\":2}",
          ",\"stopping\":{\"rule\":\"asha\",\"eta\":3,\"maxEpochs\":3}");

  /** How many slots each trial needs. */
  private static final List<Integer> TOGETHER = List.of(1, 1, 1, 2, 2, 3, 4);

  /** Images of a batch, where memory may run out. */
  static final int BATCH = 48;

  private Requests() {}

  /**
   * Some experiment, some cancel, or nonsense.
   *
   * @param most slots that a trial of an owner can have together
   */
  static String any(Chance chance, ToIntFunction<String> most) {
    return switch (chance.between(0, 19)) {
      case 0, 1, 2, 3, 4, 5 -> submit(chance, most);
      case 6, 7, 8 -> act(chance);
      case 9, 10 -> about("cancel", "", chance);
      case 11, 12, 13 -> about("pause", chance.oneIn(2) ? ",\"now\":true" : "", chance);
      case 14 -> about("resume", "", chance);
      case 15 -> keyed(submit(chance, most), chance);
      case 16 -> keyed(act(chance), chance);
      case 17 -> about("retry", chance.oneIn(2) ? ",\"fresh\":true" : "", chance);
      default -> chance.one(NONSENSE);
    };
  }

  /** Another share of an owner. */
  static String ofOwner(Chance chance) {
    return ofOwner(chance.one(OWNERS), chance.between(1, 3), chance.between(0, 2));
  }

  private static String ofOwner(String name, int weight, int slots) {
    return Text.of(
        "{\"request\":\"change\",\"owner\":\"%s\",\"weight\":%d,\"limits\":{\"slots\":%d}}",
        name, weight, slots);
  }

  /** Other limits of time of an experiment, whose trials may train meanwhile. */
  static String ofTime(Chance chance) {
    String wall = chance.oneIn(3) ? Text.of("\"wallSeconds\":%d", seconds(chance, 30, 400)) : "";
    String epoch =
        wall.isEmpty() || chance.oneIn(3)
            ? Text.of("\"epochSeconds\":%d", seconds(chance, 1, 60))
            : "";
    String both = wall.isEmpty() || epoch.isEmpty() ? "" : ",";
    return about(
        "change",
        Text.of(",\"limits\":{%s%s%s}", wall, both, epoch),
        "experiment",
        chance.oneIn(3)
            ? chance.one(NAMES)
            : Text.of("%s-%d", chance.one(NAMES), chance.between(1, 2)));
  }

  /** So many, or none. */
  private static int seconds(Chance chance, int least, int most) {
    return chance.oneIn(3) ? 0 : chance.between(least, most);
  }

  /** What goes on from what others keep, and sometimes that others are tried again at once. */
  static List<String> forks(Chance chance) {
    String target =
        Text.of("%s-%d", chance.one(NAMES), chance.between(1, 2))
            + (chance.oneIn(3) ? "." + chance.between(1, 4) : "");
    String epoch = chance.oneIn(2) ? Text.of(",\"epoch\":%d", chance.between(1, 3)) : "";
    String more =
        chance.oneIn(3)
            ? about("extend", Text.of(",\"epochs\":%d", chance.between(1, 2)), "trial", target)
            : about(
                "fork",
                Text.of("%s,\"recipe\":{\"epochs\":%d}", epoch, chance.between(2, 7)),
                "trial",
                target);
    String first = chance.oneIn(4) ? keyed(more, chance) : more;
    return chance.oneIn(3)
        ? List.of(first, about("retry", ",\"fresh\":" + chance.oneIn(2), "trial", target))
        : List.of(first);
  }

  /** Something about what is there, or is not. */
  private static String act(Chance chance) {
    return switch (chance.between(0, 10)) {
      case 7, 8 -> about("archive", "", "experiment", someOf(chance));
      case 9 -> about("unarchive", "", "experiment", someOf(chance));
      case 10 -> drain("release", "w" + chance.between(1, 6), chance.oneIn(2) ? "cpu:0" : "");
      case 0 -> about("cancel", "", chance);
      case 1 -> about("pause", "", chance);
      case 2 -> about("resume", "", chance);
      case 3 -> about("retry", chance.oneIn(3) ? ",\"fresh\":true" : "", chance);
      case 4 ->
          chance.oneIn(2)
              ? about("change", ",\"priority\":" + chance.between(-2, 2), chance)
              : about(
                  "change",
                  Text.of(",\"limits\":{\"slots\":%d}", chance.between(0, 3)),
                  "experiment",
                  chance.one(NAMES));
      case 5 -> drain("drain", "w" + chance.between(1, 6), chance.oneIn(2) ? "cpu:0" : "");
      default -> drain("undrain", "w" + chance.between(1, 6), chance.oneIn(2) ? "cpu:0" : "");
    };
  }

  /** What people ask so that whatever waits for them waits no more. */
  static List<String> wayFree(int workers) {
    List<String> all = new ArrayList<>();
    NAMES.forEach(name -> all.add(about("unarchive", "", "experiment", name)));
    NAMES.forEach(
        name -> all.add(about("change", ",\"limits\":{\"slots\":0}", "experiment", name)));
    NAMES.forEach(name -> all.add(about("resume", "", "experiment", name)));
    OWNERS.forEach(name -> all.add(ofOwner(name, 1, 0)));
    for (int worker = 1; worker <= workers; worker++) {
      all.add(drain("undrain", "w" + worker, ""));
      all.add(drain("undrain", "w" + worker, "cpu:0"));
    }
    return all;
  }

  /** An experiment of a few trials of a few epochs. */
  static String submit(Chance chance, ToIntFunction<String> most) {
    String name = chance.one(NAMES);
    String models = chance.oneIn(2) ? "\"resnet18\"" : "\"resnet18\",\"vgg16\"";
    String seeds = chance.one(List.of("1", "1,2", "1,2,3"));
    int epochs = chance.between(1, 5);
    String device = chance.one(List.of("any", "cpu", "cpu", "any", "any", "any"));
    int priority = chance.between(-1, 1);
    boolean preempt = chance.oneIn(5);
    int epochSeconds = chance.oneIn(6) ? chance.between(10, 60) : 0;
    boolean learns = epochs == 4;
    boolean searches = learns || epochs == 3;
    int limit = chance.oneIn(4) ? chance.between(1, 2) : 0;
    String owner = chance.one(List.of("", "ada", "bob"));
    String submitted =
        Text.of(
            "{\"request\":\"submit\",\"experiment\":\"%s\",\"dataset\":\"digits\",\"matrix\":{\"model\":[%s],\"seed\":[%s]%s},%s\"recipe\":{\"epochs\":%d},\"resources\":{\"device\":\"%s\"},\"priority\":%d,\"preempt\":%s,\"limits\":{\"epochSeconds\":%d,\"slots\":%d},\"owner\":\"%s\"}",
            name,
            models,
            learns ? "1" : seeds,
            searches ? ",\"learningRate\":{\"log\":[0.0001,0.1]}" : "",
            learns
                ? "\"search\":{\"method\":\"tpe\",\"trials\":4},"
                : searches ? "\"search\":{\"method\":\"random\",\"trials\":2}," : "",
            epochs,
            device,
            priority,
            preempt,
            epochSeconds,
            limit,
            owner);
    // why: no further draw, so that the worlds of the other seeds stay what they were
    int hash = submitted.hashCode();
    String rule = learns ? "" : STOPPING.get(Math.floorMod(hash, STOPPING.size()));
    int wanted = TOGETHER.get(Math.floorMod(hash >> 8, TOGETHER.size()));
    int slots = Math.min(wanted, most.applyAsInt(owner));
    String sort = Text.of("\"device\":\"%s\"", device);
    String bound = Text.of("\"slots\":%d},\"owner\"", limit);
    // why: a limit that is no multiple tells slots from trials
    int wide = limit > 0 && slots > 1 ? slots + limit : limit;
    String whole =
        submitted
            .replace(sort, Text.of("%s,\"slots\":%d", sort, slots))
            .replace(bound, Text.of("\"slots\":%d},\"owner\"", wide));
    return shrinking(whole.substring(0, whole.length() - 1) + rule, hash >> 16) + "}";
  }

  /** Some experiments have batches that are too large; of those, most want them in parts. */
  private static String shrinking(String submitted, int hash) {
    if (Math.floorMod(hash, 3) != 0) {
      return submitted;
    }
    String large =
        submitted.replace("\"recipe\":{", Text.of("\"recipe\":{\"batchSize\":%d,", BATCH));
    return Math.floorMod(hash >> 4, 4) == 0 ? large : large + ",\"onMemory\":\"shrink\"";
  }

  /** An experiment by id or name, or all of a name. */
  private static String someOf(Chance chance) {
    String name = chance.one(NAMES);
    return chance.oneIn(3) ? name : Text.of("%s-%d", name, chance.between(1, 3));
  }

  private static String about(String verb, String more, Chance chance) {
    String name = chance.one(NAMES);
    String target =
        switch (chance.between(0, 3)) {
          case 0 -> name;
          case 1 -> Text.of("%s-%d", name, chance.between(1, 2));
          default -> Text.of("%s-%d.%d", name, chance.between(1, 2), chance.between(1, 4));
        };
    return about(verb, more, "trial", target);
  }

  private static String about(String verb, String more, String field, String target) {
    return Text.of("{\"request\":\"%s\",\"%s\":\"%s\"%s}", verb, field, target, more);
  }

  private static String drain(String verb, String worker, String slot) {
    String its = slot.isEmpty() ? "" : Text.of(",\"slot\":\"%s\"", slot);
    return Text.of("{\"request\":\"%s\",\"worker\":\"%s\"%s}", verb, worker, its);
  }

  private static String keyed(String request, Chance chance) {
    return Text.of(
        "%s,\"key\":\"k%d\"}", request.substring(0, request.length() - 1), chance.between(1, 3));
  }

  /** A record that is no fact of any scheduler. */
  static String forged(Chance chance) {
    return chance.one(FORGED);
  }
}
