package podium.protocol.actor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Host names and addresses in certificates; stateless. */
final class HostNames {
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9.]+|\\[?[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+]?");

  private HostNames() {}

  /** Those a certificate is for. */
  static List<String> of(X509Certificate certificate) {
    try {
      return Optional.ofNullable(certificate.getSubjectAlternativeNames()).stream()
          .flatMap(Collection::stream)
          .map(entry -> String.valueOf(entry.get(1)))
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }

  /** Whether a host is one of them: names in any case, addresses however they are written. */
  static boolean contains(List<String> names, String host) {
    return names.stream().anyMatch(name -> name.equalsIgnoreCase(host) || isSame(name, host));
  }

  private static boolean isSame(String name, String host) {
    try {
      // why: of an address nobody is asked, of a name somebody would be
      return ADDRESS.matcher(name).matches()
          && ADDRESS.matcher(host).matches()
          && InetAddress.getByName(name).equals(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
