package podium.workers.training.data.format;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import podium.protocol.report.DataFacts;
import podium.workers.training.data.Dataset;
import podium.workers.training.data.DatasetDefinition;
import podium.workers.training.data.DatasetException;
import podium.workers.training.data.files.Crew;
import podium.workers.training.data.files.Fingerprints;
import podium.workers.training.data.files.NamedFiles;
import podium.workers.training.data.files.Remembered;
import podium.workers.training.download.Checksum;
import podium.workers.training.download.Download;
import podium.workers.training.download.DownloadException;

/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky 2009) in any form in which they are given out, packed or
 * unpacked. CIFAR-10 is downloaded once, into the cache, where no place is named.
 */
public final class Cifar implements DatasetDefinition.Loader {
  private static final String ARCHIVE = "cifar-10-binary.tar.gz";
  private static final List<String> ARCHIVES =
      List.of(
          ARCHIVE, "cifar-10-python.tar.gz", "cifar-100-binary.tar.gz", "cifar-100-python.tar.gz");
  private static final Download OFFICIAL =
      new Download(
          URI.create("https://www.cs.toronto.edu/~kriz/" + ARCHIVE),
          new Checksum("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
          170_052_171);

  private final Optional<Path> place;
  private final Download download;
  private final Remembered<DatasetDefinition.Look> looked = new Remembered<>();

  private record Opened(CifarForm form, Map<String, NamedFiles.Item> items) {}

  public Cifar(Optional<Path> place) {
    this(place, OFFICIAL);
  }

  /** The same from another address. */
  public Cifar(Optional<Path> place, Download download) {
    this.place = place;
    this.download = download;
  }

  /** Whether these are files of CIFAR, or an archive of them among others. */
  public static boolean is(NamedFiles files) {
    return isUnpacked(files)
        || files.items().stream().map(NamedFiles.Item::name).anyMatch(ARCHIVES::contains);
  }

  private static boolean isUnpacked(NamedFiles files) {
    return !CifarForm.all(byName(files).keySet()).isEmpty();
  }

  @Override
  public DatasetDefinition.Look look(DatasetDefinition.Surroundings surroundings) {
    Path home = home(surroundings);
    return looked.of(
        home,
        () -> {
          try (NamedFiles files = NamedFiles.open(home)) {
            return new DatasetDefinition.Look(
                fingerprint(files, opened(files, home), home, surroundings), 0);
          }
        });
  }

  @Override
  public Dataset load(DatasetDefinition.Surroundings surroundings) {
    Path home = home(surroundings);
    try (NamedFiles files = NamedFiles.open(home)) {
      Opened opened = opened(files, home);
      String fingerprint = fingerprint(files, opened, home, surroundings);
      Map<String, byte[]> contents = contents(files, opened, surroundings);
      return new Dataset(
          opened.form().train(contents),
          opened.form().test(contents),
          opened.form().classes(contents),
          List.of(0.4914, 0.4822, 0.4465),
          List.of(0.2023, 0.1994, 0.2010),
          new DataFacts(fingerprint, List.of()));
    }
  }

  private static Map<String, byte[]> contents(
      NamedFiles files, Opened opened, DatasetDefinition.Surroundings surroundings) {
    Map<String, byte[]> contents = new ConcurrentHashMap<>();
    try (Crew crew = Crew.ofProcessors(() -> surroundings.progress().doing("reading CIFAR"))) {
      files.each(
          opened.items().values(),
          crew,
          (item, content) -> contents.put(fileName(item.name()), content));
    }
    return contents;
  }

  private static String fingerprint(
      NamedFiles files, Opened opened, Path home, DatasetDefinition.Surroundings surroundings) {
    return Fingerprints.of(home, surroundings.cache())
        .of(
            List.copyOf(opened.items().values()),
            Cifar::fileName,
            files,
            (what, done, all) -> surroundings.progress().doing(what));
  }

  private static Opened opened(NamedFiles files, Path home) {
    Map<String, NamedFiles.Item> found = byName(files);
    List<CifarForm> forms = CifarForm.all(found.keySet());
    if (forms.isEmpty()) {
      throw new DatasetException(
          "%s holds no CIFAR: neither test_batch.bin or test_batch (CIFAR-10) nor train.bin and test.bin, or train, test and meta (CIFAR-100). Name the archive, or the folder it was unpacked into."
              .formatted(home));
    }
    CifarForm form = forms.getFirst();
    List<String> twice =
        files.items().stream()
            .map(item -> fileName(item.name()))
            .filter(form.files()::contains)
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .filter(one -> one.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList();
    if (forms.size() > 1 || !twice.isEmpty()) {
      throw new DatasetException(
          "%s holds CIFAR more than once (%s); name the folder or archive of one of them."
              .formatted(
                  home,
                  twice.isEmpty()
                      ? forms.stream().map(CifarForm::told).collect(Collectors.joining(", "))
                      : "two files " + twice.getFirst()));
    }
    List<String> missing = form.needed().stream().filter(file -> !found.containsKey(file)).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "%s lacks CIFAR's %s; fetch it anew.".formatted(home, String.join(", ", missing)));
    }
    found.keySet().retainAll(form.files());
    return new Opened(form, found);
  }

  /** The files by their own names, whatever folder they lie in. */
  private static Map<String, NamedFiles.Item> byName(NamedFiles files) {
    Map<String, NamedFiles.Item> found = new TreeMap<>();
    files.items().forEach(item -> found.putIfAbsent(fileName(item.name()), item));
    return found;
  }

  private static String fileName(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The archive in a folder that holds CIFAR in no other way; else the place itself. */
  private static Path packed(Path place) {
    List<Path> archives =
        ARCHIVES.stream().map(place::resolve).filter(Files::isRegularFile).toList();
    if (archives.isEmpty()) {
      return place;
    }
    try (NamedFiles files = NamedFiles.open(place)) {
      if (isUnpacked(files)) {
        return place;
      }
    }
    if (archives.size() > 1) {
      throw new DatasetException(
          "%s holds several archives of CIFAR; name one of them: %s.".formatted(place, archives));
    }
    return archives.getFirst();
  }

  private Path home(DatasetDefinition.Surroundings surroundings) {
    if (place.isPresent()) {
      return packed(place.get()); // why: a folder of somebody's own is never downloaded into
    }
    Path archive = surroundings.cache().resolve(ARCHIVE);
    Path unpacked = surroundings.cache().resolve("cifar-10-batches-bin");
    if (Files.isDirectory(unpacked)) {
      return unpacked;
    }
    if (!Files.exists(archive)) {
      try {
        download.into(archive, surroundings.progress()::doing);
      } catch (DownloadException e) {
        throw new DatasetException(String.valueOf(e.getMessage()), e);
      }
    }
    return archive;
  }
}
