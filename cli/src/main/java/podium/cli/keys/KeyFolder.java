package podium.cli.keys;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import podium.cli.error.UserErrorException;
import podium.protocol.actor.ClusterKeys;

/** Makes a folder of keys, whole or not at all, for its owner alone. */
public final class KeyFolder {
  /** The CA's own key; there where the CA was made, and nowhere else. */
  public static final String CA_KEY = "ca.p12";

  private static final String CA_PASSWORD = "ca.password";
  private static final int PASSWORD_BYTES = 24;
  private static final boolean HAS_RIGHTS =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path folder;
  private final List<String> hosts;

  private KeyFolder(Path folder, List<String> hosts) {
    this.folder = folder;
    this.hosts = hosts;
  }

  /**
   * Makes the folder, with a CA of its own or a key of another folder's CA.
   *
   * @param hosts names and addresses that the key is for
   * @throws UserErrorException when there is something already, or it cannot be made
   */
  public static ClusterKeys make(Path given, List<String> hosts, Optional<Path> ca) {
    Path folder = given.toAbsolutePath().normalize();
    requireFree(folder);
    Keytool keytool = Keytool.ofThisJava();
    Optional<Authority> authority = ca.map(KeyFolder::authority);
    try {
      Path parent = Optional.ofNullable(folder.getParent()).orElse(folder);
      Files.createDirectories(parent);
      Path made = Files.createTempDirectory(parent, ".keys-", rights("rwx------"));
      try {
        new KeyFolder(made, List.copyOf(hosts)).fill(keytool, authority);
        // why: an empty folder that is there already gives way
        Files.move(made, folder, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        delete(made);
      }
    } catch (IOException | GeneralSecurityException e) {
      throw new UserErrorException(
          "keys cannot be written to %s (%s); see to its rights and its disk, or choose another folder"
              .formatted(folder, e),
          e);
    }
    return ClusterKeys.in(folder);
  }

  /** Whether the CA's own key is there. */
  public static boolean hasCa(Path folder) {
    return Files.exists(folder.resolve(CA_KEY));
  }

  /**
   * A CA that signs.
   *
   * @param store holds its key
   */
  private record Authority(Path store, String password) {}

  private static void requireFree(Path folder) {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> there = Files.list(folder)) {
      if (there.findAny().isPresent()) {
        throw new UserErrorException(
            "%s is not empty, and keys are never written over; choose another folder, or delete it when nobody needs its keys any more"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new UserErrorException(
          "%s is no folder that can be read (%s); choose another".formatted(folder, e), e);
    }
  }

  private static Authority authority(Path folder) {
    Path store = folder.resolve(CA_KEY);
    try {
      return new Authority(store, Files.readString(folder.resolve(CA_PASSWORD)).strip());
    } catch (IOException e) {
      throw new UserErrorException(
          "--ca %s: no CA can be read there (%s); give the first folder that podium keys made, which alone holds %s and %s"
              .formatted(folder, e, CA_KEY, CA_PASSWORD),
          e);
    }
  }

  private void fill(Keytool keytool, Optional<Authority> given)
      throws IOException, GeneralSecurityException {
    Authority authority = given.isPresent() ? given.get() : newAuthority(keytool);
    Path work = folder.resolve("work.p12");
    Files.copy(authority.store(), write(work, ""), StandardCopyOption.REPLACE_EXISTING);
    keytool.makeSigned(
        work, authority.password(), ClusterKeys.CA, ClusterKeys.ALIAS, subjects(hosts));
    KeyStore made = KeyStore.getInstance(work.toFile(), authority.password().toCharArray());
    Files.delete(work);
    String password = password();
    write(folder.resolve(ClusterKeys.PASSWORD), password + "\n");
    char[] secret = password.toCharArray();
    Certificate[] chain = made.getCertificateChain(ClusterKeys.ALIAS);
    KeyStore key = empty();
    key.setKeyEntry(
        ClusterKeys.ALIAS,
        made.getKey(ClusterKeys.ALIAS, authority.password().toCharArray()),
        secret,
        chain);
    store(key, folder.resolve(ClusterKeys.KEY), secret);
    KeyStore trust = empty();
    trust.setCertificateEntry(ClusterKeys.CA, made.getCertificate(ClusterKeys.CA));
    store(trust, folder.resolve(ClusterKeys.TRUST), secret);
  }

  private Authority newAuthority(Keytool keytool) throws IOException {
    String password = password();
    Path store = folder.resolve(CA_KEY);
    keytool.makeCa(store, password, ClusterKeys.CA);
    if (HAS_RIGHTS) {
      Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
    }
    write(folder.resolve(CA_PASSWORD), password + "\n");
    return new Authority(store, password);
  }

  /** As keytool wants them in a certificate. */
  private static String subjects(List<String> hosts) {
    return String.join(
        ",",
        hosts.stream()
            .map(host -> host.matches("[0-9.]+|.*:.*") ? "ip:" + host : "dns:" + host)
            .toList());
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  private static void store(KeyStore keys, Path file, char[] password)
      throws IOException, GeneralSecurityException {
    try (var out = Files.newOutputStream(write(file, ""))) {
      keys.store(out, password);
    }
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createFile(file, rights("rw-------"));
    return Files.writeString(file, text);
  }

  private static FileAttribute<?>[] rights(String rights) {
    return HAS_RIGHTS
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(Set.copyOf(PosixFilePermissions.fromString(rights)))
        }
        : new FileAttribute<?>[0];
  }

  private static String password() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
