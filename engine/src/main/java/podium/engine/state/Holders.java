package podium.engine.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Incarnations that held attempts, each once. Confined to its state's owner. */
final class Holders {
  private final List<String> names = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  int number(String name) {
    return numbers.computeIfAbsent(
        name,
        unseen -> {
          names.add(unseen);
          return names.size() - 1;
        });
  }

  String name(int number) {
    return names.get(number);
  }

  List<String> names() {
    return Collections.unmodifiableList(names);
  }
}
