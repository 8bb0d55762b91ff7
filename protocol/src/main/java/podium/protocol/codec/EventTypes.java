package podium.protocol.codec;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import podium.protocol.event.Event;

/** The closed list of events by the name that the log gives them. Thread-safe. */
final class EventTypes {
  private static final Map<String, Class<? extends Event>> BY_NAME =
      Arrays.stream(Event.class.getPermittedSubclasses())
          .<Class<? extends Event>>map(type -> type.asSubclass(Event.class))
          .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private EventTypes() {}

  static Optional<Class<? extends Event>> named(String type) {
    return Optional.ofNullable(BY_NAME.get(type));
  }
}
