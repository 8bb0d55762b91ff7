package podium.dashboard.notification;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import podium.dashboard.domain.Position.LogId;
import podium.protocol.folder.Durably;

/** How far each target was told, in a file that outlives a power cut. Thread-safe. */
public final class Places {
  private static final Logger LOG = LoggerFactory.getLogger(Places.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String FILE = "places.json";

  private final Path folder;
  private final Map<String, Place> places = new TreeMap<>();

  /**
   * A target's place.
   *
   * @param offset of the first fact that it was not told of yet
   * @param silent ids of the silences that it was told of and that last
   */
  public record Place(LogId log, long offset, Set<String> silent) {
    public Place {
      silent = Set.copyOf(silent);
    }
  }

  private Places(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads what is kept in a folder; where that is damaged, everybody begins anew.
   *
   * @throws IllegalArgumentException when the folder cannot be used
   */
  public static Places open(Path folder) {
    Places places = new Places(folder);
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(FILE);
      if (Files.exists(file)) {
        places.read(Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "podium.notifications.dir is %s, which cannot be used: %s".formatted(folder, e), e);
    }
    return places;
  }

  private void read(byte[] file) {
    try {
      MAPPER
          .readTree(file)
          .properties()
          .forEach(it -> places.put(it.getKey(), place(it.getValue())));
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "notifications begin at the log's end, since {} is damaged; cause={}",
          folder.resolve(FILE),
          e.toString());
      places.clear();
    }
  }

  private static Place place(JsonNode json) {
    Set<String> silent = new TreeSet<>();
    json.required("silent").forEach(id -> silent.add(id.asText()));
    return new Place(
        new LogId(json.required("cluster").asText(), json.required("topic").asText()),
        json.required("offset").asLong(),
        silent);
  }

  /** Where a target is; nothing before it was ever told. */
  synchronized Optional<Place> of(String target) {
    return Optional.ofNullable(places.get(target));
  }

  /** Keeps a target's place; it is on the disk when this returns. */
  synchronized void put(String target, Place place) throws IOException {
    places.put(target, place);
    ObjectNode all = MAPPER.createObjectNode();
    places.forEach(
        (name, it) -> {
          ObjectNode one =
              all.putObject(name)
                  .put("cluster", it.log().cluster())
                  .put("topic", it.log().topic())
                  .put("offset", it.offset());
          new TreeSet<>(it.silent()).forEach(one.putArray("silent")::add);
        });
    Durably.write(folder.resolve(FILE), MAPPER.writeValueAsBytes(all));
  }
}
