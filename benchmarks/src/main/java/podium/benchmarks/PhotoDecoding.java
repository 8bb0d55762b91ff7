package podium.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import podium.benchmarks.child.Child;
import podium.benchmarks.child.PhotoReader;

/** A folder of photos read at the size that is trained at, beside torchvision's, in turns. */
final class PhotoDecoding {
  private static final String SCRIPT = "photos.py";
  private static final List<Integer> SIZES = List.of(32, 96);
  private static final double MILLIS = 1e3;
  private static final double MEGABYTE = 1024 * 1024;

  private final Settings settings;
  private final Report report;

  PhotoDecoding(Settings settings, Report report) {
    this.settings = settings;
    this.report = report;
  }

  void measure() {
    if (settings.python().isEmpty() || settings.data().isEmpty()) {
      report.part(
          "Photos",
          "Not measured: give --python an interpreter with torchvision, and --data a zip of"
              + " pictures.");
      return;
    }
    Path photos =
        Photos.of(settings.data().get(), settings.scratch().resolve("photos"), settings.photos());
    report.part(
        "Photos",
        "%,d JPEGs of %d x %d in train/CLASS and test/CLASS, read once in each turn, %d turns in one run after another. Ours: named, hashed, decoded on %d threads, resized and kept on disk, in a JVM as a trainer's (heap 1 GiB); later epochs and trials read what was kept. Python: ImageFolder, Pillow, Resize and ToTensor, DataLoader with 2 processes; each later epoch does it again."
            .formatted(
                settings.photos(),
                Photos.WIDTH,
                Photos.HEIGHT,
                settings.rounds(),
                settings.threads()));
    report.columns("who", "pixels", "images/s", "seconds", "peak memory, MiB");
    for (int size : SIZES) {
      compare(photos, size);
    }
  }

  private void compare(Path photos, int size) {
    try (Child ours = ours(photos, size);
        Child theirs = theirs(photos, size)) {
      DoubleStream.Builder our = DoubleStream.builder();
      DoubleStream.Builder their = DoubleStream.builder();
      for (int round = 0; round < settings.rounds(); round++) {
        our.add(ours.measure("read", 0)[0]);
        their.add(theirs.measure("read", 0)[0]);
      }
      row("Podium", size, Samples.of(our.build()), ours.measure("memory", 0)[0] / MEGABYTE);
      row(
          theirs.greeting(),
          size,
          Samples.of(their.build()),
          theirs.measure("memory", 0)[0] / MEGABYTE);
    }
  }

  private Child ours(Path photos, int size) {
    return Child.trainer(
        PhotoReader.class,
        settings.threads(),
        List.of(
            photos.toString(),
            settings.scratch().resolve("cache").toString(),
            Integer.toString(size)));
  }

  private Child theirs(Path photos, int size) {
    return Child.program(
        "Python",
        settings.threads(),
        List.of(
            settings.python().orElseThrow(),
            Scripts.copy(SCRIPT, settings.scratch()).toString(),
            photos.toString(),
            Integer.toString(size)));
  }

  private void row(String who, int size, Samples millis, double memory) {
    double seconds = millis.median() / MILLIS;
    report.row(
        who,
        Integer.toString(size),
        String.format(Locale.ROOT, "%.0f", settings.photos() / seconds),
        String.format(Locale.ROOT, "%.1f (%.1f)", seconds, millis.least() / MILLIS),
        String.format(Locale.ROOT, "%.0f", memory));
  }
}
