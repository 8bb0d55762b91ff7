package podium.protocol.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the fields of a document stand, by their paths. Confined to one thread. */
final class Places {
  private final Map<String, String> places = new HashMap<>();

  void line(String path, long line) {
    places.put(path, "line " + line);
  }

  /** A field, with all below it, that does not come from the file. */
  void replace(String path, String place) {
    places
        .keySet()
        .removeIf(
            known ->
                known.startsWith(path)
                    && (known.length() == path.length()
                        || known.charAt(path.length()) == '.'
                        || known.charAt(path.length()) == '['));
    places.put(path, place);
  }

  /** The place of a field or else of what it belongs to, unless that is the whole document. */
  Optional<String> of(String path) {
    String at = path;
    while (!at.isEmpty() && !places.containsKey(at)) {
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return at.isEmpty() ? Optional.empty() : Optional.ofNullable(places.get(at));
  }
}
