package podium.cli.command;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import podium.cli.error.UserErrorException;
import podium.cli.keys.KeyFolder;
import podium.protocol.actor.ClusterKeys;

/** {@code podium keys}: what keeps strangers out where other machines reach Podium. */
@Command(
    name = "keys",
    description =
        "Makes the keys by which scheduler and workers of several machines know each other.",
    mixinStandardHelpOptions = true)
final class KeysCommand implements Callable<Integer> {
  private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1");
  private static final Pattern NAME =
      Pattern.compile("[0-9A-Za-z]([0-9A-Za-z.-]{0,251}[0-9A-Za-z])?");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern FOUR = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "DIR", description = "folder to make; never written over")
  private Path dir = Path.of("");

  @Option(
      names = "--host",
      paramLabel = "NAME",
      split = ",",
      description =
          "names and addresses under which others reach the machine that the keys are for, by comma"
              + " (default: this machine's name); localhost and 127.0.0.1 are always among them")
  private List<String> hosts = List.of();

  @Option(
      names = "--ca",
      paramLabel = "DIR",
      description = "the first folder of keys, for a key of another machine that belongs to it")
  private Optional<Path> ca = Optional.empty();

  @Override
  public Integer call() {
    ClusterKeys keys = KeyFolder.make(dir, named(), ca);
    Path folder = keys.folder();
    String host = keys.hosts().getFirst();
    Terminal.print(
        spec, List.of("%s holds keys for %s.".formatted(folder, String.join(", ", keys.hosts()))));
    if (KeyFolder.hasCa(folder)) {
      Terminal.print(
          spec,
          List.of(
              "  on this machine     ./podium up --cluster-host %s --cluster-keys %s"
                  .formatted(host, folder),
              "  for another one     podium keys OTHER --host ITS-NAME --ca %s   (then copy OTHER there)"
                  .formatted(folder),
              "Never copy this folder itself: whoever has its %s makes keys that count."
                  .formatted(KeyFolder.CA_KEY)));
    } else {
      Terminal.print(
          spec,
          List.of(
              "  copy it             scp -rp %s %s:DIR   (then delete it here)"
                  .formatted(folder, host),
              "  start there         ./podium worker --join HOST:25520 --host %s --cluster-keys DIR"
                  .formatted(host)));
    }
    return ExitCodes.DONE;
  }

  private List<String> named() {
    Set<String> all = new LinkedHashSet<>();
    hosts.stream().map(KeysCommand::checked).forEach(all::add);
    if (all.isEmpty()) {
      ownName().ifPresent(all::add);
    }
    all.addAll(THIS_MACHINE);
    return List.copyOf(all);
  }

  private static String checked(String given) {
    String host = given.strip().replaceFirst("^\\[(.*)]$", "$1");
    boolean good = NUMBERS.matcher(host).matches() ? isAddress(host) : NAME.matcher(host).matches();
    if (!good) {
      throw new UserErrorException(
          "--host %s is no name and no address; give what others write to reach the machine, such as 10.0.0.5 or gpu1.example.org"
              .formatted(given));
    }
    return host;
  }

  // why: of such texts no name server is asked
  private static boolean isAddress(String host) {
    try {
      return (host.contains(":") || FOUR.matcher(host).matches())
          && !InetAddress.getByName(host).getHostAddress().isEmpty();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static Optional<String> ownName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName())
          .filter(name -> NAME.matcher(name).matches());
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
