package podium.dashboard.notification;

import java.net.URI;
import java.util.Set;

/**
 * Whom to tell, and of what. Immutable.
 *
 * @param name for people, and for what is kept of it
 * @param address to post to; often a secret, so it is never shown
 * @param isPrivate whether the address may be of this machine or network, and without TLS
 */
public record Target(String name, Form form, URI address, Set<Kind> kinds, boolean isPrivate) {
  public Target {
    kinds = Set.copyOf(kinds);
  }

  @Override
  public String toString() {
    return "target " + name;
  }
}
