package podium.cli.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import podium.workers.training.data.ChannelStatistics;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.ImageSet;
import podium.workers.training.data.picture.PictureDecoder.Size;

/** What would be read of a data set, in lines; stateless. */
public final class DataLines {
  private static final int MOST_CLASSES = 120;

  private DataLines() {}

  /**
   * The lines.
   *
   * @param place what was read, in words
   * @param sizes of pictures at their source, smallest area first; none for other kinds of sets
   */
  public static List<String> lines(String place, Dataset dataset, List<Size> sizes) {
    List<String> lines = new ArrayList<>();
    lines.add(place);
    lines.addAll(classes(dataset).lines());
    lines.add("");
    if (!sizes.isEmpty()) {
      lines.add(sizes(sizes));
    }
    lines.add("read at %d x %d pixels".formatted(dataset.train().size(), dataset.train().size()));
    lines.addAll(dataset.facts().notes());
    ChannelStatistics statistics = ChannelStatistics.of(dataset.train());
    lines.add("mean [%s] of the images to train on".formatted(numbers(statistics.mean())));
    lines.add("std  [%s]".formatted(numbers(statistics.std())));
    lines.add("fingerprint " + dataset.facts().fingerprint());
    return lines;
  }

  private static Table classes(Dataset dataset) {
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

  private static String sizes(List<Size> sizes) {
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
