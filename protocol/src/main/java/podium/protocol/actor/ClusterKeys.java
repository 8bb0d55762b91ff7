package podium.protocol.actor;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder of keys by which processes of Podium know each other, as {@code podium keys} makes it.
 * Tells nobody its passwords. Immutable.
 */
public final class ClusterKeys {
  /** This machine's key, and its certificate. */
  public static final String KEY = "key.p12";

  /** The certificate of the CA that all must have theirs of. */
  public static final String TRUST = "trust.p12";

  /** The password of both. */
  public static final String PASSWORD = "password";

  /** The name of the key in its store. */
  public static final String ALIAS = "podium";

  /** The name of the CA in its stores. */
  public static final String CA = "ca";

  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path folder;
  private final X509Certificate certificate;

  private ClusterKeys(Path folder, X509Certificate certificate) {
    this.folder = folder;
    this.certificate = certificate;
  }

  /**
   * The keys of a folder.
   *
   * @throws IllegalArgumentException saying what is wrong with them and what to do
   */
  public static ClusterKeys in(Path given) {
    Path folder = given.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw bad(folder, "and there is no such folder");
    }
    char[] password = password(folder).toCharArray();
    Certificate own = certificate(folder, KEY, ALIAS, password);
    Certificate ca = certificate(folder, TRUST, CA, password);
    try {
      own.verify(ca.getPublicKey());
    } catch (GeneralSecurityException e) {
      throw bad(folder, "but its %s is not of the CA in its %s".formatted(KEY, TRUST), e);
    }
    if (!(own instanceof X509Certificate certificate)) {
      throw bad(folder, "but its %s holds no certificate of a machine".formatted(KEY));
    }
    try {
      certificate.checkValidity();
    } catch (GeneralSecurityException e) {
      throw bad(
          folder,
          "but its certificate counts from %s to %s only"
              .formatted(
                  certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()),
          e);
    }
    return new ClusterKeys(folder, certificate);
  }

  /**
   * Checks that others who reach this process under that name will find that it is the key's.
   *
   * @throws IllegalArgumentException when they would not
   */
  void requireFor(String host) {
    if (!HostNames.contains(hosts(), host)) {
      throw new IllegalArgumentException(
          "podium.cluster.keys is %s, whose key is for %s and not for %s, under which this process is reached; make one with podium keys DIR --host %s --ca FOLDER-OF-THE-CA"
              .formatted(folder, String.join(", ", hosts()), host, host));
    }
  }

  /** The names and addresses that the key is for. */
  public List<String> hosts() {
    return HostNames.of(certificate);
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** What of it others than its owner may read or write; empty where it is as it should be. */
  public List<Path> openToOthers() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(ClusterKeys::isOpenToOthers).sorted().toList();
    } catch (IOException e) {
      throw bad(folder, "but it cannot be read (%s)".formatted(e), e);
    }
  }

  /** Akka's settings that use them, below {@code akka}. */
  Config settings() {
    String password = password(folder);
    return ConfigFactory.parseMap(
            Map.of(
                "transport",
                "tls-tcp",
                "ssl.config-ssl-engine",
                Map.of(
                    "key-store",
                    folder.resolve(KEY).toString(),
                    "key-store-password",
                    password,
                    "key-password",
                    password,
                    "trust-store",
                    folder.resolve(TRUST).toString(),
                    "trust-store-password",
                    password,
                    "protocol",
                    "TLSv1.3",
                    "enabled-algorithms",
                    List.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"),
                    "require-mutual-authentication",
                    true,
                    "hostname-verification",
                    true)))
        .atPath("remote.artery");
  }

  private static String password(Path folder) {
    try {
      return Files.readString(folder.resolve(PASSWORD)).strip();
    } catch (IOException e) {
      throw unreadable(folder, PASSWORD, e);
    }
  }

  private static Certificate certificate(Path folder, String file, String name, char[] password) {
    Path path = folder.resolve(file);
    if (!Files.isRegularFile(path)) {
      throw bad(folder, "but it holds no " + file);
    }
    try {
      Certificate found = KeyStore.getInstance(path.toFile(), password).getCertificate(name);
      if (found == null) {
        throw bad(folder, "but its %s holds no certificate called %s".formatted(file, name));
      }
      return found;
    } catch (IOException e) {
      throw unreadable(folder, file, e);
    } catch (GeneralSecurityException e) {
      throw bad(folder, "but its %s cannot be read (%s)".formatted(file, e.getMessage()), e);
    }
  }

  private static IllegalArgumentException unreadable(Path folder, String file, IOException why) {
    String words =
        Files.notExists(folder.resolve(file))
            ? "but it holds no " + file
            : why instanceof AccessDeniedException || !Files.isReadable(folder.resolve(file))
                ? "but this account may not read its %s; it must belong to it".formatted(file)
                : "but its %s cannot be read (%s)".formatted(file, why.getMessage());
    return bad(folder, words, why);
  }

  private static boolean isOpenToOthers(Path file) {
    try {
      return Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
    } catch (IOException | UnsupportedOperationException e) {
      // why: where there are no such rights, nothing can be said of them
      return false;
    }
  }

  private static IllegalArgumentException bad(Path folder, String what, Throwable... why) {
    IllegalArgumentException failure =
        new IllegalArgumentException(
            "podium.cluster.keys is %s, %s; podium keys DIR makes such a folder"
                .formatted(folder, what));
    Stream.of(why).forEach(failure::initCause);
    return failure;
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
