package podium.cli.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import podium.cli.error.UserErrorException;

/** The program that makes keys and certificates, of the Java that Podium lives on. Stateless. */
final class Keytool {
  /** Where keytool finds the password; its arguments can be seen by everybody on the machine. */
  private static final String VARIABLE = "PODIUM_KEYS_PASSWORD";

  private static final String DAYS = "3650";

  private final Path program;

  private Keytool(Path program) {
    this.program = program;
  }

  /**
   * That of the running Java.
   *
   * @throws UserErrorException when it has none
   */
  static Keytool ofThisJava() {
    return in(Path.of(System.getProperty("java.home")));
  }

  /** That of a Java. */
  static Keytool in(Path java) {
    Path program = java.resolve("bin").resolve("keytool");
    if (!Files.isExecutable(program)) {
      throw new UserErrorException(
          "%s is not there, and it makes the keys; name a whole JDK or JRE of version 21 or newer in PODIUM_JAVA_HOME"
              .formatted(program));
    }
    return new Keytool(program);
  }

  /** Makes a store with a new CA. */
  void makeCa(Path store, String password, String name) {
    call(
        password,
        genkeypair(store, name, "CN=Podium CA"),
        List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign"));
  }

  /** Makes a new key in a CA's store, with a certificate of the CA. */
  void makeSigned(Path store, String password, String ca, String name, String subjects) {
    call(
        password,
        genkeypair(store, name, "CN=Podium"),
        List.of("-signer", ca, "-ext", "san=" + subjects, "-ext", "eku=serverAuth,clientAuth"));
  }

  private static List<String> genkeypair(Path store, String name, String subject) {
    return List.of(
        "-genkeypair",
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12",
        "-storepass:env",
        VARIABLE,
        "-alias",
        name,
        "-dname",
        subject,
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-validity",
        DAYS);
  }

  private void call(String password, List<String> first, List<String> second) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(first);
    command.addAll(second);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put(VARIABLE, password);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new UserErrorException(
            "keytool made no key: %s".formatted(said.strip().replaceAll("\\R+", " ")));
      }
    } catch (IOException e) {
      throw new UserErrorException("%s cannot be started (%s)".formatted(program, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UserErrorException("interrupted while keytool made keys", e);
    }
  }
}
