package podium.dashboard.config;

import com.typesafe.config.Config;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import podium.dashboard.notification.Form;
import podium.dashboard.notification.Kind;
import podium.dashboard.notification.Target;

/**
 * Who is told what happens. Immutable.
 *
 * @param directory for what is kept of how far each target was told
 * @param board where people find the board's pages, for links in messages
 * @param silence after which a running trial is called silent
 */
public record NotificationSettings(
    Path directory, Optional<String> board, Duration silence, List<Target> targets) {
  private static final int MOST_TARGETS = 20;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");
  private static final Set<String> KEYS = Set.of("name", "form", "address", "events", "private");
  private static final Duration LEAST_SILENCE = Duration.ofMinutes(1);

  public NotificationSettings {
    targets = List.copyOf(targets);
    if (targets.size() > MOST_TARGETS) {
      throw new IllegalArgumentException(
          "podium.notifications.targets has %d; allowed: %d"
              .formatted(targets.size(), MOST_TARGETS));
    }
    Set<String> names = new HashSet<>();
    for (Target target : targets) {
      if (!names.add(target.name())) {
        throw new IllegalArgumentException(
            "podium.notifications.targets has two of the name %s; give each its own"
                .formatted(target.name()));
      }
    }
    if (silence.compareTo(LEAST_SILENCE) < 0) {
      throw new IllegalArgumentException(
          "podium.notifications.silence is %s; allowed: 1 minute or more".formatted(silence));
    }
  }

  /** The settings in a configuration's {@code podium.notifications}. */
  static NotificationSettings from(Config own) {
    return new NotificationSettings(
        Path.of(own.getString("dir")),
        Optional.of(own.getString("board").strip().replaceFirst("/+$", ""))
            .filter(board -> !board.isEmpty()),
        own.getDuration("silence"),
        own.getConfigList("targets").stream().map(NotificationSettings::target).toList());
  }

  private static Target target(Config own) {
    String name = own.hasPath("name") ? own.getString("name") : "";
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          ("a target of podium.notifications has the name '%s'; allowed: 1 to 40 letters, digits,"
                  + " - and _")
              .formatted(name));
    }
    own.root().keySet().stream()
        .filter(key -> !KEYS.contains(key))
        .findFirst()
        .ifPresent(
            key -> {
              String known = KEYS.stream().sorted().collect(Collectors.joining(", "));
              throw refused(name, "has '%s'; allowed: %s".formatted(key, known));
            });
    String form = own.hasPath("form") ? own.getString("form") : Form.JSON.word();
    boolean isPrivate = own.hasPath("private") && own.getBoolean("private");
    return new Target(
        name,
        Form.of(form)
            .orElseThrow(
                () ->
                    refused(
                        name, "has the form '%s'; allowed: json, slack, discord".formatted(form))),
        address(name, own.hasPath("address") ? own.getString("address").strip() : "", isPrivate),
        kinds(name, own),
        isPrivate);
  }

  private static Set<Kind> kinds(String name, Config own) {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (!own.hasPath("events")) {
      return EnumSet.allOf(Kind.class);
    }
    for (String word : own.getStringList("events")) {
      kinds.add(
          Kind.of(word)
              .orElseThrow(
                  () ->
                      refused(
                          name,
                          "has the event '%s'; allowed: %s"
                              .formatted(
                                  word,
                                  Arrays.stream(Kind.values())
                                      .map(Kind::word)
                                      .collect(Collectors.joining(", "))))));
    }
    return kinds;
  }

  // why: an address is often a secret, so it is in no message
  private static URI address(String name, String given, boolean isPrivate) {
    try {
      URI address = new URI(given);
      boolean secure = "https".equalsIgnoreCase(address.getScheme());
      boolean plain = "http".equalsIgnoreCase(address.getScheme());
      if ((secure || (plain && isPrivate))
          && address.getHost() != null
          && address.getUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException e) {
      // why: the refusal below tells what may stand there
    }
    throw refused(
        name,
        "has an address that cannot be used; allowed: https, a host and no user; http only with"
            + " private = true");
  }

  private static IllegalArgumentException refused(String name, String what) {
    return new IllegalArgumentException(
        "target %s of podium.notifications %s".formatted(name, what));
  }
}
