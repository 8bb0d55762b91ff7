package podium.cli;

import podium.cli.command.Commands;

/** The {@code podium} command. */
public final class Podium {
  private Podium() {}

  public static void main(String[] args) {
    System.exit(Commands.execute(args));
  }
}
