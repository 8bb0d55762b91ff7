package podium.cli.view;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import podium.workers.training.data.ChannelStatistics;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.picture.PictureDecoder.Size;

/**
 * What would be read of a data set; immutable.
 *
 * @param place what was read, in words
 * @param sizes of pictures at their source, smallest area first; none for other kinds of sets
 * @param remarks what else there is to say of it
 */
public record DataView(String place, Dataset dataset, List<Size> sizes, List<String> remarks) {
  private static final int MOST_CLASSES = 120;

  public DataView {
    sizes = List.copyOf(sizes);
    remarks = List.copyOf(remarks);
  }

  /** For other programs. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("dataset", place);
    int[] train = counts(dataset.train(), dataset.classes().size());
    int[] test = counts(dataset.test(), dataset.classes().size());
    ArrayNode classes = json.putArray("classes");
    for (int i = 0; i < train.length; i++) {
      classes
          .addObject()
          .put("class", dataset.classes().get(i))
          .put("train", train[i])
          .put("test", test[i]);
    }
    json.put("train", dataset.train().count()).put("test", dataset.test().count());
    json.put("imageSize", dataset.train().size());
    if (!sizes.isEmpty()) {
      size(json.putObject("smallestPicture"), sizes.getFirst());
      size(json.putObject("middlePicture"), sizes.get(sizes.size() / 2));
      size(json.putObject("largestPicture"), sizes.getLast());
    }
    ArrayNode notes = json.putArray("notes");
    dataset.facts().notes().forEach(notes::add);
    remarks.forEach(notes::add);
    ChannelStatistics statistics = ChannelStatistics.of(dataset.train());
    statistics.mean().forEach(json.putArray("mean")::add);
    statistics.std().forEach(json.putArray("std")::add);
    return json.put("fingerprint", dataset.facts().fingerprint());
  }

  private static void size(ObjectNode json, Size size) {
    json.put("width", size.width()).put("height", size.height());
  }

  /** For people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(place);
    lines.addAll(classes().lines());
    lines.add("");
    if (!sizes.isEmpty()) {
      lines.add(pictures());
    }
    lines.add("read at %d x %d pixels".formatted(dataset.train().size(), dataset.train().size()));
    lines.addAll(dataset.facts().notes());
    ChannelStatistics statistics = ChannelStatistics.of(dataset.train());
    lines.add("mean [%s] of the images to train on".formatted(numbers(statistics.mean())));
    lines.add("std  [%s]".formatted(numbers(statistics.std())));
    lines.add("fingerprint " + dataset.facts().fingerprint());
    lines.addAll(remarks);
    return lines;
  }

  private Table classes() {
    int[] train = counts(dataset.train(), dataset.classes().size());
    int[] test = counts(dataset.test(), dataset.classes().size());
    Table table = new Table("class", ">train", ">test");
    for (int i = 0; i < Math.min(MOST_CLASSES, train.length); i++) {
      table.row(dataset.classes().get(i), number(train[i]), number(test[i]));
    }
    if (train.length > MOST_CLASSES) {
      table.row("... %d more".formatted(train.length - MOST_CLASSES), "", "");
    }
    return table.row(
        "%d classes".formatted(train.length),
        number(dataset.train().count()),
        number(dataset.test().count()));
  }

  private static int[] counts(ImageSet set, int classes) {
    int[] counts = new int[classes];
    for (int i = 0; i < set.count(); i++) {
      counts[set.label(i)]++;
    }
    return counts;
  }

  private String pictures() {
    Size smallest = sizes.getFirst();
    Size largest = sizes.getLast();
    return smallest.equals(largest)
        ? "pictures of %s pixels".formatted(told(smallest))
        : "pictures of %s to %s pixels, the middle one %s"
            .formatted(told(smallest), told(largest), told(sizes.get(sizes.size() / 2)));
  }

  private static String told(Size size) {
    return "%d x %d".formatted(size.width(), size.height());
  }

  private static String number(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String numbers(List<Double> values) {
    return String.join(
        ", ", values.stream().map(value -> String.format(Locale.ROOT, "%.4f", value)).toList());
  }
}
